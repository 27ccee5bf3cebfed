import {
  MsgOpenSession,
  MsgOpenSessionResponse,
  SessionState,
  Visibility,
  type Offer,
  type Session,
} from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { unixNanos } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { amountOf, coinOf, coinText, makeCoin } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { MAX_PERIOD_SECONDS, secondsAfter } from "../../support/time.ts";
import { durationTooLong, escrowDenomDiffers, malformedMessage, offerClosed, versionFrozen } from "../errors.ts";
import { openingFeeSplit, sessionOpened } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { modelOf, paramsOf, requireOffer } from "../keeper.ts";
import { noteDemand } from "../note-demand.ts";
import { priceOf } from "../price.ts";
import { checkPrivateLicences, isPrivate } from "../private-sessions.ts";
import { MARKET, offers, sessionIds, sessionQueue, sessions, unitsHeld } from "../state.ts";
import { isCompressedKey } from "./create-offer.ts";

const AUDITORS_MAX = 8;

/** Puts a maximum into escrow for many calls, and pays the opening fee, which is split at once. */
export function createOpenSession(deps: Neighbours): MessageHandler<MsgOpenSession, MsgOpenSessionResponse> {
  return {
    codec: MsgOpenSession,
    response: MsgOpenSessionResponse,
    aminoName: "openledger/MsgOpenSession",
    signers: (msg) => [msg.buyer],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgOpenSession, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("buyer", msg.buyer);
  checks.coin("escrow", msg.escrow, 1n);
  checks.require(isCompressedKey(msg.sessionKey), "session_key must be a compressed secp256k1 key of 33 bytes");
  checks.range("visibility", msg.visibility, Visibility.VISIBILITY_PUBLIC, Visibility.VISIBILITY_PRIVATE);
  checks.range("number of auditors", msg.auditors.length, 0, isPrivate(msg) ? AUDITORS_MAX : 0);
  for (const auditor of msg.auditors) checks.address("auditor", auditor);
  checks.require(new Set(msg.auditors).size === msg.auditors.length, "each auditor is named once");
  checks.require(!msg.auditors.includes(msg.buyer), "the buyer sees its receipts anyway and is no auditor");
  checks.range("duration_seconds", msg.durationSeconds, 1n, MAX_PERIOD_SECONDS);
}

function handle(ctx: Context, deps: Neighbours, msg: MsgOpenSession): MsgOpenSessionResponse {
  const params = paramsOf(ctx);
  const offer = requireOffer(ctx, msg.offerId);
  const escrow = coinOf(msg.escrow);
  if (offer.closed) throw offerClosed(`offer ${offer.id}`);
  if (escrow.denom !== priceOf(offer).denom) throw escrowDenomDiffers(`${escrow.denom}, not ${priceOf(offer).denom}`);
  if (msg.durationSeconds > params.maxSessionSeconds) throw durationTooLong(`${msg.durationSeconds} s`);
  const freeze = deps.models.freeze(ctx, offer.modelId, offer.modelVersion);
  if (freeze !== undefined) throw versionFrozen(`model ${offer.modelId}@${offer.modelVersion} by incident ${freeze.incidentId}`);
  const model = modelOf(ctx, deps.models, offer);
  if (isPrivate(msg)) checkPrivateLicences(ctx, deps, model, msg.auditors);

  const store = ctx.store.store(MARKET);
  const expiresTime = secondsAfter(ctx.block.time, msg.durationSeconds);
  const session = newSession(ctx, msg, offer, sessionIds.next(store), {
    expiresTime,
    settleUntil: secondsAfter(unixNanos(expiresTime), params.settlePeriodSeconds),
  });
  const paid = amountOf(escrow.amount) + amountOf(offer.openingFee);
  const [buyer, coin] = [addressOf(ctx.chain, msg.buyer), makeCoin(escrow.denom, paid)];
  const held = deps.bank.balance(ctx, buyer, escrow.denom);
  deps.demand.openEscrow(ctx, { sessionId: session.id, buyer, coin, held });
  deps.bank.sendToModule(ctx, buyer, MARKET, coin);
  unitsHeld.add(store, escrow.denom, paid);
  sessions.set(store, session.id, session);
  sessionQueue.set(store, [session.expiresTime, session.id], true);
  offers.set(store, offer.id, { ...offer, openSessions: offer.openSessions + 1n });
  ctx.emit(sessionOpened(session, coinText(makeCoin(escrow.denom, amountOf(offer.openingFee)))));
  splitOpeningFee(ctx, deps, session, model, amountOf(offer.openingFee));
  return { sessionId: session.id };
}

/** The fee is split like an answer without owners. */
function splitOpeningFee(ctx: Context, deps: Neighbours, session: Session, model: ModelVersion, fee: bigint): void {
  if (fee === 0n) return;
  const { denom } = coinOf(session.escrow);
  const { parts } = deps.rewards.distribute(ctx, {
    source: { settlementId: 0n, sessionId: session.id },
    payer: MARKET,
    fee: makeCoin(denom, fee),
    host: session.host,
    buyer: session.buyer,
    model,
    owned: [],
  });
  noteDemand(ctx, deps, session, makeCoin(denom, fee), parts);
  unitsHeld.take(ctx.store.store(MARKET), denom, fee);
  ctx.emit(openingFeeSplit(session, fee, parts));
}

function newSession(
  ctx: Context,
  msg: MsgOpenSession,
  offer: Offer,
  id: bigint,
  times: { readonly expiresTime: bigint; readonly settleUntil: bigint },
): Session {
  return {
    id,
    offerId: offer.id,
    buyer: msg.buyer,
    host: offer.host,
    modelId: offer.modelId,
    modelVersion: offer.modelVersion,
    escrow: coinOf(msg.escrow),
    settledAmount: "0",
    sessionKey: msg.sessionKey,
    visibility: msg.visibility,
    auditors: msg.auditors,
    state: SessionState.SESSION_STATE_OPEN,
    logSize: 0n,
    logPeaks: [],
    openedHeight: ctx.block.height,
    openedTime: ctx.block.time,
    ...times,
    pendingSettlements: 0,
    endedTime: 0n,
    recordUntil: 0n,
  };
}
