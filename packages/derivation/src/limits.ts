/** Uncompressed bytes that one blob carries at most. A blob is never longer than them and its envelope. */
export const PART_BYTES_MAX: number = 4 * 1024 * 1024;
/** Blobs over which a payload may be spread: a block of CometBFT's largest size fits. */
export const PARTS_MAX = 32;
/** Blocks of one batch. */
export const BATCH_BLOCKS_MAX = 1_024;
/** Transactions, or pieces of evidence, of one block. */
export const BLOCK_ITEMS_MAX = 262_144;
