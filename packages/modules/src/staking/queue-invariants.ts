import type { QueryContext } from "@openledger/state-machine";
import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import { nanosOf, sortableTimeText } from "../support/timestamps.ts";
import {
  redelegationQueue,
  redelegations,
  redelegationsByDestination,
  redelegationsBySource,
  STAKING_STORE,
  unbondingQueue,
  unbondings,
  unbondingsByValidator,
  validatorQueue,
  validators,
} from "./state.ts";

/** Whatever unbonds waits in its queue under the time of its end, and is found by both of its sides. */
export function brokenQueues(ctx: QueryContext): readonly string[] {
  return [...brokenUnbondings(ctx), ...brokenRedelegations(ctx), ...brokenValidators(ctx)];
}

function brokenUnbondings(ctx: QueryContext): readonly string[] {
  const store = ctx.store.store(STAKING_STORE);
  const broken: string[] = [];
  for (const [[delegator, operator], { delegatorAddress, validatorAddress, entries }] of unbondings.iterate(store)) {
    const what = `the unbonding of ${delegatorAddress} from ${validatorAddress}`;
    if (entries.length === 0) broken.push(`${what} has no entries`);
    if (!unbondingsByValidator.has(store, [operator, delegator])) broken.push(`${what} is not indexed`);
    for (const { completionTime } of entries) {
      const { pairs } = unbondingQueue.get(store, sortableTimeText(nanosOf(completionTime))) ?? { pairs: [] };
      const waits = pairs.some((one) => one.delegatorAddress === delegatorAddress && one.validatorAddress === validatorAddress);
      if (!waits) broken.push(`${what} is not in the queue`);
    }
  }
  return broken;
}

function brokenRedelegations(ctx: QueryContext): readonly string[] {
  const store = ctx.store.store(STAKING_STORE);
  const broken: string[] = [];
  for (const [[delegator, source, destination], { delegatorAddress, validatorSrcAddress, validatorDstAddress, entries }] of redelegations.iterate(store)) {
    const what = `the redelegation of ${delegatorAddress} from ${validatorSrcAddress}`;
    if (entries.length === 0) broken.push(`${what} has no entries`);
    const isIndexed =
      redelegationsBySource.has(store, [source, delegator, destination]) && redelegationsByDestination.has(store, [destination, delegator, source]);
    if (!isIndexed) broken.push(`${what} is not indexed`);
    for (const { completionTime } of entries) {
      const { triplets } = redelegationQueue.get(store, sortableTimeText(nanosOf(completionTime))) ?? { triplets: [] };
      const waits = triplets.some(
        (one) =>
          one.delegatorAddress === delegatorAddress &&
          one.validatorSrcAddress === validatorSrcAddress &&
          one.validatorDstAddress === validatorDstAddress,
      );
      if (!waits) broken.push(`${what} is not in the queue`);
    }
  }
  return broken;
}

function brokenValidators(ctx: QueryContext): readonly string[] {
  const store = ctx.store.store(STAKING_STORE);
  const broken: string[] = [];
  for (const [, { status, operatorAddress, unbondingTime, unbondingHeight }] of validators.iterate(store)) {
    if (status !== BondStatus.BOND_STATUS_UNBONDING) continue;
    const { addresses } = validatorQueue.get(store, [sortableTimeText(nanosOf(unbondingTime)), unbondingHeight]) ?? { addresses: [] };
    if (!addresses.includes(operatorAddress)) broken.push(`${operatorAddress} is unbonding and not in the queue`);
  }
  return broken;
}
