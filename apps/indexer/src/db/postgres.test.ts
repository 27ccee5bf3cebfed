import { sql } from "drizzle-orm";
import pg from "pg";
import { expect, test } from "vitest";
import { isRetryable } from "../errors.ts";
import { hasPostgres, startTempPostgres } from "../testing/temp-postgres.ts";
import { guarded } from "./database-error.ts";
import { rowsOf, type Db } from "./database.ts";
import { hasWriter } from "./has-writer.ts";
import { openPostgres } from "./postgres.ts";

test.runIf(hasPostgres())(
  "a connection that ends between the statements of a transaction fails it, is replaced, and does not end the process",
  async () => {
    await using server = await startTempPostgres();
    const url = await server.createDatabase("ended");
    await using database = openPostgres(url);
    const outside = new pg.Client({ connectionString: url });
    await outside.connect();
    const pidOf = async (db: Db): Promise<number> => rowsOf<{ pid: number }>(await db.execute(sql`select pg_backend_pid() as pid`))[0]?.pid ?? 0;
    const failed = guarded(() =>
      database.writer.transaction(async (tx) => {
        await outside.query("select pg_terminate_backend($1)", [await pidOf(tx)]);
        // Until the end has arrived, when nothing is asked.
        await new Promise((resolve) => setTimeout(resolve, 300));
        await tx.execute(sql`select 1`);
      }),
    );
    expect(isRetryable(await failed.catch((error: unknown) => error))).toBe(true);
    expect(await pidOf(database.writer)).toBeGreaterThan(0);
    await outside.end();
  },
  60_000,
);

test.runIf(hasPostgres())(
  "a schema has a writer while one holds its lock, and no other schema has",
  async () => {
    await using server = await startTempPostgres();
    const url = await server.createDatabase("locks");
    await using outside = openPostgres(url);
    const written = async (): Promise<readonly boolean[]> => [await hasWriter(outside.writer, "green"), await hasWriter(outside.writer, "public")];
    expect(await written()).toEqual([false, false]);
    {
      await using writer = openPostgres(url, { schema: "green" });
      await writer.lockWriter();
      expect(await written()).toEqual([true, false]);
    }
    await expect.poll(written).toEqual([false, false]);
  },
  60_000,
);
