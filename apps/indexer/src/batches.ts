import { setImmediate } from "node:timers/promises";
import { checkpointAfter, linkBlock, type ProjectedBlock } from "./db/write-block.ts";
import type { Checkpoint } from "./db/checkpoint.ts";
import { countRows } from "./project/merge-rows.ts";
import type { UnlinkedBlock } from "./project/unlinked-block.ts";
import type { ProjectedSource } from "./source/projected-source.ts";

/** Rows per transaction while many blocks wait: more gains nothing, and a reader would wait longer for them. */
const ROWS_PER_BATCH = 10_000;

/** Consecutive blocks that are written in one transaction. */
export interface Batch {
  readonly blocks: readonly ProjectedBlock[];
  /** The checkpoint that the first of them continues. */
  readonly from: Checkpoint;
}

/**
 * The blocks above `from` up to `last`, linked and cut into transactions. `ahead` blocks are asked for before they
 * are needed. At the head this is one block per transaction, behind it as many as make up a good COPY.
 */
export async function* batchesOf(
  source: ProjectedSource,
  from: Checkpoint,
  last: bigint,
  ahead: number,
  signal: AbortSignal,
): AsyncGenerator<Batch, void> {
  let reached = from;
  let begun = from;
  let blocks: ProjectedBlock[] = [];
  let rowCount = 0;
  try {
    for await (const unlinked of blocksBetween(source, from.height + 1n, last, ahead, signal)) {
      const linked = linkBlock(reached, unlinked);
      reached = checkpointAfter(reached, linked);
      blocks.push(linked);
      rowCount += countRows(linked.rows);
      if (rowCount < ROWS_PER_BATCH && linked.block.height < last) continue;
      yield { blocks, from: begun };
      begun = reached;
      blocks = [];
      rowCount = 0;
    }
  } catch (error) {
    // What came before the failure is as good as ever, and a source that fails now and then must not undo it each time.
    if (blocks.length > 0) yield { blocks, from: begun };
    throw error;
  }
}

/** Writes batches in order; the next one is fetched and projected while one is being written. */
export async function writeBatches(batches: AsyncIterable<Batch>, write: (batch: Batch) => Promise<void>): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      await writing;
      writing = write(batch);
      // Its error is seen before the next transaction.
      writing.catch(() => undefined);
    }
  } finally {
    // A source that fails leaves the batch before it to be finished, and the round ends only then.
    await writing;
  }
}

/** Blocks in order, with some fetched while earlier ones are being worked on. */
async function* blocksBetween(
  source: ProjectedSource,
  first: bigint,
  last: bigint,
  ahead: number,
  signal: AbortSignal,
): AsyncGenerator<UnlinkedBlock, void> {
  const fetched: Promise<UnlinkedBlock>[] = [];
  let next = first;
  while (!signal.aborted) {
    while (next <= last && fetched.length < ahead) {
      const block = source.projected(next, signal);
      // Its error is seen when its turn comes.
      block.catch(() => undefined);
      fetched.push(block);
      next += 1n;
    }
    const block = fetched.shift();
    if (block === undefined) return;
    yield await block;
    // Blocks of an archive come without waiting, and the connection on which the batch before is written must get its turn.
    await setImmediate();
  }
}
