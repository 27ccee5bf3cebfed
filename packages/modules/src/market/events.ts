import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Demand, MsgCounterexample, Offer, Session, Settlement } from "@openledger/messages/openledger/market/v1";
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
  return event("session_ended", { session_id: session.id, returned, record_until: session.recordUntil });
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

/** `gas_refunded` is what challengers who corrected it get back of their fees; all parts sum to the amount. */
export function settlementFinalized(
  settlement: Settlement,
  parts: DistributedParts & { readonly refunded: bigint },
  logIndex: number,
): Event {
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
    gas_refunded: parts.refunded,
    log_index: logIndex,
  });
}

export function gasRefunded(settlement: Settlement, receiver: string, amount: string): Event {
  const { denom } = coinOf(settlement.amount);
  return event("gas_refunded", { settlement_id: settlement.id, session_id: settlement.sessionId, receiver, amount, denom });
}

export function demandMade(demand: Demand, settlement: Settlement): Event {
  return event("demand_made", {
    demand_id: demand.id,
    settlement_id: demand.settlementId,
    session_id: settlement.sessionId,
    challenger: demand.challenger,
    receipts: demand.receipts.join(","),
    bond: coinText(coinOf(demand.bond)),
    deadline_time: demand.deadlineTime,
    deadline_height: demand.deadlineHeight,
  });
}

/** The host opened what was demanded, and the bond is its. */
export function demandAnswered(demand: Demand, settlement: Settlement, host: string): Event {
  return event("demand_answered", {
    demand_id: demand.id,
    settlement_id: demand.settlementId,
    session_id: settlement.sessionId,
    host,
    bond: coinText(coinOf(demand.bond)),
    final_time: settlement.finalTime,
    final_height: settlement.finalHeight,
  });
}

/** The settlement is void, and the bond back at its challenger. */
export function demandReturned(demand: Demand): Event {
  return event("demand_returned", {
    demand_id: demand.id,
    settlement_id: demand.settlementId,
    challenger: demand.challenger,
    bond: coinText(coinOf(demand.bond)),
  });
}

/** What a counter-example was found to show. */
export function counterexampleJudged(
  msg: MsgCounterexample,
  settlement: Settlement,
  verdict: { readonly outcome: string; readonly code: string; readonly bond: string },
): Event {
  return event("counterexample_judged", {
    settlement_id: settlement.id,
    session_id: settlement.sessionId,
    receipt: msg.disputed?.receipt?.index ?? 0n,
    kind: KIND_NAMES[msg.kind] ?? "",
    challenger: msg.challenger,
    ...verdict,
  });
}

/** By number of CounterexampleKind. */
const KIND_NAMES: readonly string[] = ["", "match", "invalid", "output"];

/** Where the amount and the locked bond of a void settlement went. */
export function settlementVoided(
  settlement: Settlement,
  verdict: { readonly reason: string; readonly challenger: string },
  parts: {
    readonly slashed: bigint;
    readonly reward: bigint;
    readonly burned: bigint;
    readonly treasury: bigint;
    readonly returned: bigint;
  },
  logIndex: number,
): Event {
  return event("settlement_voided", {
    settlement_id: settlement.id,
    session_id: settlement.sessionId,
    reason: verdict.reason,
    challenger: verdict.challenger,
    denom: coinOf(settlement.amount).denom,
    slashed: parts.slashed,
    challenger_reward: parts.reward,
    burned: parts.burned,
    treasury: parts.treasury,
    returned: parts.returned,
    log_index: logIndex,
  });
}

/**
 * `tokens` of a receipt have no owner any more; `removed` joins what is unowned. `owners` says who holds how much less, as
 * `address:units` separated by commas; the units sum to `removed`.
 */
export function settlementCorrected(
  settlement: Settlement,
  receipt: bigint,
  loss: { readonly tokens: number; readonly removed: bigint; readonly owners: ReadonlyMap<string, bigint> },
): Event {
  return event("settlement_corrected", {
    settlement_id: settlement.id,
    session_id: settlement.sessionId,
    receipt,
    tokens: loss.tokens,
    removed: loss.removed,
    owners: [...loss.owners].map(([owner, units]) => `${owner}:${units}`).join(","),
    denom: coinOf(settlement.amount).denom,
  });
}

/** Units of an offer's bond went to somebody whom its host answers to. */
export function offerBondPaid(offer: Offer, receiver: string, coin: Coin): Event {
  return event("offer_bond_paid", { offer_id: offer.id, host: offer.host, receiver, amount: coinText(coin) });
}
