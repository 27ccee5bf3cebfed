import { upperBound } from "./int-column.ts";
import { firstBelow, lastBelow, rangeMinimum } from "./range-minimum.ts";
import type { Segment } from "./segment.ts";

/** Rows of the suffix array: those from `low` to `high`-1 begin with the same run. */
export type Rows = { low: number; high: number };

const NO_ROWS: Rows = { low: 0, high: 0 };

/**
 * Smallest position in the segment of each run symbols[from[i]..to[i]), or -1; `from` ascends. The longest match of each
 * start is kept from one start to the next, one symbol shorter, so all runs together cost O((symbols + runs) log text),
 * however long they are and however often they repeat.
 */
export function earliestPositions(
  segment: Segment,
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
      [position, length] = longestMatch(segment, symbols, start, position, length);
    }
    const wanted = (to[i] as number) - start;
    if (length < wanted) continue;
    found[i] = smallestPosition(segment, rowsSharing(segment, position, wanted));
  }
  return found;
}

/** Smallest of the positions of rows, of which there is at least one. */
export function smallestPosition({ columns }: Segment, rows: Rows): number {
  return rangeMinimum(columns.suffixes, columns.suffixMinima, rows.low, rows.high);
}

/** All rows that begin with a run of symbols, each of which matches something. */
export function rowsOfRun(segment: Segment, run: Int32Array): Rows {
  const [position, length] = longestMatch(segment, run, 0, 0, 0);
  return length < run.length ? NO_ROWS : rowsSharing(segment, position, length);
}

/** All rows that share `length` symbols, at least one, with the suffix at `position`. */
export function rowsSharing({ columns }: Segment, position: number, length: number): Rows {
  const { ranks, shared, sharedMinima } = columns;
  const row = ranks.at(position);
  return {
    low: Math.max(0, lastBelow(shared, sharedMinima, row, length)),
    high: firstBelow(shared, sharedMinima, row + 1, length),
  };
}

/** Extends a match of `length` symbols at `position` as far as it goes: a position and the length matched there. */
function longestMatch(
  segment: Segment,
  symbols: Int32Array,
  start: number,
  position: number,
  length: number,
): [number, number] {
  const { suffixes } = segment.columns;
  let rows = length > 0 ? rowsSharing(segment, position, length) : rowsOfSymbol(segment, symbols[start] as number);
  if (rows.low === rows.high) return [0, 0];
  let depth = Math.max(1, length);
  for (; start + depth < symbols.length; depth++) {
    const symbol = symbols[start + depth] as number;
    if (symbol <= 0) break;
    const deeper = rowsWith(segment, rows, depth, symbol);
    if (deeper.low === deeper.high) break;
    rows = deeper;
  }
  return [suffixes.at(rows.low), depth];
}

function rowsOfSymbol({ columns }: Segment, symbol: number): Rows {
  if (symbol <= 0) return NO_ROWS;
  const { alphabet, firstRows } = columns;
  const at = upperBound(alphabet, symbol, 0, alphabet.length) - 1;
  if (at < 0 || alphabet.at(at) !== symbol) return NO_ROWS;
  return { low: firstRows.at(at), high: firstRows.at(at + 1) };
}

/** Of rows that agree before `depth`, those that have `symbol` there. */
function rowsWith(segment: Segment, rows: Rows, depth: number, symbol: number): Rows {
  if (depth === 1) {
    const { seconds } = segment.columns;
    const first = upperBound(seconds, symbol - 1, rows.low, rows.high);
    return { low: first, high: upperBound(seconds, symbol, first, rows.high) };
  }
  const low = lowerBound(segment, rows.low, rows.high, depth, symbol);
  return { low, high: lowerBound(segment, low, rows.high, depth, symbol + 1) };
}

/** First row in low..high whose suffix has a symbol >= `symbol` at `depth`. */
function lowerBound({ columns }: Segment, low: number, high: number, depth: number, symbol: number): number {
  const { symbols, suffixes } = columns;
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const place = suffixes.at(middle) + depth;
    if (place >= symbols.length || symbols.at(place) < symbol) from = middle + 1;
    else to = middle;
  }
  return from;
}
