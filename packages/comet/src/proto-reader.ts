import { EncodingError, equalBytes, fromUtf8 } from "@openledger/primitives";
import { CometError, ensure } from "./errors.ts";

/** One message, split into its fields. Every accessor throws `MALFORMED` for a wrong wire type or range. */
export interface ProtoMessage {
  /** An int64 or uint64 as unsigned 64 bits, 0 when the field is absent. */
  uint64(field: number): bigint;
  /** An int64, 0 when the field is absent. */
  int64(field: number): bigint;
  /** An integer of 0..2^31-1, 0 when the field is absent. */
  index(field: number): number;
  /** An sfixed64, 0 when the field is absent. */
  sfixed64(field: number): bigint;
  /** A copy of a byte string, empty when the field is absent. */
  bytes(field: number): Uint8Array;
  /** A string, empty when the field is absent. */
  text(field: number): string;
  /** A sub-message; an absent one is malformed. */
  message(field: number): ProtoMessage;
  /** Every occurrence of a bytes or message field, in order, as views into the input. */
  repeated(field: number): readonly Uint8Array[];
}

type Value = bigint | Uint8Array;

/** Splits `bytes` into fields. Meant for {@link decodeCanonical}, which refuses all that this lets through. */
export function readMessage(bytes: Uint8Array): ProtoMessage {
  const fields = splitFields(bytes);
  const last = (field: number): Value | undefined => fields.get(field)?.at(-1);
  const uint64 = (field: number): bigint => {
    const value = last(field) ?? 0n;
    ensure(typeof value === "bigint", "MALFORMED", `field ${field} is not a varint`);
    return value;
  };
  const view = (field: number): Uint8Array | undefined => {
    const value = last(field);
    ensure(typeof value !== "bigint", "MALFORMED", `field ${field} is not length-delimited`);
    return value;
  };
  return {
    uint64,
    int64: (field) => BigInt.asIntN(64, uint64(field)),
    index(field) {
      const value = uint64(field);
      ensure(value <= 0x7fffffffn, "MALFORMED", `field ${field} is above 2^31-1`);
      return Number(value);
    },
    sfixed64(field) {
      const value = view(field);
      ensure(value === undefined || value.length === 8, "MALFORMED", `field ${field} is not eight bytes`);
      if (value === undefined) return 0n;
      return new DataView(value.buffer, value.byteOffset, 8).getBigInt64(0, true);
    },
    bytes: (field) => new Uint8Array(view(field) ?? []),
    text: (field) => text(view(field) ?? new Uint8Array(0)),
    message(field) {
      const value = view(field);
      ensure(value !== undefined, "MALFORMED", `field ${field} is missing`);
      return readMessage(value);
    },
    repeated: (field) =>
      (fields.get(field) ?? []).map((value) => {
        ensure(typeof value !== "bigint", "MALFORMED", `field ${field} is not length-delimited`);
        return value;
      }),
  };
}

/**
 * Decodes `bytes` and encodes the result again: unknown and repeated fields, another order, long varints and
 * written zeros all change the bytes, so only the one canonical form passes.
 */
export function decodeCanonical<T>(
  what: string,
  bytes: Uint8Array,
  decode: (message: ProtoMessage) => T,
  encode: (value: T) => Uint8Array,
): T {
  const value = decode(readMessage(bytes));
  ensure(equalBytes(encode(value), bytes), "MALFORMED", `${what} is not in canonical form`);
  return value;
}

function text(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (error) {
    if (error instanceof EncodingError) throw new CometError("MALFORMED", "a string is not valid UTF-8");
    throw error;
  }
}

function splitFields(bytes: Uint8Array): ReadonlyMap<number, Value[]> {
  const fields = new Map<number, Value[]>();
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(cursor);
    ensure(tag >= 8n && tag <= 0xffffffffn, "MALFORMED", "field number out of range");
    const field = Number(tag >> 3n);
    const value = readValue(cursor, Number(tag & 7n));
    const values = fields.get(field);
    if (values === undefined) fields.set(field, [value]);
    else values.push(value);
  }
  return fields;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readValue(cursor: Cursor, wireType: number): Value {
  if (wireType === 0) return readVarint(cursor);
  ensure(wireType === 1 || wireType === 2, "MALFORMED", `wire type ${wireType} occurs in no block type`);
  const length = wireType === 1 ? 8n : readVarint(cursor);
  ensure(length <= BigInt(cursor.bytes.length - cursor.at), "MALFORMED", "a field is longer than its message");
  const start = cursor.at;
  cursor.at += Number(length);
  return cursor.bytes.subarray(start, cursor.at);
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++];
    ensure(byte !== undefined, "MALFORMED", "a message ends inside a number");
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) {
      ensure(value < 1n << 64n, "MALFORMED", "a number is above 64 bits");
      return value;
    }
  }
  throw new CometError("MALFORMED", "a number is longer than ten bytes");
}
