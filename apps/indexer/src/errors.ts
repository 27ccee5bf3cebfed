import { OperationalError } from "@openledger/ports";

/** Stable codes of what stops or delays indexing. */
export type IndexerErrorCode =
  | "NODE_UNREACHABLE"
  | "NODE_ANSWER"
  | "NODE_BEHIND"
  | "WRONG_CHAIN"
  | "WRONG_GENESIS"
  | "WRONG_BLOCK"
  | "BROKEN_PARENT"
  | "WRONG_CODE_VERSION"
  | "STALE_WRITER"
  | "INCONSISTENT"
  | "NOT_INDEXED"
  | "UNEXPECTED_EVENT"
  | "DATABASE_UNREACHABLE"
  | "DATABASE_REFUSED"
  | "DATABASE_LOCKED"
  | "READ_TOO_LONG"
  | "BAD_SCHEMA"
  | "MIGRATION_EDITED"
  | "MIGRATION_UNKNOWN"
  | "BAD_OPERATIONS"
  | "PORT_IN_USE"
  | "NO_SOURCE"
  | "ARCHIVE_SHORT"
  | "BAD_SWAP";

export type IndexerError = OperationalError<IndexerErrorCode>;

/** Stops the indexer: trying again changes nothing until a person acts. */
export function fatal(code: IndexerErrorCode, message: string, cause?: unknown): IndexerError {
  return new OperationalError(code, message, { retryable: false, cause });
}

/** The same call may succeed later. */
export function retryable(code: IndexerErrorCode, message: string, cause?: unknown): IndexerError {
  return new OperationalError(code, message, { retryable: true, cause });
}

/** True for errors after which the writer waits and goes on from its checkpoint. */
export function isRetryable(error: unknown): boolean {
  return error instanceof OperationalError && error.retryable;
}
