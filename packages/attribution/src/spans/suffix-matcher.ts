import { createRangeMinimum, type RangeMinimum } from "./range-minimum.ts";
import { buildSuffixArray } from "./suffix-array.ts";

/** Rows of the suffix array: those from `low` to `high`-1 begin with the same run. */
type Rows = { low: number; high: number };

/** A text of symbols with everything that finding runs in it needs: 16 bytes per symbol beside the text. */
export type SuffixText = {
  readonly text: Int32Array;
  readonly suffixes: Int32Array;
  /** Row of the suffix that starts at each position. */
  readonly ranks: Int32Array;
  /** Symbols that row i shares with row i-1; 0 for row 0. */
  readonly shared: Int32Array;
  /** Row of the first suffix that begins with each symbol; one entry more for the end. */
  readonly firstRow: Int32Array;
  readonly sharedMinimum: RangeMinimum;
  readonly positionMinimum: RangeMinimum;
};

/** Prepares a text of symbols 0..symbolMax; 0 matches nothing. */
export function createSuffixText(text: Int32Array, symbolMax: number): SuffixText {
  const suffixes = buildSuffixArray(text, symbolMax + 1);
  const ranks = new Int32Array(text.length);
  for (let row = 0; row < suffixes.length; row++) ranks[suffixes[row] as number] = row;
  const shared = sharedPrefixes(text, suffixes, ranks);
  return {
    text,
    suffixes,
    ranks,
    shared,
    firstRow: firstRows(text, symbolMax),
    sharedMinimum: createRangeMinimum(shared),
    positionMinimum: createRangeMinimum(suffixes),
  };
}

/** Kasai et al. 2001: the next position shares at most one symbol less with its neighbour. */
function sharedPrefixes(text: Int32Array, suffixes: Int32Array, ranks: Int32Array): Int32Array {
  const shared = new Int32Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const row = ranks[at] as number;
    if (row === 0) {
      length = 0;
      continue;
    }
    const before = suffixes[row - 1] as number;
    const limit = text.length - Math.max(at, before);
    while (length < limit && text[at + length] === text[before + length]) length++;
    shared[row] = length;
    if (length > 0) length--;
  }
  return shared;
}

function firstRows(text: Int32Array, symbolMax: number): Int32Array {
  const rows = new Int32Array(symbolMax + 2);
  for (let i = 0; i < text.length; i++) rows[(text[i] as number) + 1]!++;
  for (let symbol = 1; symbol < rows.length; symbol++) rows[symbol]! += rows[symbol - 1] as number;
  return rows;
}

/**
 * Smallest position of each run symbols[from[i]..to[i]), or -1; `from` ascends. The longest match of each start is kept
 * from one start to the next, one symbol shorter, so all runs together cost O((symbols + runs) log text), however long
 * they are and however often they repeat.
 */
export function earliestPositions(
  index: SuffixText,
  symbols: Int32Array,
  from: Int32Array,
  to: Int32Array,
): Int32Array {
  const found = new Int32Array(from.length).fill(-1);
  let start = 0;
  let length = 0;
  let position = 0;
  for (let i = 0; i < from.length; i++) {
    const next = from[i] as number;
    if (i === 0 || next > start) {
      length = Math.max(0, length - (next - start));
      position += next - start;
      start = next;
      [position, length] = longestMatch(index, symbols, start, position, length);
    }
    const wanted = (to[i] as number) - start;
    if (length < wanted) continue;
    const rows = rowsSharing(index, position, wanted);
    found[i] = index.positionMinimum(rows.low, rows.high);
  }
  return found;
}

/** Every position with the same `length` symbols as `position`, ascending, if at most `max`; else the smallest alone. */
export function positionsSharing(index: SuffixText, position: number, length: number, max: number): number[] {
  const { low, high } = rowsSharing(index, position, length);
  if (high - low > max) return [index.positionMinimum(low, high)];
  return Array.from(index.suffixes.subarray(low, high)).sort((a, b) => a - b);
}

/** Extends a match of `length` symbols at `position` as far as it goes: a position and the length matched there. */
function longestMatch(
  index: SuffixText,
  symbols: Int32Array,
  start: number,
  position: number,
  length: number,
): [number, number] {
  const first = symbols[start] as number;
  if (first <= 0) return [0, 0];
  let rows: Rows =
    length > 0
      ? rowsSharing(index, position, length)
      : { low: index.firstRow[first] as number, high: index.firstRow[first + 1] as number };
  let depth = Math.max(1, length);
  for (; start + depth < symbols.length; depth++) {
    const symbol = symbols[start + depth] as number;
    if (symbol <= 0) break;
    const deeper = rowsWith(index, rows, depth, symbol);
    if (deeper.low === deeper.high) break;
    rows = deeper;
  }
  return [index.suffixes[rows.low] as number, depth];
}

/** Of rows that agree before `depth`, those that have `symbol` there. */
function rowsWith(index: SuffixText, rows: Rows, depth: number, symbol: number): Rows {
  const low = lowerBound(index, rows.low, rows.high, depth, symbol);
  return { low, high: lowerBound(index, low, rows.high, depth, symbol + 1) };
}

/** First row in low..high whose suffix has a symbol >= `symbol` at `depth`. */
function lowerBound(index: SuffixText, low: number, high: number, depth: number, symbol: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const there = index.text[(index.suffixes[middle] as number) + depth];
    if (there === undefined || there < symbol) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** All rows that share `length` symbols with the suffix at `position`. */
function rowsSharing(index: SuffixText, position: number, length: number): Rows {
  const row = index.ranks[position] as number;
  const { shared } = index;
  let low = row;
  while (low > 0 && row - low < 16 && (shared[low] as number) >= length) low--;
  if (row - low === 16) low = farthestDown(index, low, length);
  let high = row + 1;
  while (high < shared.length && high - row < 16 && (shared[high] as number) >= length) high++;
  if (high - row === 16) high = farthestUp(index, high, length);
  return { low, high };
}

/** Smallest row from which every row up to `row` shares `length` symbols with the one before. */
function farthestDown(index: SuffixText, row: number, length: number): number {
  let from = 0;
  let to = row;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (index.sharedMinimum(middle + 1, row + 1) >= length) to = middle;
    else from = middle + 1;
  }
  return to;
}

/** Row after the last one that shares `length` symbols, counted on from `row`, the first row not yet compared. */
function farthestUp(index: SuffixText, row: number, length: number): number {
  let from = row;
  let to = index.shared.length;
  while (from < to) {
    const middle = (from + to + 1) >>> 1;
    if (index.sharedMinimum(row, middle) >= length) from = middle;
    else to = middle - 1;
  }
  return from;
}
