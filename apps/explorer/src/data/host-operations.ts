import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";
import { bigNumber } from "./operations.ts";

const text = z.string();

type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;

const offerData = z.object({
  offerId: text,
  host: text,
  operator: text,
  modelId: text,
  modelVersionNumber: text,
  modelVersion: z.nullable(z.object({ kind: text, model: z.nullable(z.object({ name: text })) })),
  denom: text,
  perCall: bigNumber,
  perThousandInput: bigNumber,
  perThousandOutput: bigNumber,
  latencyClassMs: bigNumber,
  lateBps: z.int(),
  capacity: bigNumber,
  bond: text,
  region: text,
  powerSource: text,
  latency: z.nullable(z.object({ receipts: z.int(), p50Ms: bigNumber, p95Ms: bigNumber })),
  record: z.object({
    settledReceipts: bigNumber,
    voidedReceipts: bigNumber,
    voidSettlements: bigNumber,
    openedReceipts: bigNumber,
    lateReceipts: bigNumber,
    ratings: bigNumber,
    ratingSum: bigNumber,
  }),
});
export type OfferData = Data<typeof offerData>;

const hostsData = z.object({
  _meta: z.object({ height: bigNumber }),
  offers: z.object({ totalCount: z.int(), edges: z.array(z.object({ node: offerData })) }),
});

/** The newest offers that take sessions, with what became of their hosts' receipts and how long these took. */
export const hostsOperation: Operation<HostsData, Readonly<Record<string, never>>> = {
  name: "Hosts",
  document: `query Hosts {
    _meta { height }
    offers(first: 100, closed: false) {
      totalCount
      edges { node {
        offerId host operator modelId modelVersionNumber modelVersion { kind model { name } }
        denom perCall perThousandInput perThousandOutput latencyClassMs lateBps capacity bond region powerSource
        latency { receipts p50Ms p95Ms }
        record { settledReceipts voidedReceipts voidSettlements openedReceipts lateReceipts ratings ratingSum }
      } }
    }
  }`,
  data: hostsData,
};
export type HostsData = Data<typeof hostsData>;
