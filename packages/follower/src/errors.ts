import { OperationalError } from "@openledger/ports";

/**
 * - `FRAUD`: the sequencer signed what the rules do not allow, or two blocks of one height of which this home holds the one
 *   that is not on DA. A record is kept; only an operator can decide how to go on.
 * - `FRAUD_RECORD`: a file is no fraud record.
 * - `BREAKS`: the log of misses at which the chain stood still holds something else.
 */
export type FollowerErrorCode = "FRAUD" | "FRAUD_RECORD" | "BREAKS";

export function followerError(code: FollowerErrorCode, message: string, cause?: unknown): OperationalError<FollowerErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}
