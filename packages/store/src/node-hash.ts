/** Node hashes of cosmos/iavl v1 (node.go, writeHashBytes). */
import { assert, type Sha256 } from "@openledger/primitives";
import { KEY_LENGTH_MAX } from "./key-value.ts";
import type { InnerNode, LeafNode, TreeNode } from "./tree-node.ts";

export const HASH_LENGTH = 32;
export const VARINT_LENGTH_MAX = 10;
const SHIFT_LIMIT = 2 ** 31;

/** Returns the hash of a node; children are hashed first, and each node keeps its hash. */
export type NodeHasher = (node: TreeNode) => Uint8Array;

/** Builds a hasher with its own scratch memory. */
export function createNodeHasher(sha256: Sha256): NodeHasher {
  const scratch = new Uint8Array(4 * VARINT_LENGTH_MAX + KEY_LENGTH_MAX + 2 * (HASH_LENGTH + 1));

  function hashLeaf(node: LeafNode): Uint8Array {
    assert(node.value !== undefined, "an authenticated leaf has a value");
    let at = writeNodeHead(scratch, node.height, node.size, node.version);
    at = writeUnsigned(scratch, at, node.key.length);
    scratch.set(node.key, at);
    at = writeHash(scratch, at + node.key.length, sha256(node.value));
    return sha256(scratch.subarray(0, at));
  }

  function hashInner(node: InnerNode): Uint8Array {
    const left = hash(node.left);
    const right = hash(node.right);
    const at = writeHash(scratch, writeHash(scratch, writeNodeHead(scratch, node.height, node.size, node.version), left), right);
    return sha256(scratch.subarray(0, at));
  }

  function hash(node: TreeNode): Uint8Array {
    node.hash ??= node.left === undefined ? hashLeaf(node) : hashInner(node);
    return node.hash;
  }
  return hash;
}

/** Bytes that open a node's hash preimage: zigzag varints of height, size and version. */
export function nodeHead({ height, size, version }: Pick<TreeNode, "height" | "size" | "version">): Uint8Array {
  const bytes = new Uint8Array(3 * VARINT_LENGTH_MAX);
  return bytes.slice(0, writeNodeHead(bytes, height, size, version));
}

/** Writes what {@link nodeHead} returns to the front of `target`; returns where it ends. */
export function writeNodeHead(target: Uint8Array, height: number, size: number, version: number): number {
  // The zigzag form of a value that is not negative is its double.
  let at = writeUnsigned(target, 0, height * 2);
  at = writeUnsigned(target, at, size * 2);
  return writeUnsigned(target, at, version * 2);
}

function writeHash(target: Uint8Array, at: number, hash: Uint8Array): number {
  target[at] = HASH_LENGTH;
  target.set(hash, at + 1);
  return at + 1 + HASH_LENGTH;
}

/** Writes an unsigned varint of an integer in 0..2^53-1 at `at`; returns where it ends. */
export function writeUnsigned(target: Uint8Array, at: number, value: number): number {
  let rest = value;
  let next = at;
  while (rest >= SHIFT_LIMIT) {
    target[next++] = (rest % 0x80) + 0x80;
    rest = Math.floor(rest / 0x80);
  }
  // Below 2^31, where nearly all values lie, shifts do what a division of floats would.
  while (rest >= 0x80) {
    target[next++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  target[next++] = rest;
  return next;
}
