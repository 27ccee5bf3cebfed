import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { StakingHooks, StakingKeeper } from "../support/staking.ts";
import type { DistributionBank } from "./expected-keepers.ts";
import { distributeFromFeePool, fundCommunityPool } from "./fee-pool.ts";
import { distributionHooks } from "./hooks.ts";
import type { DistributionParts } from "./parts.ts";

/** What other modules may do with the community pool. */
export interface DistributionKeeper {
  /** Pays valid coins out of the community pool. Throws `distribution/9` where it has not enough. */
  distributeFromFeePool(ctx: Context, coins: readonly Coin[], receiver: Address): void;
  /** Moves valid coins of an account into the community pool. Throws the bank's errors. */
  fundCommunityPool(ctx: Context, coins: readonly Coin[], sender: Address): void;
}

/** The keeper with what distribution's own module and staking need. */
export interface FullDistributionKeeper extends DistributionKeeper {
  readonly parts: DistributionParts;
  readonly hooks: StakingHooks;
}

/** Rewards of those who stake, and the community pool. Its hooks are the first that staking calls. */
export function createDistributionKeeper(bank: DistributionBank, staking: StakingKeeper): FullDistributionKeeper {
  const parts: DistributionParts = { bank, staking };
  return {
    parts,
    hooks: distributionHooks(parts),
    distributeFromFeePool: (ctx, coins, receiver) => distributeFromFeePool(bank, ctx, coins, receiver),
    fundCommunityPool: (ctx, coins, sender) => fundCommunityPool(bank, ctx, coins, sender),
  };
}
