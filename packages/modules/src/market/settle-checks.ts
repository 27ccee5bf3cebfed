import {
  appendLeaf,
  claimsRoot,
  frontierRoot,
  treeHeadHash,
  type Frontier,
} from "@openledger/attribution";
import type { OwnerAmount, Receipt, ReceiptOpening, TreeHead } from "@openledger/messages/openledger/attribution/v1";
import type { MsgSettle, Offer, Session } from "@openledger/messages/openledger/market/v1";
import { QuotePolicy } from "@openledger/messages/openledger/datanet/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { assert, assertDefined, equalBytes, leafHash } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { compareAddresses } from "../support/addresses.ts";
import { amountOf, bpsOf, coinOf } from "../support/amounts.ts";
import {
  aboveEscrow,
  bondTooLow,
  claimsRootDiffers,
  headAmountDiffers,
  headOfAnotherSession,
  headRootDiffers,
  headSignatureInvalid,
  headSizeDiffers,
  ownedLinesInvalid,
  ownersAboveData,
  ownersDiffer,
  quotedOnDemandOnly,
  receiptAmountDiffers,
  receiptOutOfOrder,
} from "./errors.ts";
import { checkNothingErased } from "./erased-rows.ts";
import type { Neighbours, OwnedAmount, ReceiptTerms } from "./expected-keepers.ts";
import { modelOf, paramsOf } from "./keeper.ts";
import { receiptPrice } from "./price.ts";

/** What a batch is settled under. */
export interface SettleTerms {
  readonly session: Session;
  readonly offer: Offer;
  /** The data part out of 10,000. */
  readonly dataBps: number;
}

const SIGNATURE_GAS = 1_000n;
const RECEIPT_GAS = 10_000n;

/** The receipt of an opening whose presence was checked. */
export function receiptOf(opening: ReceiptOpening): Receipt {
  return assertDefined(opening.receipt, "each opening was checked to hold a receipt");
}

/** Checks the buyer's head and returns the session's log with the new receipts. */
export function checkHead(
  ctx: Context,
  session: Session,
  msg: MsgSettle,
  { hashes, total }: { readonly hashes: readonly Uint8Array[]; readonly total: bigint },
): Frontier {
  const signed = assertDefined(msg.head, "the head was checked to be present");
  const head = assertDefined(signed.head, "the head was checked to be present");
  const isOfSession = head.version === 1 && head.chainId === ctx.chain.chainId && head.sessionId === session.id;
  const size = session.logSize + BigInt(hashes.length);
  const cumulative = amountOf(session.settledAmount) + total;
  if (!isOfSession) throw headOfAnotherSession(`head of session ${head.sessionId} on ${head.chainId}`);
  if (head.size !== size) throw headSizeDiffers(`${head.size}, not ${size}`);
  if (head.cumulativeAmount !== cumulative.toString())
    throw headAmountDiffers(`${head.cumulativeAmount}, not ${cumulative}`);
  if (!isSigned(ctx, session, head, signed.signature)) throw headSignatureInvalid();
  const log = extendedLog(ctx, { size: session.logSize, peaks: session.logPeaks }, hashes);
  if (!equalBytes(frontierRoot(ctx.crypto.sha256, log), head.root)) throw headRootDiffers();
  return log;
}

function isSigned(ctx: Context, session: Session, head: TreeHead, signature: Uint8Array): boolean {
  ctx.gas.consume(SIGNATURE_GAS, "tree head signature");
  return ctx.crypto.verifySecp256k1(session.sessionKey, treeHeadHash(ctx.crypto.sha256, head), signature);
}

/** A session's log with more receipts, given by their hashes. */
export function extendedLog(
  ctx: Context,
  before: { readonly size: bigint; readonly peaks: readonly Uint8Array[] },
  hashes: readonly Uint8Array[],
): Frontier {
  assert(before.size < 1n << 40n, "a log has less than 2^40 leaves");
  let log: Frontier = { size: Number(before.size), peaks: before.peaks };
  for (const hash of hashes) log = appendLeaf(ctx.crypto.sha256, log, leafHash(ctx.crypto.sha256, hash));
  return log;
}

/** Checks each receipt and its claim, then that the message's sums are theirs. Returns what each owner gets. */
export function checkReceipts(
  ctx: Context,
  deps: Neighbours,
  terms: SettleTerms,
  msg: MsgSettle,
): readonly OwnedAmount[] {
  const { session } = terms;
  const model = modelOf(ctx, deps.models, session);
  checkQuotes(ctx, deps, msg.openings);
  for (const opening of msg.openings) checkNothingErased(ctx, deps, opening);
  const leaves: Uint8Array[] = [];
  const owned: OwnedAmount[] = [];
  msg.openings.forEach((opening, i) => {
    const answer = checkOpening(ctx, deps, { ...terms, model }, opening, session.logSize + BigInt(i));
    leaves.push(answer.claimLeaf);
    owned.push(...answer.owned);
  });
  checkOwners(ctx, msg.owners, owned);
  if (!equalBytes(claimsRoot(ctx.crypto.sha256, leaves), msg.claimsRoot)) throw claimsRootDiffers();
  return owned;
}

