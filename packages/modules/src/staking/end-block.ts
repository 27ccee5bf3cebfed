import type { Context } from "@openledger/state-machine";
import { accountBytes, operatorBytes } from "../support/validator-addresses.ts";
import { redelegationCompleted, unbondingCompleted } from "./events.ts";
import type { StakingParts } from "./parts.ts";
import { bondCoin } from "./pools.ts";
import { completeRedelegation } from "./redelegations.ts";
import { redelegationQueue, STAKING_STORE, unbondingQueue } from "./state.ts";
import { sortableTimeText } from "../support/timestamps.ts";
import { completeUnbonding } from "./unbondings.ts";
import { applySetChanges, unbondMatureValidators } from "./validator-set.ts";

/** The set first, then mature validators, so that an unbonding period of no length ends in the same block. */
export function endStakingBlock(parts: StakingParts, ctx: Context): void {
  applySetChanges(parts, ctx);
  unbondMatureValidators(parts, ctx);
  completeUnbondings(parts, ctx);
  completeRedelegations(ctx);
}

/** Everything up to and with the time of this block. */
function dueBy({ block }: Context): { readonly end: string } {
  return { end: sortableTimeText(block.time + 1n) };
}

function completeUnbondings(parts: StakingParts, ctx: Context): void {
  const store = ctx.store.store(STAKING_STORE);
  const due = [...unbondingQueue.iterate(store, dueBy(ctx))];
  for (const [time] of due) unbondingQueue.delete(store, time);
  for (const { delegatorAddress, validatorAddress } of due.flatMap(([, { pairs }]) => pairs)) {
    const delegator = accountBytes(ctx.chain, delegatorAddress);
    const paid = completeUnbonding(parts, ctx, delegator, operatorBytes(ctx.chain, validatorAddress));
    if (paid !== undefined) ctx.emit(unbondingCompleted(bondCoin(ctx, paid), validatorAddress, delegatorAddress));
  }
}

function completeRedelegations(ctx: Context): void {
  const store = ctx.store.store(STAKING_STORE);
  const due = [...redelegationQueue.iterate(store, dueBy(ctx))];
  for (const [time] of due) redelegationQueue.delete(store, time);
  for (const triplet of due.flatMap(([, { triplets }]) => triplets)) {
    const { delegatorAddress, validatorSrcAddress, validatorDstAddress } = triplet;
    const moved = completeRedelegation(ctx, {
      delegator: accountBytes(ctx.chain, delegatorAddress),
      source: operatorBytes(ctx.chain, validatorSrcAddress),
      destination: operatorBytes(ctx.chain, validatorDstAddress),
    });
    if (moved === undefined) continue;
    ctx.emit(redelegationCompleted(bondCoin(ctx, moved), delegatorAddress, validatorSrcAddress, validatorDstAddress));
  }
}
