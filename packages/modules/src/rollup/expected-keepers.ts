import type { StakingKeeper } from "../support/staking.ts";

export type { AuthorityKeeper } from "../support/gov-authority.ts";
/** Who has staked, and whether stakes decide the validator set. */
export type SequencerStaking = Pick<StakingKeeper, "valsetSource" | "validatorByConsAddr">;
