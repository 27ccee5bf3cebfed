import { assert } from "./assert.ts";

/** Unsigned LEB128 varint of a value in 0..2^64-1 (protobuf and Go's PutUvarint). */
export function uvarint(value: bigint | number): Uint8Array {
  const near = Number(value);
  // A safe integer is exact, whether it came as a number or not.
  if (Number.isSafeInteger(near) && near >= 0) return ofNumber(near);
  let rest = BigInt(value);
  assert(rest >= 0n && rest <= 0xffffffffffffffffn, `uvarint out of range: ${rest}`);
  const bytes: number[] = [];
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function ofNumber(value: number): Uint8Array {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = 0; i < length; i++) {
    bytes[i] = i === length - 1 ? rest : (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  return bytes;
}

/** Zigzag-encoded signed varint (Go's PutVarint), as IAVL hashes height, size and version. */
export function svarint(value: bigint | number): Uint8Array {
  const signed = BigInt(value);
  return uvarint(signed >= 0n ? signed << 1n : (-signed << 1n) - 1n);
}
