import { assert, charsOf, equalBytes } from "@openledger/primitives";
import { applyChangeSet, type Change, type ChangeSet, type KeyValueStore, type MultiStore } from "@openledger/store";

/** What one run read of its parent, and then wrote to it. */
export interface RecordedAccess {
  /** Each key that was read, with the value it had. */
  readonly reads: ChangeSet;
  readonly writes: ChangeSet;
}

/** A store that writes down what is done to it. */
export interface AccessRecorder {
  readonly store: MultiStore;
  /** The record; undefined when keys were iterated, which a record of single keys does not tell. */
  finish(): RecordedAccess | undefined;
}

/**
 * Records a run that writes after its last read, as a branch does that is written at its end. A read of a store after a write
 * to it stops with an InvariantViolation: it would not be a read of what the run began with.
 */
export function recordAccess(parent: MultiStore): AccessRecorder {
  const records = new Map<string, StoreRecorder>();
  return {
    store: {
      store(name) {
        let record = records.get(name);
        if (record === undefined) records.set(name, (record = new StoreRecorder(parent.store(name))));
        return record;
      },
    },
    finish() {
      const all = [...records];
      if (all.some(([, { hasIterated }]) => hasIterated)) return undefined;
      return {
        reads: all.map(([store, { reads }]) => ({ store, changes: [...reads.values()] })),
        writes: all.map(([store, { writes }]) => ({ store, changes: writes })),
      };
    },
  };
}

/**
 * Does to `target` what the recorded run did to its parent, provided that every read gives the same there; else changes
 * nothing and returns false. A run that depends on its reads alone would then do the same again.
 */
export function repeatAccess({ reads, writes }: RecordedAccess, target: MultiStore): boolean {
  for (const { store, changes } of reads) {
    const reader = target.store(store);
    for (const { key, value } of changes) {
      if (!areSame(reader.get(key), value)) return false;
    }
  }
  applyChangeSet(target, writes);
  return true;
}

class StoreRecorder implements KeyValueStore {
  readonly reads = new Map<string, Change>();
  readonly writes: Change[] = [];
  hasIterated = false;
  readonly #parent: KeyValueStore;

  constructor(parent: KeyValueStore) {
    this.#parent = parent;
  }

  /** Asks the parent once for each key. */
  get(key: Uint8Array): Uint8Array | undefined {
    assert(this.writes.length === 0, "a recorded run reads before it writes");
    const name = charsOf(key);
    const known = this.reads.get(name);
    if (known !== undefined) return known.value;
    const value = this.#parent.get(key);
    this.reads.set(name, { key: key.slice(), value });
    return value;
  }

  has(key: Uint8Array): boolean {
    return this.get(key) !== undefined;
  }

  iterate(range?: Parameters<KeyValueStore["iterate"]>[0]): ReturnType<KeyValueStore["iterate"]> {
    this.hasIterated = true;
    return this.#parent.iterate(range);
  }

  set(key: Uint8Array, value: Uint8Array): void {
    this.writes.push({ key: key.slice(), value: value.slice() });
    this.#parent.set(key, value);
  }

  delete(key: Uint8Array): void {
    this.writes.push({ key: key.slice(), value: undefined });
    this.#parent.delete(key);
  }
}

function areSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}
