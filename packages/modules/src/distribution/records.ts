/** Records of the store with their amounts read; what holds no coins is absent and reads as none. */
import { assertDefined, decAtomics, parseDecAtomics, type Dec } from "@openledger/primitives";
import { storeGas, type Context, type QueryContext } from "@openledger/state-machine";
import { addDecCoins, decCoinsOf, storedDecCoins, type DecCoins } from "../support/dec-coins.ts";
import {
  accumulatedCommissions,
  currentRewards,
  DISTRIBUTION_STORE,
  feePool,
  historicalRewards,
  outstandingRewards,
  startingInfos,
} from "./state.ts";

type AnyContext = Context | QueryContext;

/** The SDK writes an empty record where this store forgets it: the gas is the same. */
function payForEmptyRecord({ gas }: Context, keyBytes: Uint8Array): void {
  gas.consume(storeGas.writeFlat - storeGas.delete, "WriteFlat");
  gas.consume(storeGas.writePerByte * BigInt(keyBytes.length), "WritePerByte");
}

export function communityPool(ctx: AnyContext): DecCoins {
  return decCoinsOf(feePool.get(ctx.store.store(DISTRIBUTION_STORE))?.communityPool ?? []);
}

export function setCommunityPool(ctx: Context, coins: DecCoins): void {
  const store = ctx.store.store(DISTRIBUTION_STORE);
  if (coins.length > 0) return feePool.set(store, { communityPool: storedDecCoins(coins) });
  feePool.delete(store);
  payForEmptyRecord(ctx, feePool.keyBytes);
}

export function addToCommunityPool(ctx: Context, coins: DecCoins): void {
  setCommunityPool(ctx, addDecCoins(communityPool(ctx), coins));
}

export function outstanding(ctx: AnyContext, operator: Uint8Array): DecCoins {
  return decCoinsOf(outstandingRewards.get(ctx.store.store(DISTRIBUTION_STORE), operator)?.rewards ?? []);
}

export function setOutstanding(ctx: Context, operator: Uint8Array, coins: DecCoins): void {
  const store = ctx.store.store(DISTRIBUTION_STORE);
  if (coins.length > 0) return outstandingRewards.set(store, operator, { rewards: storedDecCoins(coins) });
  outstandingRewards.delete(store, operator);
  payForEmptyRecord(ctx, outstandingRewards.keyBytes(operator));
}

export function commission(ctx: AnyContext, operator: Uint8Array): DecCoins {
  return decCoinsOf(accumulatedCommissions.get(ctx.store.store(DISTRIBUTION_STORE), operator)?.commission ?? []);
}

export function setCommission(ctx: Context, operator: Uint8Array, coins: DecCoins): void {
  const store = ctx.store.store(DISTRIBUTION_STORE);
  if (coins.length > 0) return accumulatedCommissions.set(store, operator, { commission: storedDecCoins(coins) });
  accumulatedCommissions.delete(store, operator);
  payForEmptyRecord(ctx, accumulatedCommissions.keyBytes(operator));
}

/** What a validator's delegators have earned since the last change of its stake. */
export interface Period {
  readonly number: bigint;
  readonly rewards: DecCoins;
}

export function currentPeriod(ctx: AnyContext, operator: Uint8Array): Period {
  const { period, rewards } = currentRewards.require(ctx.store.store(DISTRIBUTION_STORE), operator);
  return { number: period, rewards: decCoinsOf(rewards) };
}

export function setCurrentPeriod(ctx: Context, operator: Uint8Array, { number, rewards }: Period): void {
  currentRewards.set(ctx.store.store(DISTRIBUTION_STORE), operator, { period: number, rewards: storedDecCoins(rewards) });
}

/** What one unit of stake had earned when a period ended, and how many records begin there. */
export interface EndedPeriod {
  readonly ratio: DecCoins;
  readonly references: number;
}

export function endedPeriod(ctx: AnyContext, operator: Uint8Array, period: bigint): EndedPeriod {
  const { cumulativeRewardRatio, referenceCount } = historicalRewards.require(ctx.store.store(DISTRIBUTION_STORE), [operator, period]);
  return { ratio: decCoinsOf(cumulativeRewardRatio), references: referenceCount };
}

export function setEndedPeriod(ctx: Context, operator: Uint8Array, period: bigint, { ratio, references }: EndedPeriod): void {
  const record = { cumulativeRewardRatio: storedDecCoins(ratio), referenceCount: references };
  historicalRewards.set(ctx.store.store(DISTRIBUTION_STORE), [operator, period], record);
}

/** From when on a delegation earns: behind `period`, in this block or later, for `stake` units. */
export interface Start {
  readonly period: bigint;
  readonly stake: Dec;
  readonly height: bigint;
}

export function delegationStart(ctx: AnyContext, operator: Uint8Array, delegator: Uint8Array): Start | undefined {
  const info = startingInfos.get(ctx.store.store(DISTRIBUTION_STORE), [operator, delegator]);
  if (info === undefined) return undefined;
  const stake = assertDefined(parseDecAtomics(info.stake), "a stored stake is a decimal");
  return { period: info.previousPeriod, stake, height: info.height };
}

export function setDelegationStart(ctx: Context, operator: Uint8Array, delegator: Uint8Array, start: Start): void {
  const info = { previousPeriod: start.period, stake: decAtomics(start.stake), height: start.height };
  startingInfos.set(ctx.store.store(DISTRIBUTION_STORE), [operator, delegator], info);
}
