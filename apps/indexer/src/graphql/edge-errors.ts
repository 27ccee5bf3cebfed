import { randomUUID } from "node:crypto";
import { GraphQLError } from "graphql";
import { databaseError } from "../db/database-error.ts";
import { isErrorCode, type GraphqlErrorCode } from "./errors.ts";

/** Takes what could not be shown to the caller. */
export type ErrorLog = (requestId: string, error: unknown) => void;

/** Data exceptions of Postgres (class 22): a number out of range, text that it can't hold. */
const CALLERS_FAULT = /\((22\w{3})\)/;
const TOO_MANY_TOKENS = /contains more tha[nt] \d+ tokens/;
const STATEMENT_TIMEOUT = "(57014)";
/** An earlier statement of the same snapshot failed. */
const ENDED_BY_ANOTHER = "(25P02)";
/** The tables are not there before the first migration. */
const NO_TABLES = "(42P01)";

/**
 * The one table from errors to answers. Every error leaves with `extensions.code` of the closed list and a request id;
 * whatever is not meant for the caller is logged under that id and masked.
 */
export function toClientError(error: unknown, log: ErrorLog): GraphQLError {
  const requestId = randomUUID();
  if (!(error instanceof GraphQLError)) return masked(error, requestId, log);
  const { originalError } = error;
  const own = codeOf(error);
  if (originalError != null && !(originalError instanceof GraphQLError) && !isErrorCode(own)) {
    return masked(originalError, requestId, log, error);
  }
  const original = codeOf(originalError);
  const code = isErrorCode(own) ? own : isErrorCode(original) ? original : TOO_MANY_TOKENS.test(error.message) ? "LIMIT_EXCEEDED" : "BAD_USER_INPUT";
  return withCode(error, error.message, code, requestId);
}

/** Compiled operations have an error class of their own, whose extensions may be missing. */
function codeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return undefined;
  const { extensions }: { readonly extensions?: Readonly<Record<string, unknown>> } = error;
  return extensions?.["code"];
}

function masked(error: unknown, requestId: string, log: ErrorLog, at?: GraphQLError): GraphQLError {
  if (error instanceof Error && error.name === "PothosValidationError") return withCode(at, error.message, "BAD_USER_INPUT", requestId);
  const sorted = databaseError(error);
  if (sorted.code.startsWith("NODE_")) {
    // The message names the node's address, which is not for callers.
    log(requestId, error);
    return withCode(at, "the node behind this indexer gives no answer to this: try again later, or for a later height", "NOT_READY", requestId);
  }
  if (sorted.retryable) return withCode(at, "the database does not answer: try again", "NOT_READY", requestId);
  if (CALLERS_FAULT.test(sorted.message)) return withCode(at, "a value is out of the range that the index can hold", "BAD_USER_INPUT", requestId);
  if (sorted.code === "READ_TOO_LONG" || sorted.message.includes(STATEMENT_TIMEOUT)) return withCode(at, "the query takes too long: ask for less", "LIMIT_EXCEEDED", requestId);
  if (sorted.message.includes(ENDED_BY_ANOTHER)) return withCode(at, "not read, because another field of this operation failed: see its error", "BAD_USER_INPUT", requestId);
  if (sorted.message.includes(NO_TABLES)) return withCode(at, "nothing is indexed yet: the indexer waits for its node or database, see /ready", "NOT_READY", requestId);
  log(requestId, error);
  return withCode(at, `internal error; its details are in the server's log under ${requestId}`, "INTERNAL", requestId);
}

function withCode(at: GraphQLError | undefined, message: string, code: GraphqlErrorCode, requestId: string): GraphQLError {
  return new GraphQLError(message, {
    nodes: at?.nodes ?? null,
    source: at?.source ?? null,
    positions: at?.positions ?? null,
    path: at?.path ?? null,
    extensions: { ...at?.extensions, code, requestId },
  });
}
