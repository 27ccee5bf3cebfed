import { assert, concatBytes, readU64be, toUtf8, u32be, u64be, type Sha256 } from "@openledger/primitives";
import type { NgramRecipe } from "./recipe.ts";
import { WEIGHT_SUM } from "./rule.ts";

/** Two independent draws from 0..2^64-1 for one output token. */
export interface TokenDraw {
  readonly order: bigint;
  readonly token: bigint;
}

const SEED_TAG = toUtf8("openledger/ngram-seed/v1");

/** sha256("openledger/ngram-seed/v1" ‖ u64 session ‖ u64 nonce), 32 bytes: what an answer's draws come from. */
export function answerSeed(sha256: Sha256, sessionId: bigint, nonce: bigint): Uint8Array {
  return sha256(concatBytes(SEED_TAG, u64be(sessionId), u64be(nonce)));
}

/** The draws of output token `position`: the first two u64 of sha256(seed ‖ u32 position). */
export function drawAt(sha256: Sha256, seed: Uint8Array, position: number): TokenDraw {
  const hash = sha256(concatBytes(seed, u32be(position)));
  return { order: readU64be(hash, 0), token: readU64be(hash, 8) };
}

/** floor(draw x size / 2^64): a draw from 0..2^64-1 as an index below `size`. */
export function indexOfDraw(draw: bigint, size: number): number {
  assert(Number.isSafeInteger(size) && size >= 1, `nothing to draw from: ${size}`);
  return Number((draw * BigInt(size)) >> 64n);
}

/** How many tokens of context the draw asks for: the first whose weight, added to those of shorter ones, exceeds it. */
export function contextLengthOfDraw(draw: bigint, { weights }: NgramRecipe): number {
  let left = indexOfDraw(draw, WEIGHT_SUM);
  const length = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  assert(length >= 0, "weights sum to the range of the draw");
  return length;
}
