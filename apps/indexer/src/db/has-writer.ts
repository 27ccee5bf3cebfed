import { sql } from "drizzle-orm";
import { guarded } from "./database-error.ts";
import { rowsOf, type Db } from "./database.ts";

/** First half of the two-part key of the writer's advisory lock; the second is a hash of the schema's name. */
export const WRITER_LOCK = 7_310_202;

/** True while some process of this database server holds the writer's lock of a schema. */
export async function hasWriter(db: Db, schema: string): Promise<boolean> {
  const held = await guarded(async () =>
    db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
      and classid::bigint = ${WRITER_LOCK} and objid::bigint = hashtext(${schema})::bigint & 4294967295 and objsubid = 2`),
  );
  return rowsOf(held).length > 0;
}
