import { assert, compareBytes, type Sha256 } from "@openledger/primitives";
import type { AuthenticatedTree, LeafPath, PathStep } from "./authenticated-tree.ts";
import type { Change } from "./change-set.ts";
import { assertKey, assertValue, type Entry, type KeyRange } from "./key-value.ts";
import { createNodeHasher, nodeHead, type NodeHasher } from "./node-hash.ts";
import { findLeaf, insert, remove } from "./tree-edit.ts";
import { iterateLeaves } from "./tree-iterate.ts";
import type { TreeNode } from "./tree-node.ts";

/**
 * A tree of one object per node, written to be read: what the compact trees are compared with. Immutable. The root
 * depends on the order of writes: callers apply them sorted by key.
 */
export interface IavlTree extends AuthenticatedTree {
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
    hash: () => (root === undefined ? sha256(new Uint8Array(0)) : hashNode(root)),
    get: (key) => findLeaf(root, key)?.value,
    has: (key) => findLeaf(root, key) !== undefined,
    path: (key) => leafPath(root, key, hashNode),
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

function leafPath(root: TreeNode | undefined, key: Uint8Array, hashNode: NodeHasher): LeafPath | undefined {
  const steps: PathStep[] = [];
  let node = root;
  while (node?.left !== undefined) {
    const toLeft = compareBytes(key, node.key) < 0;
    steps.push({ head: nodeHead(node), toLeft, sibling: hashNode(toLeft ? node.right : node.left) });
    node = toLeft ? node.left : node.right;
  }
  if (node?.value === undefined || compareBytes(node.key, key) !== 0) return undefined;
  return { key: node.key, value: node.value, head: nodeHead(node), steps: steps.reverse() };
}
