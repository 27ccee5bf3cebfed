import { branch, type BranchedStore, type OverlayStore } from "./branch.ts";
import { compareStoreNames, type Change, type ChangeSet } from "./change-set.ts";
import type { KeyValueReader, KeyValueStore, MultiStore, MultiStoreReader } from "./key-value.ts";

/** Writes held above committed stores, or above any other reader. */
export interface OverlayMultiStore extends MultiStore {
  /** The held writes in canonical order, ready for preview, commit and the log. */
  changeSet(): ChangeSet;
  /** The held writes of one store, keys ascending. */
  changesOf(name: string): readonly Change[];
  /** Forgets the held writes of every store. */
  discard(): void;
}

/** Writes held above stores until they are written to them. */
export interface BranchedMultiStore extends OverlayMultiStore {
  /** Moves the held writes into the parent, stores and keys ascending; the branch is empty afterwards. */
  write(): void;
}

/**
 * A cache layer over named stores: a block runs on a branch of the committed version, a transaction on a branch of
 * the block's branch. Above a reader there is no `write`: take `changeSet()` and commit it.
 *
 * @example
 * const block = branchMultiStore(multiStore);
 * const tx = branchMultiStore(block);
 * tx.store("bank").set(key, value);
 * tx.write();
 * multiStore.commit(multiStore.preview(block.changeSet()));
 */
export function branchMultiStore(parent: MultiStore): BranchedMultiStore;
export function branchMultiStore(parent: MultiStoreReader): OverlayMultiStore;
export function branchMultiStore(parent: MultiStore | MultiStoreReader): OverlayMultiStore | BranchedMultiStore {
  const opened = new Map<string, OverlayStore | BranchedStore>();

  function store(name: string): OverlayStore | BranchedStore {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const source: KeyValueReader | KeyValueStore = parent.store(name);
    const created = branch(source);
    opened.set(name, created);
    return created;
  }

  let sorted: readonly (readonly [string, OverlayStore | BranchedStore])[] = [];

  function ascending(): typeof sorted {
    if (sorted.length !== opened.size) sorted = [...opened].sort(([a], [b]) => compareStoreNames(a, b));
    return sorted;
  }

  return {
    store,
    changeSet: () =>
      ascending()
        .map(([name, held]) => ({ store: name, changes: held.changes() }))
        .filter(({ changes }) => changes.length > 0),
    changesOf: (name) => opened.get(name)?.changes() ?? [],
    discard() {
      for (const [, held] of ascending()) held.discard();
    },
    write() {
      for (const [, held] of ascending()) {
        if ("write" in held) held.write();
      }
    },
  };
}
