import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { rowsOf, type Database, type Db } from "../db/database.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { openPostgres } from "../db/postgres.ts";
import { writeGenesis, writeProjected } from "../db/write-block.ts";
import { batchesOf, writeBatches } from "../batches.ts";
import { createNodeSource } from "../source/node-source.ts";
import type { TempPostgres } from "../testing/temp-postgres.ts";
import { projectHere } from "../source/projected-source.ts";

/** What stands in an index, down to each row. */
export interface IndexState {
  readonly checkpoint: number;
  readonly blocks: number;
  readonly lowest: number;
  readonly highest: number;
  readonly rows: number;
  /** Of every row of every table. */
  readonly digest: string;
  /** Of the digests that the index keeps for each height. */
  readonly heights: string;
}

/** Reads every row of an index; `schema` is the writer's own by default. */
export async function readIndexState(db: Db, schema = "public"): Promise<IndexState> {
  const tables = rowsOf<{ name: string }>(await db.execute(sql`select tablename as name from pg_tables where schemaname = ${schema} and tablename not like 'indexer_%' order by tablename collate "C"`));
  const hash = createHash("sha256");
  let rows = 0;
  for (const { name } of tables) {
    const [table] = rowsOf<{ count: number; digest: string | null }>(await db.execute(sql.raw(`select count(*)::int as count, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest from ${schema}.${name} t`)));
    rows += table?.count ?? 0;
    hash.update(`${name} ${table?.count} ${table?.digest}\n`);
  }
  const [ends] = rowsOf<{ blocks: number; lowest: number; highest: number; digest: string }>(
    await db.execute(sql.raw(`select count(*)::int as blocks, coalesce(min(height), 0)::int as lowest, coalesce(max(height), 0)::int as highest, md5(string_agg(digest::text, '' order by height)) as digest from ${schema}.blocks`)),
  );
  const [state] = rowsOf<{ height: number }>(await db.execute(sql.raw(`select height::int as height from ${schema}.indexer_state`)));
  const { blocks = 0, lowest = 0, highest = 0, digest = "" } = ends ?? {};
  return { checkpoint: state?.height ?? 0, blocks, lowest, highest, rows, digest: hash.digest("hex"), heights: digest };
}

/** True when no height is missing or twice, and the checkpoint is the last. */
export function isContiguous({ checkpoint, blocks, lowest, highest }: IndexState): boolean {
  return blocks === highest && highest === checkpoint && (lowest === 1 || blocks === 0);
}

/** Height of the checkpoint, 0 while the database does not answer or holds none. */
export async function heightIn(database: Database): Promise<number> {
  const rows = await database.reader.execute(sql`select height::int as height from indexer_state`).then((result) => rowsOf<{ height: number }>(result), () => []);
  return rows[0]?.height ?? 0;
}

/** Indexes what a node serves without any fault, and reads what came out. */
export async function cleanIndex(postgres: TempPostgres, name: string, nodeUrl: string): Promise<IndexState> {
  await using database = openPostgres(await postgres.createDatabase(name));
  await database.lockWriter();
  await migrate(database, await readMigrations());
  const source = createNodeSource(nodeUrl);
  const genesis = await writeGenesis(database, await source.genesis());
  const { height } = await source.status();
  await writeBatches(batchesOf(projectHere(source, genesis.bech32Prefix), genesis, height, 16, new AbortController().signal), async ({ from, blocks }) => void (await writeProjected(database, from, blocks)));
  return await readIndexState(database.writer);
}
