import type { Checkpoint } from "./checkpoint.ts";
import type { PgDatabase, PgQueryResultHKT, PgTable } from "drizzle-orm/pg-core";

/** Drizzle over either driver; the same SQL runs on both. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** Statements, complete with their values, that go with the begin and the commit of a transaction and cost no round trip. */
export interface WriteFrame {
  readonly first: string;
  /** Throws when `first` gave back another number of rows than it should have. */
  readonly check: (rows: number) => void;
  /** Runs when everything else is done. */
  readonly last: string;
  /** The commit need not wait for the disk: after a crash of the server the index stands at an earlier checkpoint. */
  readonly isBulk: boolean;
  /** Few rows, so that waiting for answers would take most of the time: statements are sent one behind the other. */
  readonly isSmall: boolean;
}

/** One transaction of the writer. */
export interface WriteTx {
  readonly db: Db;
  /** True where statements are sent without waiting for the answers of those before, which leaves no room for COPY. */
  readonly sendsAhead: boolean;
  /** COPY of rows that stand nowhere yet. A duplicate throws: it is never passed over. */
  copy<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): Promise<void>;
  /**
   * Runs a statement that the connection plans once: its text must not depend on data. Where statements are sent ahead it is
   * answered only by the end of the transaction, which then fails with the statement's error.
   */
  run(text: string, values: readonly string[]): Promise<void>;
  /**
   * Runs steps of which none reads what another writes: begun in order without waiting where that is possible, else one
   * after the other. All have ended when it does. Throws the first error.
   */
  each(steps: readonly (() => Promise<void>)[]): Promise<void>;
}

export interface SnapshotOptions {
  /** For commands of the operator, which read all of the index: no bound on the time of the reads or of one statement. */
  readonly isUnbounded?: boolean;
}

/**
 * Where the index is kept: one schema of a server, or of the embedded Postgres.
 *
 * Must: run everything of `writer` and `write` on one connection; leave reads usable while the writer works, with a
 * bound on the time of one statement where the engine has one.
 */
export interface Database extends AsyncDisposable {
  readonly kind: "postgres" | "pglite";
  /** The schema that the writer's statements mean; unless it was named, the live one once the writer's lock is held. */
  readonly schema: string;
  /** Statements of the writer's connection, for what is not part of a block. */
  readonly writer: Db;
  /** Reads of the schema that the writer's statements mean, each on its own. */
  readonly reader: Db;
  /**
   * Runs reads in one repeatable-read, read-only transaction over the live schema, which stays the same until it ends.
   * Throws READ_TOO_LONG where the engine bounds the time of them all and they take longer.
   */
  snapshot<T>(read: (db: Db, at: Checkpoint | undefined) => Promise<T>, options?: SnapshotOptions): Promise<T>;
  /**
   * Takes the lock that one writer per schema holds for as long as its connection lives. Throws a retryable
   * DATABASE_LOCKED while another holds it.
   */
  lockWriter(): Promise<void>;
  /** Commits what `work` did, or nothing of it. */
  write<T>(work: (tx: WriteTx) => Promise<T>, frame?: WriteFrame): Promise<T>;
  /**
   * Runs statements in one transaction of the writer's schema that no fence guards: for what may be done at the same time
   * and twice. Several at once where the engine has more than one connection.
   */
  beside<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Calls back after commits of a writer in any process; what was missed during an outage counts as one. */
  onCommit(listener: () => void): Disposable;
  close(): Promise<void>;
}

/** Steps of a transaction whose connection answers each statement before the next one is sent. */
export async function oneByOne(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

/** Rows of a raw statement; both drivers return them under `rows`. */
export function rowsOf<Row>(result: unknown): readonly Row[] {
  return (result as { readonly rows: readonly Row[] }).rows;
}
