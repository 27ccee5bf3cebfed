import { and, eq, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** Equality on each column whose argument was given. */
export function where(...filters: readonly (readonly [column: PgColumn, value: unknown])[]): SQL | undefined {
  return and(...filters.map(([column, value]) => (value == null ? undefined : eq(column, value))));
}
