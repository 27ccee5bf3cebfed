import { createMerkleTree, type MerkleTree } from "@openledger/attribution";
import { compareBytes, leafHash, merkleRangesWithout, merkleRootOfHashes, type Sha256 } from "@openledger/primitives";
import type { ArtifactProof } from "@openledger/messages/openledger/attribution/v1";
import { byteTextToBytes, type ByteText } from "./byte-text.ts";

/** Sorted leaves of an artifact under their root, and proofs of some of them. */
export interface CommittedLeaves {
  readonly count: number;
  /** RFC 6962 root, 32 bytes. */
  readonly root: Uint8Array;
  /** Leaf `index`, 0..count-1. */
  at(index: number): Uint8Array;
  /** The first index whose leaf is `key` or above it in byte order; `count` when there is none. */
  firstFrom(key: ByteText): number;
  /** One proof for these leaves, whose indexes ascend. */
  prove(indexes: readonly number[]): ArtifactProof;
}

/** A power of two, so that a full block is a subtree of the RFC's tree. */
const BLOCK_LEAVES = 32;

/**
 * Commits to `leaves`, which ascend in byte order. Keeps them in one piece with the roots of blocks of 32; what lies
 * below is hashed again when it is proved, so that a large artifact costs little more memory than its leaves' bytes.
 */
export function commitToLeaves(leaves: readonly Uint8Array[], sha256: Sha256): CommittedLeaves {
  const count = leaves.length;
  const starts = new Uint32Array(count + 1);
  leaves.forEach((leaf, i) => (starts[i + 1] = (starts[i] as number) + leaf.length));
  const bytes = new Uint8Array(starts[count] as number);
  leaves.forEach((leaf, i) => bytes.set(leaf, starts[i] as number));
  const at = (index: number): Uint8Array => bytes.subarray(starts[index] as number, starts[index + 1] as number);
  const rootOf = (from: number, to: number): Uint8Array => {
    const hashes: Uint8Array[] = [];
    for (let index = from; index < to; index++) hashes.push(leafHash(sha256, at(index)));
    return merkleRootOfHashes(sha256, hashes);
  };
  const roots: Uint8Array[] = [];
  for (let from = 0; from < count; from += BLOCK_LEAVES) roots.push(rootOf(from, Math.min(count, from + BLOCK_LEAVES)));
  const blocks = createMerkleTree(sha256, roots);
  return {
    count,
    root: blocks.root,
    at: (index) => at(index).slice(),
    firstFrom: (key) => firstFrom(at, count, byteTextToBytes(key)),
    prove: (indexes) => ({
      leafCount: BigInt(count),
      indexes: indexes.map(BigInt),
      leaves: indexes.map((index) => at(index).slice()),
      hashes: hashesWithout(count, indexes, blocks, rootOf),
    }),
  };
}

/** A subtree without proved leaves lies inside a block that holds some, or is one of the tree of blocks. */
function hashesWithout(
  count: number,
  indexes: readonly number[],
  blocks: MerkleTree,
  rootOf: (from: number, to: number) => Uint8Array,
): Uint8Array[] {
  const opened = [...new Set(indexes.map((index) => Math.floor(index / BLOCK_LEAVES)))];
  const isOpened = new Set(opened);
  const above = blocks.multiProof(opened);
  let next = 0;
  return merkleRangesWithout(count, indexes).map(({ from, to }) => {
    const inside = isOpened.has(Math.floor(from / BLOCK_LEAVES));
    return inside ? rootOf(from, to) : (above[next++] as Uint8Array);
  });
}

function firstFrom(at: (index: number) => Uint8Array, count: number, key: Uint8Array): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareBytes(at(middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
