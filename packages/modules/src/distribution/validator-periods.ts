/** Periods of a validator, in each of which its stake is the same: keeper/validator.go of x/distribution. */
import { assert, decAtomics, decFromInt, DEC_ONE, type Dec } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { addDecCoins, divideDecCoinsTruncated, takeDecCoins, type DecCoins } from "../support/dec-coins.ts";
import type { StakedValidator } from "../support/staking.ts";
import { addToCommunityPool, currentPeriod, endedPeriod, outstanding, setCommission, setCurrentPeriod, setEndedPeriod, setOutstanding } from "./records.ts";
import { DISTRIBUTION_STORE, historicalRewards, slashEvents } from "./state.ts";

/** The first period of a new validator, behind period 0 in which nobody earned. */
export function beginFirstPeriod(ctx: Context, operator: Uint8Array): void {
  setEndedPeriod(ctx, operator, 0n, { ratio: [], references: 1 });
  setCurrentPeriod(ctx, operator, { number: 1n, rewards: [] });
  setCommission(ctx, operator, []);
  setOutstanding(ctx, operator, []);
}

/** Ends the period in progress before the stake changes, and returns its number. */
export function endPeriod(ctx: Context, { operator, tokens }: StakedValidator): bigint {
  const { number, rewards } = currentPeriod(ctx, operator);
  const earned = tokens === 0n ? giveUpRewards(ctx, operator, rewards) : divideDecCoinsTruncated(rewards, decFromInt(tokens));
  const { ratio } = endedPeriod(ctx, operator, number - 1n);
  releasePeriod(ctx, operator, number - 1n);
  setEndedPeriod(ctx, operator, number, { ratio: addDecCoins(ratio, earned), references: 1 });
  setCurrentPeriod(ctx, operator, { number: number + 1n, rewards: [] });
  return number;
}

/** Nobody staked: what was earned nevertheless goes to the community pool. */
function giveUpRewards(ctx: Context, operator: Uint8Array, rewards: DecCoins): DecCoins {
  addToCommunityPool(ctx, rewards);
  setOutstanding(ctx, operator, takeDecCoins(outstanding(ctx, operator), rewards));
  return [];
}

/** Notes that a record begins where the period ended. */
export function holdPeriod(ctx: Context, operator: Uint8Array, period: bigint): void {
  const { ratio, references } = endedPeriod(ctx, operator, period);
  assert(references <= 2, "a period has at most three references");
  setEndedPeriod(ctx, operator, period, { ratio, references: references + 1 });
}

/** Takes a reference back; without any the period is forgotten. */
export function releasePeriod(ctx: Context, operator: Uint8Array, period: bigint): void {
  const { ratio, references } = endedPeriod(ctx, operator, period);
  assert(references > 0, "a period that is released has a reference");
  if (references === 1) historicalRewards.delete(ctx.store.store(DISTRIBUTION_STORE), [operator, period]);
  else setEndedPeriod(ctx, operator, period, { ratio, references: references - 1 });
}

/** Ends a period before `fraction` of the stake is burned, and notes the slash for those who had it. */
export function noteSlash(ctx: Context, validator: StakedValidator, fraction: Dec): void {
  assert(fraction >= 0n && fraction <= DEC_ONE, "a slash takes a fraction");
  const period = endPeriod(ctx, validator);
  holdPeriod(ctx, validator.operator, period);
  const key = [validator.operator, ctx.block.height, period] as const;
  slashEvents.set(ctx.store.store(DISTRIBUTION_STORE), key, { validatorPeriod: period, fraction: decAtomics(fraction) });
}
