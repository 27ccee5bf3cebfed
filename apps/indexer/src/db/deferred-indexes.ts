import { getTableName, sql } from "drizzle-orm";
import { accountTxs, events, messages } from "../schema/chain.ts";
import { ledger } from "../schema/ledger.ts";
import { guarded } from "./database-error.ts";
import { rowsOf, type Database, type Db } from "./database.ts";
import { textArray } from "./row-arrays.ts";

interface DeferredIndex {
  readonly name: string;
  readonly definition: string;
}

/** Tables with many rows to a block whose rows the writer only adds and never looks up. */
const KEYLESS = textArray([accountTxs, events, ledger, messages].map(getTableName));

/**
 * Between the statements of a definition. A key is an index first, which is built beside others; taking it as the key
 * then waits for those of its table, so that keys come last.
 */
const NEXT = ";\n";

/** Indexes that are built at the same time: one fills a core for most of its time. */
const BUILDERS = 2;

/**
 * Drops the indexes that no statement of the writer needs, primary keys of the largest tables among them, and notes down
 * how to build them; a duplicate then fails the building. Only an index without blocks is treated so: indexes over rows
 * that are there already are never dropped. Returns how many wait.
 */
export async function deferIndexes(database: Database): Promise<number> {
  return guarded(() =>
    database.write(async ({ db }) => {
      const [filled] = rowsOf(await db.execute(sql`select 1 from blocks limit 1`));
      if (filled !== undefined) return (await waiting(db)).length;
      await db.execute(sql`create table if not exists indexer_deferred_indexes (name text primary key, definition text not null)`);
      await db.execute(sql`insert into indexer_deferred_indexes select indexname, indexdef from pg_indexes i where schemaname = current_schema()
        and not exists (select 1 from pg_constraint c where c.conname = i.indexname and c.connamespace = current_schema()::regnamespace)
        and tablename <> 'indexer_deferred_indexes'`);
      await db.execute(sql`insert into indexer_deferred_indexes
        select c.conname, pg_get_indexdef(c.conindid) || ${NEXT}::text || format('ALTER TABLE %s ADD CONSTRAINT %I PRIMARY KEY USING INDEX %I', c.conrelid::regclass, c.conname, c.conname)
        from pg_constraint c join pg_class t on t.oid = c.conrelid
        where c.contype = 'p' and c.connamespace = current_schema()::regnamespace and t.relname = any(${KEYLESS}::text[])`);
      // One statement instead of a round trip for each index.
      await db.execute(sql`do $$ declare deferred record; begin
        for deferred in select name, c.conrelid::regclass as keyed from indexer_deferred_indexes
          left join pg_constraint c on c.conname = name and c.connamespace = current_schema()::regnamespace loop
          if deferred.keyed is null then execute format('drop index if exists %I', deferred.name);
          else execute format('alter table %s drop constraint %I', deferred.keyed, deferred.name); end if;
        end loop; end $$`);
      return (await waiting(db)).length;
    }),
  );
}

/**
 * Builds the indexes that wait: those of tables without rows at once, and each other one in a transaction of its own, two
 * of them at a time, so that a restart goes on where this one stopped.
 */
export async function buildIndexes(database: Database, onIndex: (name: string, left: number) => void): Promise<void> {
  await buildEmptyIndexes(database);
  const indexes = [...(await guarded(async () => waiting(database.writer)))];
  const builder = async (): Promise<void> => {
    for (let index = indexes.shift(); index !== undefined; index = indexes.shift()) {
      const { name, definition } = index;
      onIndex(name, indexes.length + 1);
      await guarded(() => database.beside((db) => buildIndex(db, name, definition)));
    }
  };
  const builders = await Promise.allSettled(Array.from({ length: BUILDERS }, builder));
  const failed = builders.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** Whoever takes the note builds the index: a writer that was paused over it builds nothing afterwards. */
async function buildIndex(db: Db, name: string, definition: string): Promise<void> {
  const noted = rowsOf(await db.execute(sql`delete from indexer_deferred_indexes where name = ${name} returning name`));
  if (noted.length === 0) return;
  // Both cores have a builder; workers of its own would only cost it, and rows come in the order of most indexes.
  await db.execute(sql`select set_config('maintenance_work_mem', '256MB', true), set_config('max_parallel_maintenance_workers', '0', true)`);
  for (const statement of definition.split(NEXT)) await db.execute(sql.raw(statement));
}

const INDEXED_TABLE = /^CREATE (?:UNIQUE )?INDEX \S+ ON (?:ONLY )?(\S+) USING/;

/** Most tables of a chain have no rows, and a commit for each of their indexes would take longer than building them. */
async function buildEmptyIndexes(database: Database): Promise<void> {
  const indexes = await guarded(async () => waiting(database.writer));
  const tableOf = ({ definition }: DeferredIndex): string => INDEXED_TABLE.exec(definition)?.[1] ?? "";
  const tables = [...new Set(indexes.map(tableOf))].filter((table) => table !== "");
  if (tables.length === 0) return;
  await guarded(() =>
    database.write(async ({ db }) => {
      const questions = tables.map((table, at) => `select ${at} as at where not exists (select 1 from ${table})`);
      const empty = new Set(rowsOf<{ at: number }>(await db.execute(sql.raw(questions.join(" union all ")))).map(({ at }) => tables[at]));
      const names = textArray(indexes.filter((index) => empty.has(tableOf(index))).map(({ name }) => name));
      await db.execute(sql`create temp table indexer_building on commit drop as select * from indexer_deferred_indexes where name = any(${names}::text[])`);
      await db.execute(sql`do $$ declare built text; begin
        for built in select definition from indexer_building loop execute built; end loop; end $$`);
      await db.execute(sql`delete from indexer_deferred_indexes where name = any(${names}::text[])`);
    }),
  );
}

async function waiting(db: Db): Promise<readonly DeferredIndex[]> {
  const [table] = rowsOf<{ found: string | null }>(await db.execute(sql`select to_regclass('indexer_deferred_indexes')::text as found`));
  if ((table?.found ?? null) === null) return [];
  return rowsOf<DeferredIndex>(await db.execute(sql`select name, definition from indexer_deferred_indexes
    order by definition like '%ALTER TABLE%', name`));
}
