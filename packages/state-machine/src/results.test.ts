import { createNodeCrypto } from "@openledger/crypto";
import { gas, toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import type { ExecTxResult } from "./app.ts";
import { failureResult, noGas, resultsDigest, successResult } from "./results.ts";
import { TxError } from "./tx-error.ts";

const { sha256 } = createNodeCrypto();
const events = [{ type: "t", attributes: [{ key: "k", value: "v", index: true }] }];
const result = successResult(Uint8Array.of(1), { wanted: gas(5n), used: gas(3n) }, events);
const digest = (results: readonly ExecTxResult[]) => toHex(resultsDigest(sha256, results, []));

test("any part of a result or event changes the digest, except texts for people", () => {
  const variants: ExecTxResult[] = [
    result,
    { ...result, code: 1 },
    { ...result, codespace: "a" },
    { ...result, data: Uint8Array.of(2) },
    { ...result, gasWanted: gas(6n) },
    { ...result, gasUsed: gas(4n) },
    { ...result, events: [] },
    { ...result, events: [{ type: "tk", attributes: [{ key: "", value: "v", index: true }] }] },
  ];
  const digests = [...variants.map((variant) => digest([variant])), digest([]), digest([result, result])];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digest([{ ...result, log: "other", info: "other" }])).toBe(digest([result]));
  expect(toHex(resultsDigest(sha256, [result], events))).not.toBe(digest([result]));
});

test("a block of very many results and events has a digest", () => {
  const many = { ...result, events: Array.from({ length: 200_000 }, () => events[0] ?? { type: "", attributes: [] }) };
  expect(digest([many, ...Array.from({ length: 50_000 }, () => result)]).length).toBe(64);
});

test("a log of any length is kept short, and can be encoded when a character was cut in two", () => {
  const { log } = failureResult(new TxError("sdk", 2, `${"x".repeat(8_182)}\u{1f600}${"y".repeat(1_000_000)}`), noGas);
  expect(log).toHaveLength(8_192);
  expect(log).toMatch(/^x+.*\.\.\. \(cut\)$/);
  expect(failureResult(new TxError("sdk", 2, "\u{1f600}".slice(0, 1)), noGas).log).toBe("\ufffd");
  expect(failureResult(new TxError("sdk", 2, "short \u{1f600}"), noGas).log).toBe("short \u{1f600}");
});
