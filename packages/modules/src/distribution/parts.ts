import type { StakingKeeper } from "../support/staking.ts";
import type { DistributionBank } from "./expected-keepers.ts";

/** What the steps of distribution share. */
export interface DistributionParts {
  readonly bank: DistributionBank;
  readonly staking: StakingKeeper;
}

/** Name of the module's account, which holds everything that is not withdrawn. */
export const DISTRIBUTION = "distribution";
/** Where fees, minted coins and the stakers' share of answers wait for the next block. */
export const FEE_COLLECTOR = "fee_collector";
