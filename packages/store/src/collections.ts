/**
 * Typed views of a key-value store in the manner of cosmossdk.io/collections. Reads take a KeyValueReader and writes a
 * KeyValueStore, so a query that writes does not compile.
 */
import { assert, compareBytes, concatBytes, prefixEnd, toHex } from "@openledger/primitives";
import type { KeyCodec } from "./key-codec.ts";
import type { KeyRange, KeyValueReader, KeyValueStore } from "./key-value.ts";
import { u64Value, type ValueCodec } from "./value-codec.ts";

/** Which entries of a map to visit, in the order of their key bytes, or against it when `reverse` is true. */
export interface MapRange<K> {
  /** Only keys whose encoding begins with these bytes; see `prefix` of pairKey and tripleKey. */
  readonly prefix?: Uint8Array | undefined;
  /** First key, inclusive. */
  readonly start?: K | undefined;
  /** Last key, exclusive. */
  readonly end?: K | undefined;
  readonly reverse?: boolean | undefined;
}

/** Values by key. */
export interface CollectionMap<K, V> {
  /** Raw key in the store, for proofs and queries. */
  keyBytes(key: K): Uint8Array;
  get(reader: KeyValueReader, key: K): V | undefined;
  /** The value that must be there; its absence stops with an InvariantViolation. */
  require(reader: KeyValueReader, key: K): V;
  has(reader: KeyValueReader, key: K): boolean;
  set(store: KeyValueStore, key: K, value: V): void;
  delete(store: KeyValueStore, key: K): void;
  iterate(reader: KeyValueReader, range?: MapRange<K>): Iterable<readonly [K, V]>;
}

/** One value. */
export interface CollectionItem<V> {
  readonly keyBytes: Uint8Array;
  get(reader: KeyValueReader): V | undefined;
  /** The value that must be there; its absence stops with an InvariantViolation. */
  require(reader: KeyValueReader): V;
  has(reader: KeyValueReader): boolean;
  set(store: KeyValueStore, value: V): void;
  delete(store: KeyValueStore): void;
}

/** A counter that hands out each number once. */
export interface CollectionSequence {
  readonly keyBytes: Uint8Array;
  /** The number that `next` will return. */
  peek(reader: KeyValueReader): bigint;
  /** Returns the present number and moves on by one. */
  next(store: KeyValueStore): bigint;
  /** Sets the number that `next` will return. */
  set(store: KeyValueStore, value: bigint): void;
}

/**
 * A map under `prefix`, which no other collection of the store may begin with.
 *
 * @example
 * const balanceKey = pairKey(lengthPrefixedBytesKey, utf8Key);
 * const balances = createMap({ prefix: Uint8Array.of(2), key: balanceKey, value: utf8Value });
 * balances.iterate(reader, { prefix: balanceKey.prefix(address) });
 */
export function createMap<K, V>(options: {
  readonly prefix: Uint8Array;
  readonly key: KeyCodec<K>;
  readonly value: ValueCodec<V>;
}): CollectionMap<K, V> {
  const { key: keyCodec, value: valueCodec } = options;
  const prefix = options.prefix.slice();
  assert(prefix.length > 0, "a collection has a prefix");
  const keyBytes = (key: K): Uint8Array => concatBytes(prefix, keyCodec.encode(key));

  function get(reader: KeyValueReader, key: K): V | undefined {
    const bytes = reader.get(keyBytes(key));
    return bytes === undefined ? undefined : valueCodec.decode(bytes);
  }

  function* iterate(reader: KeyValueReader, range: MapRange<K> = {}): Generator<readonly [K, V], void> {
    for (const [key, value] of reader.iterate(keyRange(prefix, keyBytes, range))) {
      yield [keyCodec.decode(key.subarray(prefix.length)), valueCodec.decode(value)];
    }
  }

  return {
    keyBytes,
    get,
    require: (reader, key) => get(reader, key) ?? missing(keyBytes(key)),
    has: (reader, key) => reader.has(keyBytes(key)),
    set: (store, key, value) => store.set(keyBytes(key), valueCodec.encode(value)),
    delete: (store, key) => store.delete(keyBytes(key)),
    iterate,
  };
}

/** One value under `prefix`, which is its whole key. */
export function createItem<V>(options: {
  readonly prefix: Uint8Array;
  readonly value: ValueCodec<V>;
}): CollectionItem<V> {
  const { value: codec } = options;
  const keyBytes = options.prefix.slice();
  assert(keyBytes.length > 0, "a collection has a prefix");

  function get(reader: KeyValueReader): V | undefined {
    const bytes = reader.get(keyBytes);
    return bytes === undefined ? undefined : codec.decode(bytes);
  }

  return {
    keyBytes,
    get,
    require: (reader) => get(reader) ?? missing(keyBytes),
    has: (reader) => reader.has(keyBytes),
    set: (store, value) => store.set(keyBytes, codec.encode(value)),
    delete: (store) => store.delete(keyBytes),
  };
}

/** A counter under `prefix`; its first number is `start` (0 by default). */
export function createSequence(options: { readonly prefix: Uint8Array; readonly start?: bigint }): CollectionSequence {
  const item = createItem({ prefix: options.prefix, value: u64Value });
  const { start = 0n } = options;
  const peek = (reader: KeyValueReader): bigint => item.get(reader) ?? start;
  return {
    keyBytes: item.keyBytes,
    peek,
    next(store) {
      const current = peek(store);
      item.set(store, current + 1n);
      return current;
    },
    set: item.set,
  };
}

/** Byte range of a map's keys that meet prefix, start and end all at once. */
function keyRange<K>(mapPrefix: Uint8Array, keyBytes: (key: K) => Uint8Array, range: MapRange<K>): KeyRange {
  const scope = range.prefix === undefined ? mapPrefix : concatBytes(mapPrefix, range.prefix);
  let start = scope;
  let end = prefixEnd(scope);
  if (range.start !== undefined) {
    const first = keyBytes(range.start);
    if (compareBytes(first, start) > 0) start = first;
  }
  if (range.end !== undefined) {
    const last = keyBytes(range.end);
    if (end === undefined || compareBytes(last, end) < 0) end = last;
  }
  return { start, end, reverse: range.reverse };
}

function missing(key: Uint8Array): never {
  assert(false, `no value is stored under key ${toHex(key)}`);
}
