import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { receiptOwners, receipts, spans } from "../schema/attribution.ts";
import { contributionMarks, contributions, datanetVersions, type ContributionState } from "../schema/datanet.ts";
import { correctedOwners, offers, sessions, settlements } from "../schema/market.ts";
import { manifestEntries } from "../schema/model.ts";

/** Spans of one contribution and sessions of its models that are looked at. */
const LOOKED_AT_MAX = 1000;

/** What the index knows of a contribution that no final answer has paid. Counts of spans unless said otherwise. */
export interface Standing {
  readonly datanetId: bigint;
  readonly seq: bigint;
  readonly state: ContributionState;
  readonly isRevoked: boolean;
  readonly isStruck: boolean;
  readonly isReassigned: boolean;
  /** Frozen versions of the datanet that hold it, and model versions whose manifest names one of these. */
  readonly versions: number;
  readonly models: number;
  /** Answers that these models' newest sessions settled, and how many of them are known by their claims. */
  readonly settledAnswers: number;
  readonly knownAnswers: number;
  readonly ownedPending: number;
  readonly ownedVoid: number;
  /** Owned in final settlements, and paid nothing: taken by a correction, or less than a unit. */
  readonly corrected: number;
  readonly belowUnit: number;
  readonly outside: number;
  readonly revoked: number;
}

export type ZeroReason =
  | "PENDING_REVIEW"
  | "REJECTED"
  | "LAPSED"
  | "REVOKED"
  | "STRUCK"
  | "REASSIGNED"
  | "NOT_FROZEN"
  | "IN_NO_MANIFEST"
  | "NO_ANSWERS"
  | "WAITING"
  | "SETTLEMENT_VOID"
  | "CORRECTED"
  | "BELOW_A_UNIT"
  | "OUTSIDE_MANIFEST"
  | "CITED_WHILE_REVOKED"
  | "NOT_CITED"
  | "NOT_KNOWN";

/** Why a contribution earned nothing, the nearest reason first, each with the number of spans or answers that say so. */
export function reasonsOf(standing: Standing): { readonly reason: ZeroReason; readonly count: number | null }[] {
  const { state, isRevoked, isStruck, isReassigned, versions, models, settledAnswers, knownAnswers } = standing;
  if (state === "PENDING") return [{ reason: "PENDING_REVIEW", count: null }];
  if (state === "REJECTED" || state === "LAPSED") return [{ reason: state, count: null }];
  const cited: [ZeroReason, number][] = [
    ["WAITING", standing.ownedPending],
    ["SETTLEMENT_VOID", standing.ownedVoid],
    ["CORRECTED", standing.corrected],
    ["BELOW_A_UNIT", standing.belowUnit],
    ["OUTSIDE_MANIFEST", standing.outside],
    ["CITED_WHILE_REVOKED", standing.revoked],
  ];
  const found = cited.filter(([, count]) => count > 0).map(([reason, count]) => ({ reason, count }));
  const marks: [ZeroReason, boolean][] = [
    ["REVOKED", isRevoked],
    ["STRUCK", isStruck],
    ["REASSIGNED", isReassigned],
  ];
  const marked = marks.filter(([, holds]) => holds).map(([reason]) => ({ reason, count: null }));
  if (versions === 0) return [...marked, { reason: "NOT_FROZEN", count: null }, ...found];
  if (models === 0) return [...marked, { reason: "IN_NO_MANIFEST", count: null }, ...found];
  if (settledAnswers === 0) return [...marked, { reason: "NO_ANSWERS", count: null }, ...found];
  const isCited = standing.ownedPending + standing.ownedVoid + standing.corrected + standing.belowUnit + standing.outside + standing.revoked > 0;
  const unknown = settledAnswers - knownAnswers;
  return [
    ...marked,
    ...found,
    ...(isCited || knownAnswers === 0 ? [] : [{ reason: "NOT_CITED" as const, count: knownAnswers }]),
    ...(unknown <= 0 ? [] : [{ reason: "NOT_KNOWN" as const, count: unknown }]),
  ];
}

/** Contributions of an account that no final answer has paid, newest first. */
export async function unearnedOf(db: Db, contributor: string, first: number): Promise<Standing[]> {
  const c = contributions;
  const cited = sql`
    select ${spans.status} as status, ${settlements.state} as state, ${paid} as paid, ${taken} as taken
    from ${spans}
    join ${receipts} on ${receipts.sessionId} = ${spans.sessionId} and ${receipts.index} = ${spans.receiptIndex}
    join ${settlements} on ${settlements.id} = ${receipts.settlementId}
    left join ${receiptOwners} on ${receiptOwners.sessionId} = ${spans.sessionId}
      and ${receiptOwners.receiptIndex} = ${spans.receiptIndex} and ${receiptOwners.owner} = ${spans.owner}
    where ${spans.matchDatanetId} = ${c.datanetId} and ${spans.matchSeq} = ${c.seq} limit ${LOOKED_AT_MAX}`;
  const result = await db.execute(sql`
    select ${c.datanetId}::text as datanet_id, ${c.seq}::text as seq, ${c.state} as state, ${isMarked("REVOKED")} as is_revoked, ${isMarked("STRUCK")} as is_struck, ${isMarked("REASSIGNED")} as is_reassigned,
      cited.*, made.*, answered.*
    from ${c}
    cross join lateral (select ${spanCounts} from (${cited}) as span) as cited
    cross join lateral (${madeOf}) as made
    cross join lateral (${answeredOf}) as answered
    where ${c.contributor} = ${contributor} and cited.paid = 0
    order by ${c.sequence} desc limit ${first}`);
  return rowsOf<StandingRow>(result).map(standingOf);
}

