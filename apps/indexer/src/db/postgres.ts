import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import type { PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { fatal, retryable } from "../errors.ts";
import { copyTextsOf } from "./copy-text.ts";
import { guarded, postgresCode } from "./database-error.ts";
import { oneByOne, type Database, type Db, type WriteFrame, type WriteTx } from "./database.ts";
import { WRITER_LOCK } from "./has-writer.ts";
import { listenForCommits } from "./listen.ts";
import { HOME_SCHEMA, quoted, readLiveSchema } from "./live-schema.ts";
import { asTexts, runStatement } from "./read-statement.ts";
import type { ReadTexts } from "./row-read.ts";
import { createSnapshots, snapshotLimits, type SnapshotLimits } from "./read-snapshot.ts";

const READERS_MAX = 8;
const CONNECT_TIMEOUT_MS = 5_000;
const READ_STATEMENT_TIMEOUT_MS = 2_000;
/** Ends what a paused process left open; longer than a snapshot may take, so that a busy one never meets it. */
const READ_IDLE_LIMIT_MS = 10_000;
/** A writer that is paused loses its connection, and with it its lock, so that another can take over. */
const IDLE_LIMIT_MS = 30_000;
const HEARTBEAT_MS = 5_000;
const BESIDES_MAX = 2;
const BESIDE_IDLE_MS = 1_000;

export interface PostgresOptions {
  /** Where the writer's rows go, by default to the live schema; the first one that is written becomes the live one. */
  readonly schema?: string | undefined;
  /** Bounds of the snapshots; what is absent keeps its default. */
  readonly snapshots?: Partial<SnapshotLimits>;
}

/** A Postgres server; connections are opened when they are first needed, so that an outage does not stop the process. */
export function openPostgres(url: string, { schema, snapshots }: PostgresOptions = {}): Database {
  const path = `-c search_path=${quoted(schema ?? HOME_SCHEMA)}`;
  const common = { connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true };
  const writers = new pg.Pool({
    ...common,
    max: 1,
    idleTimeoutMillis: 0,
    options: `${path} -c idle_session_timeout=${IDLE_LIMIT_MS} -c idle_in_transaction_session_timeout=${IDLE_LIMIT_MS}`,
    application_name: "openledger-indexer",
  });
  // Small blocks take this one, where statements don't wait for answers; the checkpoint fences it as it does the other.
  const aheads = new pg.Pool({
    ...common,
    max: 1,
    idleTimeoutMillis: 0,
    pipeline: true,
    options: `-c idle_in_transaction_session_timeout=${IDLE_LIMIT_MS}`,
    application_name: "openledger-indexer",
  });
  const readers = new pg.Pool({
    ...common,
    max: READERS_MAX,
    pipeline: true,
    statement_timeout: READ_STATEMENT_TIMEOUT_MS,
    options: `${path} -c default_transaction_read_only=on -c idle_in_transaction_session_timeout=${READ_IDLE_LIMIT_MS}`,
    application_name: "openledger-graphql",
  });
  // A connection that breaks, idle or between two statements of a transaction, is replaced at its next use; without a
  // listener it would end the process.
  for (const pool of [writers, aheads, readers]) pool.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
  const lock = createWriterLock(writers, schema);
  const besides = createBesides(url, lock);
  const reader = drizzle(readers);
  let closing: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    lock.stop();
    closing ??= Promise.all([writers.end(), aheads.end(), readers.end(), besides.end()]);
    await closing;
  };
  return {
    kind: "postgres",
    get schema() {
      return lock.schema;
    },
    writer: drizzle(writers),
    reader,
    snapshot: createSnapshots(readers, { ...snapshotLimits, ...snapshots }),
    lockWriter: () => guarded(lock.take),
    write: (work, frame) => (frame?.isSmall === true ? sentAhead(aheads, lock, work, frame) : inTransaction(writers, lock, work, frame)),
    beside: besides.run,
    onCommit: (listener) => listenForCommits(url, listener),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface WriterLock {
  readonly schema: string;
  readonly take: () => Promise<void>;
  /** Throws when the lock was taken and the connection that held it is gone. */
  assertHeld(): void;
  stop(): void;
}

/** The advisory lock lives as long as the pool's one connection; a new connection has to take it again. */
function createWriterLock(writers: pg.Pool, named: string | undefined): WriterLock {
  let schema = named;
  let wanted = false;
  let held = false;
  writers.on("connect", () => (held = false));
  writers.on("remove", () => (held = false));
  const heartbeat = setInterval(() => {
    // Keeps the idle limit away while this process runs; an outage shows in the next write.
    if (held && writers.idleCount > 0) writers.query("select 1").catch(() => undefined);
  }, HEARTBEAT_MS).unref();
  return {
    get schema() {
      return schema ?? HOME_SCHEMA;
    },
    async take() {
      wanted = true;
      if (held) return;
      // Decided once: a writer whose schema is replaced goes on with its own until it is stopped.
      schema ??= await readLiveSchema(drizzle(writers));
      // One statement, so that the connection that holds the lock is the one that means the schema.
      const { rows } = await writers.query<{ taken: boolean }>(
        "select pg_try_advisory_lock($1, hashtext($2)) as taken, set_config('search_path', quote_ident($2), false)",
        [WRITER_LOCK, schema],
      );
      if (rows[0]?.taken !== true) {
        throw retryable("DATABASE_LOCKED", `another indexer writes to schema ${schema} of this database; this one takes over when it stops`);
      }
      held = true;
    },
    assertHeld() {
      if (wanted && !held) throw retryable("DATABASE_UNREACHABLE", "the writer's connection was lost, and its lock with it");
    },
    stop: () => clearInterval(heartbeat),
  };
}

async function inTransaction<T>(writers: pg.Pool, lock: WriterLock, work: (tx: WriteTx) => Promise<T>, frame: WriteFrame | undefined): Promise<T> {
  return withClient(writers, async (client) => {
    lock.assertHeld();
    await begin(client, frame);
    const result = await work({ ...writeTxOf(client), sendsAhead: false, each: oneByOne });
    await client.query(frame === undefined ? "commit" : `${frame.last}; commit`);
    return result;
  });
}

/**
 * One transaction whose statements don't wait for answers, and whose commit doesn't wait for theirs: the server takes
 * nothing more of a transaction in which one failed. The answer to the begin, with the fence, comes before the commit is sent.
 */
async function sentAhead<T>(aheads: pg.Pool, lock: WriterLock, work: (tx: WriteTx) => Promise<T>, frame: WriteFrame): Promise<T> {
  return withClient(aheads, async (client) => {
    lock.assertHeld();
    const begun = begin(client, { ...frame, first: `set local search_path = ${quoted(lock.schema)}; ${frame.first}` });
    const sent: Promise<unknown>[] = [];
    const run: WriteTx["run"] = async (text, values) => void sent.push(settled(runPrepared(client, text, values)));
    const [opened, done] = await Promise.allSettled([begun, work({ ...writeTxOf(client), run, sendsAhead: true, each: allAtOnce })]);
    // Whatever else failed then failed because of it.
    if (opened.status === "rejected") throw opened.reason;
    const ended = done.status === "rejected" ? undefined : settled(runStatement(client, { text: `${frame.last}; commit` }));
    const errors = (await Promise.all(sent)).filter((error) => error !== undefined);
    if (done.status === "rejected") throw causeOf([...errors, done.reason]);
    const refused = await ended;
    if (refused !== undefined) throw causeOf([...errors, refused]);
    if (errors.length > 0) throw fatal("INCONSISTENT", "a transaction was committed without one of its statements; index the chain again into an empty database", errors[0]);
    return done.value;
  });
}

/** The error of a statement, or undefined when it is done. */
async function settled(statement: Promise<unknown>): Promise<unknown> {
  return statement.then(() => undefined, (error: unknown) => error);
}

/** The server's refusal of everything behind a statement that failed. */
const IN_FAILED_TRANSACTION = "25P02";

/** The first error that is not the consequence of another one. */
function causeOf(errors: readonly unknown[]): unknown {
  return errors.find((error) => postgresCode(error) !== IN_FAILED_TRANSACTION) ?? errors[0];
}

interface Besides {
  readonly run: Database["beside"];
  readonly end: () => Promise<void>;
}

/** Transactions on connections beside the writer's, which close soon after the last of them: they are rare, and take long. */
function createBesides(url: string, lock: WriterLock): Besides {
  let opened: pg.Pool | undefined;
  const open = (): pg.Pool => {
    // The lock says which schema the writer's is, when it is taken.
    const options = `-c search_path=${quoted(lock.schema)} -c idle_in_transaction_session_timeout=${IDLE_LIMIT_MS}`;
    const limits = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, max: BESIDES_MAX, idleTimeoutMillis: BESIDE_IDLE_MS };
    const pool = new pg.Pool({ connectionString: url, keepAlive: true, ...limits, options, application_name: "openledger-indexer" });
    return pool.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
  };
  return {
    run: (work) =>
      withClient((opened ??= open()), async (client) => {
        await client.query("begin");
        const result = await work(drizzle(client));
        await client.query("commit");
        return result;
      }),
    end: async () => opened?.end(),
  };
}

async function allAtOnce(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  await Promise.all(steps.map((step) => step().catch((error: unknown) => errors.push(error))));
  // The first one in time: the server refuses whatever follows it in the transaction.
  if (errors.length > 0) throw errors[0];
}

/** Rolls back when `work` throws. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  client.on("error", onError);
  try {
    return await work(client);
  } catch (error) {
    // A connection that can't roll back is thrown away, and the server rolls back.
    await client.query("rollback").catch((failed: Error) => void (broken ??= failed));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

function writeTxOf(client: pg.PoolClient): Pick<WriteTx, "db" | "copy" | "run"> {
  const readTexts: ReadTexts = async (text, values) => {
    return ((await runStatement(client, { name: nameOf(text), text, values, rowMode: "array", types: asTexts })) as pg.QueryArrayResult<(string | null)[]>).rows;
  };
  return { db: Object.assign(drizzle(client) as Db, { readTexts }), copy: (table, rows) => copyRows(client, table, rows), run: (text, values) => runPrepared(client, text, values) };
}

async function begin(client: pg.PoolClient, frame: WriteFrame | undefined): Promise<void> {
  if (frame === undefined) return void (await client.query("begin"));
  // Several statements in one text give a list of results, which the driver's type does not say.
  const opening = frame.isBulk ? "begin; set local synchronous_commit = off" : "begin";
  const results = (await runStatement(client, { text: `${opening}; ${frame.first}` })) as readonly pg.QueryResult[];
  frame.check(results.at(-1)?.rows.length ?? 0);
}

async function copyRows<Table extends PgTable>(client: pg.PoolClient, table: Table, rows: readonly Table["$inferInsert"][]): Promise<void> {
  for (const { target, pieces } of copyTextsOf(table, rows)) {
    await pipeline(Readable.from(encoded(pieces()), { objectMode: false }), client.query(copyFrom(`copy ${target} from stdin`)));
  }
}

async function runPrepared(client: pg.PoolClient, text: string, values: readonly string[]): Promise<void> {
  await runStatement(client, { name: nameOf(text), text, values: [...values] });
}

/** Names of prepared statements by their text, of which there are a few for each table. */
const statementNames = new Map<string, string>();

function nameOf(text: string): string {
  const name = statementNames.get(text) ?? `w${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

function* encoded(pieces: Iterable<string>): Generator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece, "utf8");
}
