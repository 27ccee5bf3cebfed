import { and, desc, eq } from "drizzle-orm";
import { contributions } from "../schema/datanet.ts";
import type { spans } from "../schema/attribution.ts";
import type { settlements } from "../schema/market.ts";
import type { GraphqlContext } from "./builder.ts";
import type { ReceiptRow } from "./rows.ts";

type Contribution = typeof contributions.$inferSelect;
type Span = typeof spans.$inferSelect;

/** Contributions of an account that are looked at, newest first. */
const LOOKED_AT_MAX = 100;

/** Contributions that are named before one, as many as the cost of a query reckons with. */
const BEFORE_MAX = 10;

export const outcomes = [
  "OWNS",
  "OUTSIDE_MANIFEST",
  "REVOKED",
  "STRUCK",
  "NOT_ACCEPTED",
  "ACCEPTED_AFTER_PUBLISH",
  "EARLIER_REGISTRATION",
  "NO_QUALIFYING_MATCH",
  "NOT_KNOWN",
] as const;
export type OutcomeKind = (typeof outcomes)[number];

/** What became of one contribution of an account in one answer. */
export interface Outcome {
  readonly contribution: Contribution;
  readonly kind: OutcomeKind;
  /** Spans that cite it, and their weight in Q8 bits. */
  readonly spanCount: number;
  readonly weight: bigint;
  readonly inManifest: boolean;
  /** Contributions that were registered before it and are cited, earliest first: each owns, or keeps from being owned, what both hold. */
  readonly before: readonly Contribution[];
  /** All of these; `before` holds the earliest 10. */
  readonly beforeCount: number;
}

export interface Explanation {
  readonly address: string;
  readonly receipt: ReceiptRow;
  readonly settlement: typeof settlements.$inferSelect | null;
  /** As the claim says, and what counter-examples took of it. */
  readonly claimed: bigint;
  readonly corrected: bigint;
  readonly weight: bigint;
  readonly outcomes: readonly Outcome[];
}

/** What the claim of a receipt says of one contribution. Pure. */
export interface OutcomeFacts {
  readonly contribution: Contribution;
  readonly spans: readonly Span[];
  /** Contributions that the spans cite, by `datanet/seq`. */
  readonly cited: ReadonlyMap<string, Contribution>;
  readonly inManifest: boolean;
  /** Heights at which the model version was published and the session opened. */
  readonly publishedHeight: bigint;
  readonly openedHeight: bigint;
  readonly marks: readonly { readonly kind: string; readonly height: bigint; readonly rows: readonly unknown[] }[];
}

/**
 * A claim cites for every token the earliest registration with a qualifying match. So where an earlier one than this is
 * cited, this one may hold the same words and comes second; where only later ones are cited, or nobody, it has no match
 * that qualifies: the words are not in it, or the run is too short.
 */
export function outcomeOf(facts: OutcomeFacts): Outcome {
  const { contribution, spans: all, cited, inManifest, publishedHeight, openedHeight, marks } = facts;
  const own = all.filter(({ matchDatanetId, matchSeq }) => matchDatanetId === contribution.datanetId && matchSeq === contribution.seq);
  const weight = own.reduce((sum, span) => sum + span.weight, 0n);
  const citing = { contribution, inManifest, spanCount: own.length, weight, before: [], beforeCount: 0 };
  const [first] = own;
  if (first !== undefined) return { ...citing, kind: first.status === "OWNED" ? "OWNS" : first.status === "REVOKED" ? "REVOKED" : "OUTSIDE_MANIFEST" };
  if (all.length === 0) return { ...citing, kind: "NOT_KNOWN" };
  if (contribution.state !== "ACCEPTED") return { ...citing, kind: "NOT_ACCEPTED" };
  if ((contribution.decidedHeight ?? 0n) > publishedHeight) return { ...citing, kind: "ACCEPTED_AFTER_PUBLISH" };
  const isMarked = (kind: string): boolean => marks.some((mark) => mark.kind === kind && mark.rows.length === 0 && mark.height < openedHeight);
  if (isMarked("STRUCK")) return { ...citing, kind: "STRUCK" };
  const before = [...cited.values()].filter(({ sequence }) => sequence < contribution.sequence).toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1));
  const kind = before.length > 0 ? "EARLIER_REGISTRATION" : "NO_QUALIFYING_MATCH";
  return { ...citing, kind, before: before.slice(0, BEFORE_MAX), beforeCount: before.length };
}

/** Why an account is paid what it is paid for one answer. */
export async function explain(context: GraphqlContext, address: string, receipt: ReceiptRow): Promise<Explanation> {
  const { db, loaders } = context;
  const key = [receipt.sessionId, receipt.index];
  const [spanRows, owners, corrections, settlement, session, version, manifest] = await Promise.all([
    loaders.spansOfReceipt.load(key),
    loaders.ownersOfReceipt.load(key),
    loaders.correctionsOfReceipt.load(key),
    loaders.settlement.load([receipt.settlementId]),
    loaders.session.load([receipt.sessionId]),
    loaders.modelVersion.load([receipt.modelId, receipt.modelVersion]),
    loaders.manifestOf.load([receipt.modelId, receipt.modelVersion]),
  ]);
  const own = await db
    .select()
    .from(contributions)
    .where(and(eq(contributions.contributor, address)))
    .orderBy(desc(contributions.sequence))
    .limit(LOOKED_AT_MAX);
  const cited = await citedContributions(context, spanRows);
  const frozen = await Promise.all(manifest.map(({ datanetId, datanetVersion }) => loaders.datanetVersion.load([datanetId, datanetVersion])));
  const inManifest = ({ datanetId, logIndex }: Contribution): boolean =>
    logIndex !== null && frozen.some((one) => one !== null && one.datanetId === datanetId && logIndex < one.logSize);
  const found = await Promise.all(
    own.map(async (contribution) =>
      outcomeOf({
        ...{ contribution, spans: spanRows, cited, inManifest: inManifest(contribution) },
        publishedHeight: version?.height ?? 0n,
        openedHeight: session?.height ?? 0n,
        marks: await loaders.marksOf.load([contribution.datanetId, contribution.seq]),
      }),
    ),
  );
  const line = owners.find(({ owner }) => owner === address);
  const corrected = corrections.reduce((sum, one) => (one.owner === address ? sum + one.removed : sum), 0n);
  return { address, receipt, settlement, claimed: line?.amount ?? 0n, corrected, weight: line?.weight ?? 0n, outcomes: found };
}

/** Contributions that spans cite, each once, by `datanet/seq`. */
export async function citedContributions({ loaders }: GraphqlContext, spanRows: readonly Span[]): Promise<ReadonlyMap<string, Contribution>> {
  const keys = new Map<string, readonly [bigint, bigint]>();
  for (const { matchDatanetId, matchSeq } of spanRows) {
    if (matchDatanetId !== null && matchSeq !== null) keys.set(`${matchDatanetId}/${matchSeq}`, [matchDatanetId, matchSeq]);
  }
  const rows = await Promise.all([...keys.values()].map((key) => loaders.contribution.load(key)));
  return new Map(rows.flatMap((row) => (row === null ? [] : [[`${row.datanetId}/${row.seq}`, row] as const])));
}
