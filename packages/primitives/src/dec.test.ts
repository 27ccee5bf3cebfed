import { expect, test } from "vitest";
import {
  DEC_ONE,
  DEC_ZERO,
  decAtomics,
  decCeil,
  decFromInt,
  decMul,
  decMulRoundUp,
  decMulTruncate,
  decPower,
  decQuo,
  decQuoInt,
  decQuoRoundUp,
  decQuoTruncate,
  decRoundInt,
  decText,
  decTruncateInt,
  decWithPrecision,
  parseDec,
  parseDecAtomics,
  type Dec,
} from "./dec.ts";

const d = (text: string): Dec => {
  const value = parseDec(text);
  if (value === undefined) throw new Error(text);
  return value;
};

// Rows of cosmossdk.io/math v1.3.0 dec_test.go, TestArithmetic: a, b, mul, mulTruncate, mulRoundUp, quo, quoRoundUp, quoTruncate.
test.each([
  ["0", "1", "0", "0", "0", "0", "0", "0"],
  ["-1", "-1", "1", "1", "1", "1", "1", "1"],
  ["3", "7", "21", "21", "21", "0.428571428571428571", "0.428571428571428572", "0.428571428571428571"],
  ["2", "4", "8", "8", "8", "0.5", "0.5", "0.5"],
  ["100", "100", "10000", "10000", "10000", "1", "1", "1"],
  ["1.5", "1.5", "2.25", "2.25", "2.25", "1", "1", "1"],
  ["3.333", "0.333", "1.109889", "1.109889", "1.109889", "10.009009009009009009", "10.009009009009009010", "10.009009009009009009"],
])("%s and %s give the SDK's products and quotients", (a, b, mul, mulTruncate, mulUp, quo, quoUp, quoTruncate) => {
  expect(decMul(d(a), d(b))).toBe(d(mul));
  expect(decMulTruncate(d(a), d(b))).toBe(d(mulTruncate));
  expect(decMulRoundUp(d(a), d(b))).toBe(d(mulUp));
  expect(decQuo(d(a), d(b))).toBe(d(quo));
  expect(decQuoRoundUp(d(a), d(b))).toBe(d(quoUp));
  expect(decQuoTruncate(d(a), d(b))).toBe(d(quoTruncate));
});

// TestBankerRoundChop and TestTruncate.
test.each([
  ["0.25", 0n, 0n],
  ["0.5", 0n, 0n],
  ["0.75", 1n, 0n],
  ["1", 1n, 1n],
  ["1.5", 2n, 1n],
  ["7.5", 8n, 7n],
  ["7.6", 8n, 7n],
  ["8.5", 8n, 8n],
  ["100000000.5", 100000000n, 100000000n],
  ["-1.5", -2n, -1n],
  ["-0.5", 0n, 0n],
])("%s rounds half to even and truncates towards zero", (text, rounded, truncated) => {
  expect(decRoundInt(d(text))).toBe(rounded);
  expect(decTruncateInt(d(text))).toBe(truncated);
});

test("text has 18 decimals and reads back", () => {
  expect(decText(d("0.1"))).toBe("0.100000000000000000");
  expect(decText(d("-12.000000000000000001"))).toBe("-12.000000000000000001");
  expect(decText(DEC_ZERO)).toBe("0.000000000000000000");
  expect(decAtomics(d("1.5"))).toBe("1500000000000000000");
  expect(parseDecAtomics("1500000000000000000")).toBe(d("1.5"));
  expect(parseDecAtomics("")).toBe(DEC_ZERO);
});

test.each(["", "-", "1.", ".5", "1.2.3", "1e3", "0.1234567890123456789", "+1", "0x1", " 1", `${"9".repeat(96)}`])(
  "%j is no decimal number",
  (text) => expect(parseDec(text)).toBeUndefined(),
);

test("ceiling, power and precision follow the SDK", () => {
  expect(decCeil(d("0.000000000000000001"))).toBe(DEC_ONE);
  expect(decCeil(d("-1.5"))).toBe(d("-1"));
  expect(decCeil(d("4"))).toBe(d("4"));
  expect(decPower(d("0.5"), 3n)).toBe(d("0.125"));
  expect(decPower(d("7"), 0n)).toBe(DEC_ONE);
  expect(decWithPrecision(5n, 2)).toBe(d("0.05"));
  expect(decQuoInt(decFromInt(10n), 3n)).toBe(d("3.333333333333333333"));
});

test("overflow and division by zero stop instead of wrapping", () => {
  expect(() => decMul(decFromInt(1n << 250n), decFromInt(1n << 250n))).toThrow(/overflows/);
  expect(() => decQuo(DEC_ONE, DEC_ZERO)).toThrow(/zero/);
});
