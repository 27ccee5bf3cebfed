import type { CommittedBlock } from "../source/committed-block.ts";
import type { BlockRows } from "./block-rows.ts";
import { rowsDigest } from "./digest.ts";
import { projectBlock } from "./project-block.ts";

/** What is known of a block beside its rows. */
export type BlockHead = Pick<CommittedBlock, "chainId" | "height" | "hash" | "parentHash" | "resultAppHash">;

/** A block with the rows that it makes, whichever blocks come before it; plain data, which may cross threads. */
export interface UnlinkedBlock {
  readonly block: BlockHead;
  readonly rows: BlockRows;
  /** Digest of these rows alone. */
  readonly rowsDigest: Uint8Array;
}

/** Projects a block. Pure: the same block and prefix give the same. Throws a fatal OperationalError. */
export function unlinkedBlock(committed: CommittedBlock, bech32Prefix: string): UnlinkedBlock {
  const { chainId, height, hash, parentHash, resultAppHash } = committed;
  const rows = projectBlock(committed, bech32Prefix);
  return { block: { chainId, height, hash, parentHash, resultAppHash }, rows, rowsDigest: rowsDigest(rows) };
}
