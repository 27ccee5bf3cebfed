import { assert } from "./assert.ts";

/** Joins byte strings into one new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Lexicographic byte order: negative, zero or positive as `a` sorts before, with or after `b`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** True when both arrays hold the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}

/** True when `bytes` begins with `prefix`. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && equalBytes(bytes.subarray(0, prefix.length), prefix);
}

/**
 * Smallest byte string above every string that begins with `prefix`, or undefined when there is none
 * (an empty prefix, or one of 0xff bytes only): the exclusive end of a prefix scan.
 */
export function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  const end = prefix.slice();
  for (let i = end.length - 1; i >= 0; i--) {
    if (end[i] !== 0xff) {
      end[i] = (end[i] as number) + 1;
      return end.slice(0, i + 1);
    }
  }
  return undefined;
}

/** Four big-endian bytes of an integer in 0..2^32-1. */
export function u32be(value: number): Uint8Array {
  assert(Number.isSafeInteger(value) && value >= 0 && value <= 0xffffffff, `u32 out of range: ${value}`);
  return new Uint8Array([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}

/** Eight big-endian bytes of an integer in 0..2^64-1. */
export function u64be(value: bigint): Uint8Array {
  assert(value >= 0n && value <= 0xffffffffffffffffn, `u64 out of range: ${value}`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}

/** Reads eight big-endian bytes at `offset`. */
export function readU64be(bytes: Uint8Array, offset = 0): bigint {
  assert(bytes.length >= offset + 8, "u64 needs eight bytes");
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(offset);
}

/** Reads four big-endian bytes at `offset`. */
export function readU32be(bytes: Uint8Array, offset = 0): number {
  assert(bytes.length >= offset + 4, "u32 needs four bytes");
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}
