import { createHash } from "node:crypto";
import { toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { log2Q8 } from "./log2.ts";
import { tokenise } from "./tokenise.ts";
import { tokenWeights, WEIGHT_TABLE_HASH, weightTableBytes, weightTableHash, WEIGHTS } from "./weights.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const weigh = (text: string): number => WEIGHTS.weightOf(toUtf8(text), 0, toUtf8(text).length);

test("the table has 2,048 entries and the hash that genesis names", () => {
  expect(weightTableBytes().filter((byte) => byte === 0x0a).length).toBe(2048);
  expect(toHex(weightTableHash(sha256))).toBe(WEIGHT_TABLE_HASH);
});

test("frequent words weigh little, case does not matter, unknown tokens weigh by their length up to 20 bits", () => {
  expect(weigh("the")).toBe(1209);
  expect(weigh("THE")).toBe(1209);
  expect(weigh("qzx")).toBe(13 * 256);
  expect(weigh("incomprehensibilities")).toBe(20 * 256);
  expect(weigh("\u00c9")).toBe(12 * 256);
});

test("each token of a text has its own weight", () => {
  const bytes = toUtf8("The qzx, the");
  expect(Array.from(tokenWeights(WEIGHTS, bytes, tokenise(bytes)))).toEqual([1209, 3328, 993, 1209]);
});

test("the logarithm is exact at powers of two and never off by more than one unit", () => {
  expect([1n, 2n, 1024n, 1n << 52n].map(log2Q8)).toEqual([0, 256, 2560, 52 * 256]);
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: (1n << 52n) - 1n }), (value) => {
      const difference = Math.log2(Number(value)) * 256 - log2Q8(value);
      expect(difference).toBeGreaterThan(-1e-6);
      expect(difference).toBeLessThan(1.000001);
    }),
  );
});
