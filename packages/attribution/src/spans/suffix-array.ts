import { assert } from "@openledger/primitives";

/**
 * Suffix array of a sequence of integers in 0..alphabetSize-1 by induced sorting (SA-IS, Nong, Zhang and Chan 2009), in
 * linear time: entry i is the start of the i-th suffix in order. A suffix that is a prefix of another one sorts first.
 */
export function buildSuffixArray(text: Int32Array, alphabetSize: number): Int32Array {
  const suffixes = new Int32Array(text.length);
  if (text.length > 0) sortSuffixes(text, suffixes, alphabetSize);
  return suffixes;
}

function sortSuffixes(text: Int32Array, suffixes: Int32Array, alphabetSize: number): void {
  const length = text.length;
  if (length === 1) {
    suffixes[0] = 0;
    return;
  }
  const isSmall = smallerSuffixes(text);
  const counts = bucketCounts(text, alphabetSize);
  const cursor = new Int32Array(alphabetSize);

  suffixes.fill(-1);
  bucketEnds(counts, cursor);
  for (let i = length - 1; i >= 1; i--) {
    if (isLeftmost(isSmall, i)) suffixes[--cursor[text[i] as number]!] = i;
  }
  induce(text, suffixes, isSmall, counts, cursor);

  const sorted = compactLeftmost(suffixes, isSmall);
  const names = nameSubstrings(text, isSmall, suffixes, sorted);
  orderLeftmost(text, suffixes, isSmall, sorted, names);

  const order = suffixes.slice(0, sorted);
  suffixes.fill(-1);
  bucketEnds(counts, cursor);
  for (let i = sorted - 1; i >= 0; i--) {
    const at = order[i] as number;
    suffixes[--cursor[text[at] as number]!] = at;
  }
  induce(text, suffixes, isSmall, counts, cursor);
}

/** 1 where a suffix is smaller than the next one (type S), 0 where it is larger (type L, as the last one is). */
function smallerSuffixes(text: Int32Array): Uint8Array {
  const isSmall = new Uint8Array(text.length);
  for (let i = text.length - 2; i >= 0; i--) {
    const here = text[i] as number;
    const next = text[i + 1] as number;
    isSmall[i] = here < next || (here === next && isSmall[i + 1] === 1) ? 1 : 0;
  }
  return isSmall;
}

/** True at a type S suffix whose left neighbour is of type L. */
function isLeftmost(isSmall: Uint8Array, at: number): boolean {
  return at > 0 && isSmall[at] === 1 && isSmall[at - 1] === 0;
}

function bucketCounts(text: Int32Array, alphabetSize: number): Int32Array {
  const counts = new Int32Array(alphabetSize);
  for (let i = 0; i < text.length; i++) counts[text[i] as number]!++;
  return counts;
}

function bucketStarts(counts: Int32Array, into: Int32Array): void {
  let sum = 0;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    into[symbol] = sum;
    sum += counts[symbol] as number;
  }
}

function bucketEnds(counts: Int32Array, into: Int32Array): void {
  let sum = 0;
  for (let symbol = 0; symbol < counts.length; symbol++) {
    sum += counts[symbol] as number;
    into[symbol] = sum;
  }
}

/** Sorts type L from left to right, then type S from right to left, out of the leftmost S suffixes in place. */
function induce(
  text: Int32Array,
  suffixes: Int32Array,
  isSmall: Uint8Array,
  counts: Int32Array,
  cursor: Int32Array,
): void {
  const length = text.length;
  bucketStarts(counts, cursor);
  // The last suffix is the smallest of its bucket: what follows it counts as smaller than every symbol.
  suffixes[cursor[text[length - 1] as number]!++] = length - 1;
  for (let i = 0; i < length; i++) {
    const at = (suffixes[i] as number) - 1;
    if (at >= 0 && isSmall[at] === 0) suffixes[cursor[text[at] as number]!++] = at;
  }
  bucketEnds(counts, cursor);
  for (let i = length - 1; i >= 0; i--) {
    const at = (suffixes[i] as number) - 1;
    if (at >= 0 && isSmall[at] === 1) suffixes[--cursor[text[at] as number]!] = at;
  }
}

function compactLeftmost(suffixes: Int32Array, isSmall: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < suffixes.length; i++) {
    const at = suffixes[i] as number;
    if (isLeftmost(isSmall, at)) suffixes[count++] = at;
  }
  return count;
}

/** Writes the rank of each leftmost-S substring to suffixes[count + start/2]; returns the number of distinct ranks. */
function nameSubstrings(text: Int32Array, isSmall: Uint8Array, suffixes: Int32Array, count: number): number {
  suffixes.fill(-1, count);
  let names = 0;
  let previous = -1;
  for (let i = 0; i < count; i++) {
    const at = suffixes[i] as number;
    if (previous < 0 || !sameSubstring(text, isSmall, previous, at)) names++;
    previous = at;
    suffixes[count + (at >> 1)] = names - 1;
  }
  return names;
}

function sameSubstring(text: Int32Array, isSmall: Uint8Array, a: number, b: number): boolean {
  for (let offset = 0; ; offset++) {
    if (a + offset >= text.length || b + offset >= text.length) return false;
    if (text[a + offset] !== text[b + offset] || isSmall[a + offset] !== isSmall[b + offset]) return false;
    if (offset === 0) continue;
    const endA = isLeftmost(isSmall, a + offset);
    const endB = isLeftmost(isSmall, b + offset);
    if (endA || endB) return endA && endB;
  }
}

/** Leaves the leftmost S suffixes in order in suffixes[0..count), sorting the shorter text of names when they repeat. */
function orderLeftmost(text: Int32Array, suffixes: Int32Array, isSmall: Uint8Array, count: number, names: number): void {
  if (count === 0) return;
  const reduced = new Int32Array(count);
  for (let i = count, next = 0; i < suffixes.length; i++) {
    if ((suffixes[i] as number) >= 0) reduced[next++] = suffixes[i] as number;
  }
  const order = new Int32Array(count);
  if (names < count) sortSuffixes(reduced, order, names);
  else for (let i = 0; i < count; i++) order[reduced[i] as number] = i;
  const starts = new Int32Array(count);
  for (let i = 1, next = 0; i < text.length; i++) if (isLeftmost(isSmall, i)) starts[next++] = i;
  for (let i = 0; i < count; i++) {
    const start = starts[order[i] as number];
    assert(start !== undefined, "a name stands for a leftmost suffix");
    suffixes[i] = start;
  }
}
