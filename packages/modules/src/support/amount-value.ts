import type { ValueCodec } from "@openledger/store";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { amountOf } from "./amounts.ts";

/** Units of a denom as decimal text, as the bank stores them. */
export const amountValue: ValueCodec<bigint> = {
  encode: (value) => toUtf8(value.toString()),
  decode: (bytes) => amountOf(fromUtf8(bytes)),
};

/** A non-negative integer of any size as decimal text. */
export const naturalValue: ValueCodec<bigint> = {
  encode: (value) => toUtf8(value.toString()),
  decode: (bytes) => BigInt(fromUtf8(bytes)),
};
