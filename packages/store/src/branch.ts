import { compareBytes } from "@openledger/primitives";
import { applyChanges, type Change } from "./change-set.ts";
import {
  assertKey,
  assertValue,
  type Entry,
  type KeyRange,
  type KeyValueReader,
  type KeyValueStore,
} from "./key-value.ts";
import { findLeaf, insert } from "./tree-edit.ts";
import { iterateLeaves } from "./tree-iterate.ts";
import type { LeafNode, TreeNode } from "./tree-node.ts";

/** Writes held above a reader that cannot take them. */
export interface OverlayStore extends KeyValueStore {
  /** The held writes, keys ascending. A deletion of a key that the parent never had is among them. */
  changes(): readonly Change[];
  /** Forgets the held writes. */
  discard(): void;
}

/** Writes held above a store until they are written to it. */
export interface BranchedStore extends OverlayStore {
  /** Moves the held writes into the parent, keys ascending; the branch is empty afterwards. */
  write(): void;
}

/**
 * A cache layer: reads fall through to the parent, writes stay in the branch. Branches nest. Iteration merges both
 * in byte order and sees the branch as it was when the iteration began.
 */
export function branch(parent: KeyValueStore): BranchedStore;
export function branch(parent: KeyValueReader): OverlayStore;
export function branch(parent: KeyValueReader | KeyValueStore): BranchedStore | OverlayStore {
  let root: TreeNode | undefined;
  const overlay: OverlayStore = {
    get(key) {
      const leaf = findLeaf(root, key);
      return leaf === undefined ? parent.get(key) : leaf.value;
    },
    has(key) {
      const leaf = findLeaf(root, key);
      return leaf === undefined ? parent.has(key) : leaf.value !== undefined;
    },
    iterate: (range = {}) => merge(root, parent, range),
    set(key, value) {
      assertKey(key);
      assertValue(value);
      root = insert(root, key.slice(), value.slice(), 0);
    },
    delete(key) {
      assertKey(key);
      root = insert(root, key.slice(), undefined, 0);
    },
    changes: () => Array.from(iterateLeaves(root), ({ key, value }) => ({ key, value })),
    discard() {
      root = undefined;
    },
  };
  if (!("set" in parent)) return overlay;
  return {
    ...overlay,
    write() {
      applyChanges(parent, iterateLeaves(root));
      root = undefined;
    },
  };
}

/** An empty store in memory, for tests and scratch work. */
export function createMemoryStore(): OverlayStore {
  return branch(emptyReader);
}

const emptyReader: KeyValueReader = { get: () => undefined, has: () => false, iterate: () => [] };

/** Fixes both sides at the call, so that writes made before the first step do not show either. */
function merge(root: TreeNode | undefined, parent: KeyValueReader, range: KeyRange): Iterable<Entry> {
  const below = parent.iterate(range);
  if (root === undefined) return below;
  return { [Symbol.iterator]: () => mergeEntries(iterateLeaves(root, range), below[Symbol.iterator](), range.reverse) };
}

function* mergeEntries(
  above: Iterator<LeafNode, void>,
  below: Iterator<Entry>,
  reverse: boolean | undefined,
): Generator<Entry, void> {
  let leaf = above.next();
  let entry = below.next();
  while (leaf.done !== true || entry.done !== true) {
    const order = mergeOrder(leaf, entry, reverse === true);
    if (order > 0) {
      if (entry.done !== true) yield entry.value;
      entry = below.next();
      continue;
    }
    if (leaf.done !== true && leaf.value.value !== undefined) yield [leaf.value.key, leaf.value.value];
    // A deletion or a newer value hides the parent's entry of the same key.
    if (order === 0) entry = below.next();
    leaf = above.next();
  }
}

/** Negative: the overlay's key comes first; zero: the same key; positive: the parent's key comes first. */
function mergeOrder(leaf: IteratorResult<LeafNode, void>, entry: IteratorResult<Entry>, reverse: boolean): number {
  if (leaf.done === true) return 1;
  if (entry.done === true) return -1;
  const order = compareBytes(leaf.value.key, entry.value[0]);
  return reverse ? -order : order;
}
