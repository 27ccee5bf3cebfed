/** Version of everything in the package's README: training, leaves, draws, rendering. Model versions name it. */
export const RULE_VERSION = 1;
/** Longest n-gram, in tokens: a token and up to four before it. */
export const ORDER_MAX = 5;
/** The weights of a recipe sum to this. */
export const WEIGHT_SUM = 10_000;
/** Longest answer, in tokens. */
export const OUTPUT_TOKENS_MAX = 1_024;
/** Training text above this many bytes is refused; positions stay far below 2^30. */
export const TRAINING_BYTES_MAX: number = 512 * 1024 * 1024;
