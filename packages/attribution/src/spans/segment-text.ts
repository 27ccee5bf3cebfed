import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { assert } from "@openledger/primitives";
import { TOKEN_BREAK, TOKEN_GAP, tokenise } from "../tokens/tokenise.ts";
import type { IndexedContribution } from "./span-index.ts";
import { SEPARATOR, type Vocabulary } from "./vocabulary.ts";

/** Which contribution a stretch of a segment is. */
export type SegmentContribution = { readonly ref: ContributionRef; readonly sequence: bigint };

/** Where contributions and their documents stand in a segment; all positions count from the segment's beginning. */
export type SegmentLayout = {
  /** By ascending sequence. */
  readonly contributions: readonly SegmentContribution[];
  /** Position of each contribution, ascending, and of the segment's last separator. */
  readonly contributionStarts: Int32Array;
  /** Index of each contribution's first document, and the number of documents. */
  readonly firstDocuments: Int32Array;
  /** Position of each document's leading separator, ascending. */
  readonly documentStarts: Int32Array;
};

/** Contributions as one sequence of symbols, with a separator before, between and after documents. */
export type SegmentText = SegmentLayout & {
  readonly symbols: Int32Array;
  /** Byte offset in its document of each position; 0 at separators. */
  readonly offsets: Int32Array;
};

type Tape = { symbols: Int32Array; offsets: Int32Array; length: number };

/** Lays contributions out in order of sequence, adding their tokens to the vocabulary; 8 bytes per token. */
export function layOutSegment(list: readonly IndexedContribution[], vocabulary: Vocabulary): SegmentText {
  const contributions = bySequence(list);
  let byteLength = 0;
  for (const { documents } of contributions) for (const bytes of documents) byteLength += bytes.length;
  assert(byteLength < 0x3fffffff, "one segment holds less than 1 GiB of text");
  const room = Math.floor(byteLength / 3) + 1024;
  const tape: Tape = { symbols: new Int32Array(room), offsets: new Int32Array(room), length: 0 };
  const contributionStarts: number[] = [];
  const firstDocuments: number[] = [];
  const documentStarts: number[] = [];
  for (const { documents } of contributions) {
    contributionStarts.push(tape.length);
    firstDocuments.push(documentStarts.length);
    for (const bytes of documents) {
      documentStarts.push(tape.length);
      addDocument(tape, bytes, vocabulary);
    }
  }
  contributionStarts.push(tape.length);
  firstDocuments.push(documentStarts.length);
  return {
    contributions: contributions.map(({ ref, sequence }) => ({ ref, sequence })),
    contributionStarts: Int32Array.from(contributionStarts),
    firstDocuments: Int32Array.from(firstDocuments),
    documentStarts: Int32Array.from(documentStarts),
    symbols: tape.symbols.slice(0, tape.length + 1),
    offsets: tape.offsets.slice(0, tape.length + 1),
  };
}

/** A copy in ascending order of sequence; two contributions with one sequence are a bug of the caller. */
export function bySequence<T extends { readonly sequence: bigint }>(list: readonly T[]): T[] {
  const sorted = [...list].sort((a, b) => (a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0));
  sorted.forEach(({ sequence }, i) => {
    const next = sorted[i + 1];
    assert(next === undefined || next.sequence > sequence, `sequence ${sequence} stands for two contributions`);
  });
  return sorted;
}

function addDocument(tape: Tape, bytes: Uint8Array, vocabulary: Vocabulary): void {
  const tokens = tokenise(bytes);
  const room = tape.length + tokens.count * 2 + 2;
  if (room > tape.symbols.length) {
    const larger = Math.max(room, tape.symbols.length * 2);
    tape.symbols = enlarged(tape.symbols, larger);
    tape.offsets = enlarged(tape.offsets, larger);
  }
  const { symbols, offsets } = tape;
  let length = tape.length + 1;
  for (let i = 0; i < tokens.count; i++) {
    const flags = tokens.flags[i] as number;
    if ((flags & TOKEN_GAP) !== 0) length++;
    const start = tokens.start[i] as number;
    offsets[length] = start;
    symbols[length++] = (flags & TOKEN_BREAK) !== 0 ? SEPARATOR : vocabulary.add(bytes, start, tokens.end[i] as number);
  }
  tape.length = length;
}

function enlarged(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
