import type { PgTable } from "drizzle-orm/pg-core";
import type { WriteTx } from "./database.ts";
import { insertRows } from "./insert-rows.ts";
import { rowArraysOf } from "./row-arrays.ts";

/** Below this a COPY, with a round trip before its rows and one behind them, costs more than a statement with arrays. */
const COPY_ROWS_MIN = 200;

/** Writes rows that stand nowhere yet, by COPY where there are many. A duplicate throws: it is never passed over. */
export async function writeRows<Table extends PgTable>(tx: WriteTx, table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
  if (rows.length === 0) return;
  if (!tx.sendsAhead && rows.length >= COPY_ROWS_MIN) return tx.copy(table, rows);
  const arrays = rowArraysOf(table, rows);
  if (arrays === undefined) await insertRows(tx.db, table, rows);
  else await tx.run(arrays.insert, arrays.values);
}
