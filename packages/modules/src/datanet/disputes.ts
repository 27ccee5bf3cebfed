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
import { payBond, slashBond } from "./bonds.ts";
import { disputeClosed, disputeTurn, type DisputeEnd } from "./events.ts";
import type { PriorKeeper } from "./expected-keepers.ts";
import { ownerOf, paramsOf, requireContribution } from "./keeper.ts";
import { reassign, strike } from "./marks.ts";
import { DATANET, disputeDeadlines, disputes, openDisputes } from "./state.ts";

/** Disputes whose turn ends in one block at most; the rest wait for the next one. */
export const MAX_DISPUTES_PER_BLOCK = 100;

/** What settles disputes. */
export interface DisputeDeps {
  readonly bank: BankKeeper;
  readonly priors: PriorKeeper;
}

/** Stores a dispute with whose turn it is now, which lasts `seconds`, and announces it. */
export function beginTurn(ctx: Context, dispute: Dispute, seconds: bigint): void {
  const store = ctx.store.store(DATANET);
  disputeDeadlines.delete(store, [dispute.until, dispute.id]);
  const until = secondsAfter(ctx.block.time, seconds);
  const next: Dispute = { ...dispute, until };
  disputes.set(store, dispute.id, next);
  disputeDeadlines.set(store, [until, dispute.id], true);
  ctx.emit(disputeTurn(next));
}

/** The challenger is right: the contribution is struck or becomes the challenger's, and the bond returns. */
export function uphold(ctx: Context, deps: DisputeDeps, dispute: Dispute, remedy: DisputeRemedy): void {
  const contribution = requireContribution(ctx, dispute.datanetId, dispute.seq);
  close(ctx, dispute, remedy === DisputeRemedy.DISPUTE_REMEDY_REASSIGN ? "reassigned" : "struck");
  payBond(ctx, deps.bank, dispute.challenger, coinOf(dispute.bond), amountOf(coinOf(dispute.bond).amount));
  if (remedy === DisputeRemedy.DISPUTE_REMEDY_REASSIGN) reassign(ctx, deps.priors, contribution, dispute.challenger);
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

/** Strikes a contribution for another reason than its open dispute, which is then over and gets its bond back. */
export function strikeOutright(ctx: Context, deps: DisputeDeps, contribution: Contribution): void {
  strike(ctx, deps.priors, contribution);
  const store = ctx.store.store(DATANET);
  const id = openDisputes.get(store, [contribution.datanetId, contribution.seq]);
  if (id === undefined) return;
  const dispute = disputes.require(store, id);
  close(ctx, dispute, "struck");
  payBond(ctx, deps.bank, dispute.challenger, coinOf(dispute.bond), amountOf(coinOf(dispute.bond).amount));
}

/** An owner who says nothing leaves the next step to anybody; any other turn that passes dismisses the dispute. */
export function advanceDisputes(ctx: Context, bank: BankKeeper): void {
  const store = ctx.store.store(DATANET);
  const due: bigint[] = [];
  for (const [[until, id]] of disputeDeadlines.iterate(store)) {
    if (until > ctx.block.time || due.length >= MAX_DISPUTES_PER_BLOCK) break;
    due.push(id);
  }
  for (const id of due) {
    const dispute = disputes.require(store, id);
    if (dispute.state !== DisputeState.DISPUTE_STATE_OPEN) dismiss(ctx, bank, dispute);
    else beginTurn(ctx, { ...dispute, state: DisputeState.DISPUTE_STATE_UNANSWERED }, paramsOf(ctx).disputeEscalationSeconds);
  }
}

/** True when the contribution was struck: there is nothing left to dispute. */
export function isStruck(contribution: Contribution): boolean {
  return rulingBy(contribution.marks).struck;
}

function close(ctx: Context, dispute: Dispute, end: DisputeEnd): void {
  const store = ctx.store.store(DATANET);
  disputes.delete(store, dispute.id);
  openDisputes.delete(store, [dispute.datanetId, dispute.seq]);
  disputeDeadlines.delete(store, [dispute.until, dispute.id]);
  ctx.emit(disputeClosed(dispute, end));
}