/** Checks one opened receipt at its place in the session's log: position, price, and all that its opening states. */
export function checkOpening(
  ctx: Context,
  deps: Neighbours,
  terms: SettleTerms & { readonly model: ModelVersion },
  opening: ReceiptOpening,
  index: bigint,
): ReturnType<Neighbours["attribution"]["verifyAnswer"]> {
  checkPlace(terms.offer, receiptOf(opening), index);
  ctx.gas.consume(SIGNATURE_GAS + RECEIPT_GAS, "receipt opening");
  return deps.attribution.verifyAnswer(ctx, { opening, ...receiptTerms(terms, index) });
}

/** What the attribution module needs to know of a receipt beside its content. */
export function receiptTerms(
  { session, offer, dataBps, model }: SettleTerms & { readonly model: ModelVersion },
  index: bigint,
): ReceiptTerms {
  const { receiptKey } = offer;
  return { sessionId: session.id, index, model, receiptKey, dataBps, openedHeight: session.openedHeight };
}

/** Checks a receipt's position and its price. */
export function checkPlace(offer: Offer, receipt: Receipt, index: bigint): void {
  if (receipt.index !== index) throw receiptOutOfOrder(`${receipt.index}, not ${index}`);
  const price = receiptPrice(offer, receipt);
  if (receipt.amount !== price.toString())
    throw receiptAmountDiffers(`receipt ${index}: ${receipt.amount}, not ${price}`);
}

/** Openings put quoted rows on chain for ever, which a datanet may allow on demand only. */
function checkQuotes(ctx: Context, deps: Neighbours, openings: readonly ReceiptOpening[]): void {
  const quoted = new Set(openings.flatMap(({ contributions }) => contributions.map(({ leaf }) => leaf?.datanetId)));
  for (const datanetId of quoted) {
    const datanet = datanetId === undefined ? undefined : deps.datanets.datanet(ctx, datanetId);
    if (datanet?.licence?.quote === QuotePolicy.QUOTE_POLICY_DEMAND_ONLY) throw quotedOnDemandOnly(`datanet ${datanet.id}`);
  }
}

/**
 * Checks the amounts that a host states without openings: what each owner gets for the rows of each datanet of the
 * manifest, sorted by owner and datanet, within the data share; the owner lines are their sums.
 */
export function checkStatedOwners(
  ctx: Context,
  deps: Neighbours,
  terms: SettleTerms,
  msg: MsgSettle,
  total: bigint,
): readonly OwnedAmount[] {
  const { manifest } = modelOf(ctx, deps.models, terms.session);
  const named = new Set(manifest.map(({ datanetId }) => datanetId));
  const owned = msg.owned.map((line) => ({ ...line, amount: amountOf(line.amount) }));
  owned.forEach((line, i) => {
    const before = owned[i - 1];
    const order = before === undefined ? -1 : compareAddresses(ctx.chain, before.owner, line.owner);
    const ascends = order < 0 || (order === 0 && before !== undefined && before.datanetId < line.datanetId);
    if (!ascends || !named.has(line.datanetId)) throw ownedLinesInvalid(`line ${i}: ${line.owner}/${line.datanetId}`);
  });
  checkOwners(ctx, msg.owners, owned);
  const sum = owned.reduce((units, { amount }) => units + amount, 0n);
  const most = bpsOf(total, terms.dataBps);
  if (sum > most) throw ownersAboveData(`${sum} of ${most}`);
  return owned;
}

/** The stated lines are exactly the sums by owner, sorted by address bytes. */
export function checkOwners(ctx: Context, stated: readonly OwnerAmount[], owned: readonly OwnedAmount[]): void {
  const sums = new Map<string, bigint>();
  for (const { owner, amount } of owned) sums.set(owner, (sums.get(owner) ?? 0n) + amount);
  const expected = [...sums].sort(([a], [b]) => compareAddresses(ctx.chain, a, b));
  const isRight =
    stated.length === expected.length &&
    expected.every(([owner, sum], i) => stated[i]?.owner === owner && stated[i]?.amount === sum.toString());
  if (!isRight) throw ownersDiffer(`${stated.length} lines for ${expected.length} owners`);
}

/** Checks that the escrow covers all receipts and the bond this batch; returns the part of the bond to lock. */
export function checkCover(
  ctx: Context,
  terms: SettleTerms,
  total: bigint,
): bigint {
  const { session, offer, dataBps } = terms;
  const cumulative = amountOf(session.settledAmount) + total;
  const escrow = amountOf(coinOf(session.escrow).amount);
  if (cumulative > escrow) throw aboveEscrow(`${cumulative} of ${escrow}`);
  const locked = BigInt(paramsOf(ctx).bondMultiple) * bpsOf(total, dataBps);
  const free = amountOf(coinOf(offer.bond).amount) - amountOf(offer.bondLocked);
  if (locked > free) throw bondTooLow(`${free} free, ${locked} needed`);
  return locked;
}
