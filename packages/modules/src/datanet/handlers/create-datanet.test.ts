import { expect, test } from "vitest";
import type { MsgCreateDatanet } from "@openledger/messages/openledger/datanet/v1";
import type { ErrorDefinition } from "@openledger/state-machine";
import { account } from "../../support/world.fixture.ts";
import { curator, datanetMessage, fundedWorld, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { bondTooLow, curatorShareTooHigh, malformedMessage, tooManyCurators, wrongBondDenom } from "../errors.ts";

const licence = datanetMessage().licence;
const curators = Array.from({ length: 17 }, (_, i) => account(100 + i));

test.each<readonly [string, Partial<MsgCreateDatanet>, ErrorDefinition]>([
  ["a creator that is no address", { creator: "open1nobody" }, malformedMessage],
  ["an address in upper case", { creator: account(1).toUpperCase() }, malformedMessage],
  ["an address of another chain", { curators: ["cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a"] }, malformedMessage],
  ["no name", { name: "" }, malformedMessage],
  ["a name with control characters", { name: "a\u0000b" }, malformedMessage],
  ["a name of 129 bytes", { name: "é".repeat(65) }, malformedMessage],
  ["no licence", { licence: undefined }, malformedMessage],
  ["a licence without uses", { licence: licence && { ...licence, uses: [] } }, malformedMessage],
  ["a licence with an unknown use", { licence: licence && { ...licence, uses: [9] } }, malformedMessage],
  ["a licence without quote policy", { licence: licence && { ...licence, quote: 0 } }, malformedMessage],
  ["an auditor clause without auditor", { licence: licence && { ...licence, privateSessions: 2 } }, malformedMessage],
  ["no curator", { curators: [] }, malformedMessage],
  ["a curator named twice", { curators: [curator, curator] }, malformedMessage],
  ["a threshold of 0", { threshold: 0 }, malformedMessage],
  ["a threshold above the number of curators", { threshold: 2 }, malformedMessage],
  ["a bond with leading zeros", { bondPerKib: { denom: "uopen", amount: "010" } }, malformedMessage],
  ["a negative bond", { bondPerKib: { denom: "uopen", amount: "-1" } }, malformedMessage],
  ["a bond above 2^96", { bondPerKib: { denom: "uopen", amount: String((1n << 96n) + 1n) } }, malformedMessage],
  ["more curators than allowed", { curators }, tooManyCurators],
  ["a curator share above the limit", { curatorBps: 501 }, curatorShareTooHigh],
  ["a bond below the floor", { bondPerKib: { denom: "uopen", amount: "0" } }, bondTooLow],
  ["a bond in another denom", { bondPerKib: { denom: "udemo", amount: "10" } }, wrongBondDenom],
])("%s is refused", (_, change, error) => {
  expectRefusal(fundedWorld(), messages.createDatanet, datanetMessage(change), error);
});

test("datanets are numbered from 1 and announced", () => {
  const world = fundedWorld();
  expect(world.deliver(messages.createDatanet, datanetMessage())).toEqual({ datanetId: 1n });
  expect(world.events.map(({ type }) => type)).toEqual(["datanet_created"]);
  expect(world.deliver(messages.createDatanet, datanetMessage())).toEqual({ datanetId: 2n });
});
