import type { QueryContext } from "@openledger/state-machine";
import { addDecCoins, decCoinsText, truncateDecCoins, type DecCoins } from "../support/dec-coins.ts";
import { equalCoins } from "../support/coins.ts";
import { scratchContext } from "../support/scratch-context.ts";
import { withdrawCommission } from "./commission.ts";
import { beginDelegation, withdrawRewards } from "./delegation-rewards.ts";
import { DISTRIBUTION, type DistributionParts } from "./parts.ts";
import { commission, communityPool, outstanding } from "./records.ts";
import { DISTRIBUTION_STORE, historicalRewards, outstandingRewards, slashEvents } from "./state.ts";

/** The invariants of the SDK's x/distribution, by their names there. */
export function brokenDistributionInvariants(parts: DistributionParts, ctx: QueryContext): readonly string[] {
  return [...negativeOutstanding(ctx), ...wrongReferences(parts, ctx), ...wrongAccount(parts, ctx), ...notWithdrawable(parts, ctx)];
}

const isNegative = (coins: DecCoins): boolean => coins.some(({ amount }) => amount < 0n);

function* outstandingOfAll(ctx: QueryContext): Generator<DecCoins, void> {
  for (const [operator] of outstandingRewards.iterate(ctx.store.store(DISTRIBUTION_STORE))) yield outstanding(ctx, operator);
}

function negativeOutstanding(ctx: QueryContext): readonly string[] {
  return [...outstandingOfAll(ctx), communityPool(ctx)]
    .filter(isNegative)
    .map((coins) => `nonnegative outstanding: ${decCoinsText(coins)}`);
}

/** One reference per validator, delegation and slash. */
function wrongReferences({ staking }: DistributionParts, ctx: QueryContext): readonly string[] {
  const store = ctx.store.store(DISTRIBUTION_STORE);
  const slashes = [...slashEvents.iterate(store)].length;
  const expected = [...staking.validators(ctx)].reduce((sum, { operator }) => sum + 1 + [...staking.delegationsTo(ctx, operator)].length, slashes);
  const counted = [...historicalRewards.iterate(store)].reduce((sum, [, { referenceCount }]) => sum + referenceCount, 0);
  return counted === expected ? [] : [`reference count: ${counted} instead of ${expected}`];
}

/** The account holds what is outstanding and the community pool, without fractions of units. */
function wrongAccount({ bank }: DistributionParts, ctx: QueryContext): readonly string[] {
  const owed = [...outstandingOfAll(ctx)].reduce<DecCoins>((sum, coins) => addDecCoins(sum, coins), communityPool(ctx));
  const held = bank.allBalances(ctx, bank.moduleAddress(ctx, DISTRIBUTION));
  const { whole, rest } = truncateDecCoins(owed);
  const problems = rest.length === 0 ? [] : [`module account: fractions of units are lost, ${decCoinsText(rest)}`];
  if (!equalCoins(whole, held)) problems.push(`module account: ${JSON.stringify(held)} where ${decCoinsText(owed)} is owed`);
  return problems;
}

/** Everybody can withdraw everything, one after the other. */
function notWithdrawable(parts: DistributionParts, ctx: QueryContext): readonly string[] {
  const scratch = scratchContext(ctx);
  const problems: string[] = [];
  for (const validator of [...parts.staking.validators(ctx)]) {
    const { operator, operatorAddress } = validator;
    if (commission(scratch, operator).length > 0) withdrawCommission(parts.bank, scratch, operator);
    for (const delegation of [...parts.staking.delegationsTo(ctx, operator)]) {
      withdrawRewards(parts, scratch, validator, delegation);
      beginDelegation(parts, scratch, operator, delegation.delegator);
    }
    const left = outstanding(scratch, operator);
    if (isNegative(left)) problems.push(`can withdraw: ${operatorAddress} is left with ${decCoinsText(left)}`);
  }
  return problems;
}
