import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "@openledger/attribution";
import { isUtf8 } from "@openledger/primitives";
import { byteTextOf } from "./byte-text.ts";
import { NgramError } from "./errors.ts";
import { ORDER_MAX, TRAINING_BYTES_MAX } from "./rule.ts";
import { createVocabularySink, type Vocabulary, type VocabularySink } from "./vocabulary.ts";

/** Rows that a model is trained on. */
export interface NgramContribution {
  /** Global sequence; contributions come in ascending order. */
  readonly sequence: bigint;
  readonly documents: readonly Uint8Array[];
}

/** All tokens of all contributions in log order, as numbers of one vocabulary. */
export interface TrainingText {
  readonly vocabulary: Vocabulary;
  /** Symbol of each token. */
  readonly symbols: Uint32Array;
  /** Word of each token. */
  readonly words: Uint32Array;
  /** How many tokens before each one belong to the same piece, at most 4: the longest context that it has. */
  readonly depth: Uint8Array;
  readonly sequences: readonly bigint[];
  /** First token of each contribution, and the number of all tokens at the end. */
  readonly contributionStart: Uint32Array;
}

/** What stands before the first token of a piece. */
const LINE_BREAK = "\n";

/**
 * Reads contributions by attribution's tokeniser. A piece is a longest row of tokens of one document that a run of the
 * verbatim rule may cross: a token without whitespace in more than 256 bytes is left out and ends a piece, and so do
 * more than 256 bytes of whitespace. Throws NgramError `not_utf8`, `not_in_order`, `too_large` or `empty_corpus`.
 */
export function readTrainingText(contributions: readonly NgramContribution[]): TrainingText {
  const bytes = checkContributions(contributions);
  const sink: TextSink = {
    vocabulary: createVocabularySink(),
    symbols: new Uint32Array(Math.floor(bytes / 4) + 16),
    depth: new Uint8Array(Math.floor(bytes / 4) + 16),
    count: 0,
  };
  const contributionStart = new Uint32Array(contributions.length + 1);
  contributions.forEach(({ documents }, i) => {
    for (const document of documents) readDocument(document, sink);
    contributionStart[i + 1] = sink.count;
  });
  if (sink.count === 0) throw new NgramError("empty_corpus", "the contributions hold no tokens; train on text");
  const { vocabulary, finalSymbol } = sink.vocabulary.finish();
  const symbols = sink.symbols.slice(0, sink.count).map((symbol) => finalSymbol[symbol] as number);
  return {
    vocabulary,
    symbols,
    words: symbols.map((symbol) => vocabulary.symbolWord[symbol] as number),
    depth: sink.depth.slice(0, sink.count),
    sequences: contributions.map(({ sequence }) => sequence),
    contributionStart,
  };
}

interface TextSink {
  readonly vocabulary: VocabularySink;
  symbols: Uint32Array;
  depth: Uint8Array;
  count: number;
}

/** Bytes of all documents. */
function checkContributions(contributions: readonly NgramContribution[]): number {
  let bytes = 0;
  contributions.forEach(({ sequence, documents }, i) => {
    const previous = contributions[i - 1];
    if (previous !== undefined && previous.sequence >= sequence) {
      throw new NgramError("not_in_order", `contribution ${sequence} comes after ${previous.sequence}; sort by sequence`);
    }
    documents.forEach((document, at) => {
      bytes += document.length;
      if (isUtf8(document)) return;
      throw new NgramError("not_utf8", `document ${at} of contribution ${sequence} is not UTF-8; models are trained on text`);
    });
  });
  if (bytes <= TRAINING_BYTES_MAX) return bytes;
  throw new NgramError("too_large", `${bytes} bytes of text; a model is trained on at most ${TRAINING_BYTES_MAX}`);
}

function readDocument(document: Uint8Array, sink: TextSink): void {
  const tokens = tokenise(document);
  let depth = 0;
  for (let i = 0; i < tokens.count; i++) {
    const flags = tokens.flags[i] as number;
    const start = tokens.start[i] as number;
    if ((flags & TOKEN_BREAK) !== 0) {
      depth = 0;
      continue;
    }
    if ((flags & TOKEN_GAP) !== 0) depth = 0;
    const gap = depth === 0 ? LINE_BREAK : byteTextOf(document, tokens.end[i - 1] as number, start);
    push(sink, sink.vocabulary.add(gap, byteTextOf(document, start, tokens.end[i] as number)), depth);
    depth = Math.min(depth + 1, ORDER_MAX - 1);
  }
}

function push(sink: TextSink, symbol: number, depth: number): void {
  if (sink.count === sink.symbols.length) {
    const symbols = new Uint32Array(sink.count * 2);
    const depths = new Uint8Array(sink.count * 2);
    symbols.set(sink.symbols);
    depths.set(sink.depth);
    sink.symbols = symbols;
    sink.depth = depths;
  }
  sink.symbols[sink.count] = symbol;
  sink.depth[sink.count] = depth;
  sink.count++;
}
