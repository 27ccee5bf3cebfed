import { OperationalError } from "@openledger/ports";

/**
 * - `TX_IN_CACHE`: the transaction was seen before; it waits, is in a block, or was just dropped from one.
 * - `TX_TOO_LARGE`, `MEMPOOL_FULL`: CometBFT's limits of one transaction and of all that wait; the second passes.
 * - `TX_QUARANTINED`: the transaction tripped an internal check and is set aside; a defect of this software.
 * - `APP_AHEAD`: the state is newer than the block log. `APP_MISMATCH`: re-execution gives another hash than the block
 *   log holds. `GENESIS_MISMATCH`: the block log belongs to another genesis. Each needs an operator.
 * - `HEIGHT_NOT_KEPT`: the state of that height cannot be rebuilt from what is kept. `STATE_MISSING`: the chain began from
 *   a snapshot here, and no snapshot can be used any more.
 * - `CHAIN_EXISTS`: a snapshot can only be restored where there is no chain. `SNAPSHOT_REFUSED`: it is damaged, or not of
 *   this chain.
 * - `VALIDATOR_KEY`: the validator key file is missing or unreadable, or is of no validator of this chain.
 * - `VALIDATOR_POWER`: the set that must sign the next block gives this node's key two thirds of the power or less.
 * - `EVIDENCE_REFUSED`: what was handed in proves no misbehaviour that a block may hold.
 * - `VALIDATOR_SET`: the next block would leave no validator, or make a set that cannot be.
 */
export type SequencerErrorCode =
  | "TX_IN_CACHE"
  | "TX_TOO_LARGE"
  | "MEMPOOL_FULL"
  | "TX_QUARANTINED"
  | "APP_AHEAD"
  | "APP_MISMATCH"
  | "GENESIS_MISMATCH"
  | "CHAIN_EXISTS"
  | "HEIGHT_NOT_KEPT"
  | "SNAPSHOT_REFUSED"
  | "STATE_MISSING"
  | "EVIDENCE_REFUSED"
  | "VALIDATOR_KEY"
  | "VALIDATOR_POWER"
  | "VALIDATOR_SET";

/** An OperationalError of this package; none but MEMPOOL_FULL goes away by repeating the call. */
export function sequencerError(
  code: SequencerErrorCode,
  message: string,
  cause?: unknown,
): OperationalError<SequencerErrorCode> {
  return new OperationalError(code, message, { retryable: code === "MEMPOOL_FULL", cause });
}
