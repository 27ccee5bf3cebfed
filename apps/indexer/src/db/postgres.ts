import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Database } from "./database.ts";

const READERS_MAX = 8;
const WRITERS_MAX = 2;
const CONNECT_TIMEOUT_MS = 5_000;
const READ_STATEMENT_TIMEOUT_MS = 2_000;

/** A Postgres server; connections are opened when they are first needed, so that an outage does not stop the process. */
export function openPostgres(url: string): Database {
  const writers = new pg.Pool({ connectionString: url, max: WRITERS_MAX, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, application_name: "openledger-indexer" });
  const readers = new pg.Pool({
    connectionString: url,
    max: READERS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: READ_STATEMENT_TIMEOUT_MS,
    options: "-c default_transaction_read_only=on",
    application_name: "openledger-graphql",
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  for (const pool of [writers, readers]) pool.on("error", () => undefined);
  const close = async (): Promise<void> => {
    await Promise.all([writers.end(), readers.end()]);
  };
  return { kind: "postgres", writer: drizzle(writers), reader: drizzle(readers), close, [Symbol.asyncDispose]: close };
}
