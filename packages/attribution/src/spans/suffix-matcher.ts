import { upperBound } from "./int-column.ts";
import { rangeMinimum } from "./range-minimum.ts";
import type { Segment } from "./segment.ts";

/** Rows of the suffix array: those from `low` to `high`-1 begin with the same run. */
export type Rows = { low: number; high: number };

const NO_ROWS: Rows = { low: 0, high: 0 };
/** Rows that are tried one by one before their minima are asked. */
const NEAR_ROWS = 16;

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

/** All rows that share `length` symbols with the suffix at `position`. */
export function rowsSharing(segment: Segment, position: number, length: number): Rows {
  const { ranks, shared } = segment.columns;
  const row = ranks.at(position);
  let low = row;
  while (low > 0 && row - low < NEAR_ROWS && shared.at(low) >= length) low--;
  if (row - low === NEAR_ROWS) low = farthestDown(segment, low, length);
  let high = row + 1;
  while (high < shared.length && high - row < NEAR_ROWS && shared.at(high) >= length) high++;
  if (high - row === NEAR_ROWS) high = farthestUp(segment, high, length);
  return { low, high };
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

/** Smallest row from which every row up to `row` shares `length` symbols with the one before. */
function farthestDown({ columns }: Segment, row: number, length: number): number {
  let from = 0;
  let to = row;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rangeMinimum(columns.shared, columns.sharedMinima, middle + 1, row + 1) >= length) to = middle;
    else from = middle + 1;
  }
  return to;
}

/** Row after the last one that shares `length` symbols, counted on from `row`, the first row not yet compared. */
function farthestUp({ columns }: Segment, row: number, length: number): number {
  let from = row;
  let to = columns.shared.length;
  while (from < to) {
    const middle = (from + to + 1) >>> 1;
    if (rangeMinimum(columns.shared, columns.sharedMinima, row, middle) >= length) from = middle;
    else to = middle - 1;
  }
  return from;
}
