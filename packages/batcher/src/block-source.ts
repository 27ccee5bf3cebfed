import type { PostedBlock } from "@openledger/derivation";

/** Blocks that are durable and never undone. */
export interface BlockSource {
  /** 0 while there is none. */
  readonly firstHeight: bigint;
  /** 0 while there is none. */
  readonly lastHeight: bigint;
  /** A block of firstHeight..lastHeight. */
  block(height: bigint): PostedBlock | undefined;
}
