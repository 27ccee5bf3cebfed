/** Units on their way back to their accounts. */
import { BondStatus, type UnbondingDelegation, type UnbondingDelegationEntry } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, type Dec } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { durationNanos, nanosOf, sortableTimeText, timestampOf } from "../support/timestamps.ts";
import { accountText, operatorText } from "../support/validator-addresses.ts";
import { unbond } from "./delegations.ts";
import { maxUnbondingDelegationEntries } from "./errors.ts";
import type { StakingParts } from "./parts.ts";
import { bondCoin, moveToBonded, NOT_BONDED_POOL } from "./pools.ts";
import {
  pairOfAddresses,
  STAKING_STORE,
  stakingParams,
  unbondingId,
  unbondingIndex,
  unbondingQueue,
  unbondings,
  unbondingsByValidator,
  unbondingTypeOf,
  unbondingTypes,
} from "./state.ts";
import { requireValidator } from "./validators.ts";

/** The next number of an unbonding operation; the first is 1. */
export function nextUnbondingId(ctx: Context): bigint {
  const store = ctx.store.store(STAKING_STORE);
  const id = (unbondingId.get(store) ?? 0n) + 1n;
  unbondingId.set(store, id);
  return id;
}

/** Notes under which key and of which kind the operation with this number is. */
export function indexUnbonding(ctx: Context, id: bigint, key: Uint8Array, kind: keyof typeof unbondingTypes): void {
  const store = ctx.store.store(STAKING_STORE);
  unbondingIndex.set(store, id, key);
  unbondingTypeOf.set(store, id, unbondingTypes[kind]);
}

/** True for an entry whose time has come and that nobody holds back. */
export function isMature(
  ctx: Context,
  entry: { readonly completionTime?: { seconds: bigint; nanos: number } | undefined; readonly unbondingOnHoldRefCount: bigint },
): boolean {
  return nanosOf(entry.completionTime) <= ctx.block.time && entry.unbondingOnHoldRefCount <= 0n;
}

export function getUnbonding(
  ctx: Context | QueryContext,
  delegator: Uint8Array,
  operator: Uint8Array,
): UnbondingDelegation | undefined {
  return unbondings.get(ctx.store.store(STAKING_STORE), [delegator, operator]);
}

export function* unbondingsOf(ctx: Context | QueryContext, delegator: Uint8Array): Generator<UnbondingDelegation, void> {
  const range = { prefix: pairOfAddresses.prefix(delegator) };
  for (const [, unbonding] of unbondings.iterate(ctx.store.store(STAKING_STORE), range)) yield unbonding;
}

/** Unbondings from one validator, with the account of each, by account bytes. */
export function* unbondingsFrom(
  ctx: Context | QueryContext,
  operator: Uint8Array,
): Generator<readonly [delegator: Uint8Array, unbonding: UnbondingDelegation], void> {
  const range = { prefix: pairOfAddresses.prefix(operator) };
  for (const [[, delegator]] of unbondingsByValidator.iterate(ctx.store.store(STAKING_STORE), range)) {
    yield [delegator, assertDefined(getUnbonding(ctx, delegator, operator), "an unbonding that the index names exists")];
  }
}

/** Stores entries of an unbonding; without any it is deleted. */
export function setUnbonding(
  ctx: Context,
  delegator: Uint8Array,
  operator: Uint8Array,
  entries: readonly UnbondingDelegationEntry[],
): void {
  const store = ctx.store.store(STAKING_STORE);
  if (entries.length === 0) {
    unbondings.delete(store, [delegator, operator]);
    unbondingsByValidator.delete(store, [operator, delegator]);
    return;
  }
  unbondings.set(store, [delegator, operator], {
    delegatorAddress: accountText(ctx.chain, delegator),
    validatorAddress: operatorText(ctx.chain, operator),
    entries: [...entries],
  });
  unbondingsByValidator.set(store, [operator, delegator], true);
}

