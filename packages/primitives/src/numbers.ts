import { assert } from "./assert.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = bigint & { readonly [brand]: Name };

/** Block height, 1..2^63-1 (0 only for "before the first block"). */
export type Height = Branded<"Height">;
/** Units of a denom, 0..2^127-1. */
export type Amount = Branded<"Amount">;
/** Gas units, 0..2^64-1. */
export type Gas = Branded<"Gas">;
/** Nanoseconds since the Unix epoch, as in block headers. */
export type UnixNanos = Branded<"UnixNanos">;
/** Number of transactions an account has sent, 0..2^64-1. */
export type Sequence = Branded<"Sequence">;
/** Share out of 10,000. */
export type BasisPoints = Branded<"BasisPoints">;

const UINT64_MAX = (1n << 64n) - 1n;
const INT64_MAX = (1n << 63n) - 1n;
const AMOUNT_MAX = (1n << 127n) - 1n;

function checked<T extends Branded<string>>(value: bigint, max: bigint, what: string): T {
  assert(value >= 0n && value <= max, `${what} out of range: ${value}`);
  return value as T;
}

export const height = (value: bigint): Height => checked(value, INT64_MAX, "height");
export const amount = (value: bigint): Amount => checked(value, AMOUNT_MAX, "amount");
export const gas = (value: bigint): Gas => checked(value, UINT64_MAX, "gas");
export const unixNanos = (value: bigint): UnixNanos => checked(value, INT64_MAX, "time");
export const sequence = (value: bigint): Sequence => checked(value, UINT64_MAX, "sequence");
export const basisPoints = (value: bigint): BasisPoints => checked(value, 10_000n, "basis points");

/** floor(value * bps / 10,000), exact. */
export function shareOf(value: Amount, bps: BasisPoints): Amount {
  return amount((value * bps) / 10_000n);
}
