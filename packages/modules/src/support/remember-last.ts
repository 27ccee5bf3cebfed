import { equalBytes } from "@openledger/primitives";

/**
 * The same decoding, done once while the same bytes come again and again: a transaction reads its account and the limits
 * several times, and every transaction the same limits. What comes back is not to be changed.
 */
export function rememberLast<T extends object>(decode: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  let last: { readonly bytes: Uint8Array; readonly value: T } | undefined;
  return (bytes) => {
    if (last === undefined || !equalBytes(last.bytes, bytes)) last = { bytes: bytes.slice(), value: decode(bytes) };
    return last.value;
  };
}
