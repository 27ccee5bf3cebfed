import { assert } from "@openledger/primitives";
import { columnOf, upperBound } from "./int-column.ts";
import type { Segment } from "./segment.ts";
import { bySequence, type SegmentContribution } from "./segment-text.ts";
import type { SpanIndex } from "./span-index.ts";
import { earliestPositions, rowsOfRun, rowsSharing, smallestPosition, type Rows } from "./suffix-matcher.ts";
import { SEPARATOR, type Vocabulary } from "./vocabulary.ts";

/** A segment and the position in the whole of each of its contributions. */
type Placed = { readonly segment: Segment; readonly wholeStarts: Int32Array };

/** All contributions of all segments by sequence, and where each one's text is. */
type Whole = {
  readonly contributions: readonly SegmentContribution[];
  readonly starts: Int32Array;
  readonly homes: readonly { readonly placed: Placed; readonly index: number }[];
  readonly placed: readonly Placed[];
  readonly length: number;
};

/**
 * One span index over segments whose symbols come from one vocabulary. Positions are those of the text of all
 * contributions in order of sequence, whichever segment holds them: a query asks each segment and takes the smallest.
 */
export function createSegmentedSpanIndex(vocabulary: Vocabulary, segments: readonly Segment[]): SpanIndex {
  const whole = placeSegments(segments);
  return {
    contributions: whole.contributions,
    symbolsOf: (bytes, tokens) => vocabulary.symbolsOf(bytes, tokens),
    earliest: (symbols, from, to) => earliest(whole, symbols, from, to),
    occurrences: (position, length, max) => occurrences(whole, position, length, max),
    symbolAt: (position) => {
      if (position < 0 || position >= whole.length) return SEPARATOR;
      const { placed, local } = placeOf(whole, position);
      return placed.segment.columns.symbols.at(local);
    },
    locate: (position) => {
      const { placed, contribution, index, local } = placeOf(whole, position);
      const { documentStarts, firstDocuments, columns } = placed.segment;
      const document = lastAtMost(documentStarts, local) - (firstDocuments[index] as number);
      return { contribution, document, offset: columns.offsets.at(local) };
    },
  };
}

function placeSegments(segments: readonly Segment[]): Whole {
  const placed = segments.map((segment) => ({ segment, wholeStarts: new Int32Array(segment.contributions.length) }));
  const homes = bySequence(
    placed.flatMap((one) => one.segment.contributions.map((entry, index) => ({ ...entry, placed: one, index }))),
  );
  const starts = new Int32Array(homes.length);
  let length = 0;
  homes.forEach(({ placed: home, index }, i) => {
    const { contributionStarts } = home.segment;
    starts[i] = length;
    home.wholeStarts[index] = length;
    length += (contributionStarts[index + 1] as number) - (contributionStarts[index] as number);
  });
  assert(length < 0x7fffffff, "one index holds fewer than 2^31 tokens");
  return { contributions: homes.map(({ ref, sequence }) => ({ ref, sequence })), starts, homes, placed, length };
}

function earliest(whole: Whole, symbols: Int32Array, from: Int32Array, to: Int32Array): Int32Array {
  const found = new Int32Array(from.length).fill(-1);
  for (const one of whole.placed) {
    const local = earliestPositions(one.segment, symbols, from, to);
    for (let i = 0; i < found.length; i++) {
      if ((local[i] as number) < 0) continue;
      const position = wholePosition(one, local[i] as number);
      const held = found[i] as number;
      if (held < 0 || position < held) found[i] = position;
    }
  }
  return found;
}

function occurrences(whole: Whole, position: number, length: number, max: number): number[] {
  const home = placeOf(whole, position);
  const run = home.placed.segment.columns.symbols.read(home.local, home.local + length);
  let count = 0;
  const all = whole.placed.map((placed): { placed: Placed; rows: Rows } => {
    const { segment } = placed;
    const rows = placed === home.placed ? rowsSharing(segment, home.local, length) : rowsOfRun(segment, run);
    count += rows.high - rows.low;
    return { placed, rows };
  });
  const found: number[] = [];
  for (const { placed, rows } of all) {
    if (rows.low === rows.high) continue;
    const locals =
      count > max
        ? [smallestPosition(placed.segment, rows)]
        : placed.segment.columns.suffixes.read(rows.low, rows.high);
    for (const local of locals) found.push(wholePosition(placed, local));
  }
  found.sort((a, b) => a - b);
  return count > max ? found.slice(0, 1) : found;
}

function wholePosition({ segment, wholeStarts }: Placed, local: number): number {
  const index = lastAtMost(segment.contributionStarts, local);
  return (wholeStarts[index] as number) + local - (segment.contributionStarts[index] as number);
}

/** The contribution at a position of the whole, and the position in its segment. */
function placeOf(whole: Whole, position: number): { placed: Placed; contribution: number; index: number; local: number } {
  const contribution = lastAtMost(whole.starts, position);
  const home = whole.homes[contribution];
  assert(home !== undefined && position < whole.length, `no position ${position} in the index`);
  const { placed, index } = home;
  const start = placed.segment.contributionStarts[index] as number;
  return { placed, contribution, index, local: start + position - (whole.starts[contribution] as number) };
}

/** Index of the last of ascending values that is not greater than `value`; -1 when all are. */
function lastAtMost(values: Int32Array, value: number): number {
  return upperBound(columnOf(values), value, 0, values.length) - 1;
}
