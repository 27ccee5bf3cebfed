import { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgUpdateParams } from "@openledger/messages/cosmos/slashing/v1beta1";
import { expect, test } from "vitest";
import { protoText } from "./proto-text.ts";

const send = MsgSend.create({ fromAddress: "a\n\"", toAddress: "b", amount: [{ denom: "uopen", amount: "5" }, { denom: "", amount: "é" }] });
const text = 'from_address:"a\\n\\"" to_address:"b" amount:<denom:"uopen" amount:"5" > amount:<amount:"\\303\\251" > ';

test("a message reads as Go prints it", () => {
  expect(protoText(MsgSend, send)).toBe(text);
  expect(protoText(Coin, Coin.create())).toBe("");
});

test("a text is cut at the given length, and what follows costs nothing", () => {
  for (let most = 0; most < text.length; most++) {
    const cut = protoText(MsgSend, send, most);
    expect(cut.endsWith("...") && text.startsWith(cut.slice(0, -3)) && cut.length <= most + 3).toBe(true);
  }
  expect(protoText(MsgSend, send, text.length)).toBe(text);
  const long = MsgUpdateParams.create({ params: { minSignedPerWindow: new Uint8Array(8_000_000).fill(1) } });
  const before = process.cpuUsage();
  expect(protoText(MsgUpdateParams, long, 50)).toMatch(/^params:<min_signed_per_window:"(\\001)+\.\.\.$/);
  // Microseconds of this process alone, whatever else the machine does; printing it all takes more than ten times as long.
  expect(process.cpuUsage(before).user).toBeLessThan(100_000);
});
