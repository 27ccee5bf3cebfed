import type { ReceiptFile } from "@openledger/client/receipt";

const HASH = `0x${"ab".repeat(32)}`;
const META = { height: "431" };
const OTHER = "open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx";

/** Two hosts of one model: one with a history, one of which nothing is known. */
export function hostsPage({ facts }: ReceiptFile): unknown {
  const model = { kind: "RETRIEVAL", model: { name: facts.model.name } };
  const offer = {
    ...{ offerId: "1", host: facts.session.host, operator: "Alder Compute", modelId: "1", modelVersionNumber: "1", modelVersion: model },
    ...{ denom: "udemo", perCall: "2500", perThousandInput: "400", perThousandOutput: "1200", latencyClassMs: "2000", lateBps: 2500, capacity: "8" },
    ...{ bond: "5000000udemo", region: "eu-north", powerSource: "hydro", latency: { receipts: 214, p50Ms: "92", p95Ms: "2340" } },
    record: { settledReceipts: "1204", voidedReceipts: "5", voidSettlements: "1", openedReceipts: "214", lateReceipts: "11", ratings: "9", ratingSum: "41" },
  };
  const record = { settledReceipts: "0", voidedReceipts: "0", voidSettlements: "0", openedReceipts: "0", lateReceipts: "0", ratings: "0", ratingSum: "0" };
  const silent = { ...offer, ...{ offerId: "2", host: OTHER, operator: "", capacity: "0", region: "", powerSource: "", latency: null, record, perThousandInput: "0", perThousandOutput: "0" } };
  return { _meta: META, offers: { totalCount: 2, edges: [{ node: offer }, { node: silent }] } };
}

/** Version 1 of model 3 descends from models 1 and 2; one model is derived from it. */
export function modelVersionPage(modelId: string, version: string, { facts }: ReceiptFile): unknown {
  if (modelId !== "3" || version !== "1") return { _meta: META, modelVersion: null };
  const of = (name: string): unknown => ({ publisher: OTHER, model: { name } });
  return {
    _meta: META,
    modelVersion: {
      ...{ kind: "RETRIEVAL", ruleVersion: 1, artifactRoot: HASH, publisher: facts.model.publisher, steward: OTHER, approver: null },
      ...{ publishedHeight: "88", publishedTx: { hash: HASH }, floorPrice: "1000", floorDenom: "udemo", derivable: true, deriveBps: 750, sameArtifactAs: "1@1", frozenByIncident: "2" },
      model: { name: "field-notes-answers", owner: facts.model.publisher },
      manifest: [
        { datanetId: "1", datanetVersion: "2", priorBps: 1500, frozen: { tokens: "812044", datanet: { name: "installed-docs", licence: "mixed" } } },
        { datanetId: "2", datanetVersion: "1", priorBps: 500, frozen: null },
      ],
      royalties: [{ receiver: OTHER, bps: 300 }],
      ancestors: [
        { modelId: "1", version: "1", bps: 500, generation: 2, modelVersion: of("installed-docs") },
        { modelId: "2", version: "1", bps: 1000, generation: 1, modelVersion: of("docs-and-guides") },
      ],
      descendants: [{ modelId: "7", version: "4", bps: 750, generation: 1, modelVersion: of("shop-assistant-of-a-very-long-name-that-has-to-wrap") }],
      offers: [{ offerId: "1", host: OTHER, operator: "Alder Compute" }],
    },
  };
}
