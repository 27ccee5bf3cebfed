/**
 * When blocks are posted: `immediate`, as soon as there is one and nothing is under way; `size`, when they fill four fifths
 * of a blob, or after ten intervals; `interval`, at most once per interval.
 */
export type PostingPolicy = "immediate" | "size" | "interval";

export interface PolicyOptions {
  readonly policy: PostingPolicy;
  readonly intervalMs: number;
}

export interface Pending {
  readonly blocks: number;
  /** Uncompressed bytes of their data. */
  readonly bytes: number;
  /** What a blob takes, uncompressed. */
  readonly blobBytes: number;
  /** Since the last batch was begun. */
  readonly sinceMs: number;
}

const FULL_TENTHS = 8;
const INTERVALS_MAX = 10;

/** Whether what waits is to be posted now. */
export function isDue({ policy, intervalMs }: PolicyOptions, { blocks, bytes, blobBytes, sinceMs }: Pending): boolean {
  if (blocks === 0) return false;
  if (policy === "immediate") return true;
  if (policy === "interval") return sinceMs >= intervalMs;
  return bytes * 10 >= blobBytes * FULL_TENTHS || sinceMs >= intervalMs * INTERVALS_MAX;
}

const SLOWEST_MS = 10_000;

/**
 * Milliseconds by which the next block is put off while more than `limit` blocks wait for DA: one block time per block
 * above it, at most ten seconds. So what waits stays bounded for as long as an operator needs, and the chain goes on.
 */
export function slowdownMs(pendingBlocks: number, limit: number, blockIntervalMs: number): number {
  return Math.min(SLOWEST_MS, Math.max(0, pendingBlocks - limit) * blockIntervalMs);
}
