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
  /** Rows and their digest by `table height`, where a table has heights, else by `table`. */
  readonly groups: ReadonlyMap<string, RowGroup>;
}

interface RowGroup {
  readonly count: number;
  readonly digest: string;
}

/** How one index differs from another that had no faults, row by row and height by height. */
export interface RowDifferences {
  /** Rows that it lacks, and rows that it has besides, summed over all tables and heights. */
  readonly lost: number;
  readonly duplicate: number;
  /** Tables and heights with as many rows, of which some say something else. */
  readonly changed: number;
  /** True when nothing differs, in the rows and in the digests that the index keeps. */
  readonly sameRows: boolean;
}

/** Compares every table at every height. */
export function differences(found: IndexState, clean: IndexState): RowDifferences {
  let [lost, duplicate, changed] = [0, 0, 0];
  for (const name of new Set([...found.groups.keys(), ...clean.groups.keys()])) {
    const [ours, theirs] = [found.groups.get(name) ?? EMPTY, clean.groups.get(name) ?? EMPTY];
    lost += Math.max(0, theirs.count - ours.count);
    duplicate += Math.max(0, ours.count - theirs.count);
    if (ours.count === theirs.count && ours.digest !== theirs.digest) changed += 1;
  }
  const sameRows = lost + duplicate + changed === 0 && found.digest === clean.digest && found.heights === clean.heights;
  return { lost, duplicate, changed, sameRows };
}

const EMPTY: RowGroup = { count: 0, digest: "" };

/** Reads every row of an index; `schema` is the writer's own by default. */
export async function readIndexState(db: Db, schema = "public"): Promise<IndexState> {
  const tables = rowsOf<{ name: string }>(await db.execute(sql`select tablename as name from pg_tables where schemaname = ${schema} and tablename not like 'indexer_%' order by tablename collate "C"`));
  const groups = new Map<string, RowGroup>();
  for (const { name } of tables) for (const [group, of] of await groupsOf(db, schema, name)) groups.set(group, of);
  const hash = createHash("sha256");
  let rows = 0;
  for (const [group, { count, digest }] of groups) {
    rows += count;
    hash.update(`${group} ${count} ${digest}\n`);
  }
  const [ends] = rowsOf<{ blocks: number; lowest: number; highest: number; digest: string }>(
    await db.execute(sql.raw(`select count(*)::int as blocks, coalesce(min(height), 0)::int as lowest, coalesce(max(height), 0)::int as highest, md5(string_agg(digest::text, '' order by height)) as digest from ${schema}.blocks`)),
  );
  const [state] = rowsOf<{ height: number }>(await db.execute(sql.raw(`select height::int as height from ${schema}.indexer_state`)));
  const { blocks = 0, lowest = 0, highest = 0, digest = "" } = ends ?? {};
  return { checkpoint: state?.height ?? 0, blocks, lowest, highest, rows, digest: hash.digest("hex"), heights: digest, groups };
}

async function groupsOf(db: Db, schema: string, table: string): Promise<readonly (readonly [string, RowGroup])[]> {
  const heights = await db.execute(sql`select 1 from information_schema.columns where table_schema = ${schema} and table_name = ${table} and column_name = 'height'`);
  const height = rowsOf(heights).length === 0 ? "null::bigint" : "height";
  const found = rowsOf<RowGroup & { readonly height: string | null }>(
    await db.execute(sql.raw(`select ${height}::text as height, count(*)::int as count, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest from ${schema}.${table} t group by ${height} order by ${height}`)),
  );
  return found.map(({ height: at, count, digest }) => [at === null ? table : `${table} ${at}`, { count, digest }]);
}

/** True when no height is missing or twice, and the checkpoint is the last. */
export function isContiguous({ checkpoint, blocks, lowest, highest }: IndexState): boolean {
  return blocks === highest && highest === checkpoint && (lowest === 1 || blocks === 0);
}

/** True when the blocks of the index follow each other from 1 to its checkpoint, or it has neither yet. */
export async function isWhole({ writer }: Database): Promise<boolean> {
  const [tables] = rowsOf<{ count: number }>(await writer.execute(sql`select count(to_regclass(name))::int as count from (values ('blocks'), ('indexer_state')) named(name)`));
  if (tables?.count === 0) return true;
  const [ends] = rowsOf<{ whole: boolean }>(
    await writer.execute(sql`select count(*) = coalesce(max(height), 0) and coalesce(min(height), 1) = 1 and coalesce(max(height), 0) = coalesce((select height from indexer_state), 0) as whole from blocks`),
  );
  return ends?.whole === true;
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
