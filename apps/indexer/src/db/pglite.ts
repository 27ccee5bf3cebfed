import { join } from "node:path";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import { lockDataFolder } from "@openledger/kv";
import { drizzle } from "drizzle-orm/pglite";
import type { PgTable } from "drizzle-orm/pg-core";
import { copyTextsOf } from "./copy-text.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { oneByOne, type Database, type Db, type WriteTx } from "./database.ts";
import { liveSearchPath, quoted, readLiveSchema } from "./live-schema.ts";

/** The embedded Postgres in a folder of its own, or in memory when `folder` is undefined. One process at a time. */
export async function openPglite(folder: string | undefined, schema?: string): Promise<Database> {
  if (schema !== undefined) quoted(schema);
  if (folder === undefined) return databaseOf(await PGlite.create(), schema, () => undefined);
  // Two processes in one PGlite folder lose rows without an error.
  const lock = lockDataFolder(folder);
  try {
    return await databaseOf(await PGlite.create(join(folder, "pgdata")), schema, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** An embedded Postgres that is open already; `release` is called when it was closed. */
export async function databaseOf(client: PGlite, named: string | undefined, release: () => void): Promise<Database> {
  const db = drizzle(client);
  const schema = named ?? (await readLiveSchema(db));
  await client.exec(`set search_path to ${quoted(schema)}`);
  const listeners = new Set<() => void>();
  const close = async (): Promise<void> => {
    if (!client.closed) await client.close();
    release();
  };
  return {
    kind: "pglite",
    schema,
    writer: db,
    reader: db,
    snapshot: (read) =>
      client.transaction(async (tx) => {
        await tx.exec("set transaction isolation level repeatable read, read only");
        const inside = drizzleOf(tx);
        await inside.execute(liveSearchPath);
        return read(inside, await readCheckpoint(inside));
      }),
    // The folder's lock, which is held since it was opened, keeps every other process out.
    lockWriter: async () => undefined,
    async write(work, frame) {
      const result = await client.transaction(async (tx) => {
        if (frame !== undefined) frame.check((await tx.query(frame.first)).rows.length);
        const run: WriteTx["run"] = async (text, values) => void (await tx.query(text, [...values]));
        const done = await work({ db: drizzleOf(tx), sendsAhead: false, copy: (table, rows) => copyRows(tx, table, rows), run, each: oneByOne });
        if (frame !== undefined) await tx.query(frame.last);
        return done;
      });
      for (const listener of listeners) listener();
      return result;
    },
    beside: (work) => client.transaction((tx) => work(drizzleOf(tx))),
    onCommit(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Drizzle only calls `query`, which a transaction has as its client has. */
function drizzleOf(tx: Transaction): Db {
  return drizzle(tx as unknown as PGlite);
}

async function copyRows<Table extends PgTable>(tx: Transaction, table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
  for (const { target, pieces } of copyTextsOf(table, rows)) {
    await tx.query(`copy ${target} from '/dev/blob'`, [], { blob: new Blob([...pieces()]) });
  }
}
