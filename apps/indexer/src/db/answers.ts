import { and, eq } from "drizzle-orm";
import { equalBytes } from "@openledger/primitives";
import { fatal } from "../errors.ts";
import type { AnsweredReceipt } from "../project/block-rows.ts";
import { receiptOwners, receipts, sessionLeaves, spans } from "../schema/attribution.ts";
import { settlements } from "../schema/market.ts";
import type { Db } from "./database.ts";
import { insertRows } from "./insert-rows.ts";

/**
 * Writes receipts that answers to demands show. Each answer states the claims of its whole batch, so a receipt may be
 * shown again: content replaces a claim that stood alone, and what is known already stays.
 */
export async function writeAnswers(tx: Db, answers: readonly AnsweredReceipt[]): Promise<void> {
  for (const answer of answers) await writeAnswer(tx, answer);
}

async function writeAnswer(tx: Db, answer: AnsweredReceipt): Promise<void> {
  const { sessionId, index } = answer.receipt;
  await checkLeaf(tx, answer);
  const ofReceipt = and(eq(receipts.sessionId, sessionId), eq(receipts.index, index));
  const [known] = await tx.select({ source: receipts.source }).from(receipts).where(ofReceipt);
  if (known !== undefined && (known.source !== "CLAIM" || answer.receipt.source === "CLAIM")) return;
  if (known !== undefined) {
    await tx.delete(receipts).where(ofReceipt);
    await tx.delete(receiptOwners).where(and(eq(receiptOwners.sessionId, sessionId), eq(receiptOwners.receiptIndex, index)));
    await tx.delete(spans).where(and(eq(spans.sessionId, sessionId), eq(spans.receiptIndex, index)));
  }
  await insertRows(tx, receipts, [{ ...answer.receipt, denom: await denomOf(tx, answer.receipt.settlementId) }]);
  await insertRows(tx, receiptOwners, answer.owners);
  await insertRows(tx, spans, answer.spans);
}

/** The chain takes an answer only if its receipts are those that were settled. */
async function checkLeaf(tx: Db, { receipt: { sessionId, index }, leaf }: AnsweredReceipt): Promise<void> {
  const [settled] = await tx
    .select({ hash: sessionLeaves.hash })
    .from(sessionLeaves)
    .where(and(eq(sessionLeaves.sessionId, sessionId), eq(sessionLeaves.index, index)));
  if (settled !== undefined && !equalBytes(settled.hash, leaf)) {
    throw fatal("INCONSISTENT", `an answer shows another receipt ${sessionId}/${index} than was settled; index the chain again into an empty database`);
  }
}

async function denomOf(tx: Db, settlementId: bigint): Promise<string> {
  const [settlement] = await tx.select({ denom: settlements.denom }).from(settlements).where(eq(settlements.id, settlementId));
  return settlement?.denom ?? "";
}
