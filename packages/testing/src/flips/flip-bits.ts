import { verifyReceiptOpening, type ReceiptContext } from "@openledger/attribution";
import { DecodeError } from "@openledger/messages";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { Crypto } from "@openledger/primitives";
import type { Random } from "../simulation/random.ts";

/** What became of an opening with one bit of its bytes flipped, over many bits. */
export interface FlipTally {
  readonly flips: number;
  /** Bytes that are no message any more. */
  readonly undecodable: number;
  /** By the verifier's code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Bits whose flip the verifier did not mind; there must be none. */
  readonly accepted: readonly number[];
}

export const NO_FLIPS: FlipTally = { flips: 0, undecodable: 0, refused: {}, accepted: [] };

/** Flips every `stride`-th bit of an encoded opening, one at a time; all of them with a stride of 1. */
export function flipEveryBit(crypto: Crypto, opening: ReceiptOpening, context: ReceiptContext, stride = 1): FlipTally {
  const bytes = ReceiptOpening.toBytes(opening);
  const count = Math.ceil((bytes.length * 8) / stride);
  return flipBits(crypto, bytes, context, Array.from({ length: count }, (_, i) => i * stride));
}

/** Flips some bits of an encoded opening, one at a time. */
export function flipRandomBits(
  crypto: Crypto,
  opening: ReceiptOpening,
  context: ReceiptContext,
  { random, flips }: { readonly random: Random; readonly flips: number },
): FlipTally {
  const bytes = ReceiptOpening.toBytes(opening);
  return flipBits(crypto, bytes, context, Array.from({ length: flips }, () => random.below(bytes.length * 8)));
}

export function addFlips(a: FlipTally, b: FlipTally): FlipTally {
  const refused = { ...a.refused };
  for (const [code, count] of Object.entries(b.refused)) refused[code] = (refused[code] ?? 0) + count;
  return {
    flips: a.flips + b.flips,
    undecodable: a.undecodable + b.undecodable,
    refused,
    accepted: [...a.accepted, ...b.accepted],
  };
}

function flipBits(crypto: Crypto, bytes: Uint8Array, context: ReceiptContext, bits: readonly number[]): FlipTally {
  const refused: Record<string, number> = {};
  const accepted: number[] = [];
  const changed = bytes.slice();
  const flip = (bit: number): void => {
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  };
  let undecodable = 0;
  for (const bit of bits) {
    flip(bit);
    const candidate = decoded(changed);
    flip(bit);
    if (candidate === undefined) {
      undecodable++;
      continue;
    }
    const verdict = verifyReceiptOpening(crypto, candidate, context);
    if (verdict.ok) accepted.push(bit);
    else refused[verdict.code] = (refused[verdict.code] ?? 0) + 1;
  }
  return { flips: bits.length, undecodable, refused, accepted };
}

function decoded(bytes: Uint8Array): ReceiptOpening | undefined {
  try {
    return ReceiptOpening.fromBytes(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
