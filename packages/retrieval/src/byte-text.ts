/**
 * A text whose character i is byte i (code units 0..255), so that string scans give byte offsets and string order is
 * byte order.
 */
export type ByteText = string;

const PART = 8192;

/** One code unit per byte. */
export function byteTextFromBytes(bytes: Uint8Array): ByteText {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART) parts.push(String.fromCharCode(...bytes.subarray(at, at + PART)));
  return parts.join("");
}

/** The bytes of a {@link ByteText}. */
export function byteTextToBytes(text: ByteText): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Byte order of two texts: negative, zero or positive. */
export function compareByteText(a: ByteText, b: ByteText): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The last offset <= `at` that does not fall inside a UTF-8 character. */
export function characterStart(text: ByteText, at: number): number {
  let start = at;
  while (start > 0 && start < text.length && (text.charCodeAt(start) & 0xc0) === 0x80) start--;
  return start;
}

/** Without ASCII white space at both ends; `trim` would also cut 0xA0, which ends characters like à. */
export function trimAscii(text: ByteText): ByteText {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** True for space, tab, line feed, carriage return, vertical tab and form feed. */
export function isAsciiSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
