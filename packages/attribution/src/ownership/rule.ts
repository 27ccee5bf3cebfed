import { assert } from "@openledger/primitives";
import { log2Q8 } from "../tokens/log2.ts";
import { TOKEN_BREAK, TOKEN_GAP, TOKEN_WORD, type TokenList } from "../tokens/tokenise.ts";

/** Parameters of the ownership rule, from the attribution module and the model version. */
export type OwnershipRule = {
  /** N: tokens of the model's manifest, 0..2^53-1. */
  manifestTokens: number;
  /** Bits above log2(N) that a run needs; 20 by default. */
  minExcessBits: number;
  /** Words that a run needs; 5 by default. */
  minWords: number;
};

/** Tokens with their weights, as the rule looks at them. */
export type WeighedTokens = {
  readonly tokens: TokenList;
  /** Q8 bits per token. */
  readonly weights: Uint16Array;
};

/** Q8 bits that a run must reach: log2(N) + the excess; log2 of an empty manifest counts as 0. */
export function thresholdQ8(rule: OwnershipRule): number {
  assert(Number.isSafeInteger(rule.manifestTokens) && rule.manifestTokens >= 0, "manifest tokens are a safe integer");
  return log2Q8(BigInt(Math.max(1, rule.manifestTokens))) + rule.minExcessBits * 256;
}

/**
 * True when output tokens from..to-1 are a run of the required size: inside the text, unbroken (no token of more than 256
 * bytes, no whitespace of more than 256 bytes between two of them), with enough words and enough bits.
 */
export function runQualifies(text: WeighedTokens, from: number, to: number, rule: OwnershipRule): boolean {
  const { tokens, weights } = text;
  if (from < 0 || to > tokens.count || from >= to) return false;
  let words = 0;
  let bits = 0;
  for (let i = from; i < to; i++) {
    const flags = tokens.flags[i] as number;
    if ((flags & TOKEN_BREAK) !== 0 || (i > from && (flags & TOKEN_GAP) !== 0)) return false;
    words += flags & TOKEN_WORD;
    bits += weights[i] as number;
  }
  return words >= rule.minWords && bits >= thresholdQ8(rule);
}

/** Runs as parallel arrays: run i is output tokens from[i]..to[i]-1; `from` ascends, and `to` with it. */
export type Windows = { readonly count: number; readonly from: Int32Array; readonly to: Int32Array };

/**
 * All runs that qualify and are the shortest from their first token on, or the shortest up to their last token. Every
 * token of every qualifying run lies in such a window inside that run: before the first window's end, after the last
 * window's start, or at the start of a window of its own. So whoever holds a qualifying run over a token holds one of
 * these windows over it, and asking for the windows alone decides ownership exactly.
 */
export function qualifyingWindows(text: WeighedTokens, rule: OwnershipRule): Windows {
  const { tokens } = text;
  const from: number[] = [];
  const to: number[] = [];
  for (let start = 0; start < tokens.count; ) {
    let end = start;
    while (end < tokens.count && !breaksAt(tokens, start, end)) end++;
    windowsBetween(text, start, end, rule, from, to);
    start = Math.max(end, start + 1);
  }
  return { count: from.length, from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** True when no run from `start` holds token `at`. */
function breaksAt(tokens: TokenList, start: number, at: number): boolean {
  const flags = tokens.flags[at] as number;
  return (flags & TOKEN_BREAK) !== 0 || (at > start && (flags & TOKEN_GAP) !== 0);
}

/**
 * Two pointers over an unbroken stretch. For each end, the greatest start that still qualifies gives the shortest run up
 * to that end; the first end at which a start qualifies gives the shortest run from that start.
 */
function windowsBetween(
  text: WeighedTokens,
  start: number,
  end: number,
  rule: OwnershipRule,
  from: number[],
  to: number[],
): void {
  const { tokens, weights } = text;
  const threshold = thresholdQ8(rule);
  let words = 0;
  let bits = 0;
  let first = start;
  let taken = -1;
  for (let last = start; last < end; last++) {
    words += (tokens.flags[last] as number) & TOKEN_WORD;
    bits += weights[last] as number;
    if (words < rule.minWords || bits < threshold) continue;
    for (;;) {
      const lessWords = words - ((tokens.flags[first] as number) & TOKEN_WORD);
      const lessBits = bits - (weights[first] as number);
      const isShortest = first === last || lessWords < rule.minWords || lessBits < threshold;
      if (isShortest || first > taken) {
        from.push(first);
        to.push(last + 1);
        taken = first;
      }
      if (isShortest) break;
      words = lessWords;
      bits = lessBits;
      first++;
    }
  }
}
