import type { RowOpening } from "@openledger/messages/openledger/attribution/v1";
import { concatBytes } from "@openledger/primitives";
import { CHUNK_BYTES } from "../rows/row-tree.ts";
import { SEGMENT_BYTES_MAX, tokenise, whiteAt, type TokenList } from "../tokens/tokenise.ts";

/** A stretch of a document whose tokens are the tokens that the whole document has there. */
export type SourceWindow = {
  /** Byte offset of `bytes` in the document. */
  base: number;
  bytes: Uint8Array;
  tokens: TokenList;
};

/**
 * Numbers first..last of the chunks that must be opened so that tokens can be read from the one at byte `offset` to the
 * one at byte `lastOffset` of a document: whitespace, or the document's edge, is visible on both sides.
 */
export function chunksAround(document: Uint8Array, offset: number, lastOffset: number): { first: number; last: number } {
  let from = offset;
  while (from > 0 && offset - from <= SEGMENT_BYTES_MAX && !whiteBefore(document, from)) from--;
  let to = lastOffset;
  while (to < document.length && to - lastOffset <= SEGMENT_BYTES_MAX && whiteAt(document, to) === 0) to++;
  // Two bytes more on each side hold the whole whitespace character, U+00A0 included.
  const start = Math.max(0, from - 2);
  const end = Math.min(document.length, to + 2);
  return { first: Math.floor(start / CHUNK_BYTES), last: Math.max(0, Math.ceil(end / CHUNK_BYTES) - 1) };
}

function whiteBefore(bytes: Uint8Array, at: number): boolean {
  return whiteAt(bytes, at - 1) > 0 || (at >= 2 && whiteAt(bytes, at - 2) === 2);
}

/** A whole document as a window. */
export function wholeWindow(bytes: Uint8Array): SourceWindow {
  return { base: 0, bytes, tokens: tokenise(bytes) };
}

/**
 * The tokens that opened chunks prove around byte `offset` of a document: of the adjacent chunks, what lies between
 * whitespace or the document's edges. Undefined when the chunk at `offset` is not opened.
 */
export function openedWindow(chunks: readonly RowOpening[], document: number, offset: number): SourceWindow | undefined {
  const byNumber = new Map(chunks.filter((chunk) => chunk.document === document).map((chunk) => [chunk.chunk, chunk]));
  const middle = Math.floor(offset / CHUNK_BYTES);
  if (!byNumber.has(middle)) return undefined;
  let first = middle;
  while (byNumber.has(first - 1)) first--;
  const stretch: RowOpening[] = [];
  for (let number = first; ; number++) {
    const chunk = byNumber.get(number);
    if (chunk === undefined) break;
    stretch.push(chunk);
    if (chunk.last) break;
  }
  const bytes = concatBytes(...stretch.map((chunk) => chunk.data));
  const from = first === 0 ? 0 : firstWhite(bytes);
  const to = stretch.at(-1)?.last === true ? bytes.length : lastWhite(bytes);
  const inner = bytes.slice(from, Math.max(from, to));
  return { base: first * CHUNK_BYTES + from, bytes: inner, tokens: tokenise(inner) };
}

function firstWhite(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && whiteAt(bytes, at) === 0) at++;
  return at;
}

function lastWhite(bytes: Uint8Array): number {
  let at = bytes.length;
  while (at > 0 && whiteAt(bytes, at) === 0) at--;
  return at;
}

/** Index of the token that starts at byte `offset` of the document, or -1. */
export function tokenAt(window: SourceWindow, offset: number): number {
  const { tokens } = window;
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (window.base + (tokens.start[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low < tokens.count && window.base + (tokens.start[low] as number) === offset ? low : -1;
}
