import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCheckpoint, takeOver } from "./db/checkpoint.ts";
import { rowsOf, type Database } from "./db/database.ts";
import { migrate, readMigrations } from "./db/migrate.ts";
import { databaseOf } from "./db/pglite.ts";
import { writeBlock, writeGenesis } from "./db/write-block.ts";
import { follow, type Follower } from "./follow.ts";
import { createMetrics } from "./metrics.ts";
import type { HeadWatcher } from "./source/head-watcher.ts";
import { createNodeSource } from "./source/node-source.ts";
import { pause } from "./pause.ts";
import { testDatabases } from "./testing/databases.ts";
import { openFakeNode } from "./testing/fake-node.ts";
import { chainOf, sampleBlocks, sampleGenesis } from "./testing/sample-chain.ts";

const STEP_MS = 20;
const heads: HeadWatcher = { next: async (signal) => pause(STEP_MS, signal).then(() => undefined), [Symbol.dispose]: () => undefined };

interface Following extends Follower, AsyncDisposable {
  readonly waits: string[];
  until(height: bigint): Promise<void>;
}

async function followOn(database: Database, node: string, isBackfill = false): Promise<Following> {
  const stop = new AbortController();
  const waits: string[] = [];
  const follower = follow({
    ...{ database, source: createNodeSource(node), heads, isBackfill, migrations: await readMigrations(), metrics: createMetrics(), signal: stop.signal },
    onBlock: () => undefined,
    onRetry: (error) => waits.push(error.message),
  });
  return Object.assign(Object.create(follower) as Follower, {
    waits,
    async until(height: bigint) {
      while ((follower.checkpoint?.height ?? -1n) < height) await Promise.race([follower.done, pause(STEP_MS, stop.signal)]);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await follower.done.catch(() => undefined);
    },
  });
}

/** What must hold on every database that the index may be kept in. */
function followSuite(open: () => Promise<Database>): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database?.close());

  test("waits while the node is down, goes on without a gap, continues after a restart, and refuses any other chain", async () => {
    await using node = await openFakeNode(sampleBlocks().slice(0, 5));
    {
      await using first = await followOn(database, node.url);
      await first.until(5n);
      node.down = true;
      await expect.poll(() => first.waits.length, { interval: STEP_MS }).toBeGreaterThan(0);
      expect([first.waits[0], first.ready]).toEqual([expect.stringContaining("no answer from the node"), false]);
      node.blocks = sampleBlocks().slice(0, 6);
      node.down = false;
      await first.until(6n);
    }
    node.blocks = sampleBlocks();
    {
      await using second = await followOn(database, node.url);
      await second.until(9n);
    }
    const before = await digest(database);

    const refusals = async (code: string, message: RegExp): Promise<void> => {
      await using follower = await followOn(database, node.url);
      await expect(follower.done).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    };
    node.blocks = sampleBlocks().slice(0, 7);
    await refusals("NODE_BEHIND", /the node is at height 7 and the index at 9/);
    node.blocks = chainOf(Array.from({ length: 12 }, () => ({})), "other ");
    await refusals("WRONG_BLOCK", /at height 9 the index has block \w+ and the node \w+/);
    node.genesisTime = "2026-01-01T00:00:00Z";
    await refusals("WRONG_GENESIS", /began at genesis \w{64} and the node's is \w{64}: .* begin a new schema with --reset/);
    node.chainId = "other-1";
    await refusals("WRONG_CHAIN", /indexes chain indexer-test-1 and the node serves other-1/);
    expect(await digest(database)).toEqual(before);
  });

  test("a backfill whose head went on while indexes were built reaches that head before it says so", async () => {
    await using fresh = await open();
    await using node = await openFakeNode(sampleBlocks().slice(0, 5));
    const reached: (bigint | undefined)[] = [];
    const follower: Follower = follow({
      ...{ database: fresh, source: createNodeSource(node.url), heads, isBackfill: true, migrations: await readMigrations(), metrics: createMetrics(), signal: new AbortController().signal },
      onIndex: () => void (node.blocks = sampleBlocks()),
      onCaughtUp: async () => void reached.push(follower.checkpoint?.height),
      onBlock: () => undefined,
      onRetry: () => undefined,
    });
    await follower.done;
    expect(reached).toEqual([9n]);
  });

  test("a block with another parent stops the writer where it is", async () => {
    const fresh = await open();
    try {
      const blocks = sampleBlocks();
      await using node = await openFakeNode(blocks.map((block) => (block.height === 4n ? { ...block, parentHash: new Uint8Array(32).fill(7) } : block)));
      await using follower = await followOn(fresh, node.url);
      await expect(follower.done).rejects.toMatchObject({ code: "BROKEN_PARENT", message: expect.stringMatching(/block 4 names parent (07){32} and block 3 is \w{64}/) as string });
      expect((await readCheckpoint(fresh.writer))?.height ?? 0n).toBeLessThan(4n);
    } finally {
      await fresh.close();
    }
  });
}

