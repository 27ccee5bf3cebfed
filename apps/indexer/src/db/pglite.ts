import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockDataFolder } from "@openledger/kv";
import { drizzle } from "drizzle-orm/pglite";
import type { Database } from "./database.ts";

/** The embedded Postgres in a folder of its own, or in memory when `folder` is undefined. One process at a time. */
export async function openPglite(folder: string | undefined): Promise<Database> {
  if (folder === undefined) return databaseOf(await PGlite.create(), () => undefined);
  // Two processes in one PGlite folder lose rows without an error.
  const lock = lockDataFolder(folder);
  try {
    return databaseOf(await PGlite.create(join(folder, "pgdata")), () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function databaseOf(client: PGlite, release: () => void): Database {
  const db = drizzle(client);
  const close = async (): Promise<void> => {
    if (!client.closed) await client.close();
    release();
  };
  return { kind: "pglite", writer: db, reader: db, close, [Symbol.asyncDispose]: close };
}
