import { assert } from "@openledger/primitives";
import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "../tokens/tokenise.ts";
import type { IndexedContribution, SourceLocation, SpanIndex } from "./span-index.ts";
import { createSuffixText, earliestPositions, positionsSharing } from "./suffix-matcher.ts";
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
 * run is in the earliest contribution that holds it. About 22 bytes per token of the corpus stay in memory.
 */
export function createSpanIndex(list: readonly IndexedContribution[]): SpanIndex {
  const contributions = [...list].sort((a, b) => (a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0));
  contributions.forEach(({ sequence }, i) => {
    const next = contributions[i + 1];
    assert(next === undefined || next.sequence > sequence, `sequence ${sequence} stands for two contributions`);
  });
  const vocabulary = createVocabulary();
  const corpus = layOut(contributions, vocabulary);
  const text = createSuffixText(corpus.symbols, vocabulary.size());
  return {
    contributions: contributions.map(({ ref, sequence }) => ({ ref, sequence })),
    symbolsOf: (bytes, tokens) => vocabulary.symbolsOf(bytes, tokens),
    earliest: (symbols, from, to) => earliestPositions(text, symbols, from, to),
    occurrences: (position, length, max) => positionsSharing(text, position, length, max),
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
