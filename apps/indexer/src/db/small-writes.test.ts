import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertDefined } from "@openledger/primitives";
import { isRetryable } from "../errors.ts";
import { events, indexerState } from "../schema/chain.ts";
import { hasPostgres, startTempPostgres, type TempPostgres } from "../testing/temp-postgres.ts";
import { sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { checkpointFrame, readSettledCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { guarded } from "./database-error.ts";
import type { Database, WriteTx } from "./database.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";
import { writeBlock, writeGenesis } from "./write-block.ts";
import { writeRows } from "./write-rows.ts";

const APPLICATION = "openledger-indexer";

describe.runIf(hasPostgres())("small blocks, whose statements don't wait for answers", () => {
  let server: TempPostgres;
  let database: Database;
  let outside: pg.Client;
  let at: Checkpoint;
  beforeAll(async () => {
    server = await startTempPostgres();
    const url = await server.createDatabase("small");
    outside = new pg.Client({ connectionString: url });
    await outside.connect();
    database = openPostgres(url);
    await database.lockWriter();
    await migrate(database, await readMigrations());
    at = await writeGenesis(database, sampleGenesis);
  });
  afterAll(async () => {
    await database.close();
    await outside.end();
    await server[Symbol.asyncDispose]();
  });

  const rows = [{ height: 1n, index: 1_000, txIndex: null, type: "message", attributes: [] }];
  const next = (): Checkpoint => ({ ...at, height: at.height + 1n, blockHash: Uint8Array.of(1) });
  const writing = (work: (tx: WriteTx) => Promise<void>, from = at): Promise<unknown> =>
    guarded(() => database.write(work, checkpointFrame(from, next(), { isSmall: true }))).catch((error: unknown) => error);
  const count = async (): Promise<number> => Number((await outside.query<{ n: string }>("select count(*) as n from events where index = 1000")).rows[0]?.n);

  test("a step that fails leaves nothing, and its error is what is thrown, not those of the statements behind it", async () => {
    const error = await writing((tx) =>
      tx.each([
        async () => {
          await writeRows(tx, events, rows);
          // Sent after the division below has failed, to a transaction that takes nothing any more.
          await tx.db.execute("select 1");
        },
        async () => void (await tx.db.execute("select 1 / 0")),
        () => writeRows(tx, events, [{ ...assertDefined(rows[0], "a row"), index: 1_001 }]),
      ]),
    );
    expect(error).toMatchObject({ code: "DATABASE_REFUSED", message: expect.stringContaining("22012") as string });
    expect([await count(), (await readSettledCheckpoint(database.writer))?.height]).toEqual([0, at.height]);
  });

  test("a duplicate is refused though the commit was sent without waiting for its answer, and nothing of the block stays", async () => {
    const error = await writing(async (tx) => {
      await writeRows(tx, events, rows);
      await writeRows(tx, events, rows);
      await writeRows(tx, events, [{ ...assertDefined(rows[0], "a row"), index: 1_001 }]);
    });
    expect(error).toMatchObject({ code: "DATABASE_REFUSED", message: expect.stringContaining("23505") as string });
    expect([await count(), (await readSettledCheckpoint(database.writer))?.height]).toEqual([0, at.height]);
  });

  test("a writer whose checkpoint is another's commits nothing, whatever its statements did", async () => {
    const error = await writing((tx) => writeRows(tx, events, rows), { ...at, nonce: at.nonce + 7n });
    expect(error).toMatchObject({ code: "STALE_WRITER" });
    expect(await count()).toBe(0);
  });

  test("a connection that is lost in the middle is an outage, after which the same block is written", async () => {
    const error = await writing(async (tx) => {
      await writeRows(tx, events, rows);
      // Its answer comes behind that of the rows, which nobody waits for.
      await tx.db.execute("select 1");
      const { rows: own } = await outside.query<{ pid: number }>("select pid from pg_stat_activity where application_name = $1 and state = 'idle in transaction'", [APPLICATION]);
      await outside.query("select pg_terminate_backend($1)", [assertDefined(own[0], "the connection that waits").pid]);
      await tx.db.execute("select 1");
    });
    expect(isRetryable(error)).toBe(true);
    expect(await count()).toBe(0);
    const block = assertDefined(sampleBlocks()[0], "a block");
    at = await writeBlock(database, at, block);
    expect((await readSettledCheckpoint(database.writer))?.height).toBe(block.height);
  });

  test("a checkpoint whose move is under way is read when that has ended", async () => {
    await outside.query("begin");
    await outside.query(`update indexer_state set code_version = 'moved'`);
    const read = readSettledCheckpoint(database.writer);
    const first = await Promise.race([read.then(() => "read"), new Promise((resolve) => setTimeout(resolve, 100, "waits"))]);
    expect(first).toBe("waits");
    await outside.query("commit");
    expect((await read)?.codeVersion).toBe("moved");
    await database.writer.update(indexerState).set({ codeVersion: at.codeVersion });
  });
});
