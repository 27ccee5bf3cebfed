import { height, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createTxIndex } from "./tx-index.ts";

const result = (code: number, events: number): Parameters<ReturnType<typeof createTxIndex>["add"]>[2][number] => ({
  ...{ code, data: new Uint8Array(0), log: "", info: "", gasWanted: 0n, gasUsed: 0n, codespace: "" },
  events: Array.from({ length: events }, () => ({ type: "tx", attributes: [] })),
});
const hash = toUtf8("a hash");

test("a transaction is taken where the ante chain let it through, however often it stands in blocks before and after", () => {
  const txs = createTxIndex();
  txs.add(height(5n), [hash], [result(4, 0)]);
  expect([txs.byHash(hash), txs.takenAt(hash)]).toEqual([{ height: 5n, index: 0 }, undefined]);
  txs.add(height(6n), [hash], [result(5, 2)]);
  txs.add(height(7n), [hash], [result(32, 0)]);
  expect([txs.byHash(hash), txs.takenAt(hash)]).toEqual([{ height: 6n, index: 0 }, 6n]);
  expect(txs.takenAt(toUtf8("another"))).toBeUndefined();
});
