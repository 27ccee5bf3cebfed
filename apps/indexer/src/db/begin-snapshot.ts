import { getTableColumns } from "drizzle-orm";
import type pg from "pg";
import { indexerState } from "../schema/chain.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { HOME_SCHEMA, LIVE_SEARCH_PATH, quoted } from "./live-schema.ts";
import { asTexts, runStatement, statementName } from "./read-statement.ts";
import { decoderOf } from "./row-read.ts";

const TRANSACTION = "begin isolation level repeatable read, read only";
const UNBOUNDED = "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0";

const columns = Object.entries(getTableColumns(indexerState)).map(([name, column]) => ({ name, column: column.name, decode: decoderOf(column) }));

/** The live schema beside the checkpoint of the one that the transaction's names mean; one row also before the first checkpoint. */
const STATE = `
  select coalesce((select schema from ${HOME_SCHEMA}.indexer_live), '${HOME_SCHEMA}'), ${columns.map(({ column }) => `state."${column}"`).join(", ")}
  from (select) as one left join indexer_state as state on true`;

/** A transaction that has begun. */
export interface Begun {
  /** What its names mean. */
  readonly schema: string;
  /** Undefined when nothing is indexed yet. */
  readonly at: Checkpoint | undefined;
}

export interface BeginOptions {
  /** The connection's transaction before this one is still open. */
  readonly endsAnother: boolean;
  readonly isUnbounded: boolean;
  /** What was live when it was last asked: as long as it is, a statement that is prepared already is all there is to do. */
  readonly expected: string;
}

/** Begins a repeatable-read, read-only transaction over the live schema, in one round trip on a connection that sends ahead. */
export async function beginSnapshot(client: pg.PoolClient, options: BeginOptions): Promise<Begun> {
  const ended = options.endsAnother ? "commit; " : "";
  if (options.isUnbounded) return beginAnywhere(client, `${ended}${TRANSACTION}; ${UNBOUNDED}`);
  return (await beginExpected(client, `${ended}${TRANSACTION}`, options.expected)) ?? beginAnywhere(client, `rollback; ${TRANSACTION}`);
}

/** Schemas that a connection has prepared `STATE` for. */
const ready = new WeakMap<pg.PoolClient, Set<string>>();

/** Undefined, with a transaction to roll back, when another schema is live or the expected one can't be read. */
async function beginExpected(client: pg.PoolClient, begin: string, schema: string): Promise<Begun | undefined> {
  const name = statementName(schema, STATE);
  const opening = `${begin}; set local search_path = ${quoted(schema)}`;
  const isReady = name !== undefined && ready.get(client)?.has(schema) === true;
  const [live, ...values] = (await (isReady ? execute(client, opening, name) : prepare(client, opening, name))) ?? [];
  if (live === undefined) return undefined;
  ready.set(client, (ready.get(client) ?? new Set()).add(schema));
  return live === schema ? { schema, at: checkpointOf(values) } : undefined;
}

type Row = readonly (string | null)[];

/** The row of `STATE`, executed in the same message as the begin; undefined when that fails. */
async function execute(client: pg.PoolClient, opening: string, name: string): Promise<Row | undefined> {
  // A broken connection fails again at what is tried next, and says so then.
  const results = await runStatement(client, { text: `${opening}; execute "${name}"`, rowMode: "array", types: asTexts }).catch(() => []);
  return (results as readonly pg.QueryArrayResult<(string | null)[]>[]).at(-1)?.rows[0];
}

/** The same where it is not prepared yet: its first execution follows the begin without waiting. */
async function prepare(client: pg.PoolClient, opening: string, name: string | undefined): Promise<Row | undefined> {
  const begun = runStatement(client, { text: opening });
  const found = runStatement(client, { text: STATE, name, rowMode: "array", types: asTexts });
  const [opened, state] = await Promise.allSettled([begun, found]);
  if (opened.status === "rejected") throw opened.reason;
  return state.status === "rejected" ? undefined : (state.value as pg.QueryArrayResult<(string | null)[]>).rows[0];
}

/** Asks what is live first. */
async function beginAnywhere(client: pg.PoolClient, begin: string): Promise<Begun> {
  // Several statements in one text give several results, which the types of the driver leave out.
  const results = (await runStatement(client, { text: `${begin}; ${LIVE_SEARCH_PATH}; ${STATE}`, rowMode: "array", types: asTexts })) as readonly pg.QueryArrayResult<(string | null)[]>[];
  const [path, state] = results.slice(-2);
  const [, ...values] = state?.rows[0] ?? [];
  return { schema: String(path?.rows[0]?.[0]), at: checkpointOf(values) };
}

function checkpointOf(values: readonly (string | null)[]): Checkpoint | undefined {
  // The join leaves everything out where there is no row.
  if (values.every((value) => value === null)) return undefined;
  return Object.fromEntries(columns.map(({ name, decode }, at) => [name, valueOf(values[at], decode)])) as Checkpoint;
}

function valueOf(text: string | null | undefined, decode: (text: string) => unknown): unknown {
  return text == null ? null : decode(text);
}
