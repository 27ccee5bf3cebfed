import type { PgTable } from "drizzle-orm/pg-core";
import type { WriteTx } from "./database.ts";
import { insertRows } from "./insert-rows.ts";

/** Below this a COPY costs more than a statement with binds. */
const COPY_ROWS_MIN = 20;

/** Writes rows that stand nowhere yet, by COPY where there are many. A duplicate throws: it is never passed over. */
export async function writeRows<Table extends PgTable>(tx: WriteTx, table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
  if (rows.length < COPY_ROWS_MIN) await insertRows(tx.db, table, rows);
  else await tx.copy(table, rows);
}
