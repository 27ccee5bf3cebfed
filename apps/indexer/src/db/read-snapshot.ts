import { createHash } from "node:crypto";
import { getTableColumns } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { indexerState } from "../schema/chain.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Db } from "./database.ts";
import { LIVE_SEARCH_PATH } from "./live-schema.ts";

/** Texts that are prepared on each connection; others are parsed each time. */
const PREPARED_MAX = 500;

type Query = Readonly<{ text: string; values?: unknown[] }>;

const BEGIN = `begin isolation level repeatable read, read only; ${LIVE_SEARCH_PATH}; select * from indexer_state`;

/**
 * Runs reads in one repeatable-read, read-only transaction over the live schema, on a pooled connection. Its begin and its
 * checkpoint are one round trip, and its end is not waited for.
 */
export async function readSnapshot<T>(readers: pg.Pool, read: (db: Db, at: Checkpoint | undefined) => Promise<T>): Promise<T> {
  const client = await readers.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => void (broken = error);
  client.on("error", onError);
  const finish = (): void => {
    client.off("error", onError);
    client.release(broken);
  };
  const reads = new OrderedReads(client);
  try {
    const at = await reads.begin();
    return await read(drizzle(reads as unknown as pg.PoolClient), at);
  } finally {
    reads.end().then(finish, (error: Error) => {
      broken ??= error;
      finish();
    });
  }
}

const columns = Object.entries(getTableColumns(indexerState));

function checkpointOf(row: Readonly<Record<string, unknown>>): Checkpoint {
  return Object.fromEntries(columns.map(([name, column]) => [name, column.mapFromDriverValue(row[column.name])])) as Checkpoint;
}

/** Names of texts that come again; a connection keeps what it prepared under a name. */
const prepared = new Map<string, string>();

function nameOf(schema: string, text: string): string | undefined {
  // The tables of another schema may have other columns, which a statement that is prepared already can't have.
  const key = `${schema} ${text}`;
  const known = prepared.get(key);
  if (known !== undefined || prepared.size >= PREPARED_MAX) return known;
  const name = createHash("sha256").update(key).digest("hex").slice(0, 32);
  prepared.set(key, name);
  return name;
}

/** One connection whose statements wait for each other, and that refuses more once its transaction ends. */
class OrderedReads {
  readonly #client: pg.PoolClient;
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;
  #schema = "";

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  /** The checkpoint of the transaction; undefined when nothing is indexed yet. */
  async begin(): Promise<Checkpoint | undefined> {
    // Several statements in one text give several results, which the types of the driver leave out.
    const results = (await this.#client.query(BEGIN)) as unknown as readonly pg.QueryResult<Record<string, unknown>>[];
    const [, path, state] = results;
    this.#schema = String(path?.rows[0]?.["schema"]);
    const row = state?.rows[0];
    return row === undefined ? undefined : checkpointOf(row);
  }

  query(query: Query, values?: unknown[]): Promise<unknown> {
    if (this.#isOver) return Promise.reject(new Error("the snapshot is over"));
    const name = nameOf(this.#schema, query.text);
    const named = { ...query, ...(values === undefined ? {} : { values }), ...(name === undefined ? {} : { name }) };
    const result = this.#last.then(() => this.#client.query(named));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Ends the transaction behind the statements that wait; nothing was written, so a rollback is as good as a commit. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#last;
    await this.#client.query("commit");
  }
}
