/**
 * - `unreachable`: the node did not answer; the call may be repeated.
 * - `query`: the node refused a query. `tx-refused`: it did not take the transaction. `tx-failed`: the transaction is in
 *   a block and failed. `tx-timeout`: it was taken, but no block held it in time.
 * - `blob`: the blob store refused. `erased`: the contributor had the content deleted; nobody can prove rows of it any
 *   more, while commitment and payments stay on chain. `content`: content does not give what the chain committed to.
 * - `malformed`: an answer that is not what the node should give.
 */
export type ClientErrorCode =
  | "unreachable"
  | "query"
  | "tx-refused"
  | "tx-failed"
  | "tx-timeout"
  | "blob"
  | "erased"
  | "content"
  | "malformed";

/** What went wrong between this client and a chain. The message is a sentence for a person. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ClientErrorCode;
  /** Codespace and code of the chain's answer, when the chain answered. */
  readonly chainCode: { readonly codespace: string; readonly code: number } | undefined;
  /** Upper-case hex, when a transaction is meant. */
  readonly txHash: string | undefined;

  constructor(
    code: ClientErrorCode,
    message: string,
    details: {
      readonly chainCode?: { readonly codespace: string; readonly code: number };
      readonly txHash?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.chainCode = details.chainCode;
    this.txHash = details.txHash;
  }

  /** True when the same call may succeed later: nothing was decided. */
  get retryable(): boolean {
    return this.code === "unreachable" || this.code === "tx-timeout";
  }
}

/** The SDK's NotFound status. */
const KEY_NOT_FOUND = 22;
/** What a query answers with whose handler raises the error of a message, such as "no such session". */
const UNKNOWN_REQUEST = 6;

/** True when the chain says that what was asked for does not exist. */
export function isNotFound(error: unknown): boolean {
  if (!(error instanceof ClientError) || error.chainCode?.codespace !== "sdk") return false;
  const { code } = error.chainCode;
  return code === KEY_NOT_FOUND || (code === UNKNOWN_REQUEST && error.message.includes(": no such "));
}

/** What `action` gives, or undefined when the chain says that it does not exist. */
export async function orNotFound<T>(action: Promise<T>): Promise<T | undefined> {
  try {
    return await action;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
