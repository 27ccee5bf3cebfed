import type { DerivedBlock, Equivocation } from "@openledger/derivation";
import { equalBytes } from "@openledger/primitives";
import { importBlock, type SealedBlock } from "@openledger/sequencer";
import { followerError } from "./errors.ts";
import type { FollowedChain } from "./followed-chain.ts";
import type { FollowerOptions } from "./follower-options.ts";
import type { FraudKeeper } from "./fraud-keeper.ts";
import type { BatchId } from "./fraud-record.ts";

/** Executes blocks here and holds them against what was executed before. */
export interface BlockTaker {
  /** Executes the block after the last one. Throws `FRAUD` when it contradicts what is there. */
  take(sealed: SealedBlock, batch: BatchId | undefined): Promise<void>;
  /** The same of a block from DA, which may be here already. */
  takeDerived(derived: DerivedBlock, batch: BatchId | undefined): Promise<void>;
  noteEquivocation(found: Equivocation): void;
}

export function createBlockTaker(options: FollowerOptions, followed: FollowedChain, fraud: FraudKeeper): BlockTaker {
  const { app, chain, crypto, ahead } = options;

  async function take(sealed: SealedBlock, batch: BatchId | undefined): Promise<void> {
    const taken = await importBlock({ app, chain, crypto, ahead }, sealed);
    if ("contradiction" in taken) {
      const file = fraud.execution(sealed, batch, taken.contradiction);
      throw followerError("FRAUD", `the sequencer signed what contradicts the execution: ${taken.contradiction}; the record is ${file}, check it with "openledgerd verify-fraud"`);
    }
    options.onCommitted?.(taken);
  }

  return {
    take,
    async takeDerived(derived, batch) {
      const { header } = derived.block;
      const own = followed.blockAt(header.height);
      if (own === undefined) return take(derived, batch);
      if (equalBytes(own.blockId.hash, derived.blockId.hash)) return;
      const says = `DA has another block ${header.height} than the one that was executed here`;
      const file = fraud.equivocation({ header, commit: derived.commit }, { header: own.block.header, commit: own.commit }, batch, says);
      throw followerError("FRAUD", `${says}; both are sealed, the record is ${file}; to go on with what is on DA, follow it in a new home`);
    },
    noteEquivocation({ header, commit, daHeight }) {
      const own = followed.signedAt(header.height);
      if (own === undefined) return;
      fraud.equivocation(own, { header, commit }, undefined, `block ${header.height} is sealed twice; the second one is at DA height ${daHeight}`);
    },
  };
}
