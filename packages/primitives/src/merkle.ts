import type { Sha256 } from "./crypto.ts";
import { assert } from "./assert.ts";
import { concatBytes, equalBytes, u64be } from "./bytes.ts";

// The RFC 6962 tree as CometBFT and the Cosmos multistore use it: sha256, 0x00 before leaves, 0x01 before inner
// nodes, and a split at the largest power of two strictly below the number of leaves.
const LEAF_PREFIX = Uint8Array.of(0);
const INNER_PREFIX = Uint8Array.of(1);
const SIZED_PREFIX = Uint8Array.of(2);

/** Where a leaf stands in a tree and the siblings from the leaf up to the root (CometBFT's `Proof`). */
export interface MerkleProof {
  /** Number of leaves, at least 1. */
  readonly total: number;
  /** Position of the leaf, 0..total-1. */
  readonly index: number;
  /** 32 bytes: {@link leafHash} of the leaf. */
  readonly leafHash: Uint8Array;
  /** 32 bytes each, the leaf's own sibling first. */
  readonly aunts: readonly Uint8Array[];
}

/** Root of a tree without leaves: sha256(""). 32 bytes. */
export function emptyHash(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** sha256(0x00 ‖ leaf). 32 bytes. */
export function leafHash(sha256: Sha256, leaf: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF_PREFIX, leaf));
}

/** sha256(0x01 ‖ left ‖ right). 32 bytes. */
export function innerHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(INNER_PREFIX, left, right));
}

/** Largest power of two strictly below `count`; `count` is 2 or more. */
export function merkleSplit(count: number): number {
  assert(Number.isSafeInteger(count) && count >= 2 && count <= 0x40000000, `no split for ${count} leaves`);
  return 1 << (31 - Math.clz32(count - 1));
}

/** Root of the tree over `leaves` (raw leaf bytes, hashed here). 32 bytes. */
export function merkleRoot(sha256: Sha256, leaves: readonly Uint8Array[]): Uint8Array {
  return merkleRootOfHashes(
    sha256,
    leaves.map((leaf) => leafHash(sha256, leaf)),
  );
}

/** Root of the tree over leaf hashes that are already made with {@link leafHash}. 32 bytes. */
export function merkleRootOfHashes(sha256: Sha256, leafHashes: readonly Uint8Array[]): Uint8Array {
  return leafHashes.length === 0 ? emptyHash(sha256) : rootBetween(sha256, leafHashes, 0, leafHashes.length);
}

/**
 * Root that commits to its number of leaves too: sha256(0x02 ‖ u64 leaf count ‖ Merkle root). A proof of the last leaves
 * alone fits trees of several sizes. 32 bytes.
 */
export function sizedRoot(sha256: Sha256, leafCount: bigint, root: Uint8Array): Uint8Array {
  return sha256(concatBytes(SIZED_PREFIX, u64be(leafCount), root));
}

/** Inclusion proof of the leaf at `index` (0..leaves.length-1) against {@link merkleRoot} of the same leaves. */
export function merkleProof(sha256: Sha256, leaves: readonly Uint8Array[], index: number): MerkleProof {
  return merkleProofOfHashes(
    sha256,
    leaves.map((leaf) => leafHash(sha256, leaf)),
    index,
  );
}

/** Inclusion proof of leaf hash `index` against {@link merkleRootOfHashes} of the same leaf hashes. */
export function merkleProofOfHashes(sha256: Sha256, leafHashes: readonly Uint8Array[], index: number): MerkleProof {
  assert(Number.isInteger(index) && index >= 0 && index < leafHashes.length, `no leaf ${index}`);
  const aunts: Uint8Array[] = [];
  let from = 0;
  let to = leafHashes.length;
  while (to - from > 1) {
    const middle = from + merkleSplit(to - from);
    if (index < middle) {
      aunts.push(rootBetween(sha256, leafHashes, middle, to));
      to = middle;
    } else {
      aunts.push(rootBetween(sha256, leafHashes, from, middle));
      from = middle;
    }
  }
  return {
    total: leafHashes.length,
    index,
    leafHash: leafHashes[index] as Uint8Array,
    aunts: aunts.reverse(),
  };
}

/** True when `proof` shows that `leaf` (raw bytes) is under `root`. Never throws for malformed proofs. */
export function verifyMerkleProof(sha256: Sha256, root: Uint8Array, leaf: Uint8Array, proof: MerkleProof): boolean {
  if (!equalBytes(leafHash(sha256, leaf), proof.leafHash)) return false;
  const computed = merkleRootFromProof(sha256, proof);
  return computed !== undefined && equalBytes(computed, root);
}

