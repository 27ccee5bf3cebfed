/**
 * 18-decimal fixed point as the Cosmos SDK's LegacyDec (cosmossdk.io/math v1.3.0, dec.go), rounding and limits included.
 * A Dec is the number times 10^18; sums, differences and comparisons are those of bigint.
 */
import { assert } from "./assert.ts";

declare const brand: unique symbol;
/** A number times 10^18, at most 315 bits long, of either sign. */
export type Dec = bigint & { readonly [brand]: "Dec" };

const DECIMALS = 18;
const ONE = 10n ** 18n;
const HALF = ONE / 2n;
const ONE_SQUARED = ONE * ONE;
// 256 bits of an integer and the 59 bits that a truncation removes at least.
const LIMIT = 1n << 315n;

/** The brand of a result that is inside the limits; anything beyond them is the SDK's "Int overflow". */
export function dec(atomics: bigint): Dec {
  assert(atomics < LIMIT && atomics > -LIMIT, "a decimal number overflows");
  return atomics as Dec;
}

export const DEC_ZERO: Dec = dec(0n);
export const DEC_ONE: Dec = dec(ONE);

/** The whole number as a Dec. */
export function decFromInt(value: bigint): Dec {
  return dec(value * ONE);
}

/** `value` x 10^-`decimals`; decimals from 0 to 18. */
export function decWithPrecision(value: bigint, decimals: number): Dec {
  assert(Number.isInteger(decimals) && decimals >= 0 && decimals <= DECIMALS, "a Dec has 0 to 18 decimals");
  return dec(value * 10n ** BigInt(DECIMALS - decimals));
}

/** Reads decimal text with at most 18 decimals, as genesis files and params hold it; undefined for anything else. */
export function parseDec(text: string): Dec | undefined {
  const match = /^(-?)([0-9]{1,96})(?:\.([0-9]{1,18}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", decimals = ""] = match;
  const value = BigInt(whole + decimals.padEnd(DECIMALS, "0"));
  return value >= LIMIT ? undefined : dec(sign === "-" ? -value : value);
}

/** Reads the protobuf form, the integer count of 10^-18 as text; empty text is 0; undefined for anything else. */
export function parseDecAtomics(text: string): Dec | undefined {
  if (text === "") return DEC_ZERO;
  if (!/^-?[0-9]{1,96}$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < LIMIT && value > -LIMIT ? dec(value) : undefined;
}

/** Always with 18 decimals: `0.100000000000000000`. */
export function decText(value: Dec): string {
  const digits = magnitude(value).toString().padStart(DECIMALS + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}

/** The protobuf form: the integer count of 10^-18 as text. */
export function decAtomics(value: Dec): string {
  return value.toString();
}

export function decAdd(a: Dec, b: Dec): Dec {
  return dec(a + b);
}

export function decSub(a: Dec, b: Dec): Dec {
  return dec(a - b);
}

export function decMin(a: Dec, b: Dec): Dec {
  return a < b ? a : b;
}

/** Product, half to even. */
export function decMul(a: Dec, b: Dec): Dec {
  return dec(chopRound(a * b));
}

/** Product, towards zero. */
export function decMulTruncate(a: Dec, b: Dec): Dec {
  return dec((a * b) / ONE);
}

/** Product, a positive one upwards. */
export function decMulRoundUp(a: Dec, b: Dec): Dec {
  return dec(chopUp(a * b));
}

/** Product with a whole number, exact. */
export function decMulInt(a: Dec, b: bigint): Dec {
  return dec(a * b);
}

/** Quotient, half to even. The divisor is not zero. */
export function decQuo(a: Dec, b: Dec): Dec {
  return dec(chopRound((a * ONE_SQUARED) / divisor(b)));
}

/** Quotient, towards zero. The divisor is not zero. */
export function decQuoTruncate(a: Dec, b: Dec): Dec {
  return dec((a * ONE_SQUARED) / divisor(b) / ONE);
}

/** Quotient, a positive one upwards. The divisor is not zero. */
export function decQuoRoundUp(a: Dec, b: Dec): Dec {
  return dec(chopUp((a * ONE_SQUARED) / divisor(b)));
}

/** Quotient by a whole number, towards zero. The divisor is not zero. */
export function decQuoInt(a: Dec, b: bigint): Dec {
  return dec(a / divisor(b));
}

/** The nearest whole number, half to even. */
export function decRoundInt(value: Dec): bigint {
  return chopRound(value);
}

/** The whole number towards zero. */
export function decTruncateInt(value: Dec): bigint {
  return value / ONE;
}

/** The whole part as a Dec. */
export function decTruncate(value: Dec): Dec {
  return decFromInt(value / ONE);
}

/** The smallest whole number that is not below, as a Dec. */
export function decCeil(value: Dec): Dec {
  return decFromInt(value / ONE + (value % ONE > 0n ? 1n : 0n));
}

/** `value` to the power of a whole number of 0 or more, by squaring as the SDK does. */
export function decPower(value: Dec, power: bigint): Dec {
  assert(power >= 0n, "a power is 0 or more");
  if (power === 0n) return DEC_ONE;
  let base = value;
  let rest = DEC_ONE;
  for (let i = power; i > 1n; i /= 2n) {
    if (i % 2n !== 0n) rest = decMul(rest, base);
    base = decMul(base, base);
  }
  return decMul(base, rest);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function divisor(value: bigint): bigint {
  assert(value !== 0n, "a decimal number is divided by zero");
  return value;
}

function chopRound(value: bigint): bigint {
  if (value < 0n) return -chopRound(-value);
  const whole = value / ONE;
  const rest = value % ONE;
  if (rest === HALF) return whole + (whole & 1n);
  return rest > HALF ? whole + 1n : whole;
}

function chopUp(value: bigint): bigint {
  return value > 0n && value % ONE !== 0n ? value / ONE + 1n : value / ONE;
}
