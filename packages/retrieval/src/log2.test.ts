import fc from "fast-check";
import { expect, test } from "vitest";
import { log2Q8 } from "./log2.ts";

test("log2Q8 is exact at powers of two", () => {
  expect([1, 2, 8, 1024].map((value) => log2Q8(value, 1))).toEqual([0, 256, 768, 2560]);
  expect(log2Q8(3, 2)).toBe(149);
});

test("log2Q8 is the largest k with 2^(k/256) at or below the ratio", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 10_000_000 }), (denominator, more) => {
      const numerator = denominator + more;
      const k = BigInt(log2Q8(numerator, denominator));
      const ratio = BigInt(numerator) ** 256n;
      const unit = BigInt(denominator) ** 256n;
      expect(unit << k <= ratio && unit << (k + 1n) > ratio).toBe(true);
    }),
    { numRuns: 100 },
  );
});
