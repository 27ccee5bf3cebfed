import type { Frontier } from "@openledger/attribution";
import { innerHash, merkleSplit, type Sha256 } from "@openledger/primitives";

/**
 * Sibling hashes, from the leaf up, of leaf `index` (counted in the whole log) after `leaves` were appended to a log of
 * which only its frontier is known. Undefined when that leaf is not among the appended ones, or the frontier has not one
 * peak for each set bit of its size.
 */
export function appendedPath(
  sha256: Sha256,
  frontier: Frontier,
  leaves: readonly Uint8Array[],
  index: number,
): readonly Uint8Array[] | undefined {
  const total = frontier.size + leaves.length;
  if (index < frontier.size || index >= total) return undefined;
  const peaks = peaksByOffset(frontier);
  /** Root of leaves from..to: appended ones, or whole peaks, since every range that is asked for ends a path to an appended leaf. */
  const rootOf = (from: number, to: number): Uint8Array | undefined => {
    if (to <= frontier.size) return peaks.get(`${from}..${to}`);
    if (to - from === 1) return leaves[from - frontier.size];
    const middle = from + merkleSplit(to - from);
    const [left, right] = [rootOf(from, middle), rootOf(middle, to)];
    return left === undefined || right === undefined ? undefined : innerHash(sha256, left, right);
  };
  const path: Uint8Array[] = [];
  let [from, to] = [0, total];
  while (to - from > 1) {
    const middle = from + merkleSplit(to - from);
    const sibling = index < middle ? rootOf(middle, to) : rootOf(from, middle);
    if (sibling === undefined) return undefined;
    path.unshift(sibling);
    if (index < middle) to = middle;
    else from = middle;
  }
  return path;
}

function peaksByOffset({ size, peaks }: Frontier): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let from = 0;
  for (const peak of peaks) {
    // The largest power of two that still fits.
    const to = from + 2 ** Math.floor(Math.log2(size - from));
    found.set(`${from}..${to}`, peak);
    from = to;
  }
  return found;
}
