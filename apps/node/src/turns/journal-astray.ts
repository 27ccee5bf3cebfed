/** Whether what a signer sealed belongs to the chain here; after a break its last blocks may belong to none. */
import { CometError, decodeBlock, type Block } from "@openledger/comet";
import { crossingOf } from "@openledger/derivation";
import { equalBytes, type Height, type Sha256 } from "@openledger/primitives";
import { holdsPower, nextHeight, type OpenedChain } from "@openledger/sequencer";
import type { JournalBlock, SharedKeyOptions } from "@openledger/signer";

/** Whether a sealed block of the next height names the last block here, and begins with the rotation where one is due. */
export function followsHere(chain: OpenedChain, sha256: Sha256, found: JournalBlock): boolean {
  const { stateHeight } = chain.store;
  const last = stateHeight < chain.genesis.initialHeight ? undefined : chain.store.block(stateHeight);
  const block = decoded(found);
  if (block === undefined) return false;
  const expected = chain.validators.expected();
  const isInPlace = expected === undefined || crossingOf(sha256, block)?.number === expected.number;
  return isInPlace && equalBytes(block.header.lastBlockId.hash, last?.blockId.hash ?? new Uint8Array(0));
}

/** As `whyAstray` of a shared key. Blocks that are ahead of this node are looked at where a turn of the key begins: elsewhere they follow. */
export function whyAstray(chain: OpenedChain, sha256: Sha256, publicKey: Uint8Array): NonNullable<SharedKeyOptions["whyAstray"]> {
  const { store, validators } = chain;
  return async (tip, sealedAt) => {
    const { stateHeight } = store;
    if (stateHeight < chain.genesis.initialHeight || stateHeight !== store.lastHeight) return undefined;
    const next = nextHeight(chain);
    if (!holdsPower(validators.at(next), publicKey)) return undefined;
    if (tip.height <= stateHeight) {
      const own = tip.height < chain.genesis.initialHeight ? undefined : store.block(tip.height as Height);
      return own === undefined || equalBytes(own.blockId.hash, tip.hash) ? undefined : `block ${tip.height} of the chain here is another one`;
    }
    if (validators.expected() === undefined && holdsPower(validators.at(stateHeight), publicKey)) return undefined;
    const found = await sealedAt(next);
    // What was executed meanwhile is looked at the next time.
    if (found === undefined || store.lastHeight !== stateHeight || followsHere(chain, sha256, found)) return undefined;
    return `what it has at height ${next} does not follow block ${stateHeight} of the chain here, after which others came in the place of its blocks`;
  };
}

function decoded({ block }: JournalBlock): Block | undefined {
  try {
    return decodeBlock(block);
  } catch (error) {
    if (error instanceof CometError) return undefined;
    throw error;
  }
}
