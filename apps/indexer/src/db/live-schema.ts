import { sql, type SQL } from "drizzle-orm";
import { fatal } from "../errors.ts";
import { guarded } from "./database-error.ts";
import { rowsOf, type Db } from "./database.ts";

/** Where the pointer to the live schema lies; it must not move when another schema becomes live. */
export const HOME_SCHEMA = "public";

/** Points a transaction's names at the live schema: one row says which, so a swap is one update. */
export const LIVE_SEARCH_PATH: string = `select set_config('search_path', quote_ident(coalesce((select schema from ${HOME_SCHEMA}.indexer_live), '${HOME_SCHEMA}')), true) as schema`;
export const liveSearchPath: SQL = sql.raw(LIVE_SEARCH_PATH);

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
  await tx.execute(sql.raw(`create table if not exists ${HOME_SCHEMA}.indexer_live (one boolean primary key default true check (one), schema text not null)`));
  await tx.execute(sql`insert into ${sql.raw(HOME_SCHEMA)}.indexer_live (schema) values (${schema}) on conflict (one) do nothing`);
}

/** The schema that readers see; in a database without an index the one that they would see. */
export async function readLiveSchema(db: Db): Promise<string> {
  return guarded(async () => {
    const [pointer] = rowsOf<{ found: string | null }>(await db.execute(sql.raw(`select to_regclass('${HOME_SCHEMA}.indexer_live')::text as found`)));
    if ((pointer?.found ?? null) === null) return HOME_SCHEMA;
    const [row] = rowsOf<{ schema: string }>(await db.execute(sql.raw(`select schema from ${HOME_SCHEMA}.indexer_live`)));
    return row?.schema ?? HOME_SCHEMA;
  });
}

/** A schema that does not exist yet: `index_2` and upwards. */
export async function unusedSchema(db: Db): Promise<string> {
  const taken = rowsOf<{ name: string }>(await guarded(async () => db.execute(sql`select nspname as name from pg_namespace where nspname ~ '^index_[0-9]{1,9}$'`)));
  const highest = taken.reduce((most, { name }) => Math.max(most, Number(name.slice("index_".length))), 1);
  return `index_${highest + 1}`;
}

/** What a swap compares, of one schema. */
interface IndexedTo {
  /** Its id and the hash of its genesis: a chain that was begun anew keeps its id. */
  readonly chain: string;
  readonly height: string;
}

export interface Swap {
  readonly from: string;
  readonly to: string;
  readonly height: bigint;
}

/**
 * Makes `schema` the one that readers see, in one transaction; requests that run see the one before until they end.
 * Throws BAD_SWAP when it holds no index, waits for its secondary indexes, or when it is of the live chain and behind it.
 */
export async function swapLive(db: Db, schema: string): Promise<Swap> {
  quoted(schema);
  return guarded(() =>
    db.transaction(async (tx) => {
      const [live] = rowsOf<{ schema: string }>(await tx.execute(sql.raw(`select schema from ${HOME_SCHEMA}.indexer_live for update`)));
      const from = live?.schema ?? HOME_SCHEMA;
      const [next, before] = [await indexedTo(tx, schema), await indexedTo(tx, from)];
      if (next === undefined) throw fatal("BAD_SWAP", `schema ${schema} holds no index: fill it with run --schema ${schema}`);
      if (before !== undefined && before.chain === next.chain && BigInt(next.height) + BEHIND_MAX < BigInt(before.height)) {
        throw fatal("BAD_SWAP", `schema ${schema} reaches height ${next.height} and ${from}, which is live, ${before.height}: wait until it caught up`);
      }
      const waiting = await deferredIn(tx, schema);
      if (waiting > 0) throw fatal("BAD_SWAP", `schema ${schema} has ${waiting} indexes to build yet: let run --role backfill --schema ${schema} finish`);
      await tx.execute(sql`update ${sql.raw(HOME_SCHEMA)}.indexer_live set schema = ${schema}`);
      return { from, to: schema, height: BigInt(next.height) };
    }),
  );
}

/** Both writers follow the same node, so a schema that caught up is at most this many blocks behind for a moment. */
const BEHIND_MAX = 10n;

async function indexedTo(db: Db, schema: string): Promise<IndexedTo | undefined> {
  if (!(await hasTable(db, schema, "indexer_state"))) return undefined;
  const rows = await db.execute(sql.raw(`select chain_id || ' ' || encode(genesis_hash, 'hex') as chain, height::text as height from ${quoted(schema)}.indexer_state`));
  return rowsOf<IndexedTo>(rows)[0];
}

async function deferredIn(db: Db, schema: string): Promise<number> {
  if (!(await hasTable(db, schema, "indexer_deferred_indexes"))) return 0;
  const rows = await db.execute(sql.raw(`select count(*)::int as waiting from ${quoted(schema)}.indexer_deferred_indexes`));
  return rowsOf<{ waiting: number }>(rows)[0]?.waiting ?? 0;
}

async function hasTable(db: Db, schema: string, table: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from pg_tables where schemaname = ${schema} and tablename = ${table}`);
  return rowsOf(rows).length > 0;
}
