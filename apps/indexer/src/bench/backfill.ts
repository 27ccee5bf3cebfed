import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { writeBlockArchive } from "@openledger/block-archive";
import { batchesOf, writeBatches, type Batch } from "../batches.ts";
import { readCheckpoint } from "../db/checkpoint.ts";
import type { Database } from "../db/database.ts";
import { buildIndexes, deferIndexes } from "../db/deferred-indexes.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { openPostgres } from "../db/postgres.ts";
import { writeGenesis, writeProjected } from "../db/write-block.ts";
import { openArchiveSource } from "../source/archive-source.ts";
import { projectHere } from "../source/projected-source.ts";
import { startProjectingThreads, usefulThreads } from "../source/projecting-threads.ts";
import { sha256 } from "../testing/sample-parts.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import type { TempPostgres } from "../testing/temp-postgres.ts";

const AHEAD = 16;

/** A folder of raw blocks that is removed afterwards. */
export interface BenchArchive extends Disposable {
  readonly folder: string;
  readonly blocks: number;
}

/** Writes an archive of blocks with eight transactions and a hundred events each. */
export async function makeArchive(blocks: number): Promise<BenchArchive> {
  const chain = createSyntheticChain({ txsPerBlock: 8 });
  const folder = join(mkdtempSync(join(tmpdir(), "openledger-bench-")), "archive");
  async function* list() {
    for (let height = 1; height <= blocks; height += 1) yield chain.block(height);
  }
  await writeBlockArchive(folder, { chainId: chain.chainId, document: chain.genesisDocument }, list(), sha256);
  return { folder, blocks, [Symbol.dispose]: () => rmSync(join(folder, ".."), { recursive: true, force: true }) };
}

/** An empty index on the server, with every table and index. */
export async function emptyIndex(postgres: TempPostgres, name: string): Promise<{ readonly database: Database; readonly url: string }> {
  const url = await postgres.createDatabase(name);
  const database = openPostgres(url);
  await database.lockWriter();
  await migrate(database, await readMigrations());
  return { database, url };
}

export interface BackfillOptions {
  /** How a batch is written; as the indexer does it by default. */
  readonly write?: (database: Database, batch: Batch) => Promise<unknown>;
  /** Fetches and projects the next batch while one is being written. */
  readonly overlaps?: boolean;
  /** Builds secondary indexes at the end, as `--role backfill` does. */
  readonly isDeferred?: boolean;
}

/** Indexes a whole archive: reads, checks, decodes, projects, writes. Returns the seconds that it took. */
export async function backfillSeconds(database: Database, { folder }: BenchArchive, options: BackfillOptions = {}): Promise<number> {
  const { write = (into, { from, blocks }) => writeProjected(into, from, blocks), overlaps = true, isDeferred = false } = options;
  const begun = performance.now();
  const source = await openArchiveSource(folder);
  const genesis = await writeGenesis(database, await source.genesis());
  if (isDeferred) await deferIndexes(database);
  const { height } = await source.status();
  const from = { archive: folder };
  const count = usefulThreads(from, database.kind, availableParallelism());
  using threads = count === 0 ? undefined : startProjectingThreads({ from, bech32Prefix: genesis.bech32Prefix }, count);
  const batches = batchesOf(threads ?? projectHere(source, genesis.bech32Prefix), genesis, height, AHEAD, new AbortController().signal);
  const one = async (batch: Batch): Promise<void> => void (await write(database, batch));
  if (overlaps) await writeBatches(batches, one);
  else for await (const batch of batches) await one(batch);
  if (isDeferred) await buildIndexes(database, () => undefined);
  const seconds = (performance.now() - begun) / 1_000;
  const reached = (await readCheckpoint(database.writer))?.height;
  if (reached !== height) throw new Error(`the backfill ended at ${reached} and not at ${height}`);
  return seconds;
}
