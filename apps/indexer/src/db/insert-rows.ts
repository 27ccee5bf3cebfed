import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Db } from "./database.ts";

/** Postgres counts binds in 16 bits; half of that leaves room for statements that add their own. */
const BINDS_MAX = 32_767;
/** Keeps a statement with quoted texts and openings at a size that any server takes. */
const ROWS_MAX = 500;

/** Inserts rows in statements under the bind limit. A duplicate throws: it is never passed over. */
export async function insertRows<Table extends PgTable>(tx: Db, table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
  const columns = Object.keys(getTableColumns(table)).length;
  const step = Math.min(ROWS_MAX, Math.floor(BINDS_MAX / columns));
  for (let at = 0; at < rows.length; at += step) await tx.insert(table).values(rows.slice(at, at + step));
}
