import { isAsciiSpace, type ByteText } from "./byte-text.ts";

/** One line of a document. Offsets are bytes. */
export interface Line {
  readonly start: number;
  /** End without the line break (and without a carriage return before it). */
  readonly end: number;
  /** Start of the next line, or the end of the text. */
  readonly next: number;
  readonly isBlank: boolean;
}

/** The lines of `text` from `start` to its end. */
export function splitLines(text: ByteText, start: number): Line[] {
  const lines: Line[] = [];
  for (let at = start; at < text.length;) {
    const feed = text.indexOf("\n", at);
    const next = feed < 0 ? text.length : feed + 1;
    let end = feed < 0 ? text.length : feed;
    if (end > at && text.charCodeAt(end - 1) === 0x0d) end--;
    lines.push({ start: at, end, next, isBlank: isBlankBetween(text, at, end) });
    at = next;
  }
  return lines;
}

function isBlankBetween(text: ByteText, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isAsciiSpace(text.charCodeAt(i))) return false;
  return true;
}
