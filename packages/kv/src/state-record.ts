import { fromUtf8, toUtf8, u64be } from "@openledger/primitives";
import { assertCanonicalChangeSet, type Change, type ChangeSet, type StoreChanges } from "@openledger/store";
import { createByteWriter } from "./byte-writer.ts";
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

/** A version without what it wrote. */
export type StateSummary = Omit<StateVersion, "changeSet">;

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
  const names = value.changeSet.map(({ store }) => toUtf8(store));
  const writer = createByteWriter(encodedLength(value, names));
  writer.u8(FORMAT);
  writer.bytes(u64be(value.version));
  writer.sizedByU8(value.appHash);
  writer.sized(value.results);
  writer.u32(value.changeSet.length);
  for (const [i, { changes }] of value.changeSet.entries()) {
    writer.sizedByU8(names[i] as Uint8Array);
    writer.u32(changes.length);
    for (const change of changes) {
      writer.sized(change.key);
      if (change.value === undefined) writer.u8(REMOVE);
      else {
        writer.u8(WRITE);
        writer.sized(change.value);
      }
    }
  }
  return writer.end();
}

function encodedLength({ appHash, results, changeSet }: StateVersion, names: readonly Uint8Array[]): number {
  let length = 1 + 8 + 1 + appHash.length + 4 + results.length + 4;
  for (const [i, { changes }] of changeSet.entries()) {
    length += 1 + (names[i] as Uint8Array).length + 4;
    for (const { key, value } of changes) length += 4 + key.length + 1 + (value === undefined ? 0 : 4 + value.length);
  }
  return length;
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
export function decodeStateSummary(bytes: Uint8Array): StateSummary {
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
