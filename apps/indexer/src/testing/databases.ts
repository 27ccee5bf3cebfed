import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { databaseOf } from "../db/pglite.ts";
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
  { name: "the embedded Postgres", isMissing: false, open: openEmbedded },
  {
    name: "a Postgres server (needs DATABASE_URL_TEST)",
    isMissing: serverUrl === undefined,
    open: async () => migrated(await createOnServer(serverUrl ?? "")),
  },
];

let template: Promise<Blob> | undefined;

/** Copies of one empty index: to begin a cluster and migrate it takes seconds, to load it less than one. */
async function openEmbedded(): Promise<Database> {
  template ??= createTemplate();
  return databaseOf(await PGlite.create({ loadDataDir: await template }), undefined, () => undefined);
}

async function createTemplate(): Promise<Blob> {
  const client = await PGlite.create();
  await using _database = await migrated(await databaseOf(client, undefined, () => undefined));
  return client.dumpDataDir("none");
}

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
