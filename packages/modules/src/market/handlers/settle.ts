import { receiptHash, type Frontier } from "@openledger/attribution";
import {
  MsgSettle,
  MsgSettleResponse,
  type Offer,
  type Session,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { addressToBytes } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { amountOf, coinOf, makeCoin, parseAmount } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { secondsAfter } from "../../support/time.ts";
import {
  firstIndexDiffers,
  headAmountDiffers,
  malformedMessage,
  notHost,
  openingsPrivate,
  receiptAmountDiffers,
  settlePeriodOver,
  tooManyOwners,
  tooManyReceipts,
} from "../errors.ts";
import { settlementSubmitted } from "../events.ts";
import type { Neighbours, OwnedAmount } from "../expected-keepers.ts";
import { noteLatency } from "../host-record.ts";
import { paramsOf, requireOffer, requireSession } from "../keeper.ts";
import { isPrivate } from "../private-sessions.ts";
import { checkCover, checkHead, checkReceipts, checkStatedOwners, receiptOf } from "../settle-checks.ts";
import { MARKET, offers, ownedAmounts, pendingRanges, sessions, settlementIds, settlementQueue, settlements } from "../state.ts";

/** Holds a batch of receipts pending for the window: verified now if openings are attached, else on demand. */
export function createSettle(deps: Neighbours): MessageHandler<MsgSettle, MsgSettleResponse> {
  return {
    codec: MsgSettle,
    response: MsgSettleResponse,
    aminoName: "openledger/MsgSettle",
    signers: (msg) => [msg.host],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgSettle, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("host", msg.host);
  checks.require(msg.head?.head !== undefined, "head is missing");
  checks.bytes("head.signature", msg.head?.signature ?? new Uint8Array(0), 64);
  checks.bytes("claims_root", msg.claimsRoot, 32);
  const isOpened = msg.openings.length > 0;
  checks.range("number of receipts", isOpened ? msg.openings.length : msg.receiptHashes.length, 1, 1024);
  checks.require(
    !isOpened || (msg.receiptHashes.length === 0 && msg.owned.length === 0),
    "receipt_hashes and owned are empty beside openings",
  );
  for (const hash of msg.receiptHashes) checks.bytes("receipt hash", hash, 32);
  checks.range("number of owned lines", msg.owned.length, 0, 1024);
  for (const { owner, amount } of msg.owned) {
    checks.address("owned.owner", owner);
    checks.amount("owned.amount", amount, 1n);
  }
  checks.require(
    msg.openings.every((opening) => opening.receipt !== undefined),
    "each opening holds a receipt",
  );
  checks.range("number of owners", msg.owners.length, 0, 1024);
  for (const { owner, amount } of msg.owners) {
    checks.address("owner", owner);
    checks.amount("owner amount", amount, 1n);
  }
}

function handle(ctx: Context, deps: Neighbours, msg: MsgSettle): MsgSettleResponse {
  const session = requireSession(ctx, msg.sessionId);
  const limits = deps.attribution.params(ctx);
  if (session.host !== msg.host) throw notHost(msg.host);
  if (ctx.block.time >= session.settleUntil) throw settlePeriodOver(`session ${session.id}`);
  if (msg.firstIndex !== session.logSize) throw firstIndexDiffers(`${msg.firstIndex}, not ${session.logSize}`);
  const count = Math.max(msg.openings.length, msg.receiptHashes.length);
  if (count > limits.maxReceiptsPerSettlement) throw tooManyReceipts(`${count}`);
  if (msg.owners.length > limits.maxOwners) throw tooManyOwners(`${msg.owners.length}`);
  const isOpened = msg.openings.length > 0;
  if (isOpened && isPrivate(session)) throw openingsPrivate(`session ${session.id}`);
  const total = isOpened ? sumOfReceipts(msg) : sumOfHead(session, msg);
  const hashes = isOpened
    ? msg.openings.map((opening) => receiptHash(ctx.crypto.sha256, receiptOf(opening)))
    : msg.receiptHashes;
  const log = checkHead(ctx, session, msg, { hashes, total });
  const terms = { session, offer: requireOffer(ctx, session.offerId), dataBps: deps.rewards.dataBps(ctx) };
  const owned = isOpened ? checkReceipts(ctx, deps, terms, msg) : checkStatedOwners(ctx, deps, terms, msg, total);
  const locked = checkCover(ctx, terms, total);

  const settlement = newSettlement(ctx, msg, session, { count, total, locked });
  advance(ctx, terms, log, settlement);
  hold(ctx, settlement, owned);
  noteLatency(ctx, terms.offer, msg.openings);
  ctx.emit(settlementSubmitted(settlement));
  return { settlementId: settlement.id };
}

function sumOfReceipts(msg: MsgSettle): bigint {
  let total = 0n;
  for (const opening of msg.openings) {
    const units = parseAmount(receiptOf(opening).amount);
    if (units === undefined) throw receiptAmountDiffers(`receipt ${receiptOf(opening).index}: not an amount`);
    total += units;
  }
  return total;
}

/** Without openings the sum is what the buyer signed, above what was settled before. */
function sumOfHead(session: Session, msg: MsgSettle): bigint {
  const cumulative = parseAmount(msg.head?.head?.cumulativeAmount ?? "");
  const settled = amountOf(session.settledAmount);
  if (cumulative === undefined || cumulative < settled) throw headAmountDiffers(`below ${settled}, which is settled`);
  return cumulative - settled;
}

function newSettlement(
  ctx: Context,
  msg: MsgSettle,
  session: Session,
  sums: { readonly count: number; readonly total: bigint; readonly locked: bigint },
): Settlement {
  const params = paramsOf(ctx);
  const windowTime = secondsAfter(ctx.block.time, params.windowSeconds);
  const windowHeight = ctx.block.height + params.windowBlocks;
  return {
    id: settlementIds.next(ctx.store.store(MARKET)),
    sessionId: session.id,
    firstIndex: msg.firstIndex,
    receiptCount: sums.count,
    head: msg.head,
    amount: makeCoin(coinOf(session.escrow).denom, sums.total),
    owners: msg.owners,
    claimsRoot: msg.claimsRoot,
    lockedBond: sums.locked.toString(),
    submittedHeight: ctx.block.height,
    submittedTime: ctx.block.time,
    ...{ finalTime: windowTime, finalHeight: windowHeight, windowTime, windowHeight },
    logPeaks: session.logPeaks,
    opened: msg.openings.length > 0,
    ...{ openDemands: [], demandedReceipts: [], corrections: [], owned: msg.owned, gasRefunds: [] },
  };
}

/** Moves the session's log on, so that no receipt is settled twice, and locks the bond. */
function advance(
  ctx: Context,
  { session, offer }: { readonly session: Session; readonly offer: Offer },
  log: Frontier,
  settlement: Settlement,
): void {
  const store = ctx.store.store(MARKET);
  sessions.set(store, session.id, {
    ...session,
    settledAmount: (amountOf(session.settledAmount) + amountOf(coinOf(settlement.amount).amount)).toString(),
    logSize: BigInt(log.size),
    logPeaks: [...log.peaks],
    pendingSettlements: session.pendingSettlements + 1,
  });
  const bondLocked = (amountOf(offer.bondLocked) + amountOf(settlement.lockedBond)).toString();
  offers.set(store, offer.id, { ...offer, bondLocked });
}

function hold(ctx: Context, settlement: Settlement, owned: readonly OwnedAmount[]): void {
  const store = ctx.store.store(MARKET);
  settlements.set(store, settlement.id, settlement);
  pendingRanges.set(store, [settlement.sessionId, settlement.firstIndex], settlement.id);
  settlementQueue.set(store, [settlement.finalTime, settlement.id], true);
  for (const { owner, datanetId, amount } of owned) {
    const key = [settlement.id, addressToBytes(ctx.chain.bech32Prefix, owner), datanetId] as const;
    ownedAmounts.set(store, key, (ownedAmounts.get(store, key) ?? 0n) + amount);
  }
}
