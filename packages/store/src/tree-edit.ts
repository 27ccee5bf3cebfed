/** Insertion, removal and rotation as in cosmos/iavl v1 (mutable_tree.go): shape and versions decide the root. */
import { assert, compareBytes } from "@openledger/primitives";
import { innerNode, leafNode, type InnerNode, type TreeNode } from "./tree-node.ts";

/** The leaf of `key`, or undefined. */
export function findLeaf(root: TreeNode | undefined, key: Uint8Array): TreeNode | undefined {
  let node = root;
  if (node === undefined) return undefined;
  while (node.left !== undefined) node = compareBytes(key, node.key) < 0 ? node.left : node.right;
  return compareBytes(key, node.key) === 0 ? node : undefined;
}

/** Root of the tree in which `key` has `value`; every node on the path is built anew with `version`. */
export function insert(
  node: TreeNode | undefined,
  key: Uint8Array,
  value: Uint8Array | undefined,
  version: number,
): TreeNode {
  if (node === undefined) return leafNode(key, value, version);
  const order = compareBytes(key, node.key);
  if (node.left === undefined) {
    const leaf = leafNode(key, value, version);
    if (order === 0) return leaf;
    return order < 0 ? innerNode(node.key, leaf, node, version) : innerNode(key, node, leaf, version);
  }
  const changed =
    order < 0
      ? innerNode(node.key, insert(node.left, key, value, version), node.right, version)
      : innerNode(node.key, node.left, insert(node.right, key, value, version), version);
  // An overwritten leaf leaves the size as it was; then no height has changed and nothing is out of balance.
  return changed.size === node.size ? changed : balance(changed, version);
}

/** Root of the tree without `key`, undefined when nothing is left; the same root when the key is missing. */
export function remove(root: TreeNode | undefined, key: Uint8Array, version: number): TreeNode | undefined {
  if (root === undefined || findLeaf(root, key) === undefined) return root;
  return removeExisting(root, key, version).node;
}

interface Removal {
  readonly node: TreeNode | undefined;
  /** New smallest key of the subtree, when the removal changed it and an ancestor may split at the old one. */
  readonly smallest: Uint8Array | undefined;
}

function removeExisting(node: TreeNode, key: Uint8Array, version: number): Removal {
  if (node.left === undefined) return { node: undefined, smallest: undefined };
  if (compareBytes(key, node.key) < 0) {
    const { node: left, smallest } = removeExisting(node.left, key, version);
    if (left === undefined) return { node: node.right, smallest: node.key };
    return { node: balance(innerNode(node.key, left, node.right, version), version), smallest };
  }
  const { node: right, smallest } = removeExisting(node.right, key, version);
  if (right === undefined) return { node: node.left, smallest: undefined };
  const changed = innerNode(smallest ?? node.key, node.left, right, version);
  return { node: balance(changed, version), smallest: undefined };
}

function balanceOf(node: TreeNode): number {
  return node.left === undefined ? 0 : node.left.height - node.right.height;
}

function balance(node: InnerNode, version: number): InnerNode {
  const difference = balanceOf(node);
  if (difference > 1) {
    if (balanceOf(node.left) >= 0) return rotateRight(node, version);
    return rotateRight(innerNode(node.key, rotateLeft(node.left, version), node.right, version), version);
  }
  if (difference < -1) {
    if (balanceOf(node.right) <= 0) return rotateLeft(node, version);
    return rotateLeft(innerNode(node.key, node.left, rotateRight(node.right, version), version), version);
  }
  return node;
}

function rotateRight(node: TreeNode, version: number): InnerNode {
  const pivot = node.left;
  assert(pivot?.left !== undefined, "only a left-heavy node rotates right");
  return innerNode(pivot.key, pivot.left, innerNode(node.key, pivot.right, node.right as TreeNode, version), version);
}

function rotateLeft(node: TreeNode, version: number): InnerNode {
  const pivot = node.right;
  assert(pivot?.left !== undefined, "only a right-heavy node rotates left");
  return innerNode(pivot.key, innerNode(node.key, node.left as TreeNode, pivot.left, version), pivot.right, version);
}
