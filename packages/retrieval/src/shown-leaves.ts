import type { ArtifactProof } from "@openledger/messages/openledger/attribution/v1";
import { compareBytes, equalBytes, leafHash, merkleRootFromMultiProof, sizedRoot, type Sha256 } from "@openledger/primitives";
import { byteTextToBytes, type ByteText } from "./byte-text.ts";

/** Leaves that are proved to stand under an artifact's root. */
export interface ShownLeaves {
  readonly leaves: readonly Uint8Array[];
  /**
   * The leaf that begins with `key`, "absent" when its two neighbours in the artifact are shown side by side, undefined
   * when neither is shown. No two leaves of an artifact begin with one key.
   */
  find(key: ByteText): Uint8Array | "absent" | undefined;
}

/**
 * Checks a proof of at most `leavesMax` leaves against the artifact root, which commits to the number of leaves.
 * Undefined when it does not hold, whatever it contains.
 */
export function openShownLeaves(
  sha256: Sha256,
  root: Uint8Array,
  proof: ArtifactProof,
  leavesMax: number,
): ShownLeaves | undefined {
  const { leafCount, indexes, leaves, hashes } = proof;
  if (leafCount > 0x40000000n || leaves.length > leavesMax || indexes.length !== leaves.length) return undefined;
  const isInRange = indexes.every((index) => index < leafCount);
  if (!isInRange) return undefined;
  const at = indexes.map(Number);
  const hashed = leaves.map((leaf, i) => ({ index: at[i] as number, leafHash: leafHash(sha256, leaf) }));
  const computed = merkleRootFromMultiProof(sha256, Number(leafCount), hashed, hashes);
  if (computed === undefined || !equalBytes(sizedRoot(sha256, leafCount, computed), root)) return undefined;
  const ascends = leaves.every((leaf, i) => i === 0 || compareBytes(leaves[i - 1] as Uint8Array, leaf) < 0);
  return ascends ? { leaves, find: (key) => find(at, leaves, byteTextToBytes(key)) } : undefined;
}

function find(at: readonly number[], leaves: readonly Uint8Array[], key: Uint8Array): Uint8Array | "absent" | undefined {
  let low = 0;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareBytes(leaves[middle] as Uint8Array, key) < 0) low = middle + 1;
    else high = middle;
  }
  const next = leaves[low];
  if (next === undefined) return undefined;
  if (next.length >= key.length && equalBytes(next.subarray(0, key.length), key)) return next;
  const areNeighbours = low > 0 && at[low] === (at[low - 1] as number) + 1;
  return areNeighbours ? "absent" : undefined;
}
