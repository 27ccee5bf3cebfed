import { assertDefined } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { takeDecCoins, truncateDecCoins } from "../support/dec-coins.ts";
import type { StakedValidator, StakingHooks } from "../support/staking.ts";
import { beginDelegation, withdrawRewards } from "./delegation-rewards.ts";
import { DISTRIBUTION, type DistributionParts } from "./parts.ts";
import { addToCommunityPool, commission, outstanding } from "./records.ts";
import {
  accumulatedCommissions,
  currentRewards,
  DISTRIBUTION_STORE,
  historicalRewards,
  outstandingRewards,
  periodKey,
  slashEventKey,
  slashEvents,
} from "./state.ts";
import { beginFirstPeriod, endPeriod, noteSlash } from "./validator-periods.ts";
import { withdrawAddressOf } from "./withdraw-address.ts";

/** What staking tells: keeper/hooks.go of x/distribution. */
export function distributionHooks(parts: DistributionParts): StakingHooks {
  const validatorOf = (ctx: Context, operator: Uint8Array): StakedValidator =>
    assertDefined(parts.staking.validator(ctx, operator), "a validator whose stake changes exists");
  return {
    afterValidatorCreated: (ctx, operator) => beginFirstPeriod(ctx, validatorOf(ctx, operator).operator),
    afterValidatorRemoved: (ctx, _consensusAddress, operator) => closeValidator(parts, ctx, operator),
    beforeDelegationCreated: (ctx, _delegator, operator) => void endPeriod(ctx, validatorOf(ctx, operator)),
    beforeDelegationSharesModified(ctx, delegator, operator) {
      const delegation = assertDefined(parts.staking.delegation(ctx, delegator, operator), "a delegation that changes exists");
      withdrawRewards(parts, ctx, validatorOf(ctx, operator), delegation);
    },
    afterDelegationModified: (ctx, delegator, operator) => beginDelegation(parts, ctx, operator, delegator),
    beforeValidatorSlashed: (ctx, operator, fraction) => noteSlash(ctx, validatorOf(ctx, operator), fraction),
  };
}

/** Pays the commission of a validator that is gone; what its delegators left over goes to the community pool. */
function closeValidator({ bank }: DistributionParts, ctx: Context, operator: Uint8Array): void {
  const accumulated = commission(ctx, operator);
  const { whole, rest } = truncateDecCoins(accumulated);
  addToCommunityPool(ctx, rest);
  if (whole.length > 0) bank.sendCoinsFromModule(ctx, DISTRIBUTION, withdrawAddressOf(ctx, operator), whole);
  addToCommunityPool(ctx, takeDecCoins(outstanding(ctx, operator), accumulated));
  const store = ctx.store.store(DISTRIBUTION_STORE);
  outstandingRewards.delete(store, operator);
  accumulatedCommissions.delete(store, operator);
  for (const [key] of [...slashEvents.iterate(store, { prefix: slashEventKey.prefix(operator) })]) slashEvents.delete(store, key);
  for (const [key] of [...historicalRewards.iterate(store, { prefix: periodKey.prefix(operator) })]) historicalRewards.delete(store, key);
  currentRewards.delete(store, operator);
}
