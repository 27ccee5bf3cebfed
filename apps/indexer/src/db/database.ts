import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** Drizzle over either driver; the same SQL runs on both. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/**
 * Where the index is kept.
 *
 * Must: run a transaction of `writer` on one connection; leave `reader` usable while `writer` works, with a bound on
 * the time of one statement where the engine has one.
 */
export interface Database extends AsyncDisposable {
  readonly kind: "postgres" | "pglite";
  readonly writer: Db;
  readonly reader: Db;
  close(): Promise<void>;
}

/** Rows of a raw statement; both drivers return them under `rows`. */
export function rowsOf<Row>(result: unknown): readonly Row[] {
  return (result as { readonly rows: readonly Row[] }).rows;
}
