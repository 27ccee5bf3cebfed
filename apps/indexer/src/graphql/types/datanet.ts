import { and, count, eq } from "drizzle-orm";
import { contributions, contributionStates, erasures, markKinds } from "../../schema/datanet.ts";
import { spans } from "../../schema/attribution.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { byColumns, nestedList } from "../nested.ts";
import { ContributionRef, DatanetRef, DatanetVersionRef, MarkedRowsRef, MarkRef, ReviewRef, TxRef } from "../refs.ts";

const ContributionState = builder.enumType("ContributionState", { values: contributionStates });

builder.node(DatanetRef, {
  description: "A collection of contributions under one licence, with its curators.",
  id: { resolve: ({ id }) => idOf(id) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.datanet.load(key)),
  fields: (t) => ({
    datanetId: t.expose("id", { type: "BigInt" }),
    creator: t.expose("creator", { type: "Address" }),
    name: t.exposeString("name"),
    purpose: t.exposeString("purpose"),
    licence: t.exposeString("licence", { description: "SPDX expression, or `mixed` where each contribution names its own." }),
    licenceTextHash: t.expose("licenceTextHash", { type: "Bytes" }),
    uses: t.exposeStringList("uses"),
    quotePolicy: t.exposeString("quotePolicy"),
    privateSessions: t.exposeString("privateSessions"),
    auditor: t.expose("auditor", { type: "Address", nullable: true }),
    curators: t.field({ type: ["Address"], resolve: ({ curators }) => curators }),
    threshold: t.exposeInt("threshold"),
    curatorBps: t.exposeInt("curatorBps"),
    bondPerKib: t.expose("bondPerKib", { type: "BigInt" }),
    bondDenom: t.exposeString("bondDenom"),
    minPriorBps: t.exposeInt("minPriorBps"),
    createdHeight: t.expose("height", { type: "Height" }),
    createdTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
    contributionCount: t.int({
      resolve: async ({ id }, _args, { db }) => (await db.select({ rows: count() }).from(contributions).where(eq(contributions.datanetId, id)))[0]?.rows ?? 0,
    }),
    versions: t.field({ type: [DatanetVersionRef], resolve: ({ id }, _args, { loaders }) => loaders.versionsOfDatanet.load([id]) }),
    contributions: t.connection(
      {
        type: ContributionRef,
        args: { order: t.arg({ type: Order }), state: t.arg({ type: ContributionState }) },
        resolve: ({ id }, args, { pages }) => pages.load(contributionsOfDatanet, [id], args, { name: args.state ?? "", condition: where([contributions.state, args.state]) }),
      },
      ContributionConnection,
    ),
  }),
});

builder.node(DatanetVersionRef, {
  description: "A frozen state of a datanet: size and root of its log of accepted contributions.",
  id: { resolve: ({ datanetId, version }) => idOf(datanetId, version) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 2, (key) => loaders.datanetVersion.load(key)),
  fields: (t) => ({
    datanetId: t.expose("datanetId", { type: "BigInt" }),
    version: t.expose("version", { type: "BigInt" }),
    logSize: t.expose("logSize", { type: "BigInt" }),
    logRoot: t.expose("logRoot", { type: "Bytes" }),
    tokens: t.expose("tokens", { type: "BigInt" }),
    frozenHeight: t.expose("height", { type: "Height" }),
    datanet: t.field({ type: DatanetRef, nullable: true, resolve: ({ datanetId }, _args, { loaders }) => loaders.datanet.load([datanetId]) }),
  }),
});

