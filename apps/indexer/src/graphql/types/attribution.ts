import { receiptOwners, receipts, receiptSources, spans, spanStatuses } from "../../schema/attribution.ts";
import { and, sql } from "drizzle-orm";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { clientError } from "../errors.ts";
import { where } from "../filters.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { keyIn } from "../loaders.ts";
import { ContributionRef, ModelVersionRef, ReceiptOwnerRef, ReceiptRef, RequestMessageRef, SessionRef, SettlementRef, SpanRef, TxRef } from "../refs.ts";

const BPS = 10_000n;
const ReceiptSource = builder.enumType("ReceiptSource", {
  description: "How a receipt became known.",
  values: {
    SETTLEMENT: { description: "Opened with its settlement." },
    ANSWER: { description: "Settled by its hash, and opened because somebody demanded it." },
    ERASED: { description: "Settled by its hash, and demanded when rows that it cites were erased: its claim is known, its content never will be." },
    CLAIM: { description: "Settled by its hash; an answer to a demand states its claim, and its content was never shown." },
  } satisfies Record<(typeof receiptSources)[number], object>,
});
const SpanStatus = builder.enumType("SpanStatus", { values: spanStatuses });

builder.node(ReceiptRef, {
  description: "The host's statement about one answer, as a settlement or an answer to a demand brought it to the chain.",
  id: { resolve: ({ sessionId, index }) => idOf(sessionId, index) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 2, (key) => loaders.receipt.load(key)),
  fields: (t) => ({
    sessionId: t.expose("sessionId", { type: "BigInt" }),
    index: t.expose("index", { type: "BigInt" }),
    settlementId: t.expose("settlementId", { type: "BigInt" }),
    source: t.expose("source", { type: ReceiptSource }),
    nonce: t.expose("nonce", { type: "BigInt" }),
    modelId: t.expose("modelId", { type: "BigInt" }),
    modelVersionNumber: t.expose("modelVersion", { type: "BigInt" }),
    requestRoot: t.expose("requestRoot", { type: "Bytes" }),
    outputRoot: t.expose("outputRoot", { type: "Bytes" }),
    claimRoot: t.expose("claimRoot", { type: "Bytes" }),
    inputTokens: t.expose("inputTokens", { type: "BigInt" }),
    outputTokens: t.expose("outputTokens", { type: "BigInt" }),
    latencyMs: t.expose("latencyMs", { type: "BigInt" }),
    amount: t.expose("amount", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    outputLabel: t.exposeString("outputLabel"),
    attributionLabel: t.exposeString("attributionLabel"),
    request: t.field({ type: [RequestMessageRef], nullable: true, description: "Null when only the claim is known.", resolve: ({ request }) => request }),
    output: t.expose("output", { type: "Bytes", nullable: true }),
    outputText: t.string({
      nullable: true,
      description: "The answer as text; bytes that are not UTF-8 are replaced.", resolve: ({ output }) => (output === null ? null : decodeText(output)),
    }),
    ownedWeight: t.expose("ownedWeight", { type: "BigInt" }),
    totalWeight: t.expose("totalWeight", { type: "BigInt" }),
    paidShareBps: t.int({
      description: "Weight of the owned tokens out of all, in basis points, rounded down.",
      resolve: ({ ownedWeight, totalWeight }) => (totalWeight === 0n ? 0 : Number((ownedWeight * BPS) / totalWeight)),
    }),
    height: t.expose("height", { type: "Height" }),
    owners: t.field({ type: [ReceiptOwnerRef], resolve: ({ sessionId, index }, _args, { loaders }) => loaders.ownersOfReceipt.load([sessionId, index]) }),
    spans: t.field({
      type: [SpanRef],
      description: "All of the answer, in order.",
      resolve: ({ sessionId, index }, _args, { loaders }) => loaders.spansOfReceipt.load([sessionId, index]),
    }),
    session: t.field({ type: SessionRef, nullable: true, resolve: ({ sessionId }, _args, { loaders }) => loaders.session.load([sessionId]) }),
    settlement: t.field({ type: SettlementRef, nullable: true, resolve: ({ settlementId }, _args, { loaders }) => loaders.settlement.load([settlementId]) }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      resolve: ({ modelId, modelVersion }, _args, { loaders }) => loaders.modelVersion.load([modelId, modelVersion]),
    }),
    shownTx: t.field({
      type: TxRef,
      nullable: true,
      description: "The transaction that showed the receipt: its settlement's, or that of an answer to a demand.",
      resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]),
    }),
    settledTx: t.field({
      type: TxRef,
      nullable: true,
      async resolve({ settlementId }, _args, { loaders }) {
        const settlement = await loaders.settlement.load([settlementId]);
        return settlement && loaders.tx.load([settlement.height, settlement.txIndex]);
      },
    }),
  }),
});

RequestMessageRef.implement({
  description: "One message of the request.",
  fields: (t) => ({ role: t.exposeString("role"), text: t.exposeString("text") }),
});

