import type { SignedHeader } from "@openledger/comet";
import { TIME_DRIFT_NANOS, type AttestedBlock, type DerivationOptions, type Rotation } from "@openledger/derivation";
import { fromHex, type Height } from "@openledger/primitives";
import { gasUsedBy, type SealedBlock } from "@openledger/sequencer";
import type { DaIndex } from "./da-index.ts";
import type { FollowerOptions } from "./follower-options.ts";

/** What was executed here, as following looks at it. */
export interface FollowedChain {
  /** What a block must fit. */
  readonly rules: Omit<DerivationOptions, "from" | "crossing">;
  nextHeight(): bigint;
  blockAt(height: bigint): SealedBlock | undefined;
  signedAt(height: bigint): SignedHeader | undefined;
  attestedAt(height: bigint): AttestedBlock | undefined;
  /** DA height of the block in which the ante chain let a transaction through, where it was found; hash in lower-case hex. */
  foundAt(hash: string): bigint | undefined;
  /** Gas that it used there. */
  gasUsed(hash: string): bigint;
  /** That blocks here begin with, in order. */
  crossings(): readonly Rotation[];
}

export function createFollowedChain({ chain, crypto, inflate }: FollowerOptions, index: DaIndex): FollowedChain {
  const { store, validators, genesis } = chain;
  const { chainId, initialHeight, genesisTime } = genesis;
  const nextHeight = (): bigint => (store.stateHeight === 0n ? initialHeight : store.stateHeight + 1n);
  const blockAt = (height: bigint): SealedBlock | undefined =>
    height < initialHeight || height > store.stateHeight ? undefined : store.block(height as Height);
  return {
    rules: {
      crypto,
      inflate,
      chainId,
      genesisTime,
      validatorsAt: (height) => (height < initialHeight ? undefined : validators.at(height > nextHeight() ? nextHeight() : height)),
      hashAt: (height) => blockAt(height)?.blockId.hash,
      driftNanos: TIME_DRIFT_NANOS,
    },
    nextHeight,
    blockAt,
    signedAt(height) {
      const own = blockAt(height);
      return own === undefined ? undefined : { header: own.block.header, commit: own.commit };
    },
    attestedAt(height) {
      const own = blockAt(height);
      const results = own === undefined ? undefined : store.results(own.block.header.height);
      return own === undefined || results === undefined ? undefined : { height, blockHash: own.blockId.hash, appHash: results.appHash };
    },
    foundAt(hash) {
      const height = store.txs.takenAt(fromHex(hash));
      return height === undefined ? undefined : index.daHeightOf(height);
    },
    gasUsed: (hash) => gasUsedBy(store, fromHex(hash)),
    crossings: () => store.setChanges.flatMap(({ rotation }) => rotation ?? []),
  };
}
