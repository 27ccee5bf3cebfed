import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { assertDefined } from "@openledger/primitives";
import { events } from "../schema/chain.ts";
import { testDatabases } from "../testing/databases.ts";
import { sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { rowsOf, type Database } from "./database.ts";
import { buildIndexes, deferIndexes } from "./deferred-indexes.ts";
import { writeBlock, writeGenesis } from "./write-block.ts";

const rows = [1, 2].map((index) => ({ height: 1n, index, txIndex: null, type: "message", attributes: [] }));

async function indexesOf(database: Database): Promise<readonly { readonly indexdef: string }[]> {
  return rowsOf(await database.writer.execute(sql`select indexdef from pg_indexes where schemaname = current_schema() and tablename not like 'indexer_%' order by indexdef`));
}

describe.each(testDatabases.filter(({ isMissing }) => !isMissing))("on $name", ({ open }) => {
  test("every index and key that was left out is there again at the end", async () => {
    await using database = await open();
    const whole = await indexesOf(database);
    const waiting = await deferIndexes(database);
    expect([waiting > 20, (await indexesOf(database)).length]).toEqual([true, whole.length - waiting]);
    await database.write((tx) => tx.copy(events, rows));
    const built: string[] = [];
    await buildIndexes(database, (name) => built.push(name));
    // Tables without rows get theirs in one step.
    expect(built.sort()).toEqual(["events_height_index_pk", "events_of_txs", "events_type_hash"]);
    expect(await indexesOf(database)).toEqual(whole);
  });

  test("a row that was written twice while there was no key stops the building, which a restart goes on with", async () => {
    await using database = await open();
    await deferIndexes(database);
    await database.write((tx) => tx.copy(events, [...rows, ...rows]));
    await expect(buildIndexes(database, () => undefined)).rejects.toMatchObject({ code: "DATABASE_REFUSED", message: expect.stringContaining("23505") as string });
    await database.writer.execute(sql`delete from events a using events b where a.ctid < b.ctid and a.index = b.index`);
    const built: string[] = [];
    await buildIndexes(database, (name) => built.push(name));
    expect(built).toContain("events_height_index_pk");
  });

  test("nothing is dropped from an index with blocks", async () => {
    await using database = await open();
    await writeBlock(database, await writeGenesis(database, sampleGenesis), assertDefined(sampleBlocks()[0], "a block"));
    const whole = await indexesOf(database);
    expect([await deferIndexes(database), await indexesOf(database)]).toEqual([0, whole]);
  });
});
