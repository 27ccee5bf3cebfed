import type { RowOpening } from "@openledger/messages/openledger/attribution/v1";
import { CHUNK_BYTES } from "../rows/row-tree.ts";
import { SEGMENT_BYTES_MAX, tokenise, whiteAt, type TokenList } from "../tokens/tokenise.ts";

/** A stretch of a document whose tokens are the tokens that the whole document has there. */
export type SourceWindow = {
  /** Byte offset of `bytes` in the document. */
  base: number;
  bytes: Uint8Array;
  tokens: TokenList;
};

/** Numbers first..last of chunks of one document. */
export type ChunkRange = { first: number; last: number };

/** Number of the chunk in which byte `offset` of a document lies. */
export function chunkOf(offset: number): number {
  return Math.floor(offset / CHUNK_BYTES);
}

/**
 * Numbers first..last of the chunks that must be opened so that tokens can be read from the one at byte `offset` to the
 * one at byte `lastOffset` of a document: whitespace, or the document's edge, is visible on both sides.
 */
export function chunksAround(document: Uint8Array, offset: number, lastOffset: number): ChunkRange {
  let from = offset;
  while (from > 0 && offset - from <= SEGMENT_BYTES_MAX && !whiteBefore(document, from)) from--;
  let to = lastOffset;
  while (to < document.length && to - lastOffset <= SEGMENT_BYTES_MAX && whiteAt(document, to) === 0) to++;
  // Two bytes more on each side hold the whole whitespace character, U+00A0 included.
  const start = Math.max(0, from - 2);
  const end = Math.min(document.length, to + 2);
  return { first: chunkOf(start), last: Math.max(0, Math.ceil(end / CHUNK_BYTES) - 1) };
}

function whiteBefore(bytes: Uint8Array, at: number): boolean {
  return whiteAt(bytes, at - 1) > 0 || (at >= 2 && whiteAt(bytes, at - 2) === 2);
}

/** A whole document as a window. */
export function wholeWindow(bytes: Uint8Array): SourceWindow {
  return { base: 0, bytes, tokens: tokenise(bytes) };
}

/** The windows of opened chunks: what adjacent ones prove between whitespace or the document's edges. */
export type OpenedWindows = {
  /** The window around byte `offset` of a document, or undefined when the chunk there is not opened. */
  at(document: number, offset: number): SourceWindow | undefined;
  /** Bytes start..end-1 of a document, or undefined when not all of them are opened. */
  bytes(document: number, start: number, end: number): Uint8Array | undefined;
};

/**
 * Windows of `chunks`, which ascend by document and chunk, none behind a document's last. Each stretch of adjacent
 * chunks is put together and read once, however many places of it are cited.
 */
export function openedWindows(chunks: readonly RowOpening[]): OpenedWindows {
  const stretches = new Map<string, RowOpening[]>();
  let current: RowOpening[] = [];
  let previous: RowOpening | undefined;
  for (const chunk of chunks) {
    const continues = previous?.document === chunk.document && previous.chunk + 1 === chunk.chunk;
    if (!continues) current = [];
    current.push(chunk);
    stretches.set(`${chunk.document}/${chunk.chunk}`, current);
    previous = chunk;
  }
  const known = new Map<RowOpening[], SourceWindow>();
  return {
    at(document, offset) {
      const stretch = stretches.get(`${document}/${chunkOf(offset)}`);
      if (stretch === undefined) return undefined;
      const window = known.get(stretch) ?? windowOf(stretch);
      known.set(stretch, window);
      return window;
    },
    bytes(document, start, end) {
      const stretch = stretches.get(`${document}/${chunkOf(start)}`);
      if (stretch === undefined || end < start) return undefined;
      const base = (stretch[0]?.chunk ?? 0) * CHUNK_BYTES;
      const bytes = joined(stretch);
      return end - base <= bytes.length ? bytes.slice(start - base, end - base) : undefined;
    },
  };
}

function windowOf(stretch: readonly RowOpening[]): SourceWindow {
  const first = stretch[0]?.chunk ?? 0;
  const bytes = joined(stretch);
  const from = first === 0 ? 0 : firstWhite(bytes);
  const to = stretch.at(-1)?.last === true ? bytes.length : lastWhite(bytes);
  const inner = bytes.slice(from, Math.max(from, to));
  return { base: first * CHUNK_BYTES + from, bytes: inner, tokens: tokenise(inner) };
}

/** concatBytes takes its parts as arguments, of which an engine allows fewer than an opening may have chunks. */
function joined(stretch: readonly RowOpening[]): Uint8Array {
  const bytes = new Uint8Array(stretch.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of stretch) {
    bytes.set(data, at);
    at += data.length;
  }
  return bytes;
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
