import { sql } from "drizzle-orm";
import { readCheckpoint } from "./checkpoint.ts";
import type { Database } from "./database.ts";
import { quoted } from "./live-schema.ts";

/** The same database, whose snapshots are of one schema, whichever is live. Throws BAD_SCHEMA for what is no name of one. */
export function pinnedTo(database: Database, schema: string): Database {
  const path = quoted(schema);
  return {
    ...database,
    schema,
    snapshot: (read, options) =>
      database.snapshot(async (db) => {
        await db.execute(sql`select set_config('search_path', ${path}, true)`);
        return read(db, await readCheckpoint(db));
      }, options),
  };
}
