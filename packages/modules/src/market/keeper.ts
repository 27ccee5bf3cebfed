import {
  SessionState,
  type Demand,
  type Offer,
  type Params,
  type Session,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import { addressOf } from "../support/addresses.ts";
import { amountOf, coinOf, makeCoin } from "../support/amounts.ts";
import type { StateReader } from "../support/reader.ts";
import { unknownDemand, unknownOffer, unknownSession, unknownSettlement } from "./errors.ts";
import { offerEnded, sessionEnded } from "./events.ts";
import type { ModelKeeper, Neighbours } from "./expected-keepers.ts";
import { keepRecord } from "./session-records.ts";
import { demands, endedSessions, MARKET, offers, params, sessionQueue, sessions, settlements, unitsHeld } from "./state.ts";

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(MARKET));
}

/** The offer, or the module's own error. */
export function requireOffer(ctx: StateReader, id: bigint): Offer {
  const offer = offers.get(ctx.store.store(MARKET), id);
  if (offer === undefined) throw unknownOffer(`offer ${id}`);
  return offer;
}

/** The session, or the module's own error. */
export function requireSession(ctx: StateReader, id: bigint): Session {
  const session = sessions.get(ctx.store.store(MARKET), id);
  if (session === undefined) throw unknownSession(`session ${id}`);
  return session;
}

/** The session, also while it is kept after its end, or undefined. */
export function findSession(ctx: StateReader, id: bigint): Session | undefined {
  const store = ctx.store.store(MARKET);
  return sessions.get(store, id) ?? endedSessions.get(store, id);
}

/** The pending settlement, or the module's own error. */
export function requireSettlement(ctx: StateReader, id: bigint): Settlement {
  const settlement = settlements.get(ctx.store.store(MARKET), id);
  if (settlement === undefined) throw unknownSettlement(`settlement ${id}`);
  return settlement;
}

/** The demand without answer, or the module's own error. */
export function requireDemand(ctx: StateReader, id: bigint): Demand {
  const demand = demands.get(ctx.store.store(MARKET), id);
  if (demand === undefined) throw unknownDemand(`demand ${id}`);
  return demand;
}

/** The model version of an offer or session that is in state. */
export function modelOf(
  ctx: StateReader,
  models: ModelKeeper,
  terms: { readonly modelId: bigint; readonly modelVersion: bigint },
): ModelVersion {
  const version = models.version(ctx, terms.modelId, terms.modelVersion);
  return assertDefined(version, `model ${terms.modelId}@${terms.modelVersion} exists`);
}

/** True when no settlement is pending and none may come. */
export function isOver(ctx: Context, session: Session): boolean {
  const isSettling = session.state === SessionState.SESSION_STATE_SETTLING;
  return isSettling && ctx.block.time >= session.settleUntil && session.pendingSettlements === 0;
}

/** Who has a part in what happens to an escrow. */
type EscrowKeepers = Pick<Neighbours, "bank" | "demand">;

/** Ends a session whose last settlement was decided after its settle-only period. */
export function endSessionIfOver(ctx: Context, deps: EscrowKeepers, session: Session): void {
  if (isOver(ctx, session)) endSession(ctx, deps, session);
}

/** Gives unused escrow back to the buyer and leaves a record of the session; with the last one a closed offer ends as well. */
export function endSession(ctx: Context, { bank, demand }: EscrowKeepers, session: Session): void {
  const store = ctx.store.store(MARKET);
  const { denom, amount } = coinOf(session.escrow);
  const returned = amountOf(amount) - amountOf(session.settledAmount);
  if (returned > 0n) {
    bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, session.buyer), makeCoin(denom, returned));
    unitsHeld.take(store, denom, returned);
    demand.returnEscrow(ctx, { sessionId: session.id, buyer: session.buyer, denom, units: returned });
  }
  sessionQueue.delete(store, [session.settleUntil, session.id]);
  sessions.delete(store, session.id);
  ctx.emit(sessionEnded(keepRecord(ctx, session), returned));
  const offer = offers.require(store, session.offerId);
  endOfferIfDone(ctx, { bank }, { ...offer, openSessions: offer.openSessions - 1n });
}

/** Stores the offer, or returns its bond and removes it when it is closed and no session and no incident is left. */
export function endOfferIfDone(ctx: Context, { bank }: Pick<Neighbours, "bank">, offer: Offer): void {
  const store = ctx.store.store(MARKET);
  if (!offer.closed || offer.openSessions > 0n || offer.openIncidents > 0n) {
    offers.set(store, offer.id, offer);
    return;
  }
  const bond = coinOf(offer.bond);
  const units = amountOf(bond.amount);
  // A slashed bond may have nothing left.
  if (units > 0n) bank.sendFromModule(ctx, MARKET, addressOf(ctx.chain, offer.host), bond);
  unitsHeld.take(store, bond.denom, units);
  offers.delete(store, offer.id);
  ctx.emit(offerEnded(offer));
}
