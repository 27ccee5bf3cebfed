import type { Offer, Session, Settlement } from "@openledger/messages/openledger/market/v1";
import { event, type Event } from "@openledger/state-machine";
import { coinOf, coinText } from "../support/amounts.ts";
import type { DistributedParts } from "./expected-keepers.ts";

export function offerCreated(offer: Offer): Event {
  return event("offer_created", {
    offer_id: offer.id,
    host: offer.host,
    model_id: offer.modelId,
    model_version: offer.modelVersion,
  });
}

export function offerClosedEvent(offer: Offer): Event {
  return event("offer_closed", { offer_id: offer.id });
}

/** The last session of a closed offer has ended and the bond is back. */
export function offerEnded(offer: Offer): Event {
  return event("offer_ended", { offer_id: offer.id, returned: coinText(coinOf(offer.bond)) });
}

export function sessionOpened(session: Session, openingFee: string): Event {
  return event("session_opened", {
    session_id: session.id,
    offer_id: session.offerId,
    buyer: session.buyer,
    host: session.host,
    escrow: coinText(coinOf(session.escrow)),
    opening_fee: openingFee,
  });
}

/** Where an opening fee went. */
export function openingFeeSplit(session: Session, amount: bigint, parts: DistributedParts): Event {
  const { denom } = coinOf(session.escrow);
  return event("opening_fee_split", { session_id: session.id, amount, denom, ...parts });
}

export function sessionClosing(session: Session, reason: "closed" | "expired"): Event {
  return event("session_closing", { session_id: session.id, reason, settle_until: session.settleUntil });
}

export function sessionEnded(session: Session, returned: bigint): Event {
  return event("session_ended", { session_id: session.id, returned });
}

export function settlementSubmitted(settlement: Settlement): Event {
  const { amount, denom } = coinOf(settlement.amount);
  return event("settlement_submitted", {
    settlement_id: settlement.id,
    session_id: settlement.sessionId,
    first_index: settlement.firstIndex,
    receipt_count: settlement.receiptCount,
    amount,
    denom,
    final_time: settlement.finalTime,
    final_height: settlement.finalHeight,
  });
}

export function settlementFinalized(settlement: Settlement, parts: DistributedParts, logIndex: number): Event {
  const { amount, denom } = coinOf(settlement.amount);
  return event("settlement_finalized", {
    settlement_id: settlement.id,
    session_id: settlement.sessionId,
    amount,
    denom,
    owned: parts.owned,
    priors: parts.priors,
    curators: parts.curators,
    returned: parts.returned,
    host: parts.host,
    model: parts.model,
    stakers: parts.stakers,
    treasury: parts.treasury,
    burned: parts.burned,
    log_index: logIndex,
  });
}
