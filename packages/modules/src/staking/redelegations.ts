/** Units that moved from one validator to another and can still be slashed for what the first one did. */
import { BondStatus, type Redelegation, type RedelegationEntry } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, decAtomics, equalBytes, type Dec } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { durationNanos, sortableTimeText, timestampOf } from "../support/timestamps.ts";
import { accountText, operatorText } from "../support/validator-addresses.ts";
import { delegate, unbond } from "./delegations.ts";
import {
  badRedelegationDestination,
  badRedelegationSource,
  maxRedelegationEntries,
  selfRedelegation,
  tinyRedelegationAmount,
  transitiveRedelegation,
} from "./errors.ts";
import type { StakingParts } from "./parts.ts";
import {
  redelegationQueue,
  redelegations,
  redelegationsByDestination,
  redelegationsBySource,
  STAKING_STORE,
  stakingParams,
  threeAddresses,
  unbondingIndex,
} from "./state.ts";
import { indexUnbonding, isMature, nextUnbondingId } from "./unbondings.ts";
import { getValidator } from "./validators.ts";

/** Who moved what from where to where. */
export interface Route {
  readonly delegator: Uint8Array;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

export function getRedelegation(ctx: Context | QueryContext, { delegator, source, destination }: Route): Redelegation | undefined {
  return redelegations.get(ctx.store.store(STAKING_STORE), [delegator, source, destination]);
}

/** Redelegations away from one validator. */
export function* redelegationsFrom(
  ctx: Context | QueryContext,
  source: Uint8Array,
): Generator<readonly [Route, Redelegation], void> {
  const range = { prefix: threeAddresses.prefix(source) };
  for (const [[, delegator, destination]] of redelegationsBySource.iterate(ctx.store.store(STAKING_STORE), range)) {
    const route = { delegator, source, destination };
    yield [route, assertDefined(getRedelegation(ctx, route), "a redelegation that the index names exists")];
  }
}

/** Stores entries of a redelegation; without any it is deleted. */
export function setRedelegation(ctx: Context, route: Route, entries: readonly RedelegationEntry[]): void {
  const { delegator, source, destination } = route;
  const store = ctx.store.store(STAKING_STORE);
  if (entries.length === 0) {
    redelegations.delete(store, [delegator, source, destination]);
    redelegationsBySource.delete(store, [source, delegator, destination]);
    redelegationsByDestination.delete(store, [destination, delegator, source]);
    return;
  }
  redelegations.set(store, [delegator, source, destination], { ...routeText(ctx, route), entries: [...entries] });
  redelegationsBySource.set(store, [source, delegator, destination], true);
  redelegationsByDestination.set(store, [destination, delegator, source], true);
}

function routeText({ chain }: Context, { delegator, source, destination }: Route) {
  return {
    delegatorAddress: accountText(chain, delegator),
    validatorSrcAddress: operatorText(chain, source),
    validatorDstAddress: operatorText(chain, destination),
  };
}

/** Enters a redelegation into the queue of the time at which an entry of it ends. */
export function queueRedelegation(ctx: Context, route: Route, endTime: bigint): void {
  const store = ctx.store.store(STAKING_STORE);
  const time = sortableTimeText(endTime);
  const triplets = redelegationQueue.get(store, time)?.triplets ?? [];
  redelegationQueue.set(store, time, { triplets: [...triplets, routeText(ctx, route)] });
}

/** Moves shares to another validator. Returns when the first one can no longer slash them. Throws the SDK's errors. */
export function beginRedelegation(parts: StakingParts, ctx: Context, route: Route, shares: Dec): bigint | undefined {
  const { delegator, source, destination } = route;
  if (equalBytes(source, destination)) throw selfRedelegation();
  const target = getValidator(ctx, destination);
  if (target === undefined) throw badRedelegationDestination();
  const origin = getValidator(ctx, source);
  if (origin === undefined) throw badRedelegationSource();
  if (isReceiving(ctx, delegator, source)) throw transitiveRedelegation();
  const { maxEntries } = stakingParams.require(ctx.store.store(STAKING_STORE));
  if ((getRedelegation(ctx, route)?.entries.length ?? 0) >= maxEntries) throw maxRedelegationEntries();
  const units = unbond(parts, ctx, delegator, source, shares);
  if (units === 0n) throw tinyRedelegationAmount();
  const issued = delegate(parts, ctx, delegator, units, origin.status, target);
  const begin = beginInfo(ctx, source);
  if (begin === undefined) return undefined;
  addEntry(parts, ctx, route, begin, units, issued);
  queueRedelegation(ctx, route, begin.endTime);
  return begin.endTime;
}

function isReceiving(ctx: Context, delegator: Uint8Array, destination: Uint8Array): boolean {
  const range = { prefix: threeAddresses.prefix(destination, delegator) };
  for (const _ of redelegationsByDestination.iterate(ctx.store.store(STAKING_STORE), range)) return true;
  return false;
}

interface Begin {
  readonly endTime: bigint;
  readonly height: bigint;
}

/** From when and until when the source can slash; undefined when it has unbonded, so that nothing is left to slash. */
function beginInfo(ctx: Context, source: Uint8Array): Begin | undefined {
  const validator = getValidator(ctx, source);
  if (validator === undefined || validator.status === BondStatus.BOND_STATUS_BONDED) {
    const { unbondingTime } = stakingParams.require(ctx.store.store(STAKING_STORE));
    return { endTime: ctx.block.time + durationNanos(unbondingTime), height: ctx.block.height };
  }
  if (validator.status === BondStatus.BOND_STATUS_UNBONDED) return undefined;
  return { endTime: validator.unbondingTime, height: validator.unbondingHeight };
}

function addEntry({ hooks }: StakingParts, ctx: Context, route: Route, begin: Begin, units: bigint, sharesDst: Dec): void {
  const id = nextUnbondingId(ctx);
  const entry: RedelegationEntry = {
    creationHeight: begin.height,
    completionTime: timestampOf(begin.endTime),
    initialBalance: units.toString(),
    sharesDst: decAtomics(sharesDst),
    unbondingId: id,
    unbondingOnHoldRefCount: 0n,
  };
  setRedelegation(ctx, route, [...(getRedelegation(ctx, route)?.entries ?? []), entry]);
  const { delegator, source, destination } = route;
  indexUnbonding(ctx, id, redelegations.keyBytes([delegator, source, destination]), "redelegation");
  hooks.afterUnbondingInitiated(ctx, id);
}

/** Forgets mature entries. Returns the units they began with, undefined when there is no such redelegation any more. */
export function completeRedelegation(ctx: Context, route: Route): bigint | undefined {
  const redelegation = getRedelegation(ctx, route);
  if (redelegation === undefined) return undefined;
  const mature = redelegation.entries.filter((entry) => isMature(ctx, entry));
  for (const { unbondingId } of mature) unbondingIndex.delete(ctx.store.store(STAKING_STORE), unbondingId);
  setRedelegation(ctx, route, redelegation.entries.filter((entry) => !isMature(ctx, entry)));
  return mature.reduce((sum, entry) => sum + BigInt(entry.initialBalance), 0n);
}
