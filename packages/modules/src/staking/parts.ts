import type { StakingHooks } from "../support/staking.ts";
import type { StakingBank } from "./expected-keepers.ts";

/** What the steps of staking share. */
export interface StakingParts {
  readonly bank: StakingBank;
  /** All hooks as one, each called in the order of the list. */
  readonly hooks: Required<StakingHooks>;
}

/** Joins hooks into one that calls each in turn. */
export function joinHooks(list: readonly StakingHooks[]): Required<StakingHooks> {
  return {
    afterValidatorCreated: (...args) => list.forEach((hooks) => hooks.afterValidatorCreated?.(...args)),
    beforeValidatorModified: (...args) => list.forEach((hooks) => hooks.beforeValidatorModified?.(...args)),
    afterValidatorRemoved: (...args) => list.forEach((hooks) => hooks.afterValidatorRemoved?.(...args)),
    afterValidatorBonded: (...args) => list.forEach((hooks) => hooks.afterValidatorBonded?.(...args)),
    afterValidatorBeginUnbonding: (...args) => list.forEach((hooks) => hooks.afterValidatorBeginUnbonding?.(...args)),
    beforeDelegationCreated: (...args) => list.forEach((hooks) => hooks.beforeDelegationCreated?.(...args)),
    beforeDelegationSharesModified: (...args) => list.forEach((hooks) => hooks.beforeDelegationSharesModified?.(...args)),
    beforeDelegationRemoved: (...args) => list.forEach((hooks) => hooks.beforeDelegationRemoved?.(...args)),
    afterDelegationModified: (...args) => list.forEach((hooks) => hooks.afterDelegationModified?.(...args)),
    beforeValidatorSlashed: (...args) => list.forEach((hooks) => hooks.beforeValidatorSlashed?.(...args)),
    afterUnbondingInitiated: (...args) => list.forEach((hooks) => hooks.afterUnbondingInitiated?.(...args)),
  };
}
