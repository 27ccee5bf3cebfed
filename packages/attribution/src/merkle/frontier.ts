import {
  assert,
  concatBytes,
  emptyHash,
  equalBytes,
  innerHash,
  readU64be,
  u64be,
  type Sha256,
} from "@openledger/primitives";

const HASH_BYTES = 32;
const SIZE_BYTES = 8;

/**
 * What is needed to append to an RFC 6962 log and to know its root: the roots of its complete subtrees, largest first,
 * one for each set bit of `size`. At most 53 hashes of 32 bytes. Values are never changed in place.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Uint8Array[] };

/** The frontier of a log without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** The frontier after one more leaf hash (32 bytes). */
export function appendLeaf(sha256: Sha256, frontier: Frontier, leaf: Uint8Array): Frontier {
  assert(leaf.length === HASH_BYTES, `leaf hash of ${leaf.length} bytes`);
  const peaks = [...frontier.peaks];
  let hash = leaf;
  for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = peaks.pop();
    assert(left !== undefined, "a frontier has one peak for each set bit of its size");
    hash = innerHash(sha256, left, hash);
  }
  peaks.push(hash);
  return { size: frontier.size + 1, peaks };
}

/** RFC 6962 root of the log: 32 bytes. */
export function frontierRoot(sha256: Sha256, frontier: Frontier): Uint8Array {
  let root: Uint8Array | undefined;
  for (let i = frontier.peaks.length - 1; i >= 0; i--) {
    const peak = frontier.peaks[i];
    assert(peak !== undefined, "peaks are dense");
    root = root === undefined ? peak : innerHash(sha256, peak, root);
  }
  return root ?? emptyHash(sha256);
}

/** Appends `leaves` and returns the new frontier if its root is `expectedRoot`, else undefined. */
export function extendAndCheck(
  sha256: Sha256,
  frontier: Frontier,
  leaves: readonly Uint8Array[],
  expectedRoot: Uint8Array,
): Frontier | undefined {
  let extended = frontier;
  for (const leaf of leaves) extended = appendLeaf(sha256, extended, leaf);
  return equalBytes(frontierRoot(sha256, extended), expectedRoot) ? extended : undefined;
}

/** u64be size followed by the peaks, 32 bytes each, largest subtree first. */
export function encodeFrontier(frontier: Frontier): Uint8Array {
  return concatBytes(u64be(BigInt(frontier.size)), ...frontier.peaks);
}

/** Reads {@link encodeFrontier}'s bytes. They come from our own state, so anything else is an invariant violation. */
export function decodeFrontier(bytes: Uint8Array): Frontier {
  const size = Number(readU64be(bytes));
  assert(Number.isSafeInteger(size), "a frontier holds less than 2^53 leaves");
  const count = (bytes.length - SIZE_BYTES) / HASH_BYTES;
  assert(count === setBits(size), `a frontier of ${size} leaves in ${bytes.length} bytes`);
  const peaks: Uint8Array[] = [];
  for (let i = 0; i < count; i++) peaks.push(bytes.slice(SIZE_BYTES + i * HASH_BYTES, SIZE_BYTES + (i + 1) * HASH_BYTES));
  return { size, peaks };
}

function setBits(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
