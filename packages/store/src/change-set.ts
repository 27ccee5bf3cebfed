import { assert, compareBytes } from "@openledger/primitives";
import type { KeyValueStore, MultiStore } from "./key-value.ts";

/** A key that takes `value`, or is removed when `value` is undefined. */
export interface Change {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

/** The changes of one store, keys strictly ascending in byte order. */
export interface StoreChanges {
  readonly store: string;
  readonly changes: readonly Change[];
}

/** What one commit writes: stores strictly ascending by name; a store without changes is left out. */
export type ChangeSet = readonly StoreChanges[];

/** Total order of store names by code unit; names are ASCII, so this is byte order. */
export function compareStoreNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Stops with an InvariantViolation unless stores and keys are strictly ascending: order decides the root. */
export function assertCanonicalChangeSet(changeSet: ChangeSet): void {
  changeSet.forEach(({ store, changes }, i) => {
    const before = changeSet[i - 1];
    assert(before === undefined || compareStoreNames(before.store, store) < 0, `store ${store} is out of order`);
    for (let j = 1; j < changes.length; j++) {
      const [previous, change] = [changes[j - 1] as Change, changes[j] as Change];
      if (compareBytes(previous.key, change.key) >= 0) assert(false, `a change of store ${store} is out of order`);
    }
  });
}

/** Writes every change into the stores, in order. */
export function applyChangeSet(target: MultiStore, changeSet: ChangeSet): void {
  for (const { store, changes } of changeSet) applyChanges(target.store(store), changes);
}

/** Writes the changes of one store, in order. */
export function applyChanges(target: KeyValueStore, changes: Iterable<Change>): void {
  for (const { key, value } of changes) {
    if (value === undefined) target.delete(key);
    else target.set(key, value);
  }
}
