import { sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { openPglite } from "../db/pglite.ts";
import { openPostgres } from "../db/postgres.ts";

/** A kind of database that the index may be kept in; tests run on each that the machine has. */
export interface TestDatabase {
  readonly name: string;
  readonly isMissing: boolean;
  /** An empty database with all migrations. */
  open(): Promise<Database>;
}

const serverUrl = process.env["DATABASE_URL_TEST"];

export const testDatabases: readonly TestDatabase[] = [
  { name: "the embedded Postgres", isMissing: false, open: async () => migrated(await openPglite(undefined)) },
  {
    name: "a Postgres server (needs DATABASE_URL_TEST)",
    isMissing: serverUrl === undefined,
    open: async () => migrated(await createOnServer(serverUrl ?? "")),
  },
];

async function migrated(database: Database): Promise<Database> {
  await migrate(database, await readMigrations());
  return database;
}

let created = 0;

async function createOnServer(server: string): Promise<Database> {
  const admin = openPostgres(server);
  const name = `indexer_test_${process.pid}_${++created}`;
  await admin.writer.execute(sql.raw(`drop database if exists ${name}`));
  await admin.writer.execute(sql.raw(`create database ${name}`));
  await admin.close();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return openPostgres(url.href);
}
