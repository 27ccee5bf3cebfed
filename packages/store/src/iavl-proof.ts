import { assert, concatBytes } from "@openledger/primitives";
import type { AuthenticatedTree, PathStep } from "./authenticated-tree.ts";
import {
  NO_HASH,
  SHA256,
  VAR_PROTO,
  type ExistenceProof,
  type InnerOp,
  type NonExistenceProof,
} from "./ics23-types.ts";
import { KEY_LENGTH_MAX, type KeyRange } from "./key-value.ts";
import { StoreError } from "./store-error.ts";

const HASH_LENGTH = Uint8Array.of(32);

/** Proof that a key is in the tree. A missing key throws StoreError NOT_PROVABLE. */
export function existenceProof(tree: AuthenticatedTree, key: Uint8Array): ExistenceProof {
  const found = tree.path(key);
  if (found === undefined) {
    throw new StoreError("NOT_PROVABLE", "the key is not in the tree; ask for a proof of its absence");
  }
  const leaf = { hash: SHA256, prehashKey: NO_HASH, prehashValue: SHA256, length: VAR_PROTO, prefix: found.head };
  return { key: found.key, value: found.value, leaf, path: found.steps.map(innerOp) };
}

/**
 * Proof that a key is not in the tree. Throws StoreError NOT_PROVABLE when the key is there, when the tree is empty, and
 * for a length that no key has.
 */
export function nonExistenceProof(tree: AuthenticatedTree, key: Uint8Array): NonExistenceProof {
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

function firstKey(tree: AuthenticatedTree, range: KeyRange): Uint8Array | undefined {
  for (const [key] of tree.iterate(range)) return key;
  return undefined;
}

function innerOp({ head, toLeft, sibling }: PathStep): InnerOp {
  if (toLeft) {
    return { hash: SHA256, prefix: concatBytes(head, HASH_LENGTH), suffix: concatBytes(HASH_LENGTH, sibling) };
  }
  const prefix = concatBytes(head, HASH_LENGTH, sibling, HASH_LENGTH);
  return { hash: SHA256, prefix, suffix: new Uint8Array(0) };
}
