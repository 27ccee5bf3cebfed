import { equalBytes, innerHash, type Sha256 } from "@openledger/primitives";

const HASH_BYTES = 32;

/**
 * True when the tree (newSize, newRoot) extends the tree (oldSize, oldRoot), oldSize >= 1: RFC 9162 section 2.1.4.2.
 * Equal sizes need equal roots and an empty path.
 */
export function verifyConsistency(
  sha256: Sha256,
  proof: {
    oldSize: number;
    oldRoot: Uint8Array;
    newSize: number;
    newRoot: Uint8Array;
    path: readonly Uint8Array[];
  },
): boolean {
  const { oldSize, oldRoot, newSize, newRoot } = proof;
  if (!isIndexOf(oldSize - 1, newSize)) return false;
  if (proof.path.some((hash) => hash.length !== HASH_BYTES)) return false;
  if (oldSize === newSize) return proof.path.length === 0 && equalBytes(oldRoot, newRoot);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof.path] : [...proof.path];
  let position = oldSize - 1;
  let last = newSize - 1;
  while (position % 2 === 1) {
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  const first = path[0];
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      oldHash = innerHash(sha256, sibling, oldHash);
      newHash = innerHash(sha256, sibling, newHash);
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2);
        last = Math.floor(last / 2);
      }
    } else {
      newHash = innerHash(sha256, newHash, sibling);
    }
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}

function isIndexOf(index: number, size: number): boolean {
  return Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size;
}

/** Works above 2^32, where bit operators do not. */
function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest % 2 === 0) rest = rest / 2;
  return rest === 1;
}
