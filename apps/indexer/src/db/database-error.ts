import { OperationalError } from "@openledger/ports";
import { fatal, retryable, type IndexerError } from "../errors.ts";

const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  // Serialization failure and deadlock; server shutting down, crashed, starting; no connection, memory or disk left.
  "40001",
  "40P01",
  "57P01",
  "57P02",
  "57P03",
  // The server ended a session that idled, which a paused process does.
  "57P05",
  "25P03",
  "53100",
  "53200",
  "53300",
]);
const CONNECTION_LOST = /connection terminated|connection ended|client was closed|not queryable|timeout exceeded when trying to connect|client has encountered a connection error/i;

/**
 * Sorts what the driver throws: an outage is retryable, everything else fatal. A duplicate key is fatal on purpose:
 * rows and checkpoint are written together, so it can only mean a bug or a second writer.
 */
export function databaseError(error: unknown): IndexerError {
  if (error instanceof OperationalError) return error as IndexerError;
  const { code, message } = rootOf(error);
  if ((code !== undefined && (RETRYABLE_CODES.has(code) || code.startsWith("08"))) || CONNECTION_LOST.test(message)) {
    return retryable("DATABASE_UNREACHABLE", `the database does not answer: ${message}`, error);
  }
  return fatal("DATABASE_REFUSED", `the database refuses a statement (${code ?? "no code"}): ${message}`, error);
}

/** The driver's own error below Drizzle's wrapper. */
function rootOf(error: unknown): { readonly code: string | undefined; readonly message: string } {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  const code = typeof current === "object" && current !== null && "code" in current ? String(current.code) : undefined;
  return { code, message: current instanceof Error ? current.message || String(code) : String(current) };
}

/** The server's code of an error, below Drizzle's wrapper; undefined where it has none. */
export function postgresCode(error: unknown): string | undefined {
  return rootOf(error).code;
}

/** Runs database work and sorts its errors. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseError(error);
  }
}
