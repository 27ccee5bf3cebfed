import { assert, emptyHash, innerHash, merkleRangesWithout, type MerkleRange, type Sha256 } from "@openledger/primitives";

/** An RFC 6962 tree with all its levels in memory, for whoever holds every leaf and hands out proofs. */
export type MerkleTree = {
  readonly size: number;
  /** 32 bytes; sha256 of nothing for an empty tree. */
  readonly root: Uint8Array;
  /** Sibling hashes from the leaf upwards, at most ceil(log2 size). `index` in 0..size-1. */
  inclusionPath(index: number): Uint8Array[];
  /** One proof for several leaves, whose indexes ascend: roots of the largest subtrees without them, left to right. */
  multiProof(indexes: readonly number[]): Uint8Array[];
  /** Hashes that show that the first `oldSize` leaves (1..size) are a prefix of this tree; RFC 6962 section 2.1.2. */
  consistencyPath(oldSize: number): Uint8Array[];
};

/**
 * Builds a tree over leaf hashes (RFC 6962 section 2.1). Level k+1 pairs the nodes of level k and carries an unpaired
 * last node up unchanged, which yields the same root as the RFC's split at the largest power of two.
 */
export function createMerkleTree(sha256: Sha256, leafHashes: readonly Uint8Array[]): MerkleTree {
  const levels: (readonly Uint8Array[])[] = [leafHashes];
  let level = leafHashes;
  while (level.length > 1) {
    level = nextLevel(sha256, level);
    levels.push(level);
  }
  return {
    size: leafHashes.length,
    root: level[0] ?? emptyHash(sha256),
    inclusionPath: (index) => inclusionPath(levels, index),
    multiProof: (indexes) => merkleRangesWithout(leafHashes.length, indexes).map((range) => subtreeRoot(levels, range)),
    consistencyPath: (oldSize) => consistencyPath(levels, oldSize),
  };
}

function nextLevel(sha256: Sha256, level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let i = 0; i + 1 < level.length; i += 2) next.push(innerHash(sha256, at(level, i), at(level, i + 1)));
  if (level.length % 2 === 1) next.push(at(level, level.length - 1));
  return next;
}

function inclusionPath(levels: readonly (readonly Uint8Array[])[], index: number): Uint8Array[] {
  const size = at(levels, 0).length;
  assert(Number.isSafeInteger(index) && index >= 0 && index < size, `leaf ${index} of a tree of ${size}`);
  const path: Uint8Array[] = [];
  let position = index;
  for (const level of levels) {
    const sibling = level[position % 2 === 0 ? position + 1 : position - 1];
    if (sibling !== undefined) path.push(sibling);
    position = Math.floor(position / 2);
  }
  return path;
}

/** A range of the RFC's tree begins at a multiple of the power of two that its size is or stays below. */
function subtreeRoot(levels: readonly (readonly Uint8Array[])[], { from, to }: MerkleRange): Uint8Array {
  const height = to - from === 1 ? 0 : 32 - Math.clz32(to - from - 1);
  return at(at(levels, height), from / 2 ** height);
}

/**
 * Walks up from the last old leaf. The first node listed is the largest complete old subtree on the right edge, unless
 * that is the whole old tree, whose root the verifier has.
 */
function consistencyPath(levels: readonly (readonly Uint8Array[])[], oldSize: number): Uint8Array[] {
  const size = at(levels, 0).length;
  assert(Number.isSafeInteger(oldSize) && oldSize >= 1 && oldSize <= size, `prefix ${oldSize} of a tree of ${size}`);
  if (oldSize === size) return [];
  let position = oldSize - 1;
  let height = 0;
  while (position % 2 === 1) {
    position = Math.floor(position / 2);
    height++;
  }
  const path: Uint8Array[] = position === 0 ? [] : [at(at(levels, height), position)];
  for (; height < levels.length - 1; height++) {
    const sibling = at(levels, height)[position % 2 === 0 ? position + 1 : position - 1];
    if (sibling !== undefined) path.push(sibling);
    position = Math.floor(position / 2);
  }
  return path;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  assert(item !== undefined, `no item ${index} of ${items.length}`);
  return item;
}
