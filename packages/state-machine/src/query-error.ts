/** gRPC status names that queries answer with. */
export type QueryStatus = "NotFound" | "InvalidArgument" | "FailedPrecondition" | "Unauthenticated" | "Unknown" | "Internal";

/** A query that cannot be answered; the frame maps the status to the SDK's ABCI code and text. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly status: QueryStatus;

  constructor(status: QueryStatus, message: string) {
    super(message);
    this.status = status;
  }
}

/** What was asked for does not exist: ABCI code 22, HTTP 404. */
export function queryNotFound(message: string): QueryError {
  return new QueryError("NotFound", message);
}

/** The request itself is wrong: ABCI code 18, HTTP 400. */
export function queryInvalid(message: string): QueryError {
  return new QueryError("InvalidArgument", message);
}
