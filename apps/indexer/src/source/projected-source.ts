import { unlinkedBlock, type UnlinkedBlock } from "../project/unlinked-block.ts";
import type { BlockSource } from "./committed-block.ts";

/** Blocks that were read, checked and projected. Throws what the source and the projection throw. */
export interface ProjectedSource {
  projected(height: bigint, signal?: AbortSignal): Promise<UnlinkedBlock>;
}

/** Projects in this thread, which is quickest for a block at a time. */
export function projectHere(source: BlockSource, bech32Prefix: string): ProjectedSource {
  return { projected: async (height, signal) => unlinkedBlock(await source.block(height, signal), bech32Prefix) };
}
