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
 * checkpoint are one round trip, and its end is not waited for. Where another snapshot waits already, that one takes the
 * connection as it is and ends the transaction with its own begin; none is left open when nobody waits.
 */
export async function readSnapshot<T>(readers: pg.Pool, read: (db: Db, at: Checkpoint | undefined) => Promise<T>): Promise<T> {
  const line = lineOf(readers);
  const lent = await line.take();
  const reads = new OrderedReads(lent.client);
  try {
    const at = await reads.begin(lent.isInTransaction);
    return await read(drizzle(reads as unknown as pg.PoolClient), at);
  } catch (error) {
    lent.isSound = false;
    throw error;
  } finally {
    void reads.finish().then(() => line.giveBack(lent));
  }
}

/** A connection that snapshots hand on to each other. */
interface Lent {
  readonly client: pg.PoolClient;
  /** The one before it left its transaction open. */
  isInTransaction: boolean;
  /** Nothing has failed on it: one that may be broken is not handed on. */
  isSound: boolean;
  broken?: Error;
  readonly onError: (error: Error) => void;
}

interface Line {
  take(): Promise<Lent>;
  giveBack(lent: Lent): void;
}

const lines = new WeakMap<pg.Pool, Line>();

function lineOf(readers: pg.Pool): Line {
  const line = lines.get(readers) ?? createLine(readers);
  lines.set(readers, line);
  return line;
}

/** As many snapshots at once as the pool has connections; the others wait their turn, first come first served. */
function createLine(readers: pg.Pool): Line {
  const waiting: ((lent: Lent | undefined) => void)[] = [];
  let taken = 0;

  async function open(): Promise<Lent> {
    const client = await readers.connect();
    const lent: Lent = { client, isInTransaction: false, isSound: true, onError: (error) => void (lent.broken = error) };
    client.on("error", lent.onError);
    return lent;
  }

  async function takeNew(): Promise<Lent> {
    try {
      return await open();
    } catch (error) {
      passOn();
      throw error;
    }
  }

  /** The place of a connection that is gone goes to the next one, who opens another. */
  function passOn(): void {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next(undefined);
  }

  function release({ client, onError, broken }: Lent): void {
    client.off("error", onError);
    client.release(broken);
    passOn();
  }

  return {
    async take() {
      if (taken < readers.options.max) {
        taken += 1;
        return takeNew();
      }
      return (await new Promise<Lent | undefined>((resolve) => void waiting.push(resolve))) ?? takeNew();
    },
    giveBack(lent) {
      const next = lent.isSound && lent.broken === undefined ? waiting.shift() : undefined;
      if (next !== undefined) {
        lent.isInTransaction = true;
        next(lent);
      } else if (lent.broken !== undefined) release(lent);
      else lent.client.query("commit").then(() => release(lent), (error: Error) => release({ ...lent, broken: error }));
    },
  };
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

  /** Begins; returns the checkpoint of the transaction, undefined when nothing is indexed yet. */
  async begin(endsAnother: boolean): Promise<Checkpoint | undefined> {
    // Several statements in one text give several results, which the types of the driver leave out.
    const results = (await this.#client.query(endsAnother ? `commit; ${BEGIN}` : BEGIN)) as unknown as readonly pg.QueryResult<Record<string, unknown>>[];
    const [path, state] = results.slice(-2);
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

  /** Takes no more statements, and settles after those that wait; never rejects. */
  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#last;
  }
}
