import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database } from "../db/database.ts";
import { checkpointAfter, linkBlock, writeGenesis, writeProjected } from "../db/write-block.ts";
import { blocksOfChain, genesisOfChain, type PlayedChain } from "./simulated-blocks.ts";
import { unlinkedBlock } from "../project/unlinked-block.ts";

/** Writes the blocks of a chain in memory that are not in the index yet, all in one transaction; an empty index begins at its genesis. */
export async function indexChain(database: Database, chain: PlayedChain, from?: Checkpoint): Promise<Checkpoint> {
  const begun = from ?? (await writeGenesis(database, genesisOfChain(chain)));
  let reached = begun;
  const blocks = blocksOfChain(chain)
    .filter(({ height }) => height > begun.height)
    .map((block) => {
      const projected = linkBlock(reached, unlinkedBlock(block, reached.bech32Prefix));
      reached = checkpointAfter(reached, projected);
      return projected;
    });
  return writeProjected(database, begun, blocks);
}
