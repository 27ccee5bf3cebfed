/** What the block before collected, divided among those who stake: keeper/allocation.go of x/distribution. */
import { assert, decFromInt, decQuoTruncate, decSub, DEC_ONE, equalBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { addDecCoins, decCoinsFromCoins, multiplyDecCoins, multiplyDecCoinsTruncated, takeDecCoins, type DecCoins } from "../support/dec-coins.ts";
import type { StakedValidator } from "../support/staking.ts";
import { commissionEarned, rewardsEarned } from "./events.ts";
import { communityTax } from "./params.ts";
import { DISTRIBUTION, FEE_COLLECTOR, type DistributionParts } from "./parts.ts";
import { addToCommunityPool, commission, currentPeriod, outstanding, setCommission, setCurrentPeriod, setOutstanding } from "./records.ts";
import { DISTRIBUTION_STORE, previousProposer } from "./state.ts";

/** Begins a block: divides what was collected, and notes the proposer. */
export function beginDistributionBlock(parts: DistributionParts, ctx: Context): void {
  if (ctx.block.height > 1n) allocateCollected(parts, ctx);
  noteProposer(ctx);
}

/** A part of consensus power; no validator where the power belongs to a key that never staked. */
interface Share {
  readonly power: bigint;
  readonly validator: StakedValidator | undefined;
}

/**
 * Under `staking` by the votes on the last block, signed or not, as the SDK does. Under `sequencer` nobody but the
 * sequencer votes, so that bonded power decides.
 */
function sharesOf({ staking }: DistributionParts, ctx: Context): readonly Share[] {
  if (staking.valsetSource(ctx) === "staking") {
    return (ctx.block.votes ?? []).map(({ address, power }) => ({ power, validator: staking.validatorByConsAddr(ctx, address) }));
  }
  return [...staking.lastValidatorPowers(ctx)].map(([operator, power]) => ({ power, validator: staking.validator(ctx, operator) }));
}

function allocateCollected(parts: DistributionParts, ctx: Context): void {
  const { bank } = parts;
  const collected = bank.allBalances(ctx, bank.moduleAddress(ctx, FEE_COLLECTOR));
  // Nothing changes then; the events that the SDK emits with empty amounts would fill every idle block.
  if (collected.length === 0) return;
  bank.sendCoinsBetweenModules(ctx, FEE_COLLECTOR, DISTRIBUTION, collected);
  const total = decCoinsFromCoins(collected);
  const shares = sharesOf(parts, ctx);
  const totalPower = shares.reduce((sum, { power }) => sum + power, 0n);
  const forStakers = multiplyDecCoinsTruncated(total, decSub(DEC_ONE, communityTax(ctx)));
  let rest = total;
  for (const { power, validator } of shares) {
    if (validator === undefined || power === 0n) continue;
    const fraction = decQuoTruncate(decFromInt(power), decFromInt(totalPower));
    const reward = multiplyDecCoinsTruncated(forStakers, fraction);
    allocateToValidator(ctx, validator, reward);
    rest = takeDecCoins(rest, reward);
  }
  addToCommunityPool(ctx, rest);
}

/** Credits coins that lie in the module's account: commission to the validator, the rest to its delegators. */
export function allocateToValidator(ctx: Context, validator: StakedValidator, coins: DecCoins): void {
  const { operator, operatorAddress, commissionRate } = validator;
  const fee = multiplyDecCoins(coins, commissionRate);
  const shared = takeDecCoins(coins, fee);
  ctx.emit(commissionEarned(fee, operatorAddress));
  setCommission(ctx, operator, addDecCoins(commission(ctx, operator), fee));
  const { number, rewards } = currentPeriod(ctx, operator);
  setCurrentPeriod(ctx, operator, { number, rewards: addDecCoins(rewards, shared) });
  ctx.emit(rewardsEarned(coins, operatorAddress));
  setOutstanding(ctx, operator, addDecCoins(outstanding(ctx, operator), coins));
}

function noteProposer({ block: { proposer }, store: stores }: Context): void {
  assert(proposer.length < 128, "a proposer is an address");
  const store = stores.store(DISTRIBUTION_STORE);
  const known = previousProposer.get(store);
  if (known === undefined || !equalBytes(known, proposer)) previousProposer.set(store, proposer);
}
