import type { hostRecords } from "../../schema/market.ts";
import { builder } from "../builder.ts";
import { SAMPLE_MAX, type Latency } from "../latency.ts";
import { HostRecordRef, OfferRef } from "../refs.ts";

HostRecordRef.implement({
  description: "What became of a host's receipts over all its offers, counted as the chain counts them.",
  fields: (t) => ({
    settledReceipts: t.expose("settledReceipts", { type: "BigInt", description: "In settlements that became final." }),
    voidedReceipts: t.expose("voidedReceipts", { type: "BigInt", description: "In settlements that are void." }),
    voidSettlements: t.expose("voidSettlements", { type: "BigInt" }),
    openedReceipts: t.expose("openedReceipts", { type: "BigInt", description: "Settled with openings, which tell their latency." }),
    lateReceipts: t.expose("lateReceipts", { type: "BigInt", description: "Of the opened ones, those beyond the latency class of their offer." }),
    ratings: t.expose("ratings", { type: "BigInt", description: "How many of its answers their buyers rated." }),
    ratingSum: t.expose("ratingSum", { type: "BigInt", description: "Sum of these ratings, each from 1 to 5." }),
  }),
});

const LatencyRef = builder.objectRef<Latency>("MeasuredLatency").implement({
  description: `Time from request to the end of the answer over the newest known receipts of an offer, at most ${SAMPLE_MAX}, as host and buyer signed it.`,
  fields: (t) => ({
    receipts: t.exposeInt("receipts", { description: "How many receipts were measured." }),
    p50Ms: t.expose("p50", { type: "BigInt", description: "Half of them were no slower." }),
    p95Ms: t.expose("p95", { type: "BigInt", description: "95 of 100 were no slower." }),
  }),
});

builder.objectFields(OfferRef, (t) => ({
  capacity: t.expose("capacity", { type: "BigInt", description: "Calls that the host says it answers at one time; 0 says nothing." }),
  operator: t.exposeString("operator", { description: "Who runs the machines, as the host says; empty says nothing." }),
  record: t.field({
    type: HostRecordRef,
    description: "Zeros for a host that has settled nothing.",
    resolve: async ({ host }, _args, { loaders }) => (await loaders.hostRecord.load([host])) ?? emptyRecord(host),
  }),
  latency: t.field({
    type: LatencyRef,
    nullable: true,
    description: "Null while no receipt of the offer is known: those that were settled by their hash tell nothing.",
    resolve: ({ id }, _args, { loaders }) => loaders.latency.load([id]),
  }),
}));

function emptyRecord(host: string): typeof hostRecords.$inferSelect {
  return { host, settledReceipts: 0n, voidedReceipts: 0n, voidSettlements: 0n, openedReceipts: 0n, lateReceipts: 0n, ratings: 0n, ratingSum: 0n };
}

builder.queryField("hostRecord", (t) =>
  t.field({
    type: HostRecordRef,
    args: { host: t.arg({ type: "Address", required: true }) },
    resolve: async (_root, { host }, { loaders }) => (await loaders.hostRecord.load([host])) ?? emptyRecord(host),
  }),
);
