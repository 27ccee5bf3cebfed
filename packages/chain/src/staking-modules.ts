import {
  BONDED_POOL,
  createDistributionKeeper,
  createDistributionModule,
  createEvidenceModule,
  createMintModule,
  createSlashingKeeper,
  createSlashingModule,
  createStakingKeeper,
  createStakingModule,
  evidenceAge,
  NOT_BONDED_POOL,
  type DistributionKeeper,
  type FullBankKeeper,
  type FullStakingKeeper,
  type ModuleAccountSpec,
  type StakingHooks,
} from "@openledger/modules";
import type { Module } from "@openledger/state-machine";

/** Where bonded and other stakes lie, what those who stake have not withdrawn, and who mints. */
export const stakingAccounts: readonly ModuleAccountSpec[] = [
  ...[BONDED_POOL, NOT_BONDED_POOL].map((name) => ({ name, permissions: ["burner", "staking"] })),
  { name: "distribution", permissions: [] },
  { name: "mint", permissions: ["minter"] },
];

export interface Staking {
  readonly staking: FullStakingKeeper;
  readonly distribution: DistributionKeeper;
  /**
   * In the order in which blocks begin: what is minted is divided, before those are punished who earned it. Genesis has
   * distribution before staking as well, because it hears of each stake.
   */
  readonly modules: readonly Module[];
}

/** Staking with what follows it. `hooks` are called last. */
export function createStaking(bank: FullBankKeeper, hooks: (staking: FullStakingKeeper) => readonly StakingHooks[] = () => []): Staking {
  const all: StakingHooks[] = [];
  const staking = createStakingKeeper(bank, all);
  const distribution = createDistributionKeeper(bank, staking);
  const slashing = createSlashingKeeper(staking);
  all.push(distribution.hooks, slashing.hooks, ...hooks(staking));
  return {
    staking,
    distribution,
    modules: [
      createMintModule({ bank, staking }),
      createDistributionModule(distribution),
      createStakingModule(staking),
      createSlashingModule({ keeper: slashing, staking, authorities: bank }),
      createEvidenceModule({ staking, slashing, age: evidenceAge }),
    ],
  };
}
