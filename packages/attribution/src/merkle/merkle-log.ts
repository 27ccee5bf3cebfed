import { assert, assertDefined, emptyHash, innerHash, type Sha256 } from "@openledger/primitives";

const HASH_BYTES = 32;
const SIZE_MAX = 0x40000000;

/**
 * An RFC 6962 log in memory that grows at its end and gives proofs of every size it has had. An append makes one hash on
 * average, a root or a path at most two for each doubling of the size.
 */
export type MerkleLog = {
  /** Leaves, at most 2^30. */
  readonly size: number;
  /** Appends one leaf hash (32 bytes). */
  append(leaf: Uint8Array): void;
  /** 32 bytes: the root over the first `size` leaves, 0..size; sha256 of nothing for none. */
  root(size: number): Uint8Array;
  /** Sibling hashes from leaf `index` upwards in the tree of the first `size` leaves, 1..size; `index` in 0..size-1. */
  inclusionPath(index: number, size: number): Uint8Array[];
};

/** An empty log. RFC 6962 section 2.1. */
export function createMerkleLog(sha256: Sha256): MerkleLog {
  // Level k holds the roots of the complete subtrees of 2^k leaves, left to right; they never change.
  const levels: Uint8Array[][] = [[]];
  const node = (level: number, at: number): Uint8Array => assertDefined(levels[level]?.[at], "complete subtrees are kept");
  const sizeOf = (): number => levels[0]?.length ?? 0;
  /** The root over the leaves of a tree of `size` that lie behind its complete subtrees of 2^(level+1) leaves. */
  const remainder = (level: number, size: number, below: Uint8Array | undefined): Uint8Array | undefined => {
    const complete = size >>> level;
    if (complete % 2 === 0) return below;
    const last = node(level, complete - 1);
    return below === undefined ? last : innerHash(sha256, last, below);
  };
  return {
    get size() {
      return sizeOf();
    },
    append(leaf) {
      assert(leaf.length === HASH_BYTES && sizeOf() < SIZE_MAX, `leaf hash of ${leaf.length} bytes in a log of ${sizeOf()}`);
      let hash = leaf;
      for (let level = 0; ; level++) {
        const nodes = (levels[level] ??= []);
        nodes.push(hash);
        if (nodes.length % 2 === 1) return;
        hash = innerHash(sha256, node(level, nodes.length - 2), hash);
      }
    },
    root(size) {
      assert(Number.isInteger(size) && size >= 0 && size <= sizeOf(), `no root of ${size} leaves in a log of ${sizeOf()}`);
      let root: Uint8Array | undefined;
      for (let level = 0; size >>> level > 0; level++) root = remainder(level, size, root);
      return root ?? emptyHash(sha256);
    },
    inclusionPath(index, size) {
      assert(Number.isInteger(size) && size >= 1 && size <= sizeOf(), `no tree of ${size} leaves in a log of ${sizeOf()}`);
      assert(Number.isInteger(index) && index >= 0 && index < size, `leaf ${index} of a tree of ${size}`);
      const path: Uint8Array[] = [];
      let ragged: Uint8Array | undefined;
      for (let level = 0; size > 2 ** level; level++) {
        const sibling = (index >>> level) ^ 1;
        if (sibling < size >>> level) path.push(node(level, sibling));
        else if (sibling === size >>> level && ragged !== undefined) path.push(ragged);
        ragged = remainder(level, size, ragged);
      }
      return path;
    },
  };
}
