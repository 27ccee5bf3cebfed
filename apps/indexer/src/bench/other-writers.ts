import { sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Batch } from "../batches.ts";
import type { Database, WriteTx } from "../db/database.ts";
import { writeProjected } from "../db/write-block.ts";

type Copy = WriteTx["copy"];

/** Drizzle's `.insert().values()` in statements of 500 rows. */
export function writeByValues(database: Database, batch: Batch): Promise<unknown> {
  return written(database, batch, (tx) => inChunks(tx, 500, false));
}

/** As Akash's chain-indexer: `.values()` of 2,000 rows with DO NOTHING. */
export function writeAsAkash(database: Database, batch: Batch): Promise<unknown> {
  return written(database, batch, (tx) => inChunks(tx, 2_000, true));
}

/** As Ponder: COPY for each table in a savepoint of its own. */
export function writeAsPonder(database: Database, batch: Batch): Promise<unknown> {
  return written(database, batch, (tx) => async (table, rows) => {
    await tx.db.execute(sql`savepoint flush`);
    await tx.copy(table, rows);
    await tx.db.execute(sql`release savepoint flush`);
  });
}

function written(database: Database, { from, blocks }: Batch, copyOf: (tx: WriteTx) => Copy): Promise<unknown> {
  const changed: Database = { ...database, write: (work, frame) => database.write((tx) => work({ ...tx, copy: copyOf(tx) }), frame) };
  return writeProjected(changed, from, blocks);
}

function inChunks(tx: WriteTx, size: number, passesDuplicates: boolean): Copy {
  return async <Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]) => {
    for (let at = 0; at < rows.length; at += size) {
      const statement = tx.db.insert(table).values(rows.slice(at, at + size));
      await (passesDuplicates ? statement.onConflictDoNothing() : statement);
    }
  };
}
