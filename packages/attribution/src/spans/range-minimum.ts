import type { IntColumn } from "./int-column.ts";

const BLOCK_SHIFT = 5;
const BLOCK = 1 << BLOCK_SHIFT;

/**
 * What {@link rangeMinimum} needs beside the values: minima of blocks of 32, then of 2, 4, 8 ... neighbouring blocks, each
 * level as long as there are places for it; log2(values.length/32)/32 entries for each value.
 */
export function buildMinima(values: Int32Array): Int32Array {
  const blocks = (values.length + BLOCK - 1) >> BLOCK_SHIFT;
  let levels = 0;
  while (blocks >= 1 << levels) levels++;
  const minima = new Int32Array(levelStart(blocks, levels));
  for (let block = 0; block < blocks; block++) {
    let least = 0x7fffffff;
    const end = Math.min(values.length, (block + 1) << BLOCK_SHIFT);
    for (let i = block << BLOCK_SHIFT; i < end; i++) least = Math.min(least, values[i] as number);
    minima[block] = least;
  }
  for (let level = 1; level < levels; level++) {
    const below = levelStart(blocks, level - 1);
    const start = levelStart(blocks, level);
    const end = levelStart(blocks, level + 1);
    const half = 1 << (level - 1);
    for (let i = start; i < end; i++) {
      const block = below + i - start;
      minima[i] = Math.min(minima[block] as number, minima[block + half] as number);
    }
  }
  return minima;
}

/** Smallest of values[from..to), `from` < `to`, in at most 66 steps; `minima` is {@link buildMinima} of the values. */
export function rangeMinimum(values: IntColumn, minima: IntColumn, from: number, to: number): number {
  const firstBlock = (from + BLOCK - 1) >> BLOCK_SHIFT;
  const endBlock = to >> BLOCK_SHIFT;
  if (firstBlock >= endBlock) return scan(values, from, to);
  const level = 31 - Math.clz32(endBlock - firstBlock);
  const start = levelStart((values.length + BLOCK - 1) >> BLOCK_SHIFT, level);
  const inner = Math.min(minima.at(start + firstBlock), minima.at(start + endBlock - (1 << level)));
  const head = scan(values, from, firstBlock << BLOCK_SHIFT);
  return Math.min(inner, head, scan(values, endBlock << BLOCK_SHIFT, to));
}

/** Index of a level's first entry: level k has blocks - 2^k + 1 of them. */
function levelStart(blocks: number, level: number): number {
  return level * (blocks + 1) - ((1 << level) - 1);
}

function scan(values: IntColumn, from: number, to: number): number {
  let least = 0x7fffffff;
  for (let i = from; i < to; i++) least = Math.min(least, values.at(i));
  return least;
}
