import { sql } from "drizzle-orm";
import pg from "pg";
import { expect, test } from "vitest";
import { toClientError } from "../graphql/edge-errors.ts";
import { hasPostgres, startTempPostgres } from "../testing/temp-postgres.ts";
import { rowsOf, type Db } from "./database.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openPostgres } from "./postgres.ts";

const CONNECTIONS = 8;
const SNAPSHOTS = 40;
const TIMEOUT_MS = 60_000;

test.runIf(hasPostgres())(
  "snapshots that wait take over connections, each with a transaction of its own, and none is left open",
  async () => {
    await using server = await startTempPostgres();
    const url = await server.createDatabase("snapshots");
    await using database = openPostgres(url);
    await database.lockWriter();
    await migrate(database, await readMigrations());
    const outside = new pg.Client({ connectionString: url });
    await outside.connect();
    await outside.query("create table marks (id int)");

    const value = async (db: Db, text: string): Promise<string> => rowsOf<{ value: string }>(await db.execute(sql.raw(text)))[0]?.value ?? "";
    const isolations = new Set<string>();
    const begun: string[] = [];
    const one = (number: number): Promise<string> =>
      database.snapshot(async (db) => {
        isolations.add(await value(db, "select current_setting('transaction_isolation') as value"));
        begun.push(await value(db, "select now()::text as value"));
        const before = await value(db, "select count(*)::text as value from public.marks");
        await outside.query("insert into public.marks values (1)");
        const after = await value(db, "select count(*)::text as value from public.marks");
        if (before !== after) throw new Error("a snapshot saw a later commit");
        // A failed statement must not reach the next one on the same connection.
        if (number % 5 === 0) await value(db, "select 1 / 0 as value");
        return before;
      });
    const outcomes = await Promise.allSettled(Array.from({ length: SNAPSHOTS }, (_, number) => one(number)));

    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(SNAPSHOTS / 5);
    expect([...isolations]).toEqual(["repeatable read"]);
    // Each begins when it comes to its turn, and not with the one that had the connection before it.
    expect(new Set(begun).size).toBe(SNAPSHOTS);
    const seen = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [Number(outcome.value)] : []));
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(SNAPSHOTS - CONNECTIONS - 1);

    const open = "select count(*)::int as open from pg_stat_activity where application_name = 'openledger-graphql' and xact_start is not null";
    await expect.poll(async () => (await outside.query<{ open: number }>(open)).rows[0]?.open).toBe(0);
    await outside.end();
  },
  TIMEOUT_MS,
);

test.runIf(hasPostgres())(
  "a snapshot that waits too long gives up, one too many is refused at once, and those behind them go on",
  async () => {
    await using server = await startTempPostgres();
    await using database = openPostgres(await server.createDatabase("waiting"), { snapshots: { waitMs: 200, waitingMax: 2 } });
    await database.lockWriter();
    await migrate(database, await readMigrations());
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: allHeld, resolve: holdsAll } = Promise.withResolvers<void>();
    let held = 0;
    const holders = Array.from({ length: CONNECTIONS }, () =>
      database.snapshot(async () => {
        held += 1;
        if (held === CONNECTIONS) holdsAll();
        await released;
      }),
    );
    await allHeld;

    const read = (): Promise<string> => database.snapshot(async () => "read");
    const started = performance.now();
    const refusals = await Promise.allSettled([read(), read(), read().finally(() => expect(performance.now() - started).toBeLessThan(150))]);
    for (const refused of refusals) expect(refused).toMatchObject({ status: "rejected", reason: { code: "DATABASE_UNREACHABLE", retryable: true } });
    expect(refusals.map((refused) => (refused.status === "rejected" ? toClientError(refused.reason, () => undefined).extensions["code"] : ""))).toEqual(["NOT_READY", "NOT_READY", "NOT_READY"]);

    const late = [read(), read()];
    release();
    await Promise.all(holders);
    expect(await Promise.all(late)).toEqual(["read", "read"]);
    // Who gave up holds no place: all connections are free again once their last transactions have ended.
    const everywhere = (): Promise<number> => Promise.all(Array.from({ length: CONNECTIONS }, read)).then(({ length }) => length, () => 0);
    await expect.poll(everywhere).toBe(CONNECTIONS);
  },
  TIMEOUT_MS,
);

test.runIf(hasPostgres())(
  "a snapshot whose reads take too long together fails, runs nothing more and leaves its connection to others",
  async () => {
    await using server = await startTempPostgres();
    await using database = openPostgres(await server.createDatabase("deadline"), { snapshots: { totalMs: 300 } });
    await database.lockWriter();
    await migrate(database, await readMigrations());
    const sleep = sql.raw("select pg_sleep(0.2)");
    const settings = sql.raw("select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle");
    let queued: readonly PromiseSettledResult<unknown>[] = [];
    const long = async (db: Db): Promise<void> => {
      queued = await Promise.allSettled([1, 2, 3, 4].map(async () => db.execute(sleep)));
    };
    const started = performance.now();
    const error: unknown = await database.snapshot(long).catch((reason: unknown) => reason);
    expect(performance.now() - started).toBeLessThan(390);
    expect(error).toMatchObject({ code: "READ_TOO_LONG", retryable: false });
    expect(toClientError(error, () => undefined)).toMatchObject({ message: "the query takes too long: ask for less", extensions: { code: "LIMIT_EXCEEDED" } });

    await expect.poll(() => queued.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    const bounds = async (db: Db): Promise<unknown> => rowsOf(await db.execute(settings))[0];
    await database.snapshot(long, { isUnbounded: true });
    expect(queued.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(await database.snapshot(bounds, { isUnbounded: true })).toEqual({ statement: "0", idle: "0" });
    expect(await database.snapshot(bounds)).toEqual({ statement: "2s", idle: "10s" });
  },
  TIMEOUT_MS,
);
