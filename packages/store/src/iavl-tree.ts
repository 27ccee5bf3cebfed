import { assert, type Sha256 } from "@openledger/primitives";
import type { Change } from "./change-set.ts";
import { assertKey, assertValue, type Entry, type KeyRange, type KeyValueReader } from "./key-value.ts";
import { createNodeHasher, type NodeHasher } from "./node-hash.ts";
import { findLeaf, insert, remove } from "./tree-edit.ts";
import { iterateLeaves } from "./tree-iterate.ts";
import type { TreeNode } from "./tree-node.ts";

/**
 * One version of an authenticated ordered map, immutable. Its shape and hashes equal those of cosmos/iavl v1, so the
 * root depends on the order of writes: callers apply them sorted by key.
 */
export interface IavlTree extends KeyValueReader {
  /** Number of keys. */
  readonly size: number;
  /** The root node, undefined in an empty tree; for building proofs. */
  readonly root: TreeNode | undefined;
  /** 32 bytes: root of the tree, sha256("") when it is empty. Computed once. */
  hash(): Uint8Array;
  /**
   * The tree after `changes`, applied in the given order; nodes on their paths carry `version` (0..2^48-1).
   * Setting an equal value still renews the path. Removing a missing key changes nothing.
   */
  apply(changes: Iterable<Change>, version: bigint): IavlTree;
}

/** The empty tree. */
export function createIavlTree(sha256: Sha256): IavlTree {
  return treeOf(undefined, createNodeHasher(sha256), sha256);
}

function treeOf(root: TreeNode | undefined, hashNode: NodeHasher, sha256: Sha256): IavlTree {
  return {
    size: root?.size ?? 0,
    root,
    hash: () => (root === undefined ? sha256(new Uint8Array(0)) : hashNode(root)),
    get: (key) => findLeaf(root, key)?.value,
    has: (key) => findLeaf(root, key) !== undefined,
    iterate: (range) => entries(root, range),
    apply: (changes, version) => treeOf(applyToRoot(root, changes, version), hashNode, sha256),
  };
}

function applyToRoot(root: TreeNode | undefined, changes: Iterable<Change>, version: bigint): TreeNode | undefined {
  assert(version >= 0n && version < 1n << 48n, `tree version out of range: ${version}`);
  const number = Number(version);
  let next = root;
  for (const { key, value } of changes) {
    assertKey(key);
    if (value === undefined) next = remove(next, key, number);
    else {
      assertValue(value);
      next = insert(next, key.slice(), value.slice(), number);
    }
  }
  return next;
}

function* entries(root: TreeNode | undefined, range: KeyRange | undefined): Generator<Entry, void> {
  for (const leaf of iterateLeaves(root, range)) {
    if (leaf.value !== undefined) yield [leaf.key, leaf.value];
  }
}
