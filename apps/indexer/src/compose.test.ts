import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, startIndexer, type RunningIndexer } from "./compose.ts";
import { readDeadLetters } from "./db/dead-letters.ts";
import { readLiveSchema, swapLive } from "./db/live-schema.ts";
import { rowsOf } from "./db/database.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { createSyntheticChain } from "./testing/synthetic-chain.ts";
import { openSyntheticNode, type SyntheticNode } from "./testing/synthetic-node.ts";

const HEAD = 12;
const folder = mkdtempSync(join(tmpdir(), "openledger-indexer-"));
const place = { db: folder, schema: undefined, reset: false };
let node: SyntheticNode;

beforeAll(async () => {
  node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), HEAD);
});

afterAll(async () => {
  await node?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function backfill(more: { readonly reset?: boolean; readonly schema?: string } = {}): Promise<RunningIndexer> {
  const indexer = await startIndexer({ node: node.url, db: folder, role: "backfill", port: 0, ...more });
  try {
    await indexer.done;
  } finally {
    await indexer.close();
  }
  return indexer;
}

test("an embedded index: a backfill ends at the head, a second opener is refused, --reset and swap drop nothing", async () => {
  await backfill();
  {
    await using served = await startIndexer({ node: node.url, db: folder, role: "api", port: 0 });
    await untilHeight(served, BigInt(HEAD));
    expect((await fetch(`${served.url}/ready`)).status).toBe(200);
    expect((await ask(served, "{ _meta { height } }"))._meta).toEqual({ height: `${HEAD}` });
    await expect(startIndexer({ node: node.url, db: folder, port: 0 })).rejects.toMatchObject({ code: "DATA_LOCKED" });
  }
  expect((await backfill({ reset: true })).schema).toBe("index_2");
  await using database = await openDatabase(place);
  expect([database.schema, await readLiveSchema(database.writer)]).toEqual(["index_2", "index_2"]);
  const [counts] = rowsOf(await database.writer.execute(sql`select (select count(*)::int from public.blocks) as before, (select count(*)::int from index_2.blocks) as after,
    (select count(*)::int from pg_indexes where schemaname = 'public' and tablename not like 'indexer_%') - (select count(*)::int from pg_indexes where schemaname = 'index_2' and tablename not like 'indexer_%') as "missing"`));
  expect(counts).toEqual({ before: HEAD, after: HEAD, missing: 0 });
  expect(await database.snapshot(readDeadLetters)).toEqual([]);
  await expect(swapLive(database.writer, "index_9")).rejects.toMatchObject({ code: "BAD_SWAP" });
  await expect(swapLive(database.writer, 'a"b')).rejects.toMatchObject({ code: "BAD_SCHEMA" });
  await database.writer.execute(sql`update index_2.indexer_state set height = height + 11`);
  await expect(swapLive(database.writer, "public")).rejects.toMatchObject({ code: "BAD_SWAP", message: expect.stringContaining("wait until it caught up") as string });
  await database.writer.execute(sql`update index_2.indexer_state set genesis_hash = decode('00', 'hex')`);
  expect(await swapLive(database.writer, "public")).toEqual({ from: "index_2", to: "public", height: BigInt(HEAD) });
  // An embedded database is opened five times.
}, 120_000);
