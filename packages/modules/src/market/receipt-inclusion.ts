import { frontierRoot, receiptLeaf } from "@openledger/attribution";
import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import type { ReceiptInclusion, Session } from "@openledger/messages/openledger/market/v1";
import { equalBytes, merkleRootFromProof } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { malformedMessage, receiptNotSettled, settlementPending, unknownSession } from "./errors.ts";
import { findSession } from "./keeper.ts";
import { MARKET, pendingRanges, settlements, voidedRanges } from "./state.ts";

/** Hashing a path of at most 30 steps and the leaf. */
const INCLUSION_GAS = 2_000n;

/** A receipt of which the chain has decided. */
export interface SettledReceipt {
  /** Open, in its settle-only period, or ended and still on record. */
  readonly session: Session;
  readonly receipt: Receipt;
  /** Position in the session's log. */
  readonly index: bigint;
  /** False when its settlement is void: its price went back to the buyer. */
  readonly paid: boolean;
}

/**
 * The receipt that an inclusion shows, checked against the log of its session as it stands now. Throws market's errors:
 * unknownSession when the session was never opened or is forgotten, receiptNotSettled when the path does not lead to the
 * log's root at its present size (which the error names), settlementPending before its settlement is decided.
 */
export function settledReceipt(ctx: Context, { receipt, path }: ReceiptInclusion): SettledReceipt {
  if (receipt === undefined) throw malformedMessage("the inclusion holds no receipt");
  ctx.gas.consume(INCLUSION_GAS, "receipt inclusion");
  const session = findSession(ctx, receipt.sessionId);
  if (session === undefined) throw unknownSession(`session ${receipt.sessionId}`);
  const isOfChain = receipt.chainId === ctx.chain.chainId;
  if (!isOfChain || !isInLog(ctx, session, receipt, path)) {
    throw receiptNotSettled(`receipt ${receipt.index} of session ${session.id}, whose log has size ${session.logSize}`);
  }
  const pending = pendingSettlementOf(ctx, session.id, receipt.index);
  if (pending !== undefined) throw settlementPending(`settlement ${pending}`);
  return { session, receipt, index: receipt.index, paid: !isVoid(ctx, session.id, receipt.index) };
}

function isInLog(ctx: Context, session: Session, receipt: Receipt, path: readonly Uint8Array[]): boolean {
  if (receipt.index >= session.logSize) return false;
  const { sha256 } = ctx.crypto;
  const total = Number(session.logSize);
  const proof = { total, index: Number(receipt.index), leafHash: receiptLeaf(sha256, receipt), aunts: [...path] };
  const root = merkleRootFromProof(sha256, proof);
  return root !== undefined && equalBytes(root, frontierRoot(sha256, { size: total, peaks: session.logPeaks }));
}

function pendingSettlementOf(ctx: Context, sessionId: bigint, index: bigint): bigint | undefined {
  const store = ctx.store.store(MARKET);
  const range = { start: [sessionId, 0n], end: [sessionId, index + 1n], reverse: true } as const;
  for (const [[, first], id] of pendingRanges.iterate(store, range)) {
    return index < first + BigInt(settlements.require(store, id).receiptCount) ? id : undefined;
  }
  return undefined;
}

function isVoid(ctx: Context, sessionId: bigint, index: bigint): boolean {
  const store = ctx.store.store(MARKET);
  const range = { start: [sessionId, 0n], end: [sessionId, index + 1n], reverse: true } as const;
  for (const [[, first], count] of voidedRanges.iterate(store, range)) return index < first + count;
  return false;
}
