import type { Height } from "@openledger/primitives";

export interface RetainOptions {
  /** Just committed. */
  readonly height: Height;
  /** How many blocks CometBFT keeps; 0 keeps all. */
  readonly blocks: number;
  /** Heights of the snapshots that other nodes may begin from, ascending; undefined where none are made. */
  readonly snapshots: (() => readonly bigint[]) | undefined;
}

/**
 * The lowest block that CometBFT has to keep, for its answer to Commit; 0 keeps all. Whoever begins from a snapshot here
 * needs the blocks after it, so they stay, and where snapshots are made all stay until there is one.
 */
export function retainHeight({ height, blocks, snapshots }: RetainOptions): bigint {
  if (blocks === 0) return 0n;
  const wanted = height - BigInt(blocks) + 1n;
  const oldest = snapshots === undefined ? wanted : (snapshots()[0] ?? 0n);
  const bounded = wanted < oldest ? wanted : oldest;
  return bounded > 0n ? bounded : 0n;
}
