/**
 * The world outside failed: a disk, a socket, a database, a peer. Raised by io packages only and mapped to an answer
 * at the edge. `code` is stable and documented by the package that raises it; the message says what to do.
 */
export class OperationalError<Code extends string = string> extends Error {
  override readonly name = "OperationalError";
  readonly code: Code;
  /** True when the same call may succeed later without anyone changing data: nothing was half done. */
  readonly retryable: boolean;

  constructor(code: Code, message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}
