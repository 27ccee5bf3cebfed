import { appendLeaf, settlementLeafHash } from "@openledger/attribution";
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
import { endSession, modelOf, paramsOf } from "./keeper.ts";
import {
  MARKET,
  offers,
  ownedAmounts,
  ownedPrefix,
  sessionQueue,
  sessions,
  settlementLog,
  settlementQueue,
  settlements,
  unitsHeld,
} from "./state.ts";

/** Makes settlements final whose window is over, oldest first, at most max_decisions_per_block. */
export function decideSettlements(ctx: Context, deps: Neighbours): void {
  const store = ctx.store.store(MARKET);
  const limit = paramsOf(ctx).maxDecisionsPerBlock;
  const due: Settlement[] = [];
  for (const [[finalTime, id]] of settlementQueue.iterate(store)) {
    if (finalTime > ctx.block.time || due.length >= limit) break;
    const settlement = settlements.require(store, id);
    // Both ends of the window grow with the time of submission, so those behind are not due either.
    if (settlement.finalHeight > ctx.block.height) break;
    due.push(settlement);
  }
  for (const settlement of due) finalize(ctx, deps, settlement);
}

function finalize(ctx: Context, deps: Neighbours, settlement: Settlement): void {
  const store = ctx.store.store(MARKET);
  const before = sessions.require(store, settlement.sessionId);
  const session: Session = { ...before, pendingSettlements: before.pendingSettlements - 1 };
  const fee = coinOf(settlement.amount);
  const parts = deps.rewards.distribute(ctx, {
    source: { settlementId: settlement.id, sessionId: session.id },
    payer: MARKET,
    fee,
    host: session.host,
    buyer: session.buyer,
    model: modelOf(ctx, deps.models, session),
    owned: takeOwned(ctx, settlement.id),
  });
  unitsHeld.take(store, fee.denom, amountOf(fee.amount));
  releaseBond(ctx, session, settlement);
  settlementQueue.delete(store, [settlement.finalTime, settlement.id]);
  settlements.delete(store, settlement.id);
  sessions.set(store, session.id, session);
  ctx.emit(settlementFinalized(settlement, parts, appendToLog(ctx, settlement)));
  if (isOver(ctx, session)) endSession(ctx, deps, session);
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

/** A decided settlement lives on as a leaf of the settlement log; returns its index. */
function appendToLog(ctx: Context, settlement: Settlement): number {
  const store = ctx.store.store(MARKET);
  const leaf = settlementLeafHash(ctx.crypto.sha256, {
    chainId: ctx.chain.chainId,
    settlement,
    outcome: SettlementOutcome.SETTLEMENT_OUTCOME_FINAL,
    decidedHeight: ctx.block.height,
  });
  const log = settlementLog.require(store);
  settlementLog.set(store, appendLeaf(ctx.crypto.sha256, log, leaf));
  return log.size;
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

function isOver(ctx: Context, session: Session): boolean {
  const isSettling = session.state === SessionState.SESSION_STATE_SETTLING;
  return isSettling && ctx.block.time >= session.settleUntil && session.pendingSettlements === 0;
}
