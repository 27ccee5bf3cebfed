import { sql } from "drizzle-orm";
import { guarded } from "./database-error.ts";
import { rowsOf, type Database, type Db } from "./database.ts";

interface DeferredIndex {
  readonly name: string;
  readonly definition: string;
}

/**
 * Drops the indexes that no statement of the writer needs, and notes down how to build them. Only an index without
 * blocks is treated so: indexes over rows that are there already are never dropped. Returns how many wait.
 */
export async function deferIndexes(database: Database): Promise<number> {
  return guarded(() =>
    database.write(async ({ db }) => {
      const [filled] = rowsOf(await db.execute(sql`select 1 from blocks limit 1`));
      if (filled !== undefined) return (await waiting(db)).length;
      await db.execute(sql`create table if not exists indexer_deferred_indexes (name text primary key, definition text not null)`);
      const found = rowsOf<DeferredIndex>(
        await db.execute(sql`select indexname as name, indexdef as definition from pg_indexes i where schemaname = current_schema()
          and not exists (select 1 from pg_constraint c where c.conname = i.indexname and c.connamespace = current_schema()::regnamespace)
          and tablename <> 'indexer_deferred_indexes' order by indexname`),
      );
      for (const { name, definition } of found) {
        await db.execute(sql`insert into indexer_deferred_indexes values (${name}, ${definition})`);
        await db.execute(sql.raw(`drop index "${name}"`));
      }
      return found.length;
    }),
  );
}

/** Builds the indexes that wait, each in a transaction of its own, so that a restart goes on where this one stopped. */
export async function buildIndexes(database: Database, onIndex: (name: string, left: number) => void): Promise<void> {
  const indexes = await guarded(async () => waiting(database.writer));
  for (const [at, { name, definition }] of indexes.entries()) {
    onIndex(name, indexes.length - at);
    await guarded(() =>
      database.write(async ({ db }) => {
        await db.execute(sql`set local maintenance_work_mem = '256MB'`);
        await db.execute(sql.raw(definition));
        await db.execute(sql`delete from indexer_deferred_indexes where name = ${name}`);
      }),
    );
  }
}

async function waiting(db: Db): Promise<readonly DeferredIndex[]> {
  const [table] = rowsOf<{ found: string | null }>(await db.execute(sql`select to_regclass('indexer_deferred_indexes')::text as found`));
  if ((table?.found ?? null) === null) return [];
  return rowsOf<DeferredIndex>(await db.execute(sql`select name, definition from indexer_deferred_indexes order by name`));
}