/** Units that corrections took from the owner of a span in its receipt. */
const taken = sql`(select coalesce(sum(${correctedOwners.removed}), 0) from ${correctedOwners} where ${correctedOwners.sessionId} = ${spans.sessionId}
  and ${correctedOwners.receiptIndex} = ${spans.receiptIndex} and ${correctedOwners.owner} = ${spans.owner})`;
const paid = sql`coalesce(${receiptOwners.amount}, 0) - ${taken}`;

const spanCounts = sql`
  count(*) filter (where status = 'OWNED' and state = 'FINAL' and paid > 0)::int as paid,
  count(*) filter (where status = 'OWNED' and state = 'PENDING')::int as owned_pending,
  count(*) filter (where status = 'OWNED' and state = 'VOID')::int as owned_void,
  count(*) filter (where status = 'OWNED' and state = 'FINAL' and paid <= 0 and taken > 0)::int as corrected,
  count(*) filter (where status = 'OWNED' and state = 'FINAL' and paid <= 0 and taken = 0)::int as below_unit,
  count(*) filter (where status = 'OUTSIDE')::int as outside,
  count(*) filter (where status = 'REVOKED')::int as revoked`;

/** Whether the whole contribution is marked so, for what further condition. */
function isMarked(kind: (typeof contributionMarks.$inferSelect)["kind"], condition: SQL = sql`true`): SQL {
  const m = contributionMarks;
  return sql`exists (select 1 from ${m} where ${m.datanetId} = ${contributions.datanetId} and ${m.seq} = ${contributions.seq}
    and ${m.kind} = ${kind} and ${m.rows} = '[]'::jsonb and ${condition})`;
}

const leftOut = sql`${contributionMarks.fromVersion} <= ${datanetVersions.version}`;

/** Frozen versions that hold the contribution. */
const holding = sql`
  select ${datanetVersions.version} as version from ${datanetVersions}
  where ${datanetVersions.datanetId} = ${contributions.datanetId} and ${datanetVersions.logSize} > ${contributions.logIndex}
    and not ${isMarked("REVOKED", leftOut)} and not ${isMarked("STRUCK", leftOut)}`;

/** Model versions that were made from one of these. */
const models = sql`
  select distinct ${manifestEntries.modelId} as model_id, ${manifestEntries.modelVersion} as model_version from ${manifestEntries}
  where ${manifestEntries.datanetId} = ${contributions.datanetId} and ${manifestEntries.datanetVersion} in (${holding})`;

const madeOf = sql`select (select count(*) from (${holding}) as held)::int as versions, (select count(*) from (${models}) as made)::int as models`;

const newestSessions = sql`
  select ${sessions.id} as id, ${sessions.receiptCount} as receipt_count from (${models}) as model
  join ${offers} on ${offers.modelId} = model.model_id and ${offers.modelVersion} = model.model_version
  join ${sessions} on ${sessions.offerId} = ${offers.id} order by ${sessions.id} desc limit ${LOOKED_AT_MAX}`;

const answeredOf = sql`
  select coalesce(sum(newest.receipt_count), 0)::int as settled_answers,
    coalesce(sum((select count(*) from ${receipts} where ${receipts.sessionId} = newest.id)), 0)::int as known_answers
  from (${newestSessions}) as newest`;

interface StandingRow {
  readonly datanet_id: string;
  readonly seq: string;
  readonly state: ContributionState;
  readonly is_revoked: boolean;
  readonly is_struck: boolean;
  readonly is_reassigned: boolean;
  readonly versions: number;
  readonly models: number;
  readonly settled_answers: number;
  readonly known_answers: number;
  readonly owned_pending: number;
  readonly owned_void: number;
  readonly corrected: number;
  readonly below_unit: number;
  readonly outside: number;
  readonly revoked: number;
}

function standingOf(row: StandingRow): Standing {
  const { versions, models: modelCount, corrected, outside, revoked } = row;
  return {
    datanetId: BigInt(row.datanet_id),
    seq: BigInt(row.seq),
    state: row.state,
    isRevoked: row.is_revoked,
    isStruck: row.is_struck,
    isReassigned: row.is_reassigned,
    versions,
    models: modelCount,
    settledAnswers: row.settled_answers,
    knownAnswers: row.known_answers,
    ownedPending: row.owned_pending,
    ownedVoid: row.owned_void,
    corrected,
    belowUnit: row.below_unit,
    outside,
    revoked,
  };
}
