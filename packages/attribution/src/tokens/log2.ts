import { assert } from "@openledger/primitives";

const FRACTION_BITS = 8;
const MANTISSA_BITS = 64n;
const TWO = 2n << MANTISSA_BITS;

/**
 * floor(256 x log2(value)) for a value >= 1, up to the truncation of the mantissa to 64 bits: the position of the highest
 * bit, then eight squarings for the fraction. Integers only, so every machine gets the same.
 */
export function log2Q8(value: bigint): number {
  assert(value >= 1n, `no logarithm of ${value}`);
  const exponent = bitLength(value) - 1;
  let mantissa = (value << MANTISSA_BITS) >> BigInt(exponent);
  let result = exponent;
  for (let i = 0; i < FRACTION_BITS; i++) {
    mantissa = (mantissa * mantissa) >> MANTISSA_BITS;
    result *= 2;
    if (mantissa >= TWO) {
      mantissa >>= 1n;
      result++;
    }
  }
  return result;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
