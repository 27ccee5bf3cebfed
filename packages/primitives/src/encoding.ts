import { base64 as scureBase64, hex as scureHex } from "@scure/base";

/** Characters that fit on the stack as arguments of one call. */
const ASCII_AT_ONCE = 8192;

/** Malformed text from outside: not hex, not base64, not UTF-8, not bech32. */
export class EncodingError extends Error {
  override readonly name = "EncodingError";
}

/** Lower-case hex without a prefix. */
export function toHex(bytes: Uint8Array): string {
  return scureHex.encode(bytes);
}

/** Bytes of a hex string in either case, without prefix. Throws {@link EncodingError}. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new EncodingError("not a hex string");
  return scureHex.decode(text.toLowerCase());
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return scureBase64.encode(bytes);
}

/** Bytes of a standard base64 string with padding, in its one canonical form. Throws {@link EncodingError}. */
export function fromBase64(text: string): Uint8Array {
  // The decoder itself refuses other characters, misplaced padding and stray bits; looking for them first took eight times as long.
  if (text.length % 4 !== 0) throw new EncodingError("not a base64 string");
  try {
    return scureBase64.decode(text);
  } catch (error) {
    throw new EncodingError("not a base64 string", { cause: error });
  }
}

/** UTF-8 bytes of a well-formed string. A lone surrogate throws {@link EncodingError}. */
export function toUtf8(text: string): Uint8Array {
  const { length } = text;
  const ascii = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return anyToUtf8(text);
    ascii[i] = code;
  }
  return ascii;
}

function anyToUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = text.charCodeAt(i + 1);
      if (code > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) throw new EncodingError("lone surrogate in text");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      i++;
    }
    if (code < 0x80) bytes[length++] = code;
    else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else if (code < 0x10000) {
      bytes[length++] = 0xe0 | (code >> 12);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (code >> 18);
      bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[length++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.slice(0, length);
}

/** Text of strictly valid UTF-8 (no overlong forms, no surrogates). Throws {@link EncodingError}. */
export function fromUtf8(bytes: Uint8Array): string {
  const { length } = bytes;
  if (length > ASCII_AT_ONCE) return anyFromUtf8(bytes);
  for (let i = 0; i < length; i++) {
    if ((bytes[i] as number) >= 0x80) return anyFromUtf8(bytes);
  }
  return charsOf(bytes);
}

/** One UTF-16 unit per byte, at most 8,192 of them: a name for bytes in a Map, and the text of ASCII. */
export function charsOf(bytes: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

function anyFromUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const code = decodeCodePoint(bytes, i);
    i += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code < 0x10000) units.push(code);
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    if (units.length > 8192) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join("");
}

/** True when `bytes` is strictly valid UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    for (let i = 0; i < bytes.length; ) {
      const code = decodeCodePoint(bytes, i);
      i += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    return true;
  } catch (error) {
    if (error instanceof EncodingError) return false;
    throw error;
  }
}

function decodeCodePoint(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return first;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) throw new EncodingError("not valid UTF-8");
  let code = first & (size === 2 ? 0x1f : size === 3 ? 0x0f : 0x07);
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i] as number;
    if ((next & 0xc0) !== 0x80) throw new EncodingError("not valid UTF-8");
    code = (code << 6) | (next & 0x3f);
  }
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new EncodingError("not valid UTF-8");
  return code;
}