builder.node(ContributionRef, {
  description: "Registered data: its commitment, who gave it, and what the curators decided.",
  id: { resolve: ({ datanetId, seq }) => idOf(datanetId, seq) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 2, (key) => loaders.contribution.load(key)),
  fields: (t) => ({
    datanetId: t.expose("datanetId", { type: "BigInt" }),
    seq: t.expose("seq", { type: "BigInt" }),
    sequence: t.expose("sequence", { type: "BigInt", description: "Global number of the registration: the smaller one owns a shared text." }),
    contributor: t.expose("contributor", { type: "Address" }),
    title: t.exposeString("title"),
    licence: t.exposeString("licence"),
    rowsMerkleRoot: t.expose("rowsMerkleRoot", { type: "Bytes" }),
    byteCount: t.expose("byteCount", { type: "BigInt" }),
    tokenCount: t.expose("tokenCount", { type: "BigInt" }),
    leafCount: t.expose("leafCount", { type: "BigInt" }),
    documentCount: t.exposeInt("documentCount"),
    evidenceHash: t.expose("evidenceHash", { type: "Bytes" }),
    blob: t.expose("blob", { type: "Bytes" }),
    bond: t.exposeString("bond"),
    state: t.expose("state", { type: ContributionState }),
    grade: t.exposeInt("grade", { nullable: true }),
    logIndex: t.expose("logIndex", { type: "BigInt", nullable: true }),
    acceptedSequence: t.expose("acceptedSequence", { type: "BigInt", nullable: true }),
    registeredHeight: t.expose("height", { type: "Height" }),
    decidedHeight: t.expose("decidedHeight", { type: "Height", nullable: true }),
    datanet: t.field({ type: DatanetRef, nullable: true, resolve: ({ datanetId }, _args, { loaders }) => loaders.datanet.load([datanetId]) }),
    marks: t.field({
      type: [MarkRef],
      description: "Revocations by the contributor and outcomes of disputes, oldest first; at most 16.",
      resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.marksOf.load([datanetId, seq]),
    }),
    erasedHeight: t.field({
      type: "Height",
      nullable: true,
      description: "Since when nobody serves the content: 410 ERASED. Null while it is served; what answers opened stays on the chain.",
      resolve: async ({ blob }, _args, { db }) => (await db.select({ height: erasures.height }).from(erasures).where(eq(erasures.blob, blob)))[0]?.height ?? null,
    }),
    citedSpans: t.int({
      description: "Spans of known answers that quote this contribution.",
      resolve: async ({ datanetId, seq }, _args, { db }) =>
        (await db.select({ rows: count() }).from(spans).where(and(eq(spans.matchDatanetId, datanetId), eq(spans.matchSeq, seq))))[0]?.rows ?? 0,
    }),
    reviews: t.field({ type: [ReviewRef], resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.reviewsOf.load([datanetId, seq]) }),
    registeredTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
  }),
});

MarkRef.implement({
  description: "A revocation by the contributor, or the outcome of a dispute: it counts in sessions that open in later blocks.",
  fields: (t) => ({
    kind: t.expose("kind", { type: builder.enumType("MarkKind", { values: markKinds }) }),
    owner: t.expose("owner", { type: "Address", nullable: true, description: "Who owns the contribution from then on, when it was reassigned." }),
    height: t.expose("height", { type: "Height" }),
    fromVersion: t.expose("fromVersion", { type: "BigInt", description: "First version of the datanet that leaves the rows out; 0 when none does." }),
    rows: t.field({ type: [MarkedRowsRef], description: "Empty for the whole contribution.", resolve: ({ rows }) => rows }),
    erase: t.exposeBoolean("erase", { description: "Content and secret are deleted as well." }),
    tx: t.field({
      type: TxRef,
      nullable: true,
      resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])),
    }),
  }),
});

MarkedRowsRef.implement({
  description: "Chunks of 1 KiB of one document.",
  fields: (t) => ({
    document: t.exposeInt("document"),
    firstChunk: t.exposeInt("firstChunk"),
    chunkCount: t.exposeInt("chunkCount"),
  }),
});

ReviewRef.implement({
  description: "A curator's decision on a contribution.",
  fields: (t) => ({
    curator: t.expose("curator", { type: "Address" }),
    verdict: t.exposeString("verdict"),
    grade: t.exposeInt("grade"),
    reasonCode: t.exposeInt("reasonCode"),
    height: t.expose("height", { type: "Height" }),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
  }),
});

const ContributionConnection = builder.connectionObject({ type: ContributionRef, name: "ContributionConnection" });
const contributionsOfDatanet = nestedList({ name: "contributionsOfDatanet", keyset: keysets.contributions, types: ["bigint"], belongs: byColumns(contributions.datanetId) });

builder.queryFields((t) => ({
  datanet: t.field({
    type: DatanetRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.datanet.load([id]),
  }),
  datanets: t.connection({
    type: DatanetRef,
    args: { order: t.arg({ type: Order }) },
    resolve: (_root, args, { db }) => pageOf(db, keysets.datanets, args),
  }),
  contribution: t.field({
    type: ContributionRef,
    nullable: true,
    args: { datanetId: t.arg({ type: "BigInt", required: true }), seq: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { datanetId, seq }, { loaders }) => loaders.contribution.load([datanetId, seq]),
  }),
  contributions: t.connection(
    {
      type: ContributionRef,
      args: {
        order: t.arg({ type: Order }),
        datanetId: t.arg({ type: "BigInt" }),
        contributor: t.arg({ type: "Address" }),
        state: t.arg({ type: ContributionState }),
      },
      resolve: (_root, args, { db }) =>
        pageOf(
          db,
          keysets.contributions,
          args,
          where([contributions.datanetId, args.datanetId], [contributions.contributor, args.contributor], [contributions.state, args.state]),
        ),
    },
    ContributionConnection,
  ),
}));
