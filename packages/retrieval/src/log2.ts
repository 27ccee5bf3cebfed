import { assert } from "@openledger/primitives";

/**
 * floor(256 · log2(numerator / denominator)), exactly: the largest k with 2^k · denominator^256 <= numerator^256.
 * Both are positive safe integers and numerator >= denominator.
 */
export function log2Q8(numerator: number, denominator: number): number {
  assert(Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator), "log2Q8 takes safe integers");
  assert(denominator > 0 && numerator >= denominator, "log2Q8 takes ratios of at least one");
  const upper = BigInt(numerator) ** 256n;
  const lower = BigInt(denominator) ** 256n;
  const guess = bitLength(upper) - bitLength(lower);
  return lower << BigInt(guess) <= upper ? guess : guess - 1;
}

function bitLength(value: bigint): number {
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.slice(0, 1), 16)));
}
