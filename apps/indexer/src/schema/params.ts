import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Json } from "./chain.ts";
import { counter } from "./columns.ts";

/** All parameters of a module at the end of each block that wrote them, those of genesis at the first block. */
export const paramsChanges = pgTable(
  "params_changes",
  {
    module: text("module").notNull(),
    height: counter("height").notNull(),
    /** In the spelling of a genesis file; numbers are decimal text. */
    params: jsonb("params").$type<Json>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.module, table.height] })],
);
