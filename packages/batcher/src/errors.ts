import { OperationalError } from "@openledger/ports";

/**
 * - `DA_AHEAD_OF_LOG`: DA has blocks under this chain's key that this node does not; its log is older than what it posted.
 * - `DA_CONTRADICTS_LOG`: DA has another block at a height, signed by this chain's key.
 * - `BLOCKS_NOT_KEPT`: blocks that DA lacks are not in the log, which began from a snapshot.
 */
export type BatcherErrorCode = "DA_AHEAD_OF_LOG" | "DA_CONTRADICTS_LOG" | "BLOCKS_NOT_KEPT";

/** What stops posting until an operator acts. */
export function batcherError(code: BatcherErrorCode, message: string): OperationalError<BatcherErrorCode> {
  return new OperationalError(code, message, { retryable: false });
}
