import { assert } from "@openledger/primitives";
import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "../tokens/tokenise.ts";
import { createRangeMinimum } from "./range-minimum.ts";
import type { IndexedContribution, SourceLocation, SpanIndex } from "./span-index.ts";
import { buildSuffixArray } from "./suffix-array.ts";
import { createVocabulary, SEPARATOR, type Vocabulary } from "./vocabulary.ts";

/** The corpus as one sequence of symbols, with a separator before, between and after documents. */
type Corpus = {
  symbols: Int32Array;
  /** Byte offset in its document of each position; 0 at separators. */
  offsets: Uint32Array;
  /** Position of each document's leading separator, ascending. */
  documentStarts: Int32Array;
  documents: { contribution: number; document: number }[];
};

/**
 * Span index over a suffix array of tokens. The corpus is laid out in order of sequence, so the smallest position of a
 * run is in the earliest contribution that holds it. About 18 bytes per token of the corpus stay in memory.
 */
export function createSpanIndex(list: readonly IndexedContribution[]): SpanIndex {
  const contributions = [...list].sort((a, b) => (a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0));
  contributions.forEach(({ sequence }, i) => {
    const next = contributions[i + 1];
    assert(next === undefined || next.sequence > sequence, `sequence ${sequence} stands for two contributions`);
  });
  const vocabulary = createVocabulary();
  const corpus = layOut(contributions, vocabulary);
  const suffixes = buildSuffixArray(corpus.symbols, vocabulary.size() + 1);
  const firstRow = bucketRows(corpus.symbols, vocabulary.size());
  const minimum = createRangeMinimum(suffixes);
  const find = (symbols: Int32Array, from: number, to: number): [number, number] =>
    findRows(corpus.symbols, suffixes, firstRow, symbols, from, to);
  return {
    contributions: contributions.map(({ ref, sequence }) => ({ ref, sequence })),
    symbolsOf: (bytes, tokens) => vocabulary.symbolsOf(bytes, tokens),
    earliest: (symbols, from, to) => {
      const [low, high] = find(symbols, from, to);
      return low < high ? minimum(low, high) : -1;
    },
    occurrences: (symbols, from, to, max) => {
      const [low, high] = find(symbols, from, to);
      if (low >= high) return [];
      if (high - low > max) return [minimum(low, high)];
      return Array.from(suffixes.subarray(low, high)).sort((a, b) => a - b);
    },
    symbolAt: (position) => corpus.symbols[position] ?? SEPARATOR,
    locate: (position) => locate(corpus, position),
  };
}

function layOut(contributions: readonly IndexedContribution[], vocabulary: Vocabulary): Corpus {
  let bytesLeft = 0;
  for (const { documents } of contributions) for (const bytes of documents) bytesLeft += bytes.length;
  assert(bytesLeft < 0x3fffffff, "one index holds less than 1 GiB of text");
  let symbols = new Int32Array(Math.floor(bytesLeft / 3) + 1024);
  let offsets = new Uint32Array(symbols.length);
  let length = 0;
  const documentStarts: number[] = [];
  const documents: Corpus["documents"] = [];
  contributions.forEach((contribution, index) => {
    contribution.documents.forEach((bytes, document) => {
      const tokens = tokenise(bytes);
      const room = length + tokens.count * 2 + 2;
      if (room > symbols.length) {
        symbols = enlarged(symbols, new Int32Array(Math.max(room, symbols.length * 2)));
        offsets = enlarged(offsets, new Uint32Array(symbols.length));
      }
      documentStarts.push(length);
      documents.push({ contribution: index, document });
      length++;
      for (let i = 0; i < tokens.count; i++) {
        const flags = tokens.flags[i] as number;
        if ((flags & TOKEN_GAP) !== 0) length++;
        const start = tokens.start[i] as number;
        offsets[length] = start;
        symbols[length++] = (flags & TOKEN_BREAK) !== 0 ? SEPARATOR : vocabulary.add(bytes, start, tokens.end[i] as number);
      }
    });
  });
  return {
    symbols: symbols.slice(0, length + 1),
    offsets: offsets.slice(0, length + 1),
    documentStarts: Int32Array.from(documentStarts),
    documents,
  };
}

function enlarged<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Row of the first suffix that begins with each symbol; one entry more for the end. */
function bucketRows(symbols: Int32Array, symbolMax: number): Int32Array {
  const rows = new Int32Array(symbolMax + 2);
  for (let i = 0; i < symbols.length; i++) rows[(symbols[i] as number) + 1]!++;
  for (let symbol = 1; symbol < rows.length; symbol++) rows[symbol]! += rows[symbol - 1] as number;
  return rows;
}

/** Rows of the suffixes that begin with symbols[from..to): an empty range when there are none. */
function findRows(
  text: Int32Array,
  suffixes: Int32Array,
  firstRow: Int32Array,
  symbols: Int32Array,
  from: number,
  to: number,
): [number, number] {
  const first = symbols[from] as number;
  if (first <= SEPARATOR) return [0, 0];
  let low = firstRow[first] as number;
  let high = firstRow[first + 1] as number;
  for (let depth = 1; depth < to - from && low < high; depth++) {
    const symbol = symbols[from + depth] as number;
    if (symbol <= SEPARATOR) return [0, 0];
    low = lowerBound(text, suffixes, low, high, depth, symbol);
    high = lowerBound(text, suffixes, low, high, depth, symbol + 1);
  }
  return [low, high];
}

/** First row in low..high whose suffix has a symbol >= `symbol` at `depth`; the rows agree before that depth. */
function lowerBound(
  text: Int32Array,
  suffixes: Int32Array,
  low: number,
  high: number,
  depth: number,
  symbol: number,
): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((text[(suffixes[middle] as number) + depth] as number) < symbol) from = middle + 1;
    else to = middle;
  }
  return from;
}

function locate(corpus: Corpus, position: number): SourceLocation {
  let from = 0;
  let to = corpus.documentStarts.length;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if ((corpus.documentStarts[middle] as number) <= position) from = middle;
    else to = middle;
  }
  const entry = corpus.documents[from];
  const offset = corpus.offsets[position];
  assert(entry !== undefined && offset !== undefined, `no position ${position} in the index`);
  return { ...entry, offset };
}
