/** What a delegation has earned: keeper/delegation.go of x/distribution. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import {
  assert,
  assertDefined,
  decMulInt,
  decMulTruncate,
  decQuo,
  decQuoTruncate,
  decSub,
  DEC_ONE,
  parseDecAtomics,
  type Dec,
} from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { addDecCoins, multiplyDecCoinsTruncated, smallerDecCoins, takeDecCoins, truncateDecCoins, type DecCoins } from "../support/dec-coins.ts";
import type { StakedDelegation, StakedValidator } from "../support/staking.ts";
import { accountText } from "../support/validator-addresses.ts";
import { emptyDelegationInfo } from "./errors.ts";
import { rewardsWithdrawn } from "./events.ts";
import { DISTRIBUTION, type DistributionParts } from "./parts.ts";
import { addToCommunityPool, currentPeriod, delegationStart, endedPeriod, outstanding, setDelegationStart, setOutstanding } from "./records.ts";
import { DISTRIBUTION_STORE, slashEvents, startingInfos } from "./state.ts";
import { endPeriod, holdPeriod, releasePeriod } from "./validator-periods.ts";
import { withdrawAddressOf } from "./withdraw-address.ts";

/** Slashes are rounded once by staking and once per slash here; the difference is at most this. */
const ROUNDING_MARGIN = 3n;

/** Begins to count for a delegation, after the period before it was ended. */
export function beginDelegation(parts: DistributionParts, ctx: Context, operator: Uint8Array, delegator: Uint8Array): void {
  const period = currentPeriod(ctx, operator).number - 1n;
  holdPeriod(ctx, operator, period);
  const validator = assertDefined(parts.staking.validator(ctx, operator), "a validator with a delegation exists");
  const delegation = assertDefined(parts.staking.delegation(ctx, delegator, operator), "a delegation that was made exists");
  // Rounded down, so that nobody withdraws more than was earned.
  const stake = decQuoTruncate(decMulInt(delegation.shares, validator.tokens), validator.delegatorShares);
  setDelegationStart(ctx, operator, delegator, { period, stake, height: ctx.block.height });
}

/** What a delegation has earned up to `endingPeriod`, which has ended. */
export function delegationRewards(ctx: Context, validator: StakedValidator, delegation: StakedDelegation, endingPeriod: bigint): DecCoins {
  const { operator } = validator;
  const start = delegationStart(ctx, operator, delegation.delegator);
  // What began in this block has earned nothing yet.
  if (start === undefined || start.height === ctx.block.height) return [];
  let { period, stake } = start;
  let rewards: DecCoins = [];
  const slashes = slashEvents.iterate(ctx.store.store(DISTRIBUTION_STORE), {
    start: [operator, start.height, 0n],
    end: [operator, ctx.block.height + 1n, 0n],
  });
  for (const [, { validatorPeriod, fraction }] of slashes) {
    if (validatorPeriod <= period) continue;
    rewards = addDecCoins(rewards, rewardsBetween(ctx, operator, period, validatorPeriod, stake));
    stake = decMulTruncate(stake, decSub(DEC_ONE, assertDefined(parseDecAtomics(fraction), "a stored fraction is a decimal")));
    period = validatorPeriod;
  }
  return addDecCoins(rewards, rewardsBetween(ctx, operator, period, endingPeriod, boundedStake(validator, delegation, stake)));
}

function boundedStake({ tokens, delegatorShares }: StakedValidator, { shares }: StakedDelegation, stake: Dec): Dec {
  const current = decQuo(decMulInt(shares, tokens), delegatorShares);
  if (stake <= current) return stake;
  assert(stake <= current + ROUNDING_MARGIN, `a delegation counts for ${stake} where its stake is ${current}`);
  return current;
}

function rewardsBetween(ctx: Context, operator: Uint8Array, from: bigint, to: bigint, stake: Dec): DecCoins {
  assert(from <= to, "a period does not end before it begins");
  assert(stake >= 0n, "a stake is not negative");
  const difference = takeDecCoins(endedPeriod(ctx, operator, to).ratio, endedPeriod(ctx, operator, from).ratio);
  return multiplyDecCoinsTruncated(difference, stake);
}

/** Pays a delegation what it has earned and stops counting for it; fractions of units go to the community pool. */
export function withdrawRewards(parts: DistributionParts, ctx: Context, validator: StakedValidator, delegation: StakedDelegation): readonly Coin[] {
  const { operator, operatorAddress } = validator;
  const { delegator } = delegation;
  const store = ctx.store.store(DISTRIBUTION_STORE);
  if (!startingInfos.has(store, [operator, delegator])) throw emptyDelegationInfo();
  const earned = delegationRewards(ctx, validator, delegation, endPeriod(ctx, validator));
  const before = outstanding(ctx, operator);
  // The last digits may exceed what is there, because products are rounded in another order.
  const rewards = smallerDecCoins(earned, before);
  const { whole, rest } = truncateDecCoins(rewards);
  if (whole.length > 0) parts.bank.sendCoinsFromModule(ctx, DISTRIBUTION, withdrawAddressOf(ctx, delegator), whole);
  setOutstanding(ctx, operator, takeDecCoins(before, rewards));
  addToCommunityPool(ctx, rest);
  releasePeriod(ctx, operator, startingInfos.require(store, [operator, delegator]).previousPeriod);
  startingInfos.delete(store, [operator, delegator]);
  // Clients expect a coin even where nothing was earned.
  const paid = whole.length > 0 ? whole : [{ denom: ctx.chain.baseDenom, amount: "0" }];
  ctx.emit(rewardsWithdrawn(paid, operatorAddress, accountText(ctx.chain, delegator)));
  return paid;
}
