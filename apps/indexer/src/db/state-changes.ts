import { and, eq, sql } from "drizzle-orm";
import { fatal } from "../errors.ts";
import type { StateChange } from "../project/state-change.ts";
import { deadLetters } from "../schema/chain.ts";
import { incidents } from "../schema/accountability.ts";
import { contributions, disputes } from "../schema/datanet.ts";
import { demands, offers, sessions, settlementOwners, settlements } from "../schema/market.ts";
import { modelVersions } from "../schema/model.ts";
import type { Db } from "./database.ts";
import { noteDecision, noteLatencies, noteRating } from "./host-records.ts";

/**
 * Applies changes in order. Each must meet one row; a missing row is fatal unless some transaction could not be decoded,
 * in which case its rows are known to be missing.
 */
export async function applyChanges(tx: Db, changes: readonly StateChange[]): Promise<void> {
  for (const change of changes) {
    const met = await applyChange(tx, change);
    if (met === 1) continue;
    const lost = await tx.select({ height: deadLetters.height }).from(deadLetters).limit(1);
    if (met === 0 && lost.length > 0) continue;
    throw fatal("INCONSISTENT", `${change.kind} meets ${met} rows: ${describe(change)}; index the chain again into an empty database`);
  }
}

async function applyChange(tx: Db, change: StateChange): Promise<number> {
  switch (change.kind) {
    case "contribution-accepted": {
      const { grade, logIndex, acceptedSequence, height } = change;
      return changeContribution(tx, change, { state: "ACCEPTED", grade, logIndex, acceptedSequence, decidedHeight: height });
    }
    case "contribution-refused":
      return changeContribution(tx, change, { state: change.state, decidedHeight: change.height });
    case "offer-closed":
      return (await tx.update(offers).set({ closed: true }).where(eq(offers.id, change.offerId)).returning({ id: offers.id })).length;
    case "dispute-turned":
      return changeDispute(tx, change.disputeId, { state: change.state, untilNs: change.untilNs });
    case "dispute-closed":
      return changeDispute(tx, change.disputeId, { state: change.state, decidedHeight: change.height });
    case "incident-changed":
      return (await tx.update(incidents).set(change.set).where(eq(incidents.id, change.incidentId)).returning({ id: incidents.id })).length;
    case "version-freeze": {
      const { modelId, version, frozenByIncident, frozenHeight } = change;
      const key = and(eq(modelVersions.modelId, modelId), eq(modelVersions.version, version));
      return (await tx.update(modelVersions).set({ frozenByIncident, frozenHeight }).where(key).returning({ id: modelVersions.modelId })).length;
    }
    case "host-rated":
      return noteRating(tx, change.host, change.rating);
    case "latency-told":
      return noteLatencies(tx, change.sessionId, change.latenciesMs);
    case "session-settled":
      return changeSession(tx, change.sessionId, {
        receiptCount: sql`${sessions.receiptCount} + ${change.receiptCount}`,
        settledAmount: sql`${sessions.settledAmount} + ${change.amount}`,
      });
    case "session-closing":
      return changeSession(tx, change.sessionId, { state: "SETTLING", closingReason: change.reason, settleUntilNs: change.settleUntilNs });
    case "session-ended":
      return changeSession(tx, change.sessionId, { state: "ENDED", returned: change.returned, endedHeight: change.height });
    case "settlement-final":
    case "settlement-void": {
      const state = change.kind === "settlement-final" ? "FINAL" : "VOID";
      const met = await changeSettlement(tx, change.settlementId, { state, decidedHeight: change.height });
      if (met === 1) await noteDecision(tx, change.settlementId, state);
      return met;
    }
    case "owner-corrected": {
      const { settlementId, owner, removed } = change;
      const set = { amount: sql`${settlementOwners.amount} - ${removed}`, corrected: sql`${settlementOwners.corrected} + ${removed}` };
      const key = and(eq(settlementOwners.settlementId, settlementId), eq(settlementOwners.owner, owner));
      return (await tx.update(settlementOwners).set(set).where(key).returning({ owner: settlementOwners.owner })).length;
    }
    case "settlement-postponed": {
      const { finalTimeNs, finalHeight } = change;
      return changeSettlement(tx, change.settlementId, { finalTimeNs, finalHeight });
    }
    case "demand-decided": {
      const set = { state: change.state, decidedHeight: change.height };
      return (await tx.update(demands).set(set).where(eq(demands.id, change.demandId)).returning({ id: demands.id })).length;
    }
  }
}

async function changeDispute(tx: Db, id: bigint, set: Partial<typeof disputes.$inferInsert>): Promise<number> {
  return (await tx.update(disputes).set(set).where(eq(disputes.id, id)).returning({ id: disputes.id })).length;
}

async function changeSettlement(tx: Db, id: bigint, set: Partial<typeof settlements.$inferInsert>): Promise<number> {
  return (await tx.update(settlements).set(set).where(eq(settlements.id, id)).returning({ id: settlements.id })).length;
}

async function changeContribution(
  tx: Db,
  { datanetId, seq }: { readonly datanetId: bigint; readonly seq: bigint },
  set: Partial<typeof contributions.$inferInsert>,
): Promise<number> {
  const key = and(eq(contributions.datanetId, datanetId), eq(contributions.seq, seq));
  return (await tx.update(contributions).set(set).where(key).returning({ seq: contributions.seq })).length;
}

async function changeSession(tx: Db, id: bigint, set: Parameters<ReturnType<typeof sessionUpdate>["set"]>[0]): Promise<number> {
  return (await sessionUpdate(tx).set(set).where(eq(sessions.id, id)).returning({ id: sessions.id })).length;
}

function sessionUpdate(tx: Db) {
  return tx.update(sessions);
}

function describe(change: StateChange): string {
  return Object.entries(change)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}
