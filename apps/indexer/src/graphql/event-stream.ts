import { and, asc, getTableColumns, gte, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Db } from "../db/database.ts";
import { pause } from "../pause.ts";
import type { GraphqlContext } from "./builder.ts";
import { afterPosition, columnsOfKey, positionOf, type Keyset } from "./connection.ts";
import { clientError } from "./errors.ts";

/** Rows that one step of a replay reads. */
export const STEP = 50;

/** One event of a subscription with its place in the stream, by which a client goes on after a break. */
export interface StreamEvent<Row> {
  readonly eventId: string;
  readonly row: Row;
}

/** Where a client wants to begin: from a height on, or right after an event that it has. Neither: with what comes next. */
export interface StreamStart {
  readonly from?: bigint | null | undefined;
  readonly after?: string | null | undefined;
}

/** Events after a position, or from a height on when there is no position yet; at most 50, oldest first. */
export type ReadEvents<Row> = (db: Db, position: string | undefined, from: bigint) => Promise<readonly StreamEvent<Row>[]>;

/**
 * Every event from a place on, without gaps or repetitions: first what is indexed already, then what each commit adds.
 * A step of what is indexed already counts as a request of the client, and waits where it has none left; once the stream has
 * caught up, its events are free.
 * Streams of one name read the same events, which those at one place read together.
 * Nothing is buffered: a slow client is read for when it asks. `return` ends it at once, also while it waits.
 */
export function streamOf<Row>(context: GraphqlContext, name: string, start: StreamStart, read: ReadEvents<Row>): AsyncIterableIterator<StreamEvent<Row>> {
  const stop = new AbortController();
  return ending(events(context, name, start, read, stop.signal), () => stop.abort());
}

/** An iterator whose `return` does not wait for a `next` that waits. */
export function ending<Item>(items: AsyncGenerator<Item, void>, end: () => void): AsyncIterableIterator<Item> {
  return {
    next: () => items.next(),
    return() {
      end();
      return items.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* events<Row>(context: GraphqlContext, name: string, start: StreamStart, read: ReadEvents<Row>, signal: AbortSignal): AsyncGenerator<StreamEvent<Row>, void> {
  const { snapshot, commits, shared, lastEventId } = context;
  // A client that reconnects repeats its query and names the last event that it saw, which is the later place.
  let position = lastEventId ?? start.after ?? undefined;
  const from = start.from ?? (await nextHeight(context));
  let isReplay = true;
  while (!signal.aborted) {
    // Asked for before reading, so that a commit in between is not missed.
    const committed = commits.next(signal);
    const place = JSON.stringify(["events", name, position ?? null, position === undefined ? from.toString() : null]);
    const after = position;
    const found = await shared.once(place, () => snapshot((db) => read(db, after, from)));
    for (const event of found) {
      if (signal.aborted) return;
      position = event.eventId;
      yield event;
    }
    if (found.length < STEP) {
      isReplay = false;
      if (!(await committed)) return;
    } else if (isReplay) await untilAllowed(context, signal);
  }
}

/** Waits for a request of the client; the first step is the subscription's own. */
async function untilAllowed({ client, waitSeconds }: GraphqlContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const seconds = waitSeconds(client);
    if (seconds === 0) return;
    await pause(seconds * 1_000, signal);
  }
}

async function nextHeight({ snapshot }: GraphqlContext): Promise<bigint> {
  const at = await snapshot(async (_db, checkpoint) => checkpoint);
  if (at === undefined) throw clientError("NOT_READY", "nothing is indexed yet: the indexer waits for its node or database, see /ready");
  return at.height + 1n;
}

/** Reads rows of a list whose key begins with their height, in the order of the key. */
export function readsRows<Row extends object>(keyset: Keyset<Row>, height: PgColumn, belongs?: SQL): ReadEvents<Row> {
  return async (db, position, from) => {
    const place = position === undefined ? gte(height, from) : afterPosition(keyset, position);
    const rows = await db
      .select(keyset.columns ?? getTableColumns(keyset.table))
      .from(keyset.table)
      .where(and(place, belongs))
      .orderBy(...columnsOfKey(keyset).map((column) => asc(column)))
      .limit(STEP);
    return (rows as Row[]).map((row) => ({ eventId: positionOf(keyset, row), row }));
  };
}

