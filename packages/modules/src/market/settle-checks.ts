import {
  appendLeaf,
  claimsRoot,
  frontierRoot,
  receiptLeaf,
  treeHeadHash,
  type Frontier,
} from "@openledger/attribution";
import type { OwnerAmount, Receipt, ReceiptOpening, TreeHead } from "@openledger/messages/openledger/attribution/v1";
import type { MsgSettle, Offer, Session } from "@openledger/messages/openledger/market/v1";
import { assert, assertDefined, equalBytes } from "@openledger/primitives";
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
  ownersDiffer,
  receiptAmountDiffers,
  receiptOutOfOrder,
} from "./errors.ts";
import type { Neighbours, OwnedAmount } from "./expected-keepers.ts";
import { modelOf, paramsOf } from "./keeper.ts";
import { receiptPrice } from "./price.ts";

const SIGNATURE_GAS = 1_000n;
const RECEIPT_GAS = 10_000n;

/** The receipt of an opening whose presence was checked. */
export function receiptOf(opening: ReceiptOpening): Receipt {
  return assertDefined(opening.receipt, "each opening was checked to hold a receipt");
}

/** Checks the buyer's head and returns the session's log with the new receipts. */
export function checkHead(ctx: Context, session: Session, msg: MsgSettle, total: bigint): Frontier {
  const signed = assertDefined(msg.head, "the head was checked to be present");
  const head = assertDefined(signed.head, "the head was checked to be present");
  const isOfSession = head.version === 1 && head.chainId === ctx.chain.chainId && head.sessionId === session.id;
  const size = session.logSize + BigInt(msg.openings.length);
  const cumulative = amountOf(session.settledAmount) + total;
  if (!isOfSession) throw headOfAnotherSession(`head of session ${head.sessionId} on ${head.chainId}`);
  if (head.size !== size) throw headSizeDiffers(`${head.size}, not ${size}`);
  if (head.cumulativeAmount !== cumulative.toString())
    throw headAmountDiffers(`${head.cumulativeAmount}, not ${cumulative}`);
  if (!isSigned(ctx, session, head, signed.signature)) throw headSignatureInvalid();
  const log = extendedLog(ctx, session, msg.openings);
  if (!equalBytes(frontierRoot(ctx.crypto.sha256, log), head.root)) throw headRootDiffers();
  return log;
}

function isSigned(ctx: Context, session: Session, head: TreeHead, signature: Uint8Array): boolean {
  ctx.gas.consume(SIGNATURE_GAS, "tree head signature");
  return ctx.crypto.verifySecp256k1(session.sessionKey, treeHeadHash(ctx.crypto.sha256, head), signature);
}

function extendedLog(ctx: Context, session: Session, openings: readonly ReceiptOpening[]): Frontier {
  assert(session.logSize < 1n << 40n, "a log has less than 2^40 leaves");
  let log: Frontier = { size: Number(session.logSize), peaks: session.logPeaks };
  for (const opening of openings)
    log = appendLeaf(ctx.crypto.sha256, log, receiptLeaf(ctx.crypto.sha256, receiptOf(opening)));
  return log;
}

/** Checks each receipt and its claim, then that the message's sums are theirs. Returns what each owner gets. */
export function checkReceipts(
  ctx: Context,
  deps: Neighbours,
  terms: { readonly session: Session; readonly offer: Offer; readonly dataBps: number },
  msg: MsgSettle,
): readonly OwnedAmount[] {
  const { session, offer, dataBps } = terms;
  const model = modelOf(ctx, deps.models, session);
  const leaves: Uint8Array[] = [];
  const owned: OwnedAmount[] = [];
  msg.openings.forEach((opening, i) => {
    const receipt = receiptOf(opening);
    const index = session.logSize + BigInt(i);
    if (receipt.index !== index) throw receiptOutOfOrder(`${receipt.index}, not ${index}`);
    const price = receiptPrice(offer, receipt);
    if (receipt.amount !== price.toString())
      throw receiptAmountDiffers(`receipt ${index}: ${receipt.amount}, not ${price}`);
    ctx.gas.consume(SIGNATURE_GAS + RECEIPT_GAS, "receipt opening");
    const { receiptKey } = offer;
    const answer = deps.attribution.verifyAnswer(ctx, {
      opening,
      sessionId: session.id,
      index,
      model,
      receiptKey,
      dataBps,
      openedHeight: session.openedHeight,
    });
    leaves.push(answer.claimLeaf);
    owned.push(...answer.owned);
  });
  checkOwners(ctx, msg.owners, owned);
  if (!equalBytes(claimsRoot(ctx.crypto.sha256, leaves), msg.claimsRoot)) throw claimsRootDiffers();
  return owned;
}

/** The stated lines are exactly the sums by owner, sorted by address bytes. */
function checkOwners(ctx: Context, stated: readonly OwnerAmount[], owned: readonly OwnedAmount[]): void {
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
  terms: { readonly session: Session; readonly offer: Offer; readonly dataBps: number },
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