/** The root that `proof` leads to, or undefined when its numbers and aunts do not fit together. */
export function merkleRootFromProof(sha256: Sha256, proof: MerkleProof): Uint8Array | undefined {
  const { total, index, aunts } = proof;
  if (!Number.isSafeInteger(total) || total < 1 || total > 0x40000000) return undefined;
  if (!Number.isSafeInteger(index) || index < 0 || index >= total || proof.leafHash.length !== 32) return undefined;
  const steps = pathSides(total, index);
  if (aunts.length !== steps.length || aunts.some((aunt) => aunt.length !== 32)) return undefined;
  let hash = proof.leafHash;
  for (let i = 0; i < steps.length; i++) {
    const aunt = aunts[i] as Uint8Array;
    hash = steps[i] === "left" ? innerHash(sha256, hash, aunt) : innerHash(sha256, aunt, hash);
  }
  return hash;
}

/** On which side the path lies at each inner node, from the leaf up. */
function pathSides(total: number, index: number): ("left" | "right")[] {
  const sides: ("left" | "right")[] = [];
  let count = total;
  let position = index;
  while (count > 1) {
    const split = merkleSplit(count);
    if (position < split) {
      sides.push("left");
      count = split;
    } else {
      sides.push("right");
      position -= split;
      count -= split;
    }
  }
  return sides.reverse();
}

function rootBetween(sha256: Sha256, hashes: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to - from === 1) return hashes[from] as Uint8Array;
  const middle = from + merkleSplit(to - from);
  return innerHash(sha256, rootBetween(sha256, hashes, from, middle), rootBetween(sha256, hashes, middle, to));
}

/** Leaves that a multi-proof shows, ascending by index, each with its {@link leafHash}. */
export interface ProvedLeaf {
  readonly index: number;
  readonly leafHash: Uint8Array;
}

/** Leaves from..to-1 of a tree: a subtree of it. */
export interface MerkleRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The largest subtrees of a tree of `total` leaves that hold none of `indexes`, left to right: their roots are one proof
 * for all of these leaves. `indexes` ascend strictly within 0..total-1; with none of them it is the whole tree.
 */
export function merkleRangesWithout(total: number, indexes: readonly number[]): MerkleRange[] {
  assert(isAscending(indexes, total), `indexes must ascend below ${total}`);
  const ranges: MerkleRange[] = [];
  const visit = (from: number, to: number, first: number, last: number): void => {
    if (first === last) ranges.push({ from, to });
    if (first === last || to - from === 1) return;
    const middle = from + merkleSplit(to - from);
    const cut = firstAtLeast(indexes, middle, first, last);
    visit(from, middle, first, cut);
    visit(middle, to, cut, last);
  };
  if (total > 0) visit(0, total, 0, indexes.length);
  return ranges;
}

/**
 * The root to which leaves and the roots of {@link merkleRangesWithout} lead, or undefined when they do not fit together:
 * wrong order, an index outside, a hash too many or too few. Never throws.
 */
export function merkleRootFromMultiProof(
  sha256: Sha256,
  total: number,
  leaves: readonly ProvedLeaf[],
  hashes: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!Number.isSafeInteger(total) || total < 1 || total > 0x40000000) return undefined;
  const indexes = leaves.map(({ index }) => index);
  if (!isAscending(indexes, total)) return undefined;
  if (leaves.some((leaf) => leaf.leafHash.length !== 32) || hashes.some((hash) => hash.length !== 32)) return undefined;
  let next = 0;
  const rootOf = (from: number, to: number, first: number, last: number): Uint8Array | undefined => {
    if (first === last) return hashes[next++];
    if (to - from === 1) return leaves[first]?.leafHash;
    const middle = from + merkleSplit(to - from);
    const cut = firstAtLeast(indexes, middle, first, last);
    const left = rootOf(from, middle, first, cut);
    const right = left && rootOf(middle, to, cut, last);
    return left && right && innerHash(sha256, left, right);
  };
  const root = rootOf(0, total, 0, leaves.length);
  return next === hashes.length ? root : undefined;
}

function isAscending(indexes: readonly number[], total: number): boolean {
  return indexes.every(
    (index, i) => Number.isSafeInteger(index) && index < total && index > (i === 0 ? -1 : (indexes[i - 1] as number)),
  );
}

/** First position in from..to at which `sorted` is at least `value`; `to` when there is none. */
function firstAtLeast(sorted: readonly number[], value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
