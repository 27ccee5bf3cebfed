import { OperationalError } from "@openledger/ports";

/**
 * - `SPAN_INDEX_DAMAGED`: bytes of a file have changed. The file is set aside, and what it held is indexed again the next
 *   time the index is opened.
 * - `SPAN_INDEX_CLOSED`: an index was asked after its folder was closed, or after it was replaced by a larger one.
 */
export type SpanIndexErrorCode = "SPAN_INDEX_DAMAGED" | "SPAN_INDEX_CLOSED";

/** An OperationalError of this package. */
export function spanIndexError(code: SpanIndexErrorCode, message: string): OperationalError<SpanIndexErrorCode> {
  return new OperationalError(code, message, { retryable: false });
}
