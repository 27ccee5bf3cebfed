import {
  SessionState,
  SettlementOutcome,
  type Session,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { addressFromBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { amountOf, coinOf } from "../support/amounts.ts";
import { sessionClosing, settlementFinalized } from "./events.ts";
import type { Neighbours, OwnedAmount } from "./expected-keepers.ts";
import { payGasRefunds, refundsOf } from "./gas-refunds.ts";
import { noteFinal } from "./host-record.ts";
import { endSession, endSessionIfOver, isOver, modelOf, paramsOf } from "./keeper.ts";
import { noteDemand } from "./note-demand.ts";
import {
  demandQueue,
  demands,
  MARKET,
  offers,
  ownedAmounts,
  ownedPrefix,
  sessionQueue,
  sessions,
  settlementQueue,
  settlements,
  unitsHeld,
} from "./state.ts";
import { leaveState, voidSettlement } from "./void-settlement.ts";

/** Voids the settlements of demands whose response time is over, oldest first, at most max_decisions_per_block. */
export function decideDemands(ctx: Context, deps: Neighbours): void {
  const store = ctx.store.store(MARKET);
  const limit = paramsOf(ctx).maxDecisionsPerBlock;
  const due: bigint[] = [];
  for (const [[deadline, id]] of demandQueue.iterate(store)) {
    if (deadline > ctx.block.time || due.length >= limit) break;
    // Both ends of the response time grow with the time of the demand, so those behind are not due either.
    if (demands.require(store, id).deadlineHeight > ctx.block.height) break;
    due.push(id);
  }
  for (const id of due) {
    // Another demand of the same settlement may have voided it.
    const demand = demands.get(store, id);
    if (demand === undefined) continue;
    const settlement = settlements.require(store, demand.settlementId);
    voidSettlement(ctx, deps, settlement, { reason: UNANSWERED, challenger: demand.challenger });
  }
}

/** Payouts that a settlement makes when it is decided, about; what makes more leaves fewer to the block. */
const PAYOUTS_PER_DECISION = 10;

const UNANSWERED = "demand-unanswered";

/**
 * Decides settlements whose window and response times are over, oldest first, at most max_decisions_per_block, and no more
 * when ten times as many payouts were made: curators of many datanets make a payout each, in a block that nobody pays for.
 */
export function decideSettlements(ctx: Context, deps: Neighbours): void {
  const store = ctx.store.store(MARKET);
  const limit = paramsOf(ctx).maxDecisionsPerBlock;
  const due: Settlement[] = [];
  for (const [[finalTime, id]] of settlementQueue.iterate(store)) {
    if (finalTime > ctx.block.time || due.length >= limit) break;
    const settlement = settlements.require(store, id);
    // Those behind wait for this one's blocks as well, which are few.
    if (settlement.finalHeight > ctx.block.height) break;
    due.push(settlement);
  }
  let left = limit * PAYOUTS_PER_DECISION;
  for (const settlement of due) {
    if (left <= 0) break;
    left -= decide(ctx, deps, settlement);
  }
}

/** A settlement is not final before each of its demands is due, so one that still has a demand met with silence. Returns the payouts made. */
function decide(ctx: Context, deps: Neighbours, settlement: Settlement): number {
  const [open] = settlement.openDemands;
  if (open === undefined) return finalize(ctx, deps, settlement);
  const { challenger } = demands.require(ctx.store.store(MARKET), open);
  voidSettlement(ctx, deps, settlement, { reason: UNANSWERED, challenger });
  return 1;
}

/** Returns the number of payouts. */
function finalize(ctx: Context, deps: Neighbours, settlement: Settlement): number {
  const store = ctx.store.store(MARKET);
  const before = sessions.require(store, settlement.sessionId);
  const session: Session = { ...before, pendingSettlements: before.pendingSettlements - 1 };
  const fee = coinOf(settlement.amount);
  const { parts, payouts } = deps.rewards.distribute(ctx, {
    source: { settlementId: settlement.id, sessionId: session.id },
    payer: MARKET,
    fee,
    host: session.host,
    buyer: session.buyer,
    model: modelOf(ctx, deps.models, session),
    owned: takeOwned(ctx, settlement.id),
    withheld: refundsOf(settlement),
  });
  noteDemand(ctx, deps, session, fee, parts);
  payGasRefunds(ctx, deps, settlement);
  unitsHeld.take(store, fee.denom, amountOf(fee.amount));
  releaseBond(ctx, session, settlement);
  const logIndex = leaveState(ctx, settlement, SettlementOutcome.SETTLEMENT_OUTCOME_FINAL);
  noteFinal(ctx, session.host, settlement);
  sessions.set(store, session.id, session);
  ctx.emit(settlementFinalized(settlement, { ...parts, refunded: refundsOf(settlement) }, logIndex));
  endSessionIfOver(ctx, deps, session);
  return payouts;
}

function takeOwned(ctx: Context, settlementId: bigint): readonly OwnedAmount[] {
  const store = ctx.store.store(MARKET);
  const entries = [...ownedAmounts.iterate(store, { prefix: ownedPrefix(settlementId) })];
  return entries.map(([key, amount]) => {
    ownedAmounts.delete(store, key);
    return { owner: addressFromBytes(ctx.chain.bech32Prefix, key[1]), datanetId: key[2], amount };
  });
}

function releaseBond(ctx: Context, session: Session, settlement: Settlement): void {
  const store = ctx.store.store(MARKET);
  const offer = offers.require(store, session.offerId);
  const bondLocked = (amountOf(offer.bondLocked) - amountOf(settlement.lockedBond)).toString();
  offers.set(store, offer.id, { ...offer, bondLocked });
}

/** Works off expired sessions and ended settle-only periods, oldest first, at most max_decisions_per_block. */
export function expireSessions(ctx: Context, deps: Neighbours): void {
  const store = ctx.store.store(MARKET);
  const limit = paramsOf(ctx).maxDecisionsPerBlock;
  const due: (readonly [bigint, bigint])[] = [];
  for (const [key] of sessionQueue.iterate(store)) {
    if (key[0] > ctx.block.time || due.length >= limit) break;
    due.push(key);
  }
  for (const key of due) {
    sessionQueue.delete(store, key);
    expire(ctx, deps, sessions.require(store, key[1]));
  }
}

function expire(ctx: Context, deps: Neighbours, session: Session): void {
  if (session.state === SessionState.SESSION_STATE_OPEN) {
    const store = ctx.store.store(MARKET);
    const settling: Session = { ...session, state: SessionState.SESSION_STATE_SETTLING };
    sessions.set(store, session.id, settling);
    sessionQueue.set(store, [settling.settleUntil, settling.id], true);
    ctx.emit(sessionClosing(settling, "expired"));
  } else if (isOver(ctx, session)) {
    endSession(ctx, deps, session);
  }
  // Otherwise a settlement is pending; the last one to become final ends the session.
}
