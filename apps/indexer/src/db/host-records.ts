import { eq, sql } from "drizzle-orm";
import { hostRecords, offers, sessions, settlements } from "../schema/market.ts";
import type { Db } from "./database.ts";

type Counts = Omit<typeof hostRecords.$inferSelect, "host">;

/** Counts receipts that were settled with openings, and those beyond the latency class of their offer. Returns the sessions met: one. */
export async function noteLatencies(tx: Db, sessionId: bigint, latenciesMs: readonly bigint[]): Promise<number> {
  const rows = await tx
    .select({ host: sessions.host, latencyClassMs: offers.latencyClassMs })
    .from(sessions)
    .innerJoin(offers, eq(offers.id, sessions.offerId))
    .where(eq(sessions.id, sessionId));
  for (const { host, latencyClassMs } of rows) {
    const late = latenciesMs.filter((latencyMs) => latencyMs > latencyClassMs).length;
    await note(tx, host, { openedReceipts: BigInt(latenciesMs.length), lateReceipts: BigInt(late) });
  }
  return rows.length;
}

/** Counts the receipts of a settlement that became final or void for its host. */
export async function noteDecision(tx: Db, settlementId: bigint, state: "FINAL" | "VOID"): Promise<void> {
  const [settled] = await tx
    .select({ host: sessions.host, receiptCount: settlements.receiptCount })
    .from(settlements)
    .innerJoin(sessions, eq(sessions.id, settlements.sessionId))
    .where(eq(settlements.id, settlementId));
  if (settled === undefined) return;
  const receipts = BigInt(settled.receiptCount);
  await note(tx, settled.host, state === "FINAL" ? { settledReceipts: receipts } : { voidedReceipts: receipts, voidSettlements: 1n });
}

/** Counts what a buyer rated, 1 to 5. Returns the hosts met: one. */
export async function noteRating(tx: Db, host: string, rating: number): Promise<number> {
  await note(tx, host, { ratings: 1n, ratingSum: BigInt(rating) });
  return 1;
}

async function note(tx: Db, host: string, more: Partial<Counts>): Promise<void> {
  const names = Object.keys(more) as (keyof Counts)[];
  const set = Object.fromEntries(names.map((name) => [name, sql`${hostRecords[name]} + ${more[name]}`]));
  await tx.insert(hostRecords).values({ host, ...more }).onConflictDoUpdate({ target: hostRecords.host, set });
}
