import { getTableColumns, sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Db } from "./database.ts";

const BINDS_MAX = 32_767;
const ROWS_MAX = 500;

/**
 * Writes rows over those with the same key, at most one for each key. Columns that are named in `kept` stay as they were
 * where the row stands already.
 */
export async function upsertRows<Table extends PgTable>(
  tx: Db,
  table: Table,
  key: readonly PgColumn[],
  rows: readonly Table["$inferInsert"][],
  kept: readonly PgColumn[] = [],
): Promise<void> {
  const columns = Object.entries(getTableColumns(table));
  const fixed: ReadonlySet<string> = new Set([...key, ...kept].map(({ name }) => name));
  const set: Record<string, SQL> = {};
  for (const [property, column] of columns) if (!fixed.has(column.name)) set[property] = sql.raw(`excluded."${column.name}"`);
  const step = Math.min(ROWS_MAX, Math.floor(BINDS_MAX / columns.length));
  for (let at = 0; at < rows.length; at += step) {
    await tx
      .insert(table)
      .values(rows.slice(at, at + step))
      // The names are the table's own columns, which the type of an open table can't say.
      .onConflictDoUpdate({ target: [...key], set: set as PgUpdate<Table> });
  }
}

type PgUpdate<Table extends PgTable> = Parameters<ReturnType<ReturnType<Db["insert"]>["values"]>["onConflictDoUpdate"]>[0]["set"] & Partial<Table["$inferInsert"]>;
