import { assert, assertDefined, compareBytes, concatBytes } from "@openledger/primitives";
import type { IavlTree } from "./iavl-tree.ts";
import {
  NO_HASH,
  SHA256,
  VAR_PROTO,
  type ExistenceProof,
  type InnerOp,
  type NonExistenceProof,
} from "./ics23-types.ts";
import { KEY_LENGTH_MAX, type KeyRange } from "./key-value.ts";
import { nodeHead } from "./node-hash.ts";
import { StoreError } from "./store-error.ts";
import type { InnerNode, TreeNode } from "./tree-node.ts";

const HASH_LENGTH = Uint8Array.of(32);

/** Proof that a key is in the tree. A missing key throws StoreError NOT_PROVABLE. */
export function existenceProof(tree: IavlTree, key: Uint8Array): ExistenceProof {
  // Fills in the hash of every node below.
  tree.hash();
  const path: InnerOp[] = [];
  let node = tree.root;
  while (node?.left !== undefined) {
    const toLeft = compareBytes(key, node.key) < 0;
    path.push(innerOp(node, toLeft));
    node = toLeft ? node.left : node.right;
  }
  if (node?.value === undefined || compareBytes(node.key, key) !== 0) {
    throw new StoreError("NOT_PROVABLE", "the key is not in the tree; ask for a proof of its absence");
  }
  const leaf = { hash: SHA256, prehashKey: NO_HASH, prehashValue: SHA256, length: VAR_PROTO, prefix: nodeHead(node) };
  return { key: node.key, value: node.value, leaf, path: path.reverse() };
}

/**
 * Proof that a key is not in the tree. Throws StoreError NOT_PROVABLE when the key is there, when the tree is empty, and
 * for a length that no key has.
 */
export function nonExistenceProof(tree: IavlTree, key: Uint8Array): NonExistenceProof {
  if (key.length === 0 || key.length > KEY_LENGTH_MAX) {
    throw new StoreError("NOT_PROVABLE", `a key has 1..${KEY_LENGTH_MAX} bytes, got ${key.length}`);
  }
  if (tree.size === 0) throw new StoreError("NOT_PROVABLE", "an empty tree proves nothing; ask for a later version");
  if (tree.has(key)) throw new StoreError("NOT_PROVABLE", "the key is in the tree; ask for a proof of its presence");
  const left = firstKey(tree, { end: key, reverse: true });
  const right = firstKey(tree, { start: key });
  assert(left !== undefined || right !== undefined, "a key has a neighbour in a tree that is not empty");
  return {
    key: key.slice(),
    left: left === undefined ? undefined : existenceProof(tree, left),
    right: right === undefined ? undefined : existenceProof(tree, right),
  };
}

function firstKey(tree: IavlTree, range: KeyRange): Uint8Array | undefined {
  for (const [key] of tree.iterate(range)) return key;
  return undefined;
}

function innerOp(node: InnerNode, toLeft: boolean): InnerOp {
  const head = nodeHead(node);
  if (toLeft) {
    return {
      hash: SHA256,
      prefix: concatBytes(head, HASH_LENGTH),
      suffix: concatBytes(HASH_LENGTH, hashOf(node.right)),
    };
  }
  const prefix = concatBytes(head, HASH_LENGTH, hashOf(node.left), HASH_LENGTH);
  return { hash: SHA256, prefix, suffix: new Uint8Array(0) };
}

function hashOf(node: TreeNode): Uint8Array {
  return assertDefined(node.hash, "a node of a saved tree has a hash");
}
