import { sql, type SQL } from "drizzle-orm";
import { fatal } from "../errors.ts";
import { guarded } from "./database-error.ts";
import { rowsOf, type Db } from "./database.ts";

/** Where the pointer to the live schema lies; it must not move when another schema becomes live. */
const HOME = "public";

/** Points a transaction's names at the live schema: one row says which, so a swap is one update. */
export const liveSearchPath: SQL = sql.raw(`select set_config('search_path', quote_ident(coalesce((select schema from ${HOME}.indexer_live), '${HOME}')), true)`);

/** A schema's name as an identifier. Throws BAD_SCHEMA for one that needs more than quotes. */
export function quoted(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw fatal("BAD_SCHEMA", `${JSON.stringify(schema)} is not a schema: use a-z, 0-9 and _, at most 63, and begin with a letter`);
  }
  return `"${schema}"`;
}

/** Creates the schema and the pointer; the first schema of a database is live from then on. */
export async function createSchema(tx: Db, schema: string): Promise<void> {
  await tx.execute(sql.raw(`create schema if not exists ${quoted(schema)}`));
  await tx.execute(sql.raw(`create table if not exists ${HOME}.indexer_live (one boolean primary key default true check (one), schema text not null)`));
  await tx.execute(sql`insert into ${sql.raw(HOME)}.indexer_live (schema) values (${schema}) on conflict (one) do nothing`);
}

/** The schema that readers see. */
export async function readLiveSchema(db: Db): Promise<string> {
  const [row] = rowsOf<{ schema: string }>(await guarded(async () => db.execute(sql.raw(`select schema from ${HOME}.indexer_live`))));
  return row?.schema ?? HOME;
}
