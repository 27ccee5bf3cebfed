import type { ConsensusParams } from "@openledger/state-machine";
import type { MempoolLimits } from "./mempool.ts";

/** Header, last commit and framing of a block with one validator, rounded up. */
const BLOCK_OVERHEAD_BYTES = 2_048;
/** Of each further validator in the last commit, CometBFT's `MaxCommitSigBytes` with its framing. */
const COMMIT_SIG_BYTES = 111;
/** CometBFT's bound for `max_bytes` -1; a log record holds more. */
const BLOCK_BYTES_LIMIT = 100 * 1024 * 1024;

/** What the transactions of one block may take together. */
export interface BlockLimits {
  readonly txBytes: number;
  /** -1: no limit. */
  readonly gas: bigint;
}

/** Of a block whose last commit is by this many validators. 0 and -1 both mean no limit of gas, as the SDK reads them. */
export function blockLimits({ maxBlockBytes, maxBlockGas }: ConsensusParams, validators: number = 1): BlockLimits {
  const bytes = maxBlockBytes <= 0n || maxBlockBytes > BigInt(BLOCK_BYTES_LIMIT) ? BLOCK_BYTES_LIMIT : Number(maxBlockBytes);
  return { txBytes: Math.max(bytes - BLOCK_OVERHEAD_BYTES - (validators - 1) * COMMIT_SIG_BYTES, 0), gas: maxBlockGas <= 0n ? -1n : maxBlockGas };
}

/** CometBFT's defaults with 64 MiB in all, lowered so that every transaction that is admitted fits into some block. */
export function mempoolLimits(params: ConsensusParams, maxTxs: number = 5_000): MempoolLimits {
  const block = blockLimits(params);
  return {
    maxTxs,
    maxBytes: 64 * 1024 * 1024,
    maxTxBytes: Math.min(1_048_576, block.txBytes - 5),
    maxTxGas: block.gas,
    cacheSize: 10_000,
  };
}
