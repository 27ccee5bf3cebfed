/** A second reading of tokeniser version 1, by regular expressions over one character per byte. */
import { WEIGHTS } from "@openledger/attribution";
import { assertDefined } from "@openledger/primitives";

/** A token as the scanner sees it. */
export interface SlowToken {
  /** Its bytes, one character each; undefined for what matches nothing. */
  readonly text: string | undefined;
  /** Byte offset of its first byte, and after its last. */
  readonly start: number;
  readonly end: number;
  readonly isWord: boolean;
  /** No run holds it together with the token before. */
  readonly isApart: boolean;
  /** Q8 bits. */
  readonly weight: number;
}

const WHITE = "(?:[\\t-\\r ]|\\xc2\\xa0)";
const SEQUENCE = "(?:\\xe2[\\x80-\\xaf][\\x80-\\xbf]|\\xef\\xb8[\\x80-\\x8f]|\\xf0\\x9f[\\x80-\\xab][\\x80-\\xbf])";
const SEGMENTS = new RegExp(`(${WHITE}*)((?:(?!${WHITE})[^])*)`, "gy");
const URL_BODY = `https?://(?:(?!${SEQUENCE})[^"'<>()\\[\\]{}\\\\^\`|])*`;
const WORD = `(?:[0-9A-Za-z]|(?!${SEQUENCE})[\\x80-\\xff])+`;
const PIECES = new RegExp(`(${URL_BODY})|(${WORD})|${SEQUENCE}|[^]`, "gy");
const WORDS = new RegExp(WORD, "y");
const BYTES_MAX = 256;

/** Tokens of any bytes. */
export function slowTokens(bytes: Uint8Array): SlowToken[] {
  const text = Buffer.from(bytes).toString("latin1");
  const tokens: SlowToken[] = [];
  for (const [all, white = "", segment = ""] of text.matchAll(SEGMENTS)) {
    if (all === "") break;
    if (segment === "") continue;
    const start = (tokens.at(-1)?.end ?? 0) + white.length;
    const pieces = segment.length > BYTES_MAX ? [{ text: undefined, length: segment.length, isWord: false }] : split(segment);
    let at = start;
    pieces.forEach(({ length, ...piece }, i) => {
      const isApart = i === 0 && white.length > BYTES_MAX;
      const weight = WEIGHTS.weightOf(bytes, at, at + length);
      tokens.push({ ...piece, start: at, end: at + length, isApart, weight });
      at += length;
    });
  }
  return tokens;
}

interface Piece {
  readonly text: string | undefined;
  readonly length: number;
  readonly isWord: boolean;
}

function split(segment: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < segment.length; ) {
    PIECES.lastIndex = at;
    const [all = "", url, word] = PIECES.exec(segment) ?? [];
    const whole = url === undefined ? undefined : url.replace(/[.,;:!?*_~]+$/, "");
    const isUrl = whole !== undefined && !/^https?:\/\/$/.test(whole);
    const text = isUrl ? whole : url === undefined ? all : wordAt(segment, at);
    pieces.push({ text, length: text.length, isWord: isUrl || url !== undefined || word !== undefined });
    at += text.length;
  }
  return pieces;
}

/** A scheme that nothing follows is a word like any other. */
function wordAt(segment: string, at: number): string {
  WORDS.lastIndex = at;
  return assertDefined(WORDS.exec(segment)?.[0], "a scheme begins with letters");
}
