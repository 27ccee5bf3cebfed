import { gas } from "@openledger/primitives";
import { expect, test } from "vitest";
import { decodeBlockResults, encodeBlockResults } from "./block-results.ts";

test("results of any length can be read again after a restart", () => {
  const result = { code: 1, data: new Uint8Array(0), log: "x".repeat(1 << 20), info: "", gasWanted: gas(1n), gasUsed: gas(1n), events: [], codespace: "sdk" };
  const response = {
    events: Array.from({ length: 100_001 }, () => ({ type: "t", attributes: [] })),
    txResults: Array.from({ length: 65 }, () => result),
    validatorUpdates: [],
    appHash: new Uint8Array(32),
  };
  const decoded = decodeBlockResults(encodeBlockResults(response));
  expect(decoded.events).toHaveLength(100_001);
  expect(decoded.txResults.map(({ log }) => log.length)).toEqual(response.txResults.map(({ log }) => log.length));
});
