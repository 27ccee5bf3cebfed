import { assert, fromUtf8, readU64be, toUtf8, u64be } from "@openledger/primitives";

/** Bytes of a value. The encoding must not be empty: the store refuses empty values. */
export interface ValueCodec<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
}

/** Raw bytes, at least one. */
export const bytesValue: ValueCodec<Uint8Array> = { encode: (value) => value, decode: (bytes) => bytes.slice() };

/** Integer in 0..2^64-1 as eight big-endian bytes. */
export const u64Value: ValueCodec<bigint> = {
  encode: u64be,
  decode(bytes) {
    assert(bytes.length === 8, `a stored u64 has 8 bytes, not ${bytes.length}`);
    return readU64be(bytes);
  },
};

/** UTF-8 text, at least one character. */
export const utf8Value: ValueCodec<string> = { encode: toUtf8, decode: fromUtf8 };

/** Presence alone, one byte: for sets and indexes. */
export const presentValue: ValueCodec<true> = {
  encode: () => Uint8Array.of(1),
  decode(bytes) {
    assert(bytes.length === 1 && bytes[0] === 1, "a stored presence is the byte 1");
    return true;
  },
};

/**
 * A protobuf message. `fromBytes` receives a copy, so it may keep slices of it. A message whose fields are all at
 * their defaults encodes to nothing and is refused by the store: give stored messages a field that is never zero.
 */
export function protoCodec<V>(message: {
  toBytes(value: V): Uint8Array;
  fromBytes(bytes: Uint8Array): V;
}): ValueCodec<V> {
  return { encode: (value) => message.toBytes(value), decode: (bytes) => message.fromBytes(bytes.slice()) };
}
