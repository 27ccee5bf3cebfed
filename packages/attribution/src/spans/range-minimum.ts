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

/** First index from `from` on whose value is less than `limit`, or values.length, in at most 64 + 2 log2 steps. */
export function firstBelow(values: IntColumn, minima: IntColumn, from: number, limit: number): number {
  const blockEnd = Math.min(values.length, ((from + BLOCK - 1) >> BLOCK_SHIFT) << BLOCK_SHIFT);
  for (let i = from; i < blockEnd; i++) if (values.at(i) < limit) return i;
  const blocks = (values.length + BLOCK - 1) >> BLOCK_SHIFT;
  let block = (from + BLOCK - 1) >> BLOCK_SHIFT;
  const isAbove = (level: number): boolean =>
    block + (1 << level) <= blocks && minima.at(levelStart(blocks, level) + block) >= limit;
  let level = 0;
  while (isAbove(level)) block += 1 << level++;
  while (--level >= 0) if (isAbove(level)) block += 1 << level;
  let index = block << BLOCK_SHIFT;
  while (index < values.length && values.at(index) >= limit) index++;
  return Math.min(index, values.length);
}

/** Last index up to `to` whose value is less than `limit`, or -1, in at most 64 + 2 log2 steps. */
export function lastBelow(values: IntColumn, minima: IntColumn, to: number, limit: number): number {
  const blockStart = ((to + 1) >> BLOCK_SHIFT) << BLOCK_SHIFT;
  for (let i = to; i >= blockStart; i--) if (values.at(i) < limit) return i;
  const blocks = (values.length + BLOCK - 1) >> BLOCK_SHIFT;
  let block = (to + 1) >> BLOCK_SHIFT;
  const isAbove = (level: number): boolean =>
    block >= 1 << level && minima.at(levelStart(blocks, level) + block - (1 << level)) >= limit;
  let level = 0;
  while (isAbove(level)) block -= 1 << level++;
  while (--level >= 0) if (isAbove(level)) block -= 1 << level;
  let index = (block << BLOCK_SHIFT) - 1;
  while (index >= 0 && values.at(index) >= limit) index--;
  return index;
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
