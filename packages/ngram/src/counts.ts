import { assert } from "@openledger/primitives";
import { NgramError } from "./errors.ts";
import type { TrainingText } from "./training-text.ts";

/**
 * The n-grams of one order: the positions of their last tokens, sorted by context, then symbol. A context is a range
 * of them and an entry a range inside it, so every count is the length of a range.
 */
export interface OrderCounts {
  readonly positions: Uint32Array;
  /** Where each entry begins in `positions`, and the length of `positions` after the last. */
  readonly entryStart: Uint32Array;
}

/** Counts of all n-grams of one to `orders.length` tokens. */
export interface NgramCounts {
  readonly text: TrainingText;
  /** Entry k: n-grams of k + 1 tokens. */
  readonly orders: readonly OrderCounts[];
}

/** From `from` up to, not including, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Counts the n-grams of 1 to `order` tokens. Positions sorted by symbol are sorted stably by the word one, two, ...
 * before, so each order costs one counting sort of the order below: linear in tokens.
 */
export function countNgrams(text: TrainingText, order: number): NgramCounts {
  const orders: OrderCounts[] = [];
  let positions = sortBySymbol(text);
  orders.push(withEntries(text, positions, 1));
  for (let length = 2; length <= order; length++) {
    positions = sortByWordBefore(text, positions, length - 1);
    orders.push(withEntries(text, positions, length));
  }
  return { text, orders };
}

/**
 * The counts without one contribution: exactly those of training on all others, numbers of words apart. Linear.
 * Throws NgramError `empty_corpus` when nothing is left.
 */
export function withoutContribution(counts: NgramCounts, sequence: bigint): NgramCounts {
  const { text } = counts;
  const at = text.sequences.indexOf(sequence);
  assert(at >= 0, `contribution ${sequence} is in the training text`);
  const from = text.contributionStart[at] as number;
  const to = text.contributionStart[at + 1] as number;
  const orders = counts.orders.map(({ positions }, i) =>
    withEntries(
      text,
      positions.filter((position) => position < from || position >= to),
      i + 1,
    ),
  );
  if (orders[0]?.positions.length === 0) throw new NgramError("empty_corpus", `only contribution ${sequence} holds tokens`);
  return { text, orders };
}

/** Number of counted tokens. */
export function tokenCount(counts: NgramCounts): number {
  return orderCounts(counts, 1).positions.length;
}

/** The n-grams of `length` tokens, 1 to the model's order. */
export function orderCounts(counts: NgramCounts, length: number): OrderCounts {
  const found = counts.orders[length - 1];
  assert(found !== undefined, `no n-grams of ${length} tokens were counted`);
  return found;
}

/** Positions whose context is `context` (words, oldest first; empty: all); from === to where it never occurs. */
export function contextRange(counts: NgramCounts, context: readonly number[]): Range {
  const { positions } = orderCounts(counts, context.length + 1);
  const words = counts.text.words;
  const compare = (position: number): number => {
    for (let i = 0; i < context.length; i++) {
      const difference = (words[position - context.length + i] as number) - (context[i] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const from = firstIndex(positions.length, (i) => compare(positions[i] as number) >= 0);
  return { from, to: from + firstIndex(positions.length - from, (i) => compare(positions[from + i] as number) > 0) };
}

/** The positions of `range` (of one context) whose symbol is `symbol`. */
export function symbolRange(counts: NgramCounts, length: number, range: Range, symbol: number): Range {
  const { positions } = orderCounts(counts, length);
  const symbolAt = (i: number): number => counts.text.symbols[positions[range.from + i] as number] as number;
  const width = range.to - range.from;
  const from = firstIndex(width, (i) => symbolAt(i) >= symbol);
  return { from: range.from + from, to: range.from + from + firstIndex(width - from, (i) => symbolAt(from + i) > symbol) };
}

/** The first of 0..size-1 for which `holds`, which stays true once it is; `size` when there is none. */
export function firstIndex(size: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sortBySymbol({ symbols, vocabulary }: TrainingText): Uint32Array {
  const next = new Uint32Array(vocabulary.symbolWord.length + 1);
  for (let i = 0; i < symbols.length; i++) next[(symbols[i] as number) + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1] as number;
  const sorted = new Uint32Array(symbols.length);
  for (let i = 0; i < symbols.length; i++) sorted[next[symbols[i] as number]!++] = i;
  return sorted;
}

/** Those of `positions` that have `distance` tokens before them, stably sorted by the word at that distance. */
function sortByWordBefore({ words, depth, vocabulary }: TrainingText, positions: Uint32Array, distance: number): Uint32Array {
  const kept = positions.filter((position) => (depth[position] as number) >= distance);
  const next = new Uint32Array(vocabulary.words.length + 1);
  for (let i = 0; i < kept.length; i++) next[(words[(kept[i] as number) - distance] as number) + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1] as number;
  const sorted = new Uint32Array(kept.length);
  for (let i = 0; i < kept.length; i++) {
    const position = kept[i] as number;
    sorted[next[words[position - distance] as number]!++] = position;
  }
  return sorted;
}

function withEntries(text: TrainingText, positions: Uint32Array, length: number): OrderCounts {
  const starts = new Uint32Array(positions.length + 1);
  let count = 0;
  for (let i = 0; i < positions.length; i++) {
    const isSame = i > 0 && isSameEntry(text, positions[i - 1] as number, positions[i] as number, length);
    if (!isSame) starts[count++] = i;
  }
  starts[count] = positions.length;
  return { positions, entryStart: starts.slice(0, count + 1) };
}

function isSameEntry({ symbols, words }: TrainingText, a: number, b: number, length: number): boolean {
  if (symbols[a] !== symbols[b]) return false;
  for (let distance = 1; distance < length; distance++) if (words[a - distance] !== words[b - distance]) return false;
  return true;
}
