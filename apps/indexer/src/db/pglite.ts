import { join } from "node:path";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import { lockDataFolder } from "@openledger/kv";
import { drizzle } from "drizzle-orm/pglite";
import type { PgTable } from "drizzle-orm/pg-core";
import { copyTextsOf } from "./copy-text.ts";
import type { Database, Db } from "./database.ts";
import { liveSearchPath, quoted } from "./live-schema.ts";

/** The embedded Postgres in a folder of its own, or in memory when `folder` is undefined. One process at a time. */
export async function openPglite(folder: string | undefined, schema = "public"): Promise<Database> {
  quoted(schema);
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

async function databaseOf(client: PGlite, schema: string, release: () => void): Promise<Database> {
  await client.exec(`set search_path to ${quoted(schema)}`);
  const db = drizzle(client);
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
        return read(inside);
      }),
    // The folder's lock, which is held since it was opened, keeps every other process out.
    lockWriter: async () => undefined,
    write: (work) => client.transaction((tx) => work({ db: drizzleOf(tx), copy: (table, rows) => copyRows(tx, table, rows) })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Drizzle only calls `query`, which a transaction has as its client has. */
function drizzleOf(tx: Transaction): Db {
  return drizzle(tx as unknown as PGlite);
}

async function copyRows<Table extends PgTable>(tx: Transaction, table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
  for (const { target, text } of copyTextsOf(table, rows)) {
    await tx.query(`copy ${target} from '/dev/blob'`, [], { blob: new Blob([text]) });
  }
}
