import { assert, toUtf8, uvarint } from "@openledger/primitives";

// Protobuf fields as gogoproto writes them for hashed structs. Scalars and byte strings of zero value vanish;
// `messageField` always writes, because the fields it serves are `nullable=false` in Go.
const NOTHING = new Uint8Array(0);
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/** Joins any number of byte strings; a spread call would overflow the stack on a block of many transactions. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
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

/** A varint field of an int32, int64, uint32, uint64 or enum; negative values take ten bytes. */
export function varintField(field: number, value: bigint | number): Uint8Array {
  const wide = BigInt(value);
  assert(wide >= -(1n << 63n) && wide < 1n << 64n, `varint field ${field} out of range`);
  return wide === 0n ? NOTHING : joinBytes([tag(field, VARINT), uvarint(BigInt.asUintN(64, wide))]);
}

/** A little-endian sfixed64 field of an int64. */
export function sfixed64Field(field: number, value: bigint): Uint8Array {
  assert(value >= -(1n << 63n) && value < 1n << 63n, `sfixed64 field ${field} out of range`);
  if (value === 0n) return NOTHING;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return joinBytes([tag(field, FIXED64), bytes]);
}

/** A bytes field; vanishes when empty. */
export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? NOTHING : messageField(field, value);
}

/** A string field; vanishes when empty. */
export function stringField(field: number, value: string): Uint8Array {
  return bytesField(field, toUtf8(value));
}

/** A sub-message or repeated bytes element; written even when empty. */
export function messageField(field: number, encoded: Uint8Array): Uint8Array {
  return joinBytes([tag(field, BYTES), uvarint(encoded.length), encoded]);
}

/** A message with its length before it, as signed structs are. */
export function lengthDelimited(encoded: Uint8Array): Uint8Array {
  return joinBytes([uvarint(encoded.length), encoded]);
}

function tag(field: number, wireType: number): Uint8Array {
  return uvarint((field << 3) | wireType);
}
