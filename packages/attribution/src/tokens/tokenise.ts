import { assert } from "@openledger/primitives";

/** Version of the rule below; datanet versions and parameters name it. */
export const TOKENISER_VERSION = 1;
/** A longer run of bytes without whitespace is one token that matches nothing. */
export const SEGMENT_BYTES_MAX = 256;
/** No run of tokens crosses more whitespace than this. */
export const GAP_BYTES_MAX = 256;

/** The token counts as a word. */
export const TOKEN_WORD = 1;
/** The token matches nothing: more than 256 bytes without whitespace. */
export const TOKEN_BREAK = 2;
/** More than 256 bytes of whitespace come before the token: no run crosses from the one before. */
export const TOKEN_GAP = 4;

/** Tokens of one document in order, as parallel arrays of `count` entries. */
export type TokenList = {
  readonly count: number;
  /** Byte offset of the token's first byte. */
  readonly start: Uint32Array;
  /** Byte offset after the token's last byte. */
  readonly end: Uint32Array;
  /** Sum of {@link TOKEN_WORD}, {@link TOKEN_BREAK}, {@link TOKEN_GAP}. */
  readonly flags: Uint8Array;
};

const PUNCTUATION = 0;
const WORD = 1;
const WHITE = 2;
const LEAD = 3;

/** Bytes 0x80 and above are word bytes unless they lead one of the sequences that {@link sequenceAt} knows. */
const CLASSES: Uint8Array = byteClasses();
const URL_STOPS: Uint8Array = byteSet("\"'<>()[]{}\\^`|");
const URL_TRAILERS: Uint8Array = byteSet(".,;:!?*_~");

/**
 * Splits bytes into tokens by the rule of the package's README, version 1. Any bytes are accepted, valid UTF-8 or not.
 * A token depends on the bytes between its nearest whitespace only, so each part of a document that is cut out at
 * whitespace has the tokens that it has in the whole.
 */
export function tokenise(bytes: Uint8Array): TokenList {
  assert(bytes.length <= 0xffffffff, "a document has fewer than 2^32 bytes");
  const sink = createSink(bytes.length);
  let at = 0;
  while (at < bytes.length) {
    const gapStart = at;
    for (let width = whiteAt(bytes, at); width > 0; width = whiteAt(bytes, at)) at += width;
    if (at >= bytes.length) break;
    sink.nextFlags = at - gapStart > GAP_BYTES_MAX ? TOKEN_GAP : 0;
    let end = at;
    while (end < bytes.length && whiteAt(bytes, end) === 0) end++;
    if (end - at > SEGMENT_BYTES_MAX) push(sink, at, end, TOKEN_BREAK);
    else splitSegment(bytes, at, end, sink);
    at = end;
  }
  return {
    count: sink.count,
    start: sink.start.subarray(0, sink.count),
    end: sink.end.subarray(0, sink.count),
    flags: sink.flags.subarray(0, sink.count),
  };
}

/** Width in bytes of the whitespace character at `at`: 1, 2 (U+00A0), or 0 when there is none. */
export function whiteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) return 0;
  if (CLASSES[byte] === WHITE) return 1;
  return byte === 0xc2 && bytes[at + 1] === 0xa0 ? 2 : 0;
}

function splitSegment(bytes: Uint8Array, from: number, to: number, sink: Sink): void {
  let at = from;
  while (at < to) {
    const urlEnd = urlEndAt(bytes, at, to);
    if (urlEnd > at) {
      push(sink, at, urlEnd, TOKEN_WORD);
      at = urlEnd;
      continue;
    }
    let end = at;
    while (end < to && isWordByte(bytes, end, to)) end++;
    if (end > at) {
      push(sink, at, end, TOKEN_WORD);
    } else {
      end = at + Math.max(1, sequenceAt(bytes, at, to));
      push(sink, at, end, 0);
    }
    at = end;
  }
}

function isWordByte(bytes: Uint8Array, at: number, to: number): boolean {
  const kind = CLASSES[bytes[at] as number];
  return kind === WORD || (kind === LEAD && sequenceAt(bytes, at, to) === 0);
}

/**
 * Bytes of the multi-byte punctuation character at `at`, or 0: U+2000-2BFF (E2 80-AF xx), variation selectors
 * U+FE00-FE0F (EF B8 80-8F) and emoji U+1F000-1FAFF (F0 9F 80-AB xx).
 */
function sequenceAt(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at] as number;
  if (CLASSES[lead] !== LEAD || at + 2 >= to) return 0;
  const second = bytes[at + 1] as number;
  const third = bytes[at + 2] as number;
  if (lead === 0xe2) return second >= 0x80 && second <= 0xaf && isTail(third) ? 3 : 0;
  if (lead === 0xef) return second === 0xb8 && third >= 0x80 && third <= 0x8f ? 3 : 0;
  if (at + 3 >= to) return 0;
  return second === 0x9f && third >= 0x80 && third <= 0xab && isTail(bytes[at + 3] as number) ? 4 : 0;
}

function isTail(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}

/** End of the URL that begins at `at`, or `at` when none does. */
function urlEndAt(bytes: Uint8Array, at: number, to: number): number {
  const schemeEnd = schemeEndAt(bytes, at, to);
  if (schemeEnd === at) return at;
  let end = schemeEnd;
  while (end < to && URL_STOPS[bytes[end] as number] === 0 && sequenceAt(bytes, end, to) === 0) end++;
  while (end > schemeEnd && URL_TRAILERS[bytes[end - 1] as number] === 1) end--;
  return end > schemeEnd ? end : at;
}

/** Offset after `http://` or `https://` at `at` (lower case), or `at`. */
function schemeEndAt(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== 0x68 || bytes[at + 1] !== 0x74 || bytes[at + 2] !== 0x74 || bytes[at + 3] !== 0x70) return at;
  const colon = bytes[at + 4] === 0x73 ? at + 5 : at + 4;
  if (bytes[colon] !== 0x3a || bytes[colon + 1] !== 0x2f || bytes[colon + 2] !== 0x2f) return at;
  return colon + 3 <= to ? colon + 3 : at;
}

type Sink = { count: number; start: Uint32Array; end: Uint32Array; flags: Uint8Array; nextFlags: number };

function createSink(byteLength: number): Sink {
  const capacity = Math.floor(byteLength / 3) + 16;
  const flags = new Uint8Array(capacity);
  return { count: 0, start: new Uint32Array(capacity), end: new Uint32Array(capacity), flags, nextFlags: 0 };
}

function push(sink: Sink, start: number, end: number, flags: number): void {
  if (sink.count === sink.start.length) {
    sink.start = grown(sink.start, new Uint32Array(sink.count * 2));
    sink.end = grown(sink.end, new Uint32Array(sink.count * 2));
    sink.flags = grown(sink.flags, new Uint8Array(sink.count * 2));
  }
  sink.start[sink.count] = start;
  sink.end[sink.count] = end;
  sink.flags[sink.count] = flags | sink.nextFlags;
  sink.nextFlags = 0;
  sink.count++;
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function byteSet(text: string): Uint8Array {
  const set = new Uint8Array(256);
  for (let i = 0; i < text.length; i++) set[text.charCodeAt(i)] = 1;
  return set;
}

function byteClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const digit = byte >= 0x30 && byte <= 0x39;
    const letter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
    const white = byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
    classes[byte] = white ? WHITE : digit || letter || byte >= 0x80 ? WORD : PUNCTUATION;
  }
  for (const lead of [0xe2, 0xef, 0xf0]) classes[lead] = LEAD;
  return classes;
}
