import { assert } from "@openledger/primitives";

/** Longest key in bytes. */
export const KEY_LENGTH_MAX = 1024;
/** Longest value in bytes: 16 MiB. */
export const VALUE_LENGTH_MAX: number = 16 * 1024 * 1024;

/** Keys from `start` (inclusive) to `end` (exclusive), in byte order, or against it when `reverse` is true. */
export interface KeyRange {
  readonly start?: Uint8Array | undefined;
  readonly end?: Uint8Array | undefined;
  readonly reverse?: boolean | undefined;
}

/** One key with its value. */
export type Entry = readonly [key: Uint8Array, value: Uint8Array];

/**
 * Ordered bytes to bytes, without the means to write. The arrays it returns belong to the store and must not be
 * modified. An iterator sees the store as it was when the iteration began.
 */
export interface KeyValueReader {
  get(key: Uint8Array): Uint8Array | undefined;
  has(key: Uint8Array): boolean;
  iterate(range?: KeyRange): Iterable<Entry>;
}

/**
 * Ordered bytes to bytes. Keys have 1..{@link KEY_LENGTH_MAX} bytes, values 1..{@link VALUE_LENGTH_MAX}: an empty
 * value stops execution with an InvariantViolation because ICS-23 cannot prove it. Arguments are copied.
 */
export interface KeyValueStore extends KeyValueReader {
  set(key: Uint8Array, value: Uint8Array): void;
  /** Removes the key; a missing key is left missing. */
  delete(key: Uint8Array): void;
}

/** Named stores, read only. An unknown name stops execution with an InvariantViolation. */
export interface MultiStoreReader {
  store(name: string): KeyValueReader;
}

/** Named stores. An unknown name stops execution with an InvariantViolation. */
export interface MultiStore extends MultiStoreReader {
  store(name: string): KeyValueStore;
}

/** Stops with an InvariantViolation unless the key has 1..{@link KEY_LENGTH_MAX} bytes. */
export function assertKey(key: Uint8Array): void {
  // Composing the sentence takes longer than the check, and this runs for every write.
  if (key.length > 0 && key.length <= KEY_LENGTH_MAX) return;
  assert(false, `a key has 1..${KEY_LENGTH_MAX} bytes, got ${key.length}`);
}

/** Stops with an InvariantViolation unless the value has 1..{@link VALUE_LENGTH_MAX} bytes. */
export function assertValue(value: Uint8Array): void {
  if (value.length > 0 && value.length <= VALUE_LENGTH_MAX) return;
  assert(false, `a value has 1..${VALUE_LENGTH_MAX} bytes, got ${value.length}`);
}