ReceiptOwnerRef.implement({
  description: "What one answer gives to an owner, before the curators' share.",
  fields: (t) => ({
    owner: t.expose("owner", { type: "Address" }),
    amount: t.expose("amount", { type: "BigInt", description: "As the claim says." }),
    corrected: t.field({
      type: "BigInt",
      description: "What counter-examples took of it.",
      async resolve({ sessionId, receiptIndex, owner }, _args, { loaders }) {
        const corrections = await loaders.correctionsOfReceipt.load([sessionId, receiptIndex]);
        return corrections.reduce((sum, one) => (one.owner === owner ? sum + one.removed : sum), 0n);
      },
    }),
    weight: t.expose("weight", { type: "BigInt", description: "Weight of the owner's tokens in Q8 bits." }),
  }),
});

builder.node(SpanRef, {
  description: "Consecutive tokens of an answer with one owner, or with the reason why there is none.",
  id: { resolve: ({ sessionId, receiptIndex, index }) => idOf(sessionId, receiptIndex, index) },
  loadMany: (ids, { db }) =>
    loadByNumbers(ids, 3, async (key) => (await db.select().from(spans).where(keyIn([spans.sessionId, spans.receiptIndex, spans.index], [key])))[0] ?? null),
  fields: (t) => ({
    sessionId: t.expose("sessionId", { type: "BigInt" }),
    receiptIndex: t.expose("receiptIndex", { type: "BigInt" }),
    index: t.exposeInt("index"),
    firstToken: t.exposeInt("firstToken"),
    tokenCount: t.exposeInt("tokenCount"),
    weight: t.expose("weight", { type: "BigInt", description: "In Q8 bits." }),
    status: t.expose("status", { type: SpanStatus }),
    owner: t.expose("owner", { type: "Address", nullable: true }),
    byteStart: t.exposeInt("byteStart", { nullable: true }),
    byteEnd: t.exposeInt("byteEnd", { nullable: true }),
    quoted: t.expose("quoted", { type: "Bytes", nullable: true }),
    text: t.string({
      nullable: true,
      description: "The span's part of the answer; in order the spans make the whole of it. Null when only the claim is known.",
      resolve: ({ quoted }) => (quoted === null ? null : decodeText(quoted)),
    }),
    matchDocument: t.exposeInt("matchDocument", { nullable: true }),
    matchOffset: t.expose("matchOffset", { type: "BigInt", nullable: true, description: "Byte offset of the match in its document." }),
    matchFirstToken: t.exposeInt("matchFirstToken", { nullable: true }),
    matchTokenCount: t.exposeInt("matchTokenCount", { nullable: true }),
    contribution: t.field({
      type: ContributionRef,
      nullable: true,
      description: "The contribution that holds the same tokens.",
      resolve: ({ matchDatanetId, matchSeq }, _args, { loaders }) =>
        matchDatanetId === null || matchSeq === null ? null : loaders.contribution.load([matchDatanetId, matchSeq]),
    }),
    receipt: t.field({
      type: ReceiptRef,
      nullable: true,
      resolve: ({ sessionId, receiptIndex }, _args, { loaders }) => loaders.receipt.load([sessionId, receiptIndex]),
    }),
  }),
});

export const ReceiptConnection = builder.connectionObject({ type: ReceiptRef, name: "ReceiptConnection" });

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

builder.queryFields((t) => ({
  receipt: t.field({
    type: ReceiptRef,
    nullable: true,
    args: { sessionId: t.arg({ type: "BigInt", required: true }), index: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { sessionId, index }, { loaders }) => loaders.receipt.load([sessionId, index]),
  }),
  receipts: t.connection(
    {
      type: ReceiptRef,
      args: {
        order: t.arg({ type: Order }),
        sessionId: t.arg({ type: "BigInt" }),
        settlementId: t.arg({ type: "BigInt" }),
        owner: t.arg({ type: "Address", description: "Only receipts that give something to this owner." }),
      },
      resolve: (_root, { owner, ...args }, { db }) =>
        pageOf(
          db,
          keysets.receipts,
          args,
          and(
            where([receipts.sessionId, args.sessionId], [receipts.settlementId, args.settlementId]),
            owner == null
              ? undefined
              : sql`exists (select 1 from ${receiptOwners} where ${receiptOwners.owner} = ${owner} and ${receiptOwners.sessionId} = ${receipts.sessionId} and ${receiptOwners.receiptIndex} = ${receipts.index})`,
          ),
        ),
    },
    ReceiptConnection,
  ),
  spans: t.connection({
    type: SpanRef,
    args: {
      order: t.arg({ type: Order }),
      sessionId: t.arg({ type: "BigInt" }),
      receiptIndex: t.arg({ type: "BigInt" }),
      owner: t.arg({ type: "Address" }),
      status: t.arg({ type: SpanStatus }),
      datanetId: t.arg({ type: "BigInt" }),
      seq: t.arg({ type: "BigInt" }),
    },
    resolve(_root, args, { db }) {
      if ((args.datanetId == null) !== (args.seq == null)) throw clientError("BAD_USER_INPUT", "name a contribution by `datanetId` and `seq` together");
      if (args.receiptIndex != null && args.sessionId == null) throw clientError("BAD_USER_INPUT", "name a receipt by `sessionId` and `receiptIndex` together");
      const conditions = where(
        [spans.sessionId, args.sessionId],
        [spans.receiptIndex, args.receiptIndex],
        [spans.owner, args.owner],
        [spans.status, args.status],
        [spans.matchDatanetId, args.datanetId],
        [spans.matchSeq, args.seq],
      );
      return pageOf(db, keysets.spans, args, conditions);
    },
  }),
}));
