import { columnOf, type IntColumn } from "./int-column.ts";
import { buildMinima } from "./range-minimum.ts";
import { bySequence, type SegmentContribution, type SegmentLayout, type SegmentText } from "./segment-text.ts";
import { buildSuffixArray } from "./suffix-array.ts";

/**
 * Sorts the suffixes of integers in 0..alphabetSize-1, a suffix that is a prefix of another one first; entry i is the
 * start of the i-th suffix.
 */
export type SuffixSorter = (text: Int32Array, alphabetSize: number) => Int32Array;

/** The columns of a segment in the order in which they are stored. */
export const SEGMENT_COLUMNS = [
  "symbols",
  "offsets",
  "suffixes",
  "seconds",
  "ranks",
  "shared",
  "sharedMinima",
  "suffixMinima",
  "alphabet",
  "firstRows",
] as const;

export type SegmentColumn = (typeof SEGMENT_COLUMNS)[number];

/**
 * A text of symbols and what finding runs in it needs: `symbols` and `offsets` by position; `suffixes`, the starts of the
 * sorted suffixes by row; `seconds`, the second symbol of each row's suffix (-1 where there is none), which keeps the widest
 * search on few pages; `ranks`, the row of the suffix at each position; `shared`, the symbols that a row shares with
 * the one before (0 for row 0); minima of `shared` and `suffixes`; `alphabet`, the distinct symbols ascending;
 * `firstRows`, the first row of each of them and the number of rows. About 28 bytes per token.
 */
export type Segment = SegmentLayout & { readonly columns: Readonly<Record<SegmentColumn, IntColumn>> };

/** The columns of a text, in memory; the time goes to `sort`. */
export function buildColumns(text: SegmentText, sort: SuffixSorter = buildSuffixArray): Record<SegmentColumn, Int32Array> {
  const { symbols, offsets } = text;
  const { alphabet, ordinals, firstRows } = alphabetOf(symbols);
  const suffixes = sort(ordinals, alphabet.length);
  const ranks = new Int32Array(symbols.length);
  const seconds = new Int32Array(symbols.length);
  for (let row = 0; row < suffixes.length; row++) {
    const at = suffixes[row] as number;
    ranks[at] = row;
    seconds[row] = at + 1 < symbols.length ? (symbols[at + 1] as number) : -1;
  }
  const shared = sharedPrefixes(symbols, suffixes, ranks);
  const sharedMinima = buildMinima(shared);
  const suffixMinima = buildMinima(suffixes);
  return { symbols, offsets, suffixes, seconds, ranks, shared, sharedMinima, suffixMinima, alphabet, firstRows };
}

/** A segment in memory. */
export function segmentOf(layout: SegmentLayout, columns: Readonly<Record<SegmentColumn, Int32Array>>): Segment {
  return {
    contributions: layout.contributions,
    contributionStarts: layout.contributionStarts,
    firstDocuments: layout.firstDocuments,
    documentStarts: layout.documentStarts,
    columns: {
      symbols: columnOf(columns.symbols),
      offsets: columnOf(columns.offsets),
      suffixes: columnOf(columns.suffixes),
      seconds: columnOf(columns.seconds),
      ranks: columnOf(columns.ranks),
      shared: columnOf(columns.shared),
      sharedMinima: columnOf(columns.sharedMinima),
      suffixMinima: columnOf(columns.suffixMinima),
      alphabet: columnOf(columns.alphabet),
      firstRows: columnOf(columns.firstRows),
    },
  };
}

/** What is read of a segment when it becomes part of a larger one. */
export type MergeableSegment = SegmentLayout & { readonly columns: Pick<Segment["columns"], "symbols" | "offsets"> };

/** One text of all contributions of several segments over one vocabulary, in order of sequence. */
export function mergeTexts(segments: readonly MergeableSegment[]): SegmentText {
  const parts = bySequence(
    segments.flatMap((segment) => segment.contributions.map((one, index) => ({ ...one, segment, index }))),
  );
  const contributions: SegmentContribution[] = [];
  const documents = segments.reduce((sum, segment) => sum + segment.documentStarts.length, 0);
  const length = segments.reduce((sum, { contributionStarts }) => sum + (contributionStarts.at(-1) ?? 0), 0);
  const merged = {
    contributionStarts: new Int32Array(parts.length + 1),
    firstDocuments: new Int32Array(parts.length + 1),
    documentStarts: new Int32Array(documents),
    symbols: new Int32Array(length + 1),
    offsets: new Int32Array(length + 1),
  };
  let position = 0;
  let document = 0;
  parts.forEach(({ ref, sequence, segment, index }, i) => {
    contributions.push({ ref, sequence });
    const start = segment.contributionStarts[index] as number;
    const end = segment.contributionStarts[index + 1] as number;
    const firstDocument = segment.firstDocuments[index] as number;
    const endDocument = segment.firstDocuments[index + 1] as number;
    merged.symbols.set(segment.columns.symbols.read(start, end), position);
    merged.offsets.set(segment.columns.offsets.read(start, end), position);
    for (let at = firstDocument; at < endDocument; at++) {
      merged.documentStarts[document++] = (segment.documentStarts[at] as number) - start + position;
    }
    position += end - start;
    merged.contributionStarts[i + 1] = position;
    merged.firstDocuments[i + 1] = document;
  });
  return { contributions, ...merged };
}

/** Distinct symbols ascending, the text as indices into them, and the first row of each symbol's suffixes. */
function alphabetOf(symbols: Int32Array): { alphabet: Int32Array; ordinals: Int32Array; firstRows: Int32Array } {
  let most = 0;
  for (let i = 0; i < symbols.length; i++) most = Math.max(most, symbols[i] as number);
  const counts = new Int32Array(most + 1);
  for (let i = 0; i < symbols.length; i++) counts[symbols[i] as number]!++;
  let distinct = 0;
  for (let symbol = 0; symbol <= most; symbol++) if ((counts[symbol] as number) > 0) distinct++;
  const alphabet = new Int32Array(distinct);
  const firstRows = new Int32Array(distinct + 1);
  for (let symbol = 0, next = 0; symbol <= most; symbol++) {
    const count = counts[symbol] as number;
    if (count === 0) continue;
    alphabet[next] = symbol;
    firstRows[next + 1] = (firstRows[next] as number) + count;
    counts[symbol] = next++;
  }
  const ordinals = new Int32Array(symbols.length);
  for (let i = 0; i < symbols.length; i++) ordinals[i] = counts[symbols[i] as number] as number;
  return { alphabet, ordinals, firstRows };
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