/** Enters an unbonding into the queue of the time at which an entry of it ends. */
export function queueUnbonding(ctx: Context, delegator: Uint8Array, operator: Uint8Array, endTime: bigint): void {
  const store = ctx.store.store(STAKING_STORE);
  const time = sortableTimeText(endTime);
  const pair = { delegatorAddress: accountText(ctx.chain, delegator), validatorAddress: operatorText(ctx.chain, operator) };
  unbondingQueue.set(store, time, { pairs: [...(unbondingQueue.get(store, time)?.pairs ?? []), pair] });
}

/** Begins to unbond shares. Returns when they are free and the units they are worth. Throws the SDK's errors. */
export function undelegate(
  parts: StakingParts,
  ctx: Context,
  delegator: Uint8Array,
  operator: Uint8Array,
  shares: Dec,
): { readonly endTime: bigint; readonly units: bigint } {
  const validator = requireValidator(ctx, operator);
  const { maxEntries, unbondingTime } = stakingParams.require(ctx.store.store(STAKING_STORE));
  if ((getUnbonding(ctx, delegator, operator)?.entries.length ?? 0) >= maxEntries) throw maxUnbondingDelegationEntries();
  const units = unbond(parts, ctx, delegator, operator, shares);
  if (validator.status === BondStatus.BOND_STATUS_BONDED) moveToBonded(parts.bank, ctx, -units);
  const endTime = ctx.block.time + durationNanos(unbondingTime);
  addEntry(parts, ctx, delegator, operator, endTime, units);
  queueUnbonding(ctx, delegator, operator, endTime);
  return { endTime, units };
}

function addEntry(
  { hooks }: StakingParts,
  ctx: Context,
  delegator: Uint8Array,
  operator: Uint8Array,
  endTime: bigint,
  units: bigint,
): void {
  const id = nextUnbondingId(ctx);
  const entries = getUnbonding(ctx, delegator, operator)?.entries ?? [];
  const same = entries.find((entry) => entry.creationHeight === ctx.block.height && nanosOf(entry.completionTime) === endTime);
  if (same !== undefined) {
    const merged = plus(same, units);
    setUnbonding(ctx, delegator, operator, entries.map((entry) => (entry === same ? merged : entry)));
    return;
  }
  const entry: UnbondingDelegationEntry = {
    creationHeight: ctx.block.height,
    completionTime: timestampOf(endTime),
    initialBalance: units.toString(),
    balance: units.toString(),
    unbondingId: id,
    unbondingOnHoldRefCount: 0n,
  };
  setUnbonding(ctx, delegator, operator, [...entries, entry]);
  indexUnbonding(ctx, id, unbondings.keyBytes([delegator, operator]), "delegation");
  hooks.afterUnbondingInitiated(ctx, id);
}

/** The entry with units more, or fewer when they are negative, in what it began with and in what it has. */
export function plus(entry: UnbondingDelegationEntry, units: bigint): UnbondingDelegationEntry {
  return {
    ...entry,
    initialBalance: (BigInt(entry.initialBalance) + units).toString(),
    balance: (BigInt(entry.balance) + units).toString(),
  };
}

/** Pays mature entries out. Returns the units paid, undefined when there is no such unbonding any more. */
export function completeUnbonding(
  { bank }: StakingParts,
  ctx: Context,
  delegator: Uint8Array,
  operator: Uint8Array,
): bigint | undefined {
  const unbonding = getUnbonding(ctx, delegator, operator);
  if (unbonding === undefined) return undefined;
  const store = ctx.store.store(STAKING_STORE);
  let paid = 0n;
  for (const entry of unbonding.entries) {
    if (!isMature(ctx, entry)) continue;
    unbondingIndex.delete(store, entry.unbondingId);
    const units = BigInt(entry.balance);
    if (units === 0n) continue;
    bank.undelegateCoins(ctx, NOT_BONDED_POOL, accountText(ctx.chain, delegator), [bondCoin(ctx, units)]);
    paid += units;
  }
  setUnbonding(ctx, delegator, operator, unbonding.entries.filter((entry) => !isMature(ctx, entry)));
  return paid;
}
