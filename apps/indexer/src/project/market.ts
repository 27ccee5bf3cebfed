import { Claim, SignedTreeHead, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import {
  MsgAnswerDemand,
  MsgAnswerDemandResponse,
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  MsgSettle,
  MsgSettleResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import { leafHash } from "@openledger/primitives";
import { storableText } from "../decode/text.ts";
import type { BlockRows } from "./block-rows.ts";
import { enumOf, eventOf, onEvent, onMessage, type EventProjection, type MessageProjection, type TxPlace } from "./projection.ts";
import { visibilities } from "../schema/market.ts";
import { isRecordable, receiptRows, sha256, type ShownReceipt } from "./receipt.ts";

const NANOS_PER_SECOND = 1_000_000_000n;

export const marketMessages: readonly MessageProjection[] = [
  onMessage(MsgCreateOffer, MsgCreateOfferResponse, (rows, place, message, { offerId }) => {
    const { price, bond } = message;
    rows.offers.push({
      id: offerId,
      host: message.host,
      modelId: message.modelId,
      modelVersion: message.modelVersion,
      endpoint: storableText(message.endpoint),
      denom: price?.denom ?? "",
      perCall: BigInt(price?.perCall || 0),
      perThousandInput: BigInt(price?.per1kInput || 0),
      perThousandOutput: BigInt(price?.per1kOutput || 0),
      latencyClassMs: message.latencyClassMs,
      lateBps: message.lateBps,
      unsignedCalls: message.unsignedCalls,
      bond: `${bond?.amount ?? 0}${bond?.denom ?? ""}`,
      openingFee: BigInt(message.openingFee || 0),
      receiptKey: message.receiptKey,
      region: storableText(message.region),
      powerSource: storableText(message.powerSource),
      capacity: BigInt(message.capacity),
      operator: storableText(message.operator),
      closed: false,
      height: place.height,
      txIndex: place.txIndex,
    });
  }),
  onMessage(MsgOpenSession, MsgOpenSessionResponse, (rows, place, message, { sessionId }) => {
    const opened = eventOf(place, "session_opened", { session_id: sessionId });
    rows.sessions.push({
      id: sessionId,
      offerId: message.offerId,
      buyer: message.buyer,
      host: opened.text("host"),
      escrow: BigInt(message.escrow?.amount || 0),
      denom: message.escrow?.denom ?? "",
      openingFee: leadingNumber(opened.text("opening_fee")),
      sessionKey: message.sessionKey,
      visibility: enumOf(visibilities, Visibility, "VISIBILITY_", message.visibility),
      auditors: [...message.auditors],
      state: "OPEN",
      openedTimeNs: place.timeNs,
      expiresTimeNs: place.timeNs + message.durationSeconds * NANOS_PER_SECOND,
      receiptCount: 0n,
      settledAmount: 0n,
      height: place.height,
      txIndex: place.txIndex,
    });
  }),
  onMessage(MsgSettle, MsgSettleResponse, (rows, place, message, { settlementId }) => {
    const submitted = eventOf(place, "settlement_submitted", { settlement_id: settlementId });
    const { sessionId } = message;
    const amount = submitted.number("amount");
    const denom = submitted.text("denom");
    // Without openings the receipts are known by their hashes alone.
    const receiptCount = Math.max(message.openings.length, message.receiptHashes.length);
    rows.settlements.push({
      id: settlementId,
      sessionId,
      firstIndex: message.firstIndex,
      receiptCount,
      amount,
      denom,
      claimsRoot: message.claimsRoot,
      opened: message.openings.length > 0,
      head: SignedTreeHead.toBytes(message.head ?? SignedTreeHead.create()),
      state: "PENDING",
      finalTimeNs: submitted.number("final_time"),
      finalHeight: submitted.number("final_height"),
      height: place.height,
      txIndex: place.txIndex,
    });
    for (const owner of message.owners) {
      rows.settlementOwners.push({ settlementId, owner: owner.owner, amount: BigInt(owner.amount || 0) });
    }
    message.receiptHashes.forEach((hash, i) => {
      rows.sessionLeaves.push({ sessionId, index: message.firstIndex + BigInt(i), hash: leafHash(sha256, hash) });
    });
    for (const opening of message.openings) {
      const shown = receiptRows(place, { settlementId, sessionId, source: "SETTLEMENT", receipt: opening.receipt, claim: opening.claim, opening });
      rows.receipts.push({ ...shown.receipt, denom });
      rows.sessionLeaves.push({ sessionId, index: shown.receipt.index, hash: shown.leaf });
      rows.receiptOwners.push(...shown.owners);
      rows.spans.push(...shown.spans);
    }
    if (message.openings.length > 0) {
      rows.changes.push({ kind: "latency-told", sessionId, latenciesMs: message.openings.map(({ receipt }) => receipt?.latencyMs ?? 0n) });
    }
    rows.changes.push({ kind: "session-settled", sessionId, receiptCount: BigInt(receiptCount), amount });
  }),
  onMessage(MsgAnswerDemand, MsgAnswerDemandResponse, (rows, place, message) => {
    const answered = eventOf(place, "demand_answered", { demand_id: message.demandId });
    const [settlementId, sessionId] = [answered.number("settlement_id"), answered.number("session_id")];
    const opened = new Map(message.openings.map((opening) => [opening.receipt?.index, opening]));
    for (const { receipt, claim } of message.claims) {
      if (isRecordable({ receipt, claim })) rows.answers.push(receiptRows(place, { settlementId, sessionId, receipt, claim, ...contentOf(opened.get(receipt?.index)) }));
      else noteUnrecordable(rows, place, settlementId, { receipt, claim });
    }
  }),
];

/** The index says what it can't hold, as it does of a transaction that it can't decode. */
function noteUnrecordable(rows: BlockRows, { height }: TxPlace, settlementId: bigint, { receipt, claim }: MsgAnswerDemand["claims"][number]): void {
  const reason = `an answer about settlement ${settlementId} states a receipt ${receipt?.index ?? ""} with numbers that none can have`;
  rows.deadLetters.push({ height, txIndex: -1 - rows.deadLetters.length, reason, bytes: claim === undefined ? new Uint8Array() : Claim.toBytes(claim) });
}

/** An opening without its claim holds the receipt alone: rows that it cites were erased. */
function contentOf(opening: ReceiptOpening | undefined): Pick<ShownReceipt, "source" | "opening"> {
  if (opening === undefined) return { source: "CLAIM" };
  return opening.claim === undefined ? { source: "ERASED" } : { source: "ANSWER", opening };
}

/** Amount of a number or of a coin such as `2000udemo`. */
function leadingNumber(text: string): bigint {
  return BigInt(/^\d{1,78}/.exec(text)?.[0] ?? 0);
}

export const marketEvents: readonly EventProjection[] = [
  onEvent("offer_closed", (rows, _place, _event, read) => {
    rows.changes.push({ kind: "offer-closed", offerId: read.number("offer_id") });
  }),
  onEvent("session_closing", (rows, _place, _event, read) => {
    rows.changes.push({
      kind: "session-closing",
      sessionId: read.number("session_id"),
      reason: read.text("reason"),
      settleUntilNs: read.number("settle_until"),
    });
  }),
  onEvent("session_ended", (rows, { height }, _event, read) => {
    rows.changes.push({ kind: "session-ended", sessionId: read.number("session_id"), returned: read.number("returned"), height });
  }),
  onEvent("settlement_finalized", (rows, { height }, _event, read) => {
    const settlementId = read.number("settlement_id");
    rows.settlementSplits.push({
      settlementId,
      amount: read.number("amount"),
      denom: read.text("denom"),
      owned: read.number("owned"),
      priors: read.number("priors"),
      curators: read.number("curators"),
      returned: read.number("returned"),
      host: read.number("host"),
      model: read.number("model"),
      stakers: read.number("stakers"),
      treasury: read.number("treasury"),
      burned: read.number("burned"),
      gasRefunded: read.optionalNumber("gas_refunded") ?? 0n,
    });
    rows.changes.push({ kind: "settlement-final", settlementId, height });
  }),
  onEvent("settlement_voided", (rows, { height }, _event, read) => {
    const settlementId = read.number("settlement_id");
    rows.settlementVoids.push({
      settlementId,
      reason: read.text("reason"),
      challenger: read.text("challenger"),
      denom: read.text("denom"),
      returned: read.number("returned"),
      slashed: read.number("slashed"),
      challengerReward: read.number("challenger_reward"),
      burned: read.number("burned"),
      treasury: read.number("treasury"),
    });
    rows.changes.push({ kind: "settlement-void", settlementId, height });
  }),
  onEvent("settlement_corrected", (rows, { height }, event, read) => {
    const settlementId = read.number("settlement_id");
    rows.settlementCorrections.push({
      height,
      eventIndex: event.index,
      settlementId,
      receipt: read.number("receipt"),
      tokens: Number(read.number("tokens")),
      removed: read.number("removed"),
      denom: read.text("denom"),
      txIndex: event.txIndex,
    });
    const at = { height, eventIndex: event.index, sessionId: read.number("session_id"), receiptIndex: read.number("receipt") };
    for (const { key: owner, value: removed } of read.pairs("owners")) {
      rows.correctedOwners.push({ ...at, owner, removed });
      rows.changes.push({ kind: "owner-corrected", settlementId, owner, removed });
    }
  }),
  onEvent("demand_made", (rows, { height }, event, read) => {
    rows.demands.push({
      id: read.number("demand_id"),
      settlementId: read.number("settlement_id"),
      sessionId: read.number("session_id"),
      challenger: read.text("challenger"),
      receipts: read.text("receipts"),
      bond: read.text("bond"),
      state: "OPEN",
      deadlineTimeNs: read.number("deadline_time"),
      deadlineHeight: read.number("deadline_height"),
      height,
      txIndex: event.txIndex,
    });
  }),
  onEvent("demand_answered", (rows, { height }, _event, read) => {
    rows.changes.push({ kind: "demand-decided", demandId: read.number("demand_id"), state: "ANSWERED", height });
    rows.changes.push({
      kind: "settlement-postponed",
      settlementId: read.number("settlement_id"),
      finalTimeNs: read.number("final_time"),
      finalHeight: read.number("final_height"),
    });
  }),
  onEvent("demand_returned", (rows, { height }, _event, read) => {
    rows.changes.push({ kind: "demand-decided", demandId: read.number("demand_id"), state: "RETURNED", height });
  }),
  onEvent("counterexample_judged", (rows, { height }, event, read) => {
    rows.counterexamples.push({
      height,
      eventIndex: event.index,
      settlementId: read.number("settlement_id"),
      sessionId: read.number("session_id"),
      receipt: read.number("receipt"),
      kind: read.text("kind"),
      challenger: read.text("challenger"),
      outcome: read.text("outcome"),
      code: read.text("code"),
      bond: read.text("bond"),
      txIndex: event.txIndex,
    });
  }),
];
