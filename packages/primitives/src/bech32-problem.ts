import { bech32 } from "@scure/base";
import { toUtf8 } from "./encoding.ts";

const CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECKSUM_CHARS = 6;

/** What is wrong with a text that is no bech32, in the words of Go's btcutil, which clients and explorers look for. */
export function bech32Problem(text: string, limit: number): string | undefined {
  const bytes = toUtf8(text);
  if (bytes.length < 8 || bytes.length > limit) return `invalid bech32 string length ${bytes.length}`;
  const strange = bytes.find((byte) => byte < 33 || byte > 126);
  if (strange !== undefined) return `invalid character in string: '${String.fromCharCode(strange)}'`;
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return "string not all lowercase or all uppercase";
  const separator = lower.lastIndexOf("1");
  if (separator < 1 || separator + CHECKSUM_CHARS + 1 > lower.length) return `invalid separator index ${separator}`;
  const data = lower.slice(separator + 1);
  const foreign = Array.from(data).find((char) => !CHARSET.includes(char));
  if (foreign !== undefined) return `invalid character not part of charset: ${foreign.charCodeAt(0)}`;
  const words = Array.from(data.slice(0, -CHECKSUM_CHARS), (char) => CHARSET.indexOf(char));
  const expected = bech32.encode(lower.slice(0, separator), words, false).slice(-CHECKSUM_CHARS);
  const got = data.slice(-CHECKSUM_CHARS);
  return got === expected ? undefined : `invalid checksum (expected ${expected} got ${got})`;
}
