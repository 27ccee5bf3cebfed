import { concatBytes, fromUtf8, toUtf8, u32be, u64be } from "@openledger/primitives";
import { assertCanonicalChangeSet, type Change, type ChangeSet, type StoreChanges } from "@openledger/store";
import { createByteCursor, MalformedRecord, type ByteCursor } from "./byte-cursor.ts";

/** One commit: what it wrote, the root it led to, and the encoded results of its block. */
export interface StateVersion {
  /** Equals the block height. */
  readonly version: bigint;
  /** At most 255 bytes. */
  readonly appHash: Uint8Array;
  readonly changeSet: ChangeSet;
  readonly results: Uint8Array;
}

const FORMAT = 1;
const REMOVE = 0;
const WRITE = 1;

/**
 * Bytes of a version; one encoding per value. Numbers are big-endian: u8 format, u64 version, u8 + app hash, u32 +
 * results, u32 count of stores; each store u8 + name, u32 count of changes; each change u32 + key, u8 operation and,
 * for a write, u32 + value. Stops with an InvariantViolation for a change set that is not canonical.
 */
export function encodeStateVersion(value: StateVersion): Uint8Array {
  assertCanonicalChangeSet(value.changeSet);
  const parts = [
    Uint8Array.of(FORMAT),
    u64be(value.version),
    sizedByU8(value.appHash),
    u32be(value.results.length),
    value.results,
    u32be(value.changeSet.length),
  ];
  for (const { store, changes } of value.changeSet) {
    parts.push(sizedByU8(toUtf8(store)), u32be(changes.length));
    for (const change of changes) pushChange(parts, change);
  }
  return joinParts(parts);
}

function pushChange(parts: Uint8Array[], { key, value }: Change): void {
  parts.push(u32be(key.length), key);
  if (value === undefined) parts.push(Uint8Array.of(REMOVE));
  else parts.push(Uint8Array.of(WRITE), u32be(value.length), value);
}

/** The version that {@link encodeStateVersion} wrote; shares no memory. Throws {@link MalformedRecord}. */
export function decodeStateVersion(bytes: Uint8Array): StateVersion {
  const cursor = createByteCursor(bytes);
  const format = cursor.u8();
  if (format !== FORMAT) throw new MalformedRecord(`format ${format}, not ${FORMAT}`);
  const version = cursor.u64();
  const appHash = cursor.take(cursor.u8());
  const results = cursor.sized();
  const changeSet = times(cursor.u32(), () => storeChanges(cursor));
  cursor.end();
  assertCanonicalChangeSet(changeSet);
  return { version, appHash, changeSet, results };
}

/** Only what a lookup of results needs; skips the change set. */
export function decodeStateSummary(bytes: Uint8Array): Omit<StateVersion, "changeSet"> {
  const cursor = createByteCursor(bytes);
  const format = cursor.u8();
  if (format !== FORMAT) throw new MalformedRecord(`format ${format}, not ${FORMAT}`);
  return { version: cursor.u64(), appHash: cursor.take(cursor.u8()), results: cursor.sized() };
}

function storeChanges(cursor: ByteCursor): StoreChanges {
  const store = fromUtf8(cursor.take(cursor.u8()));
  return { store, changes: times(cursor.u32(), () => change(cursor)) };
}

function change(cursor: ByteCursor): Change {
  const key = cursor.sized();
  const operation = cursor.u8();
  if (operation === REMOVE) return { key, value: undefined };
  if (operation !== WRITE) throw new MalformedRecord(`operation ${operation}`);
  return { key, value: cursor.sized() };
}

/** Grows item by item: a count that lies runs into the end of the record instead of allocating. */
function times<T>(count: number, read: () => T): T[] {
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read());
  return items;
}

function sizedByU8(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 255) throw new MalformedRecord(`${bytes.length} bytes where 255 fit`);
  return concatBytes(Uint8Array.of(bytes.length), bytes);
}

function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  // A commit may hold a hundred thousand changes, more parts than a call may have arguments.
  const joined = Buffer.concat(parts);
  return new Uint8Array(joined.buffer, joined.byteOffset, joined.length);
}
