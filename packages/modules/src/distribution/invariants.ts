import { DEC_ONE } from "@openledger/primitives";
import type { Identity, QueryContext } from "@openledger/state-machine";
import { addDecCoins, amountOfDenom, decCoinsText, truncateDecCoins, type DecCoins } from "../support/dec-coins.ts";
import { equalCoins } from "../support/coins.ts";
import { scratchContext } from "../support/scratch-context.ts";
import { delegationRewards } from "./delegation-rewards.ts";
import { DISTRIBUTION, type DistributionParts } from "./parts.ts";
import { commission, communityPool, outstanding } from "./records.ts";
import { DISTRIBUTION_STORE, historicalRewards, outstandingRewards, slashEvents } from "./state.ts";
import { endPeriod } from "./validator-periods.ts";

/** The invariants of the SDK's x/distribution. */
export function distributionIdentities(parts: DistributionParts, ctx: QueryContext): readonly Identity[] {
  const validators = [...outstandingOfAll(ctx)];
  const owed = validators.reduce<DecCoins>((sum, coins) => addDecCoins(sum, coins), communityPool(ctx));
  const [many, total] = [`${validators.length} validators`, decCoinsText(owed) || "nothing"];
  return [
    { says: "what is outstanding is never negative", found: many, broken: negativeOutstanding(ctx) },
    { says: "each past rate of rewards is kept as often as it is referred to", found: many, broken: wrongReferences(parts, ctx) },
    { says: "the module's account has what is outstanding and the community pool", found: total, broken: wrongAccount(parts, ctx) },
    { says: "everybody can withdraw everything", found: many, broken: notWithdrawable(parts, ctx) },
  ];
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

/** Everybody can withdraw everything: commission and what delegations have earned is outstanding, but for last digits. */
function notWithdrawable({ staking }: DistributionParts, ctx: QueryContext): readonly string[] {
  const scratch = scratchContext(ctx);
  return [...staking.validators(ctx)].flatMap((validator) => {
    const { operator, operatorAddress } = validator;
    const period = endPeriod(scratch, validator);
    const earned = [...staking.delegationsTo(ctx, operator)].reduce<DecCoins>(
      (sum, delegation) => addDecCoins(sum, delegationRewards(scratch, validator, delegation, period)),
      commission(ctx, operator),
    );
    const there = outstanding(scratch, operator);
    const isCovered = earned.every(({ denom, amount }) => amount < amountOfDenom(there, denom) + DEC_ONE);
    return isCovered ? [] : [`can withdraw: ${operatorAddress} owes ${decCoinsText(earned)} of ${decCoinsText(there)}`];
  });
}
