import { compareBytes } from "@openledger/primitives";

/** A key with what it takes; undefined removes it. */
export type Pair = readonly [key: Uint8Array, value: Uint8Array | undefined];

/** The last pair of each key, keys ascending in byte order, as a change set wants them. */
export function lastOfEachKey(pairs: readonly Pair[]): readonly Pair[] {
  // Sorting keeps the order of equal keys, so the last written comes last.
  const sorted = pairs.toSorted(([a], [b]) => compareBytes(a, b));
  return sorted.filter(([key], i) => {
    const next = sorted[i + 1];
    return next === undefined || compareBytes(key, next[0]) !== 0;
  });
}
