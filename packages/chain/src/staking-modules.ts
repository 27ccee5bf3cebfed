import {
  BONDED_POOL,
  createEvidenceModule,
  createSlashingKeeper,
  createSlashingModule,
  createStakingKeeper,
  createStakingModule,
  NOT_BONDED_POOL,
  type FullBankKeeper,
  type FullStakingKeeper,
  type ModuleAccountSpec,
  type StakingHooks,
} from "@openledger/modules";
import type { Module } from "@openledger/state-machine";

/** Where bonded and other stakes lie. */
export const stakingAccounts: readonly ModuleAccountSpec[] = [BONDED_POOL, NOT_BONDED_POOL].map((name) => ({
  name,
  permissions: ["burner", "staking"],
}));

export interface Staking {
  readonly staking: FullStakingKeeper;
  /** In this order: staking's end of block, then the beginnings that punish. */
  readonly modules: readonly Module[];
}

/** Staking with what follows it. `hooks` are called before those of slashing, as the SDK calls distribution's. */
export function createStaking(bank: FullBankKeeper, hooks: (staking: FullStakingKeeper) => readonly StakingHooks[] = () => []): Staking {
  const all: StakingHooks[] = [];
  const staking = createStakingKeeper(bank, all);
  const slashing = createSlashingKeeper(staking);
  all.push(...hooks(staking), slashing.hooks);
  return {
    staking,
    modules: [
      createStakingModule(staking),
      createSlashingModule({ keeper: slashing, staking, authorities: bank }),
      createEvidenceModule({ staking, slashing }),
    ],
  };
}
