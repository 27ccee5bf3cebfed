import { asc, eq, inArray, ne } from "drizzle-orm";
import type { Db } from "../db/database.ts";
import { incidents } from "../schema/accountability.ts";
import { contributions, disputes } from "../schema/datanet.ts";
import { demands, sessions, settlements } from "../schema/market.ts";

export const openKinds = ["INCIDENT", "DISPUTE", "DEMAND", "SETTLEMENT", "REVIEW"] as const;

/** Something that waits for somebody. */
export interface OpenItem {
  readonly kind: (typeof openKinds)[number];
  readonly id: string;
  /** receipt/5/0, model/1@2, datanet/1/3 or settlement/7. */
  readonly subject: string;
  /** A duty or a group of people: host, curators, anybody, governance. */
  readonly turn: string;
  /** The account whose turn it is, where it is one. */
  readonly who: string | null;
  readonly next: string;
  /** Unix nanoseconds and height; null where the index does not know them. */
  readonly untilNs: bigint | null;
  readonly untilHeight: bigint | null;
}

/** All that is open, at most `limit` of each kind: the nearest deadline first, then what has none that is known. */
export async function openItems(db: Db, limit: number): Promise<OpenItem[]> {
  const parts = [await incidentItems(db, limit), await disputeItems(db, limit), await demandItems(db, limit), await settlementItems(db, limit), await reviewItems(db, limit)];
  return parts.flat().sort((a, b) => (a.untilNs === b.untilNs ? 0 : a.untilNs === null ? 1 : b.untilNs === null ? -1 : a.untilNs < b.untilNs ? -1 : 1));
}

async function incidentItems(db: Db, limit: number): Promise<OpenItem[]> {
  const rows = await db.select().from(incidents).where(ne(incidents.state, "CLOSED")).orderBy(asc(incidents.deadlineTimeNs)).limit(limit);
  return rows.map(({ id, subject, state, role, respondent, reporter, deadlineTimeNs, deadlineHeight }): OpenItem => {
    const turns = {
      REPORTED: { turn: role, who: respondent, next: "answers, or anybody may escalate" },
      REJECTED: { turn: "reporter", who: reporter, next: "escalates, or it ends" },
      SILENT: { turn: "anybody", who: null, next: "escalates, or it ends unanswered" },
      ESCALATED: { turn: "governance", who: null, next: "decides, or it ends undecided" },
      CLOSED: { turn: "", who: null, next: "" },
    };
    return { kind: "INCIDENT", id: id.toString(), subject, ...turns[state], untilNs: deadlineTimeNs, untilHeight: deadlineHeight };
  });
}

async function disputeItems(db: Db, limit: number): Promise<OpenItem[]> {
  const open = inArray(disputes.state, ["OPEN", "CONTESTED", "UNANSWERED", "ESCALATED"]);
  const rows = await db.select().from(disputes).where(open).orderBy(asc(disputes.untilNs)).limit(limit);
  return rows.map(({ id, datanetId, seq, state, owner, challenger, untilNs }): OpenItem => {
    const turn =
      state === "OPEN"
        ? { turn: "owner", who: owner, next: "answers first" }
        : state === "CONTESTED"
          ? { turn: "challenger", who: challenger, next: "escalates, or it is dismissed" }
          : state === "UNANSWERED"
            ? { turn: "anybody", who: null, next: "escalates" }
            : { turn: "governance", who: null, next: "decides" };
    return { kind: "DISPUTE", id: id.toString(), subject: `datanet/${datanetId}/${seq}`, ...turn, untilNs, untilHeight: null };
  });
}

async function demandItems(db: Db, limit: number): Promise<OpenItem[]> {
  const rows = await db
    .select({ id: demands.id, settlementId: demands.settlementId, host: sessions.host, untilNs: demands.deadlineTimeNs, untilHeight: demands.deadlineHeight })
    .from(demands)
    .leftJoin(sessions, eq(sessions.id, demands.sessionId))
    .where(eq(demands.state, "OPEN"))
    .orderBy(asc(demands.deadlineTimeNs))
    .limit(limit);
  return rows.map(({ id, settlementId, host, untilNs, untilHeight }): OpenItem => {
    const next = "opens the receipts, or the settlement is void";
    return { kind: "DEMAND", id: id.toString(), subject: `settlement/${settlementId}`, turn: "host", who: host, next, untilNs, untilHeight };
  });
}

async function settlementItems(db: Db, limit: number): Promise<OpenItem[]> {
  const rows = await db.select().from(settlements).where(eq(settlements.state, "PENDING")).orderBy(asc(settlements.finalTimeNs)).limit(limit);
  return rows.map(({ id, finalTimeNs, finalHeight }): OpenItem => {
    const subject = `settlement/${id}`;
    return { kind: "SETTLEMENT", id: id.toString(), subject, turn: "anybody", who: null, next: "challenges, or it is final", untilNs: finalTimeNs, untilHeight: finalHeight };
  });
}

async function reviewItems(db: Db, limit: number): Promise<OpenItem[]> {
  const rows = await db.select().from(contributions).where(eq(contributions.state, "PENDING")).orderBy(asc(contributions.sequence)).limit(limit);
  return rows.map(({ datanetId, seq }): OpenItem => {
    const subject = `datanet/${datanetId}/${seq}`;
    return { kind: "REVIEW", id: `${datanetId}/${seq}`, subject, turn: "curators", who: null, next: "decide, or it lapses", untilNs: null, untilHeight: null };
  });
}
