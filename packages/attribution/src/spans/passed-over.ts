import { columnOf, upperBound } from "./int-column.ts";
import { buildMinima, rangeMinimum } from "./range-minimum.ts";
import type { Segment } from "./segment.ts";
import type { Rows } from "./suffix-matcher.ts";

const NOWHERE = 0x7fffffff;

/** What rows of a segment hold outside of the contributions that are passed over. */
export type PassedOver = {
  /** Number of those rows that are left. */
  count(rows: Rows): number;
  /** Smallest position of those rows that is left, or -1. */
  smallest(rows: Rows): number;
  /** Every position of those rows that is left, in no order. */
  all(rows: Rows): number[];
};

/**
 * Passes over the contributions of a segment with these indexes. Takes O(n log n) once for n tokens of theirs, 8 bytes
 * per token; a query then takes as many steps as a few range minima for each place that it gives, however many are passed
 * over between them.
 */
export function passOver(segment: Segment, indexes: readonly number[]): PassedOver {
  const { suffixes, suffixMinima, ranks } = segment.columns;
  const passed = rowsOf(segment, indexes);
  const passedRows = columnOf(passed);
  const rowsLeft = (low: number, high: number): number => (low < high ? rangeMinimum(suffixes, suffixMinima, low, high) : NOWHERE);
  // gaps[i]: the smallest position between the i-th row that is passed over and the next one.
  const gaps = new Int32Array(Math.max(0, passed.length - 1));
  for (let i = 0; i < gaps.length; i++) gaps[i] = rowsLeft((passed[i] as number) + 1, passed[i + 1] as number);
  const [gapColumn, gapMinima] = [columnOf(gaps), columnOf(buildMinima(gaps))];
  const placeIn = (row: number): number => upperBound(passedRows, row - 1, 0, passed.length);

  const smallest = (low: number, high: number): number => {
    const first = placeIn(low);
    const end = placeIn(high);
    if (first >= end) return rowsLeft(low, high);
    const head = rowsLeft(low, passed[first] as number);
    const tail = rowsLeft((passed[end - 1] as number) + 1, high);
    const between = first < end - 1 ? rangeMinimum(gapColumn, gapMinima, first, end - 1) : NOWHERE;
    return Math.min(head, between, tail);
  };
  return {
    count: ({ low, high }) => high - low - (placeIn(high) - placeIn(low)),
    smallest({ low, high }) {
      const position = smallest(low, high);
      return position === NOWHERE ? -1 : position;
    },
    all(rows) {
      const found: number[] = [];
      const open = [rows];
      for (let part = open.pop(); part !== undefined; part = open.pop()) {
        const position = smallest(part.low, part.high);
        if (position === NOWHERE) continue;
        found.push(position);
        const row = ranks.at(position);
        open.push({ low: part.low, high: row }, { low: row + 1, high: part.high });
      }
      return found;
    },
  };
}

/** Rows of all positions of contributions, ascending. */
function rowsOf({ columns, contributionStarts }: Segment, indexes: readonly number[]): Int32Array {
  const parts = indexes.map((index) =>
    columns.ranks.read(contributionStarts[index] as number, contributionStarts[index + 1] as number),
  );
  const rows = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return rows.sort((a, b) => a - b);
}
