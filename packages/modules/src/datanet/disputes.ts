import { rulingBy } from "@openledger/attribution";
import {
  DisputeRemedy,
  DisputeState,
  type Contribution,
  type Dispute,
} from "@openledger/messages/openledger/datanet/v1";
import { amountOf, coinOf } from "../support/amounts.ts";
import { secondsAfter } from "../support/time.ts";
import type { Context } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import type { StateReader } from "../support/reader.ts";
import { payBond, slashBond } from "./bonds.ts";
import { disputeClosed, disputeTurn, type DisputeEnd } from "./events.ts";
import type { PriorKeeper } from "./expected-keepers.ts";
import { ownerOf, paramsOf, requireContribution, type ContributionKey } from "./keeper.ts";
import { reassign, strike } from "./marks.ts";
import { DATANET, disputeDeadlines, disputes, disputeWaits, openDisputes, openDisputesPrefix } from "./state.ts";

/** Disputes whose turn ends in one block at most; the rest wait for the next one. */
export const MAX_DISPUTES_PER_BLOCK = 100;

/** What settles disputes. */
export interface DisputeDeps {
  readonly bank: BankKeeper;
  readonly priors: PriorKeeper;
}

/** The open disputes of a contribution, oldest first. */
export function openDisputesOf(ctx: StateReader, { datanetId, seq }: ContributionKey): readonly Dispute[] {
  const reader = ctx.store.store(DATANET);
  const keys = [...openDisputes.iterate(reader, { prefix: openDisputesPrefix(datanetId, seq) })];
  return keys.map(([[, , id]]) => disputes.require(reader, id));
}

/** Stores a dispute with whose turn it is now, which lasts `seconds`, and announces it. */
export function beginTurn(ctx: Context, dispute: Dispute, seconds: bigint): void {
  const store = ctx.store.store(DATANET);
  leaveQueues(ctx, dispute);
  const until = secondsAfter(ctx.block.time, seconds);
  const next: Dispute = { ...dispute, until, untilHeight: ctx.block.height + paramsOf(ctx).disputeTurnBlocks };
  disputes.set(store, dispute.id, next);
  disputeDeadlines.set(store, [until, dispute.id], true);
  ctx.emit(disputeTurn(next));
}

/** True until both time and height of the present turn are reached: a chain that stood still takes nobody's turn away. */
export function isInTime(ctx: Context, { until, untilHeight }: Dispute): boolean {
  return ctx.block.time < until || ctx.block.height < untilHeight;
}

/**
 * The challenger is right: the contribution is struck or becomes the challenger's, its disputes are over and their bonds
 * return. One that was erased is struck in any case, or it would stand before each copy and belong to nobody.
 */
export function uphold(ctx: Context, deps: DisputeDeps, dispute: Dispute, remedy: DisputeRemedy): void {
  const contribution = requireContribution(ctx, dispute.datanetId, dispute.seq);
  const isErased = contribution.marks.some((mark) => mark.erase);
  const isReassigned = remedy === DisputeRemedy.DISPUTE_REMEDY_REASSIGN && !isErased;
  closeAndReturn(ctx, deps.bank, dispute, isReassigned ? "reassigned" : "struck");
  for (const other of openDisputesOf(ctx, dispute)) closeAndReturn(ctx, deps.bank, other, "superseded");
  if (isReassigned) reassign(ctx, deps.priors, contribution, dispute.challenger);
  else strike(ctx, deps.priors, contribution);
}

/** As {@link uphold}, after a loss that governance had to decide: the contribution's bond is slashed as well. */
export function upholdAndSlash(ctx: Context, deps: DisputeDeps, dispute: Dispute, remedy: DisputeRemedy): void {
  slashBond(ctx, deps.bank, requireContribution(ctx, dispute.datanetId, dispute.seq), dispute.challenger);
  uphold(ctx, deps, dispute, remedy);
}

/** The challenger is not right, or went no further: half of the bond is the owner's, the rest is burned. */
export function dismiss(ctx: Context, bank: BankKeeper, dispute: Dispute): void {
  const contribution = requireContribution(ctx, dispute.datanetId, dispute.seq);
  close(ctx, dispute, "dismissed");
  const bond = coinOf(dispute.bond);
  payBond(ctx, bank, ownerOf(contribution), bond, amountOf(bond.amount) / 2n);
}

/** Strikes a contribution for another reason than its open disputes, which are then over and get their bonds back. */
export function strikeOutright(ctx: Context, deps: DisputeDeps, contribution: Contribution): void {
  strike(ctx, deps.priors, contribution);
  for (const dispute of openDisputesOf(ctx, contribution)) closeAndReturn(ctx, deps.bank, dispute, "superseded");
}

/** An owner who says nothing leaves the next step to anybody; any other turn that passes dismisses the dispute. */
export function advanceDisputes(ctx: Context, bank: BankKeeper): void {
  for (const id of overDisputes(ctx)) {
    const dispute = disputes.require(ctx.store.store(DATANET), id);
    if (dispute.state !== DisputeState.DISPUTE_STATE_OPEN) dismiss(ctx, bank, dispute);
    else beginTurn(ctx, { ...dispute, state: DisputeState.DISPUTE_STATE_UNANSWERED }, paramsOf(ctx).disputeEscalationSeconds);
  }
}

/** Disputes whose turn is over. Those that still lack blocks go to a queue of their own, so that they hold nobody up. */
function overDisputes(ctx: Context): readonly bigint[] {
  const store = ctx.store.store(DATANET);
  const past = upTo(disputeDeadlines.iterate(store), ctx.block.time);
  for (const [until, id] of past) {
    disputeDeadlines.delete(store, [until, id]);
    disputeWaits.set(store, [disputes.require(store, id).untilHeight, id], true);
  }
  return upTo(disputeWaits.iterate(store), ctx.block.height).map(([, id]) => id);
}

function upTo(queue: Iterable<readonly [readonly [bigint, bigint], true]>, limit: bigint): readonly (readonly [bigint, bigint])[] {
  const due: (readonly [bigint, bigint])[] = [];
  for (const [key] of queue) {
    if (key[0] > limit || due.length >= MAX_DISPUTES_PER_BLOCK) break;
    due.push(key);
  }
  return due;
}

/** True when the contribution was struck: there is nothing left to dispute. */
export function isStruck(contribution: Contribution): boolean {
  return rulingBy(contribution.marks).struck;
}

function closeAndReturn(ctx: Context, bank: BankKeeper, dispute: Dispute, end: DisputeEnd): void {
  close(ctx, dispute, end);
  const bond = coinOf(dispute.bond);
  payBond(ctx, bank, dispute.challenger, bond, amountOf(bond.amount));
}

function close(ctx: Context, dispute: Dispute, end: DisputeEnd): void {
  const store = ctx.store.store(DATANET);
  disputes.delete(store, dispute.id);
  openDisputes.delete(store, [dispute.datanetId, dispute.seq, dispute.id]);
  leaveQueues(ctx, dispute);
  ctx.emit(disputeClosed(dispute, end));
}

function leaveQueues(ctx: Context, { id, until, untilHeight }: Dispute): void {
  const store = ctx.store.store(DATANET);
  disputeDeadlines.delete(store, [until, id]);
  disputeWaits.delete(store, [untilHeight, id]);
}
