import { ContributionState, type Contribution } from "@openledger/messages/openledger/datanet/v1";
import { unixNanos } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { secondsAfter } from "../support/time.ts";
import { releaseBond } from "./bonds.ts";
import { contributionLapsed } from "./events.ts";
import { paramsOf } from "./keeper.ts";
import { contributions, DATANET, lapseQueue } from "./state.ts";

/** Contributions that lapse in one block at most; the rest wait for the next one. */
export const MAX_LAPSES_PER_BLOCK = 100;

/** Block time at which a pending contribution lapses, in Unix nanoseconds. */
export function lapseTime(ctx: Context, contribution: Contribution): bigint {
  return secondsAfter(unixNanos(contribution.registeredTime), paramsOf(ctx).reviewPeriodSeconds);
}

/** Takes a contribution that is decided out of the queue. */
export function leaveLapseQueue(ctx: Context, contribution: Contribution): void {
  lapseQueue.delete(ctx.store.store(DATANET), [lapseTime(ctx, contribution), contribution.datanetId, contribution.seq]);
}

/** Returns the bonds of contributions whose review period is over, oldest first. */
export function lapseContributions(ctx: Context, bank: BankKeeper): void {
  const store = ctx.store.store(DATANET);
  const due: (readonly [bigint, bigint, bigint])[] = [];
  for (const [key] of lapseQueue.iterate(store)) {
    if (key[0] > ctx.block.time || due.length >= MAX_LAPSES_PER_BLOCK) break;
    due.push(key);
  }
  for (const key of due) {
    lapseQueue.delete(store, key);
    const contribution = contributions.require(store, [key[1], key[2]]);
    if (contribution.state !== ContributionState.CONTRIBUTION_STATE_PENDING) continue;
    releaseBond(ctx, bank, contribution, 0n);
    contributions.set(store, [key[1], key[2]], { ...contribution, state: ContributionState.CONTRIBUTION_STATE_LAPSED });
    ctx.emit(contributionLapsed(contribution));
  }
}
