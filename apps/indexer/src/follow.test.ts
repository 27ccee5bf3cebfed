import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startIndexer } from "./compose.ts";
import { readCheckpoint } from "./db/checkpoint.ts";
import { rowsOf, type Database } from "./db/database.ts";
import { migrate, readMigrations } from "./db/migrate.ts";
import { writeBlock, writeGenesis } from "./db/write-block.ts";
import { testDatabases } from "./testing/databases.ts";
import { openFakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { chainOf, people, sampleBlocks, sampleGenesis } from "./testing/sample-chain.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-indexer-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("following a node", () => {
  test("keeps pending apart, waits while the node is down, goes on without a gap, and continues after a restart", async () => {
    await using node = await openFakeNode(sampleBlocks().slice(0, 5));
    const waits: string[] = [];
    const first = await startIndexer({ node: node.url, db: folder, port: 0 }, { onRetry: (message) => waits.push(message) });
    await untilHeight(first, 5n);
    const { statement } = await ask(first, `{ statement(address: "${people.alice}", denom: "udemo") { closingBalance pending { amount settlement { state } receipts { amount } } } }`);
    expect(statement).toEqual({ closingBalance: "0", pending: [{ amount: "600", settlement: { state: "PENDING" }, receipts: [{ amount: "300" }, { amount: "300" }] }] });
    node.down = true;
    await expect.poll(() => waits.length, { timeout: 8_000 }).toBeGreaterThan(0);
    expect(waits[0]).toContain("no answer from the node");
    const ready = await fetch(`${first.url}/ready`);
    expect([ready.status, (await fetch(`${first.url}/health`)).status]).toEqual([503, 200]);
    node.blocks = sampleBlocks().slice(0, 6);
    node.down = false;
    await untilHeight(first, 6n);

    await expect(startIndexer({ node: node.url, db: folder, port: 0 })).rejects.toMatchObject({ code: "DATA_LOCKED" });
    await first.close();

    node.blocks = sampleBlocks();
    const second = await startIndexer({ node: node.url, db: folder, port: 0 });
    await untilHeight(second, 9n);
    await second.close();

    // The same folder against other chains: each stops with both values and writes nothing.
    node.blocks = chainOf(Array.from({ length: 12 }, () => ({})), "other ");
    await expectFatal(node.url, "WRONG_BLOCK", /at height 9 the index has block \w+ and the node \w+/);
    node.genesisTime = "2026-01-01T00:00:00Z";
    await expectFatal(node.url, "WRONG_GENESIS", /began at genesis \w{64} and the node's is \w{64}/);
    node.chainId = "other-1";
    await expectFatal(node.url, "WRONG_CHAIN", /indexes chain indexer-test-1 and the node serves other-1/);
  });

  async function expectFatal(node: string, code: string, message: RegExp): Promise<void> {
    const indexer = await startIndexer({ node, db: folder, port: 0 });
    await expect(indexer.done).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await indexer.close();
  }
});

/** What must hold on every database that the index may be kept in. */
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

    await writeBlock(database, checkpoint, next);
    expect((await readCheckpoint(database.reader))?.height).toBe(7n);
  });
}

async function digest(database: Database): Promise<unknown> {
  const tables = ["blocks", "txs", "events", "datanets", "contributions", "receipts", "payouts", "statement_lines", "balances", "indexer_state"];
  const counts = await Promise.all(tables.map(async (table) => rowsOf(await database.reader.execute(sql.raw(`select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from ${table} t`)))));
  return Object.fromEntries(tables.map((table, at) => [table, counts[at]]));
}

for (const { name, isMissing, open } of testDatabases) {
  describe.skipIf(isMissing)(`the writer on ${name}`, () => writerSuite(open));
}