/** What must hold of one transaction after another. */
function writerSuite(open: () => Promise<Database>): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database?.close());

  test("migrations apply once, and edited or unknown ones are refused", async () => {
    const migrations = await readMigrations();
    await Promise.all([migrate(database, migrations), migrate(database, migrations)]);
    const [only] = migrations;
    await expect(migrate(database, [{ name: only?.name ?? "", hash: "other", statements: [] }])).rejects.toMatchObject({ code: "MIGRATION_EDITED" });
    await expect(migrate(database, [])).rejects.toMatchObject({ code: "MIGRATION_UNKNOWN" });
  });

  test("rows and checkpoint move together, and whatever does not follow is refused without a trace", async () => {
    const blocks = sampleBlocks();
    const genesis = await writeGenesis(database, sampleGenesis);
    let checkpoint = genesis;
    for (const block of blocks.slice(0, 6)) checkpoint = await writeBlock(database, checkpoint, block);
    const next = blocks[6];
    if (next === undefined) throw new Error("the sample chain has nine blocks");
    const before = await digest(database);

    await expect(writeBlock(database, checkpoint, { ...next, parentHash: new Uint8Array(32) })).rejects.toMatchObject({ code: "BROKEN_PARENT" });
    await expect(writeBlock(database, checkpoint, { ...next, chainId: "other" })).rejects.toMatchObject({ code: "WRONG_CHAIN" });
    await expect(writeBlock(database, checkpoint, { ...next, height: 9n })).rejects.toMatchObject({ code: "INCONSISTENT" });
    // A writer that was paused at an old checkpoint, and a block whose last statement fails.
    await expect(writeBlock(database, genesis, blocks[0] ?? next)).rejects.toMatchObject({ code: "STALE_WRITER" });
    await expect(writeBlock(database, checkpoint, { ...next, txs: [...next.txs, ...(blocks[1]?.txs ?? [])] })).rejects.toMatchObject({ code: "DATABASE_REFUSED" });
    expect(await digest(database)).toEqual(before);

    // Another writer takes over at the same block: the one before it is as stale as if it were behind.
    const successor = await takeOver(database, checkpoint);
    await expect(writeBlock(database, checkpoint, next)).rejects.toMatchObject({ code: "STALE_WRITER" });
    await writeBlock(database, successor, next);
    expect((await readCheckpoint(database.reader))?.height).toBe(7n);
  });
}

async function digest(database: Database): Promise<unknown> {
  const tables = ["blocks", "txs", "events", "datanets", "contributions", "receipts", "payouts", "statement_lines", "balances"];
  const counts = await Promise.all(tables.map(async (table) => rowsOf(await database.reader.execute(sql.raw(`select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from ${table} t`)))));
  const state = rowsOf(await database.reader.execute(sql`select chain_id, height, block_hash from indexer_state`));
  return { state, ...Object.fromEntries(tables.map((table, at) => [table, counts[at]])) };
}

for (const { name, isMissing, open } of testDatabases) {
  describe.skipIf(isMissing)(`following a node into ${name}`, () => followSuite(open));
  describe.skipIf(isMissing)(`the writer on ${name}`, () => writerSuite(open));
}

test("migrations go to the schema of the database also on a connection that was opened anew", async () => {
  const client = await PGlite.create();
  await using green = await databaseOf(client, "green", () => undefined);
  await client.exec("set search_path to public");
  await migrate(green, await readMigrations());
  const found = await client.query("select schemaname from pg_tables where tablename in ('indexer_migrations', 'blocks')");
  expect(found.rows).toEqual([{ schemaname: "green" }, { schemaname: "green" }]);
});
