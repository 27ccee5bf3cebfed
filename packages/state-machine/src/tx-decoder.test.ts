import { packAny } from "@openledger/messages";
import { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { AuthInfo, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressFromBytes } from "@openledger/primitives";
import { expect, test } from "vitest";
import { messageHandler } from "./module.ts";
import { createRouter } from "./router.ts";
import { createTxDecoder } from "./tx-decoder.ts";

const chain = { chainId: "test-1", bech32Prefix: "open", baseDenom: "uopen" };
const limits = { maxTxBytes: 10_000n, maxTxMessages: 2n };
const handler = messageHandler<Coin, Coin>({
  codec: Coin,
  response: Coin,
  aminoName: "test/Coin",
  signers: () => [addressFromBytes("open", new Uint8Array(20))],
  checkStateless: () => undefined,
  handle: (_, coin) => coin,
});
const router = createRouter([{ name: "test", storeName: "test", errors: [], messages: [handler], queries: [], initGenesis: () => undefined }]);

function txOf(memo: string): Uint8Array {
  const body = TxBody.create({ messages: [packAny(Coin, { denom: "uopen", amount: "1" })], memo });
  return TxRaw.toBytes({ bodyBytes: TxBody.toBytes(body), authInfoBytes: AuthInfo.toBytes(AuthInfo.create()), signatures: [new Uint8Array(64)] });
}

test("the same bytes are decoded once, other bytes with the same signature are not mistaken for them", () => {
  const { decode } = createTxDecoder(router, chain);
  const bytes = txOf("one");
  const first = decode(bytes, limits);
  expect(decode(bytes.slice(), { ...limits })).toBe(first);
  expect(decode(txOf("two"), limits).body.memo).toBe("two");
  bytes.set(txOf("six"));
  expect(decode(bytes, limits).body.memo).toBe("six");
});

test("limits are those of the call, also for a transaction that was decoded under others", () => {
  const { decode } = createTxDecoder(router, chain);
  decode(txOf("one"), limits);
  expect(() => decode(txOf("one"), { ...limits, maxTxBytes: 10n })).toThrow(/at most 10 are accepted/);
  expect(() => decode(txOf("one"), { ...limits, maxTxMessages: 0n })).toThrow(/at most 0 are accepted/);
});
