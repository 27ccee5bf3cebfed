import { emptyBlockRows, type BlockRows } from "./block-rows.ts";

/** The rows of several blocks as those of one: each list keeps the order of blocks, and in them of events. */
export function mergeRows(blocks: readonly BlockRows[]): BlockRows {
  const [only] = blocks;
  if (blocks.length === 1 && only !== undefined) return only;
  const merged = emptyBlockRows();
  for (const rows of blocks) {
    for (const key of Object.keys(merged) as (keyof BlockRows)[]) appendTo<unknown>(merged[key], rows[key]);
  }
  return merged;
}

function appendTo<Row>(target: Row[], rows: readonly Row[]): void {
  for (const row of rows) target.push(row);
}

/** Rows and changes of all kinds in a block. */
export function countRows(rows: BlockRows): number {
  let count = 0;
  for (const list of Object.values(rows)) if (Array.isArray(list)) count += list.length;
  return count;
}
