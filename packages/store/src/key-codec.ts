/**
 * How typed keys become bytes whose order is the order of iteration. The byte forms are those of
 * cosmossdk.io/collections, so that keys of `bank` and `acc` are the ones wallets query.
 */
import { assert, concatBytes, fromUtf8, readU64be, toUtf8, u64be } from "@openledger/primitives";

/** Bytes of a key, alone (or last) and in front of another part. Malformed bytes stop with an InvariantViolation. */
export interface KeyCodec<K> {
  /** As the whole key or its last part. */
  encode(key: K): Uint8Array;
  decode(bytes: Uint8Array): K;
  /** As a part before another one: tells its own end. */
  encodePart(key: K): Uint8Array;
  /** Reads a part at `offset`; `next` is the offset behind it. */
  decodePart(bytes: Uint8Array, offset: number): { readonly key: K; readonly next: number };
}

/** Integer in 0..2^64-1 as eight big-endian bytes. */
export const u64Key: KeyCodec<bigint> = fixedLength(8, u64be, readU64be);

/** Raw bytes when last; behind one byte of length (0..255 bytes) before another part. */
export const bytesKey: KeyCodec<Uint8Array> = {
  encode: (key) => key,
  decode: (bytes) => bytes.slice(),
  encodePart: lengthPrefixed,
  decodePart: readLengthPrefixed,
};

/** Bytes always behind one byte of length (0..255 bytes): the SDK's `len(address) ‖ address`. */
export const lengthPrefixedBytesKey: KeyCodec<Uint8Array> = {
  encode: lengthPrefixed,
  decode: (bytes) => whole(bytes, readLengthPrefixed(bytes, 0)),
  encodePart: lengthPrefixed,
  decodePart: readLengthPrefixed,
};

/** UTF-8 text; ends with a zero byte before another part, where the text itself must not hold one. */
export const utf8Key: KeyCodec<string> = {
  encode: toUtf8,
  decode: fromUtf8,
  encodePart(key) {
    const bytes = toUtf8(key);
    assert(!bytes.includes(0), "text before another key part has no zero character");
    return concatBytes(bytes, Uint8Array.of(0));
  },
  decodePart(bytes, offset) {
    const end = bytes.indexOf(0, offset);
    assert(end >= 0, "text before another key part ends with a zero byte");
    return { key: fromUtf8(bytes.subarray(offset, end)), next: end + 1 };
  },
};

/** Key of two parts, sorted by the first, then the second. */
export interface PairKeyCodec<A, B> extends KeyCodec<readonly [A, B]> {
  /** What all keys with this first part begin with. */
  prefix(first: A): Uint8Array;
}

/** @example createMap({ prefix, key: pairKey(lengthPrefixedBytesKey, utf8Key), value: utf8Value }) */
export function pairKey<A, B>(first: KeyCodec<A>, second: KeyCodec<B>): PairKeyCodec<A, B> {
  return {
    encode: ([a, b]) => concatBytes(first.encodePart(a), second.encode(b)),
    decode(bytes) {
      const head = first.decodePart(bytes, 0);
      return [head.key, second.decode(bytes.subarray(head.next))];
    },
    encodePart: ([a, b]) => concatBytes(first.encodePart(a), second.encodePart(b)),
    decodePart(bytes, offset) {
      const head = first.decodePart(bytes, offset);
      const tail = second.decodePart(bytes, head.next);
      return { key: [head.key, tail.key], next: tail.next };
    },
    prefix: first.encodePart,
  };
}

/** Key of three parts, sorted by the first, then the second, then the third. */
export interface TripleKeyCodec<A, B, C> extends KeyCodec<readonly [A, B, C]> {
  /** What all keys with this first part, or these first two, begin with. */
  prefix(first: A, second?: B): Uint8Array;
}

/** Three parts in a row; see {@link pairKey}. */
export function tripleKey<A, B, C>(
  first: KeyCodec<A>,
  second: KeyCodec<B>,
  third: KeyCodec<C>,
): TripleKeyCodec<A, B, C> {
  const nested = pairKey(first, pairKey(second, third));
  return {
    encode: ([a, b, c]) => nested.encode([a, [b, c]]),
    decode(bytes) {
      const [a, [b, c]] = nested.decode(bytes);
      return [a, b, c];
    },
    encodePart: ([a, b, c]) => nested.encodePart([a, [b, c]]),
    decodePart(bytes, offset) {
      const { key, next } = nested.decodePart(bytes, offset);
      return { key: [key[0], key[1][0], key[1][1]], next };
    },
    prefix: (a, b) => (b === undefined ? first.encodePart(a) : concatBytes(first.encodePart(a), second.encodePart(b))),
  };
}

function fixedLength<K>(
  length: number,
  encode: (key: K) => Uint8Array,
  read: (bytes: Uint8Array, offset: number) => K,
): KeyCodec<K> {
  const decodePart = (bytes: Uint8Array, offset: number) => {
    assert(bytes.length >= offset + length, `a key part of ${length} bytes is cut short`);
    return { key: read(bytes, offset), next: offset + length };
  };
  return { encode, decode: (bytes) => whole(bytes, decodePart(bytes, 0)), encodePart: encode, decodePart };
}

function lengthPrefixed(key: Uint8Array): Uint8Array {
  assert(key.length <= 255, `a length-prefixed key part has at most 255 bytes, got ${key.length}`);
  return concatBytes(Uint8Array.of(key.length), key);
}

function readLengthPrefixed(bytes: Uint8Array, offset: number): { readonly key: Uint8Array; readonly next: number } {
  const length = bytes[offset];
  assert(length !== undefined && bytes.length > offset + length, "a length-prefixed key part is cut short");
  const next = offset + 1 + length;
  return { key: bytes.slice(offset + 1, next), next };
}

function whole<K>(bytes: Uint8Array, { key, next }: { readonly key: K; readonly next: number }): K {
  assert(next === bytes.length, "a key has bytes behind its end");
  return key;
}
