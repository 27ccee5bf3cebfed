import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { fatal } from "../errors.ts";
import { guarded } from "./database-error.ts";
import { rowsOf, type Database, type Db } from "./database.ts";
import { createSchema } from "./live-schema.ts";

/** One file of the migrations folder; names sort in the order of application. */
export interface Migration {
  readonly name: string;
  readonly hash: string;
  readonly statements: readonly string[];
}

const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../migrations/", import.meta.url));
const STATEMENT_BREAK = "--> statement-breakpoint";
/** Any constant that no other program of this database locks. */
const LOCK_KEY = 7_310_201;

/** The migrations that ship with this version, in order. */
export async function readMigrations(folder: string = MIGRATIONS_FOLDER): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql"));
  names.sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${folder}/${name}`, "utf8");
      const statements = text.split(STATEMENT_BREAK).map((statement) => statement.trim());
      return { name, hash: createHash("sha256").update(text).digest("hex"), statements: statements.filter((statement) => statement !== "") };
    }),
  );
}

/**
 * Brings the database to these migrations, in one transaction under an advisory lock, so that any number of processes
 * may start at once. Throws MIGRATION_EDITED or MIGRATION_UNKNOWN when the database was written by other files.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  await guarded(() =>
    database.writer.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_KEY}::bigint)`);
      await createSchema(tx, database.schema);
      // A connection that was opened anew since the lock was taken does not mean this schema yet.
      await tx.execute(sql`select set_config('search_path', quote_ident(${database.schema}), true)`);
      await tx.execute(sql`create table if not exists indexer_migrations (name text primary key, hash text not null)`);
      const applied = await appliedMigrations(tx);
      checkApplied(applied, migrations);
      for (const migration of migrations.slice(applied.length)) await applyMigration(tx, migration);
    }),
  );
}

type AppliedMigration = Pick<Migration, "name" | "hash">;

async function appliedMigrations(tx: Db): Promise<readonly AppliedMigration[]> {
  return rowsOf<AppliedMigration>(await tx.execute(sql`select name, hash from indexer_migrations order by name collate "C"`));
}

function checkApplied(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  applied.forEach(({ name, hash }, position) => {
    const migration = migrations[position];
    if (migration?.name !== name) {
      throw fatal("MIGRATION_UNKNOWN", `the database has migration ${name}, which this version does not know: use the version that wrote it, or another database`);
    }
    if (migration.hash !== hash) {
      throw fatal("MIGRATION_EDITED", `migration ${name} was applied as ${hash} and its file now hashes to ${migration.hash}: restore the file`);
    }
  });
}

async function applyMigration(tx: Db, migration: Migration): Promise<void> {
  for (const statement of migration.statements) await tx.execute(sql.raw(statement));
  await tx.execute(sql`insert into indexer_migrations (name, hash) values (${migration.name}, ${migration.hash})`);
}
