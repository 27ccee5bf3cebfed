import { assert } from "@openledger/primitives";
import { columnOf, upperBound } from "./int-column.ts";
import { passOver, type PassedOver } from "./passed-over.ts";
import type { Segment } from "./segment.ts";
import { bySequence, type SegmentContribution } from "./segment-text.ts";
import type { SpanIndex } from "./span-index.ts";
import { earliestPositions, rowsOfRun, rowsSharing, smallestPosition, type Rows } from "./suffix-matcher.ts";
import { SEPARATOR, type Vocabulary } from "./vocabulary.ts";

/** A segment and the position in the whole of each of its contributions. */
type Placed = { readonly segment: Segment; readonly wholeStarts: Int32Array };

/** Contributions that an index passes over, by their indexes in the whole. */
type Without = {
  readonly passedOver: ReadonlySet<number>;
  /** What is left of a segment; undefined when all is. */
  of(placed: Placed): PassedOver | undefined;
};

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
  return indexOf(vocabulary, placeSegments(segments), withoutNone);
}

const withoutNone: Without = { passedOver: new Set(), of: () => undefined };

function indexOf(vocabulary: Vocabulary, whole: Whole, without: Without): SpanIndex {
  return {
    contributions: whole.contributions,
    symbolsOf: (bytes, tokens) => vocabulary.symbolsOf(bytes, tokens),
    earliest(symbols, from, to) {
      const found = earliest(whole, symbols, from, to);
      if (without.passedOver.size > 0) passOverFound(whole, without, found, from, to);
      return found;
    },
    occurrences: (position, length, max) => occurrences(whole, without, position, length, max),
    without: (passedOver) => indexOf(vocabulary, whole, withoutAll(whole, new Set([...without.passedOver, ...passedOver]))),
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

/** What is left of a segment is computed when a query first needs it. */
function withoutAll(whole: Whole, passedOver: ReadonlySet<number>): Without {
  const indexes = new Map<Placed, number[]>();
  whole.homes.forEach(({ placed, index }, number) => {
    if (!passedOver.has(number)) return;
    const inSegment = indexes.get(placed) ?? [];
    inSegment.push(index);
    indexes.set(placed, inSegment);
  });
  const known = new Map<Placed, PassedOver>();
  return {
    passedOver,
    of(placed) {
      const passed = indexes.get(placed);
      if (passed === undefined) return undefined;
      const left = known.get(placed) ?? passOver(placed.segment, passed);
      known.set(placed, left);
      return left;
    },
  };
}

/** Replaces what was found in a contribution that is passed over by the next place of the same run. */
function passOverFound(whole: Whole, without: Without, found: Int32Array, from: Int32Array, to: Int32Array): void {
  for (let i = 0; i < found.length; i++) {
    const position = found[i] as number;
    if (position < 0 || !without.passedOver.has(lastAtMost(whole.starts, position))) continue;
    const length = (to[i] as number) - (from[i] as number);
    let next = -1;
    for (const { placed, rows } of rowsOfPlace(whole, position, length)) {
      const local = smallestLeft(placed, rows, without);
      const here = local < 0 ? -1 : wholePosition(placed, local);
      if (here >= 0 && (next < 0 || here < next)) next = here;
    }
    found[i] = next;
  }
}

function smallestLeft(placed: Placed, rows: Rows, without: Without): number {
  if (rows.low === rows.high) return -1;
  const left = without.of(placed);
  return left === undefined ? smallestPosition(placed.segment, rows) : left.smallest(rows);
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

function occurrences(whole: Whole, without: Without, position: number, length: number, max: number): number[] {
  const all = rowsOfPlace(whole, position, length);
  const count = all.reduce((sum, { placed, rows }) => sum + (without.of(placed)?.count(rows) ?? rows.high - rows.low), 0);
  const found: number[] = [];
  for (const { placed, rows } of all) {
    const locals = count > max ? [smallestLeft(placed, rows, without)] : allLeft(placed, rows, without);
    for (const local of locals) if (local >= 0) found.push(wholePosition(placed, local));
  }
  found.sort((a, b) => a - b);
  return count > max ? found.slice(0, 1) : found;
}

function allLeft(placed: Placed, rows: Rows, without: Without): Iterable<number> {
  return without.of(placed)?.all(rows) ?? placed.segment.columns.suffixes.read(rows.low, rows.high);
}

/** The rows of each segment that begin with the `length` tokens at a position. */
function rowsOfPlace(whole: Whole, position: number, length: number): readonly { placed: Placed; rows: Rows }[] {
  const home = placeOf(whole, position);
  const run = home.placed.segment.columns.symbols.read(home.local, home.local + length);
  return whole.placed.map((placed) => {
    const { segment } = placed;
    return { placed, rows: placed === home.placed ? rowsSharing(segment, home.local, length) : rowsOfRun(segment, run) };
  });
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
