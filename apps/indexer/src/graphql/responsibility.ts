import type { GraphqlContext } from "./builder.ts";
import { citedContributions } from "./explain.ts";
import type { ReceiptRow, TxRow } from "./rows.ts";

/** Contributions by weight that are named. */
const DATA_MAX = 10;

export const duties = ["HOST", "PUBLISHER", "STEWARD", "APPROVER", "ROYALTY", "DATA", "CURATOR", "LICENCE", "BUYER", "AUDITOR", "INCIDENT", "TAINT"] as const;
export type Duty = (typeof duties)[number];

/** One thing that somebody answers for, with the transaction that says so. */
export interface ResponsibilityLine {
  readonly duty: Duty;
  /** Null for nobody. */
  readonly party: string | null;
  /** What it is about: offer/1, model/1@2, datanet/1/3, incident/4. */
  readonly subject: string;
  readonly detail: string;
  readonly tx: TxRow | null;
}

interface Signed {
  readonly height: bigint;
  readonly txIndex: number | null;
}

/** Who answers for one answer: a named party for each duty, or nobody, in the order host, model, data, buyer, what is wrong. */
export async function responsibilityFor(context: GraphqlContext, receipt: ReceiptRow): Promise<readonly ResponsibilityLine[]> {
  const lines = [...(await hostLines(context, receipt)), ...(await modelLines(context, receipt)), ...(await dataLines(context, receipt)), ...(await buyerLines(context, receipt))];
  return [...lines, ...(await incidentLines(context, receipt))];
}

async function signedBy({ loaders }: GraphqlContext, row: Signed | null): Promise<TxRow | null> {
  return row === null || row.txIndex === null ? null : loaders.tx.load([row.height, row.txIndex]);
}

async function hostLines(context: GraphqlContext, receipt: ReceiptRow): Promise<ResponsibilityLine[]> {
  const session = await context.loaders.session.load([receipt.sessionId]);
  const offer = session === null ? null : await context.loaders.offer.load([session.offerId]);
  const said = offer === null ? "" : [offer.operator, offer.region, `bond ${offer.bond}`].filter((part) => part !== "").join(", ");
  return [{ duty: "HOST", party: session?.host ?? null, subject: `offer/${offer?.id ?? ""}`, detail: said, tx: await signedBy(context, offer) }];
}

async function modelLines(context: GraphqlContext, { modelId, modelVersion }: ReceiptRow): Promise<ResponsibilityLine[]> {
  const { loaders } = context;
  const subject = `model/${modelId}@${modelVersion}`;
  const [version, ancestors] = await Promise.all([loaders.modelVersion.load([modelId, modelVersion]), loaders.ancestorsOf.load([modelId, modelVersion])]);
  const tx = await signedBy(context, version);
  const frozen = version?.frozenByIncident == null ? "" : `frozen by incident ${version.frozenByIncident}`;
  const named: ResponsibilityLine[] = [
    { duty: "PUBLISHER", party: version?.publisher ?? null, subject, detail: version?.kind ?? "", tx },
    { duty: "STEWARD", party: version?.steward ?? null, subject, detail: frozen, tx },
    { duty: "APPROVER", party: version?.approver ?? null, subject, detail: "", tx },
  ];
  const owed = ancestors.map(async ({ ancestorModelId, ancestorVersion, receiver, bps, generation }): Promise<ResponsibilityLine> => {
    const ancestor = await loaders.modelVersion.load([ancestorModelId, ancestorVersion]);
    const detail = `${bps} basis points of the model share, generation ${generation}`;
    return { duty: "ROYALTY", party: receiver, subject: `model/${ancestorModelId}@${ancestorVersion}`, detail, tx: await signedBy(context, ancestor) };
  });
  return [...named, ...(await Promise.all(owed))];
}

async function dataLines(context: GraphqlContext, receipt: ReceiptRow): Promise<ResponsibilityLine[]> {
  const { loaders } = context;
  const spans = await loaders.spansOfReceipt.load([receipt.sessionId, receipt.index]);
  const weights = new Map<string, bigint>();
  for (const { matchDatanetId, matchSeq, weight } of spans) {
    if (matchDatanetId !== null) weights.set(`${matchDatanetId}/${matchSeq}`, (weights.get(`${matchDatanetId}/${matchSeq}`) ?? 0n) + weight);
  }
  const cited = await citedContributions(context, spans);
  const heaviest = [...cited].sort(([a], [b]) => ((weights.get(a) ?? 0n) < (weights.get(b) ?? 0n) ? 1 : -1)).slice(0, DATA_MAX);
  const lines = await Promise.all(
    heaviest.map(async ([key, contribution]): Promise<ResponsibilityLine[]> => {
      const { datanetId, seq, contributor, licence, title } = contribution;
      const subject = `datanet/${key}`;
      const [datanet, reviews, marks] = await Promise.all([loaders.datanet.load([datanetId]), loaders.reviewsOf.load([datanetId, seq]), loaders.marksOf.load([datanetId, seq])]);
      const accepted = reviews.filter(({ verdict }) => verdict === "ACCEPT");
      return [
        { duty: "DATA", party: contributor, subject, detail: `${title}, weight ${weights.get(key) ?? 0n}`, tx: await signedBy(context, contribution) },
        { duty: "LICENCE", party: contributor, subject, detail: licence, tx: await signedBy(context, datanet === null ? null : contribution) },
        ...(accepted.length === 0 ? [{ duty: "CURATOR" as const, party: null, subject, detail: "", tx: null }] : []),
        ...(await Promise.all(accepted.map(async (review) => ({ duty: "CURATOR" as const, party: review.curator, subject, detail: `grade ${review.grade}`, tx: await signedBy(context, review) })))),
        ...(await Promise.all(marks.map(async (mark) => ({ duty: "TAINT" as const, party: mark.owner ?? contributor, subject, detail: mark.kind, tx: await signedBy(context, mark) })))),
      ];
    }),
  );
  return lines.flat();
}

async function buyerLines(context: GraphqlContext, receipt: ReceiptRow): Promise<ResponsibilityLine[]> {
  const session = await context.loaders.session.load([receipt.sessionId]);
  if (session === null) return [];
  const tx = await signedBy(context, session);
  const subject = `session/${session.id}`;
  const auditors = session.auditors.map((party): ResponsibilityLine => ({ duty: "AUDITOR", party, subject, detail: "sees the receipts of this private session", tx }));
  return [{ duty: "BUYER", party: session.buyer, subject, detail: session.visibility, tx }, ...auditors];
}

async function incidentLines(context: GraphqlContext, receipt: ReceiptRow): Promise<ResponsibilityLine[]> {
  const { loaders } = context;
  const found = await Promise.all([loaders.incidentsOfReceipt.load([receipt.sessionId, receipt.index]), loaders.incidentsOfVersion.load([receipt.modelId, receipt.modelVersion])]);
  return Promise.all(
    found.flat().map(async (incident): Promise<ResponsibilityLine> => {
      const detail = `${incident.role}: ${incident.outcome ?? incident.state}`;
      return { duty: "INCIDENT", party: incident.respondent, subject: `incident/${incident.id}`, detail, tx: await signedBy(context, incident) };
    }),
  );
}
