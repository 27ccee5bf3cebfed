import { expect, test } from "vitest";
import { formatAmount, formatDuration, formatMilliseconds, formatShare, plural, shorten } from "./format.ts";

test("amounts keep every unit", () => {
  expect(formatAmount(1_250_000n, "uopen")).toBe("1.25 OPEN");
  expect(formatAmount(1n, "udemo")).toBe("0.000001 DEMO");
  expect(formatAmount(-12_345_000_000n, "udemo")).toBe("-12,345 DEMO");
  expect(formatAmount(1234n, "ibc/AB")).toBe("1,234 ibc/AB");
});

test("milliseconds become seconds where there is a whole one, cut to hundredths", () => {
  expect([0n, 999n, 1000n, 2340n, 1_234_999n].map(formatMilliseconds)).toEqual(["0 ms", "999 ms", "1 s", "2.34 s", "1,234.99 s"]);
});

test("a share is never rounded up to all of it or down to nothing", () => {
  expect(formatShare(999_999n, 1_000_000n)).toBe("99.9 %");
  expect(formatShare(1n, 1_000_000n)).toBe("< 0.1 %");
  expect(formatShare(5n, 5n)).toBe("100.0 %");
  expect(formatShare(0n, 0n)).toBe("0 %");
});

test("a countdown shows its two largest units and stops at zero", () => {
  expect(formatDuration(9_001)).toBe("10 s");
  expect(formatDuration(63_000)).toBe("1 min 3 s");
  expect(formatDuration(90_000_000)).toBe("1 d 1 h");
  expect(formatDuration(-5)).toBe("0 s");
});

test("names are shortened in the middle, counts agree with their nouns", () => {
  expect(shorten("open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx")).toBe("open1qqqs…hkwx");
  expect(shorten("one two three", 7, 0)).toBe("one two…");
  expect(plural(1n, "token")).toBe("1 token");
  expect(plural(1200, "token")).toBe("1,200 tokens");
});
