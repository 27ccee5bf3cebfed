import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { TokenList } from "../tokens/tokenise.ts";

/** A contribution with its content, as the index is built from it. */
export type IndexedContribution = {
  ref: ContributionRef;
  /** Global number of its MsgContribute; the smallest owns what several hold. */
  sequence: bigint;
  documents: readonly Uint8Array[];
};

/** Where a position of the index stands. */
export type SourceLocation = {
  /** Index into {@link SpanIndex.contributions}. */
  contribution: number;
  document: number;
  /** Byte offset of the token in the document. */
  offset: number;
};

/**
 * Finds runs of tokens in whole contributions; a run lies in one document and skips whitespace.
 *
 * Must: answer synchronously and exactly, from every document it was built of; number positions so that a contribution
 * with a smaller sequence, and inside it an earlier document and token, has the smaller position. Should: answer all
 * runs of an output in O(n log n) of its tokens, whatever the output is made of.
 */
export type SpanIndex = {
  /** By ascending sequence. */
  readonly contributions: readonly { readonly ref: ContributionRef; readonly sequence: bigint }[];
  /** Symbols of a document's tokens; negative where nothing in the index is equal. */
  symbolsOf(bytes: Uint8Array, tokens: TokenList): Int32Array;
  /**
   * Smallest position of each run symbols[from[i]..to[i]), or -1. `from` ascends, and `to` with it; no run is empty.
   */
  earliest(symbols: Int32Array, from: Int32Array, to: Int32Array): Int32Array;
  /** Every position where the `length` tokens at `position` stand, ascending, if at most `max`; else the smallest alone. */
  occurrences(position: number, length: number, max: number): number[];
  /**
   * The same index as if contributions, by their indexes, were not in it; the others keep their indexes and positions.
   * Should: answer a query in time that does not depend on how often they hold its run.
   */
  without(passedOver: ReadonlySet<number>): SpanIndex;
  /** Symbol at a position; 0 between documents and at both ends. */
  symbolAt(position: number): number;
  /** Document and byte offset of a position that holds a token. */
  locate(position: number): SourceLocation;
};
