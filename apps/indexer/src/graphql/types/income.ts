import { and, asc, count, gt, isNotNull, sum } from "drizzle-orm";
import { statementLines, type StatementKind as Kind } from "../../schema/rewards.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { DatanetRef, ModelVersionRef, StatementLineRef } from "../refs.ts";
import { inPeriod, Statement, StatementKind, type Period } from "./statement.ts";

const KindSum = builder.objectRef<{ readonly kind: Kind; readonly lines: number; readonly amount: bigint }>("KindSum").implement({
  description: "What came in for one reason.",
  fields: (t) => ({
    kind: t.expose("kind", { type: StatementKind }),
    lines: t.exposeInt("lines"),
    amount: t.expose("amount", { type: "BigInt" }),
  }),
});

interface LineageSum {
  readonly ancestorModelId: bigint;
  readonly ancestorVersion: bigint;
  readonly modelId: bigint;
  readonly modelVersion: bigint;
  readonly generation: number;
  readonly lines: number;
  readonly amount: bigint;
}

/** Pairs of versions that a statement sums; a version has at most 16 ancestors. */
const LINEAGES_MAX = 100;

const LineageIncome = builder.objectRef<LineageSum>("LineageIncome").implement({
  description: "What a version of the account earned through answers of a version that descends from it.",
  fields: (t) => ({
    own: t.field({
      type: ModelVersionRef,
      nullable: true,
      resolve: ({ ancestorModelId, ancestorVersion }, _args, { loaders }) => loaders.modelVersion.load([ancestorModelId, ancestorVersion]),
    }),
    through: t.field({
      type: ModelVersionRef,
      nullable: true,
      resolve: ({ modelId, modelVersion }, _args, { loaders }) => loaders.modelVersion.load([modelId, modelVersion]),
    }),
    generation: t.exposeInt("generation", { description: "1 when it was derived from the account's version itself, 2 through one more." }),
    lines: t.exposeInt("lines"),
    amount: t.expose("amount", { type: "BigInt" }),
  }),
});

builder.objectFields(Statement, (t) => ({
  byKind: t.field({
    type: [KindSum],
    description: "What came in, by reason.",
    resolve: (period, _args, { db }) => sumsByKind(db, period),
  }),
  lineage: t.field({
    type: [LineageIncome],
    description: `Royalties of models that others derived from the account's, however many generations apart; the first ${LINEAGES_MAX}.`,
    resolve: (period, _args, { db }) => sumsOfLineage(db, period),
  }),
}));

builder.objectFields(StatementLineRef, (t) => ({
  generation: t.exposeInt("generation", { nullable: true, description: "For a royalty that a descendant of the account's model owes: how many generations apart." }),
  datanet: t.field({
    type: DatanetRef,
    nullable: true,
    description: "Of the words or the review that is paid.",
    resolve: ({ datanetId }, _args, { loaders }) => (datanetId === null ? null : loaders.datanet.load([datanetId])),
  }),
  own: t.field({
    type: ModelVersionRef,
    nullable: true,
    description: "The account's own version that a descendant owes.",
    resolve: ({ ancestorModelId, ancestorVersion }, _args, { loaders }) =>
      ancestorModelId === null || ancestorVersion === null ? null : loaders.modelVersion.load([ancestorModelId, ancestorVersion]),
  }),
  modelVersion: t.field({
    type: ModelVersionRef,
    nullable: true,
    description: "The version whose answers earned it; null for a claim.",
    resolve: ({ sessionId }, _args, context) => versionOfSession(context, sessionId),
  }),
}));

async function versionOfSession({ loaders }: GraphqlContext, sessionId: bigint | null) {
  const session = sessionId === null ? null : await loaders.session.load([sessionId]);
  const offer = session === null ? null : await loaders.offer.load([session.offerId]);
  return offer === null ? null : loaders.modelVersion.load([offer.modelId, offer.modelVersion]);
}

async function sumsByKind(db: GraphqlContext["db"], period: Period) {
  const rows = await db
    .select({ kind: statementLines.kind, lines: count(), amount: sum(statementLines.amount) })
    .from(statementLines)
    .where(and(inPeriod(period), gt(statementLines.amount, 0n)))
    .groupBy(statementLines.kind)
    .orderBy(asc(statementLines.kind));
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount ?? 0) }));
}

async function sumsOfLineage(db: GraphqlContext["db"], period: Period): Promise<LineageSum[]> {
  const { ancestorModelId, ancestorVersion, modelId, modelVersion, generation } = statementLines;
  const versions = [ancestorModelId, ancestorVersion, modelId, modelVersion, generation];
  const rows = await db
    .select({ ancestorModelId, ancestorVersion, modelId, modelVersion, generation, lines: count(), amount: sum(statementLines.amount) })
    .from(statementLines)
    .where(and(inPeriod(period), isNotNull(ancestorModelId)))
    .groupBy(...versions)
    .orderBy(...versions.map((version) => asc(version)))
    .limit(LINEAGES_MAX);
  return rows.map((row) => ({
    ancestorModelId: row.ancestorModelId ?? 0n,
    ancestorVersion: row.ancestorVersion ?? 0n,
    modelId: row.modelId ?? 0n,
    modelVersion: row.modelVersion ?? 0n,
    generation: row.generation ?? 0,
    lines: row.lines,
    amount: BigInt(row.amount ?? 0),
  }));
}
