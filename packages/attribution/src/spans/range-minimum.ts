const BLOCK_SHIFT = 5;
const BLOCK = 1 << BLOCK_SHIFT;

/** Smallest of values[from..to), `from` < `to`. */
export type RangeMinimum = (from: number, to: number) => number;

/** Range minimum by blocks of 32 and a table over blocks in doubling steps: O(64) per query, values.length/2 bytes. */
export function createRangeMinimum(values: Int32Array): RangeMinimum {
  const levels = [blockMinima(values)];
  for (let step = 1; ; step *= 2) {
    const below = levels[levels.length - 1] as Int32Array;
    if (below.length <= step) break;
    const level = new Int32Array(below.length - step);
    for (let i = 0; i < level.length; i++) level[i] = Math.min(below[i] as number, below[i + step] as number);
    levels.push(level);
  }
  return (from, to) => {
    const firstBlock = (from + BLOCK - 1) >> BLOCK_SHIFT;
    const endBlock = to >> BLOCK_SHIFT;
    if (firstBlock >= endBlock) return scan(values, from, to);
    const level = 31 - Math.clz32(endBlock - firstBlock);
    const minima = levels[level] as Int32Array;
    const inner = Math.min(minima[firstBlock] as number, minima[endBlock - (1 << level)] as number);
    const head = scan(values, from, firstBlock << BLOCK_SHIFT);
    return Math.min(inner, head, scan(values, endBlock << BLOCK_SHIFT, to));
  };
}

function blockMinima(values: Int32Array): Int32Array {
  const minima = new Int32Array((values.length + BLOCK - 1) >> BLOCK_SHIFT);
  for (let block = 0; block < minima.length; block++) {
    minima[block] = scan(values, block << BLOCK_SHIFT, Math.min(values.length, (block + 1) << BLOCK_SHIFT));
  }
  return minima;
}

function scan(values: Int32Array, from: number, to: number): number {
  let least = 0x7fffffff;
  for (let i = from; i < to; i++) least = Math.min(least, values[i] as number);
  return least;
}
