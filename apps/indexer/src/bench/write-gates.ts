import { checkpointFrame, type Checkpoint } from "../db/checkpoint.ts";
import type { Database } from "../db/database.ts";
import { buildIndexes, deferIndexes } from "../db/deferred-indexes.ts";
import { writeGenesis } from "../db/write-block.ts";
import { sampleGenesis } from "../testing/sample-chain.ts";
import { events } from "../schema/chain.ts";
import { emptyIndex } from "./backfill.ts";
import type { BenchContext, Gate } from "./gate.ts";
import { dumpTables, rawCopySeconds } from "./raw-copy.ts";

const ROWS_PER_TX = 10_000;
const EVENTS_PER_BLOCK = 100;
const REPEATS = 3;

type EventRow = typeof events.$inferInsert;

/** The writer's COPY with a checkpoint in each transaction, beside psql's. */
export const writePath: Gate = {
  id: "P1",
  title: "write path, 10,000 rows per transaction, against psql \\copy of the same rows into the same table",
  bound: "rows per second at least 0.90 of raw",
  run: async (context) => {
    const { raw, ours, rows } = await besideRaw(context, "p1", Math.round(200_000 * context.scale), false);
    return { isMet: raw / ours >= 0.9, measures: { ratio: raw / ours, rows, rowsPerSecond: rows / ours, rawRowsPerSecond: rows / raw } };
  },
};

/** A large backfill that builds its secondary indexes at the end. */
export const deferredIndexes: Gate = {
  id: "P3",
  title: "a million rows with secondary indexes at the end, their building included, against \\copy into the indexed table",
  bound: "at least 1.5 times raw",
  run: async (context) => {
    const { raw, ours, rows } = await besideRaw(context, "p3", Math.round(1_000_000 * context.scale), true);
    return { isMet: raw / ours >= 1.5, measures: { ratio: raw / ours, rows, rowsPerSecond: rows / ours, rawRowsPerSecond: rows / raw } };
  },
};

/** Medians of interleaved rounds, in seconds. */
async function besideRaw({ postgres }: BenchContext, name: string, rows: number, isDeferred: boolean): Promise<{ readonly raw: number; readonly ours: number; readonly rows: number }> {
  const [raw, ours]: [number[], number[]] = [[], []];
  for (let round = 0; round < REPEATS; round += 1) {
    const { database, url } = await emptyIndex(postgres, `${name}_ours_${round}`);
    ours.push(await writeSeconds(database, rows, isDeferred));
    using files = await dumpTables(postgres, database, url, ["events"]);
    raw.push(await rawCopySeconds(postgres, `${name}_raw_${round}`, files));
    await database.close();
  }
  return { raw: median(raw), ours: median(ours), rows };
}

async function writeSeconds(database: Database, rows: number, isDeferred: boolean): Promise<number> {
  let checkpoint = await writeGenesis(database, sampleGenesis);
  let milliseconds = 0;
  const measured = async (work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await work();
    milliseconds += performance.now() - begun;
  };
  if (isDeferred) await measured(() => deferIndexes(database));
  for (let at = 0; at < rows; at += ROWS_PER_TX) {
    const batch = eventRows(at, Math.min(ROWS_PER_TX, rows - at));
    const to: Checkpoint = { ...checkpoint, height: checkpoint.height + 1n };
    const from = checkpoint;
    await measured(() => database.write((tx) => tx.copy(events, batch), checkpointFrame(from, to, { isBulk: at + ROWS_PER_TX < rows })));
    checkpoint = to;
  }
  if (isDeferred) await measured(() => buildIndexes(database, () => undefined));
  return milliseconds / 1_000;
}

function eventRows(first: number, count: number): EventRow[] {
  return Array.from({ length: count }, (_, i) => {
    const row = first + i;
    const index = row % EVENTS_PER_BLOCK;
    return {
      height: BigInt(Math.floor(row / EVENTS_PER_BLOCK) + 1),
      index,
      txIndex: Math.floor(index / 12),
      type: ["coin_spent", "coin_received", "transfer", "message", "tx"][row % 5] ?? "tx",
      attributes: [
        { key: "spender", value: `open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn${row % 997}` },
        { key: "amount", value: `${row}udemo` },
        { key: "msg_index", value: "0" },
      ],
    };
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

