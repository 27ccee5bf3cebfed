/** Uncompressed bytes that one blob carries at most. A blob is never longer than them and its envelope. */
export const PART_BYTES_MAX: number = 4 * 1024 * 1024;
/** Blobs over which a payload may be spread: a block of CometBFT's largest size fits. */
export const PARTS_MAX = 32;
/** Blocks of one batch. */
export const BATCH_BLOCKS_MAX = 1_024;
/** Transactions and pieces of evidence of all blocks of one payload: what they take in memory does not follow from their bytes. */
export const PAYLOAD_ITEMS_MAX = 262_144;
/** Headers of blocks further ahead of DA's clock, in nanoseconds, are not taken: ten minutes. */
export const TIME_DRIFT_NANOS: bigint = 600n * 1_000_000_000n;
