import { getTableColumns, sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { WriteTx } from "./database.ts";
import { rowArraysOf } from "./row-arrays.ts";

const BINDS_MAX = 32_767;
const ROWS_MAX = 500;
/** Rows of a statement with arrays, which has one bind for each column. */
const ARRAY_ROWS_MAX = 5_000;

/**
 * Writes rows over those with the same key, at most one for each key. Columns that are named in `kept` stay as they were
 * where the row stands already.
 */
export async function upsertRows<Table extends PgTable>(
  tx: WriteTx,
  table: Table,
  key: readonly PgColumn[],
  rows: readonly Table["$inferInsert"][],
  kept: readonly PgColumn[] = [],
): Promise<void> {
  const fixed: ReadonlySet<string> = new Set([...key, ...kept].map(({ name }) => name));
  for (let at = 0; at < rows.length; at += ARRAY_ROWS_MAX) {
    const some = rows.slice(at, at + ARRAY_ROWS_MAX);
    const arrays = rowArraysOf(table, some);
    if (arrays === undefined) await upsertValues(tx, table, key, some, fixed);
    else await tx.run(`${arrays.insert} on conflict (${namesOf(key)}) do update set ${assignmentsOf(table, fixed)}`, arrays.values);
  }
}

function namesOf(columns: readonly PgColumn[]): string {
  return columns.map(({ name }) => `"${name}"`).join(", ");
}

function assignmentsOf(table: PgTable, fixed: ReadonlySet<string>): string {
  const changed = Object.values(getTableColumns(table)).filter(({ name }) => !fixed.has(name));
  return changed.map(({ name }) => `"${name}" = excluded."${name}"`).join(", ");
}

/** For rows that arrays can't carry. */
async function upsertValues<Table extends PgTable>(
  tx: WriteTx,
  table: Table,
  key: readonly PgColumn[],
  rows: readonly Table["$inferInsert"][],
  fixed: ReadonlySet<string>,
): Promise<void> {
  const columns = Object.entries(getTableColumns(table));
  const set: Record<string, SQL> = {};
  for (const [property, column] of columns) if (!fixed.has(column.name)) set[property] = sql.raw(`excluded."${column.name}"`);
  const step = Math.min(ROWS_MAX, Math.floor(BINDS_MAX / columns.length));
  for (let at = 0; at < rows.length; at += step) {
    await tx.db
      .insert(table)
      .values(rows.slice(at, at + step))
      // The names are the table's own columns, which the type of an open table can't say.
      .onConflictDoUpdate({ target: [...key], set: set as PgUpdate<Table> });
  }
}

type PgUpdate<Table extends PgTable> = Parameters<ReturnType<ReturnType<WriteTx["db"]["insert"]>["values"]>["onConflictDoUpdate"]>[0]["set"] & Partial<Table["$inferInsert"]>;
