import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { fatal, retryable } from "../errors.ts";
import { beginSnapshot, type BeginOptions, type Begun } from "./begin-snapshot.ts";
import type { Database, Db } from "./database.ts";
import { HOME_SCHEMA } from "./live-schema.ts";
import { asTexts, runStatement, statementName, type ReadStatement } from "./read-statement.ts";
import type { ReadTexts, TextDb } from "./row-read.ts";

/** Bounds of the snapshots of one pool. */
export interface SnapshotLimits {
  /** Milliseconds that a snapshot waits for a connection. */
  readonly waitMs: number;
  /** Snapshots that wait at a time; one more is refused at once. */
  readonly waitingMax: number;
  /** Milliseconds from its begin after which a snapshot fails with READ_TOO_LONG. */
  readonly totalMs: number;
}

/** One waiting snapshot for each connection that the HTTP server takes. */
export const snapshotLimits: SnapshotLimits = { waitMs: 5_000, waitingMax: 512, totalMs: 5_000 };

/**
 * Runs reads in one repeatable-read, read-only transaction over the live schema, on a pooled connection. Its begin and its
 * checkpoint are one round trip, and its end is not waited for. Where another snapshot waits already, that one takes the
 * connection as it is and ends the transaction with its own begin; none is left open when nobody waits. Throws a retryable
 * DATABASE_UNREACHABLE when no connection becomes free in time or too many wait already.
 */
export function createSnapshots(readers: pg.Pool, limits: SnapshotLimits = snapshotLimits): Database["snapshot"] {
  const line = createLine(readers, limits);
  let expected = HOME_SCHEMA;
  return async (read, { isUnbounded = false } = {}) => {
    const lent = await line.take();
    const reads = new OrderedReads(lent.client);
    try {
      const run = async (): ReturnType<typeof read> => {
        const { schema, at } = await reads.begin({ endsAnother: lent.isInTransaction, isUnbounded, expected });
        expected = schema;
        return read(reads.db(), at);
      };
      return await (isUnbounded ? run() : within(limits.totalMs, run(), () => reads.cut()));
    } catch (error) {
      lent.isSound = false;
      throw error;
    } finally {
      void reads.finish().then(() => line.giveBack(lent));
    }
  };
}

/** Fails with READ_TOO_LONG, and calls `cut`, when the work takes longer. */
async function within<T>(ms: number, work: Promise<T>, cut: () => void): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    cut();
    reject(fatal("READ_TOO_LONG", `the reads of one snapshot take longer than ${ms} ms: ask for less`));
  }, ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
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

/** As many snapshots at once as the pool has connections; the others wait their turn, first come first served. */
function createLine(readers: pg.Pool, limits: SnapshotLimits): Line {
  const waiting = createQueue(limits);
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
      return (await waiting.join()) ?? takeNew();
    },
    giveBack(lent) {
      const next = lent.isSound && lent.broken === undefined ? waiting.shift() : undefined;
      if (next !== undefined) {
        lent.isInTransaction = true;
        next(lent);
      } else if (lent.broken !== undefined) release(lent);
      else runStatement(lent.client, { text: "commit" }).then(() => release(lent), (error: Error) => release({ ...lent, broken: error }));
    },
  };
}

/** Takes a connection as it is; undefined is the place of one that is gone. */
type Waiter = (lent: Lent | undefined) => void;

interface Queue {
  /** Waits for what a connection's last user hands on. */
  join(): Promise<Lent | undefined>;
  /** Takes out the one that has waited longest. */
  shift(): Waiter | undefined;
}

function createQueue({ waitMs, waitingMax }: SnapshotLimits): Queue {
  // A set keeps the order of arrival, and whoever gives up leaves it from the middle.
  const waiters = new Set<Waiter>();
  return {
    join: () =>
      new Promise((resolve, reject) => {
        if (waiters.size >= waitingMax) return reject(retryable("DATABASE_UNREACHABLE", `${waitingMax} reads wait for a connection already: try again`));
        const waiter: Waiter = (lent) => {
          clearTimeout(timer);
          resolve(lent);
        };
        const timer = setTimeout(() => {
          waiters.delete(waiter);
          reject(retryable("DATABASE_UNREACHABLE", `no connection became free for a read within ${waitMs} ms: try again`));
        }, waitMs);
        waiters.add(waiter);
      }),
    shift() {
      const [first] = waiters;
      if (first !== undefined) waiters.delete(first);
      return first;
    },
  };
}

/** One connection whose statements wait for each other, and that refuses more once its transaction ends. */
class OrderedReads {
  readonly #client: pg.PoolClient;
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;
  #isCut = false;
  #schema = "";

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async begin(options: BeginOptions): Promise<Begun> {
    const begun = await beginSnapshot(this.#client, options);
    this.#schema = begun.schema;
    return begun;
  }

  query(query: ReadStatement, values?: unknown[]): Promise<unknown> {
    if (this.#isOver) return Promise.reject(new Error("the snapshot is over"));
    const name = statementName(this.#schema, query.text);
    const named = { ...query, ...(values === undefined ? {} : { values }), ...(name === undefined ? {} : { name }) };
    const result = this.#last.then(() => (this.#isCut ? Promise.reject(new Error("the snapshot is over")) : runStatement(this.#client, named)));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Drizzle over these reads. */
  db(): TextDb {
    const readTexts: ReadTexts = async (text, values) => ((await this.query({ text, values, rowMode: "array", types: asTexts })) as pg.QueryArrayResult<(string | null)[]>).rows;
    return Object.assign(drizzle(this as unknown as pg.PoolClient) as Db, { readTexts });
  }

  /** Takes no more statements, and runs none of those that wait. */
  cut(): void {
    this.#isOver = true;
    this.#isCut = true;
  }

  /** Takes no more statements, and settles after those that wait; never rejects. */
  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#last;
  }
}
