import type { ReceiptFile } from "@openledger/client/receipt";

const HASH = `0x${"ab".repeat(32)}`;
const META = { height: "431" };
const tx = { hash: HASH };
const answerTx = { hash: `0x${"cd".repeat(32)}` };
const CHALLENGER = "open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx";

const SPLIT = {
  ...{ amount: "61322", denom: "udemo", owned: "21011", priors: "310", curators: "90", returned: "3117" },
  ...{ host: "15329", model: "12263", stakers: "6131", treasury: "3071", burned: "0", gasRefunded: "0", conserved: true },
};

const INCIDENT = { incidentId: "1", role: "host", state: "REJECTED", outcome: null };

/** Settlement 3 is final and was corrected, 4 is void, 5 is pending; each came by hashes and was challenged. */
export function settlementPage(id: string, { facts, readable }: ReceiptFile, finalTime: string): unknown {
  const state = { 3: "FINAL", 4: "VOID", 5: "PENDING" }[id];
  if (state === undefined) return { _meta: META, settlement: null };
  const owner = readable.owners[0]?.owner ?? CHALLENGER;
  const demand = { demandId: "1", challenger: CHALLENGER, receipts: ["0", "2"], bond: "2000uopen", deadlineHeight: "421", madeHeight: "415", madeTx: tx };
  const judged = { receiptIndex: "1", kind: "match", challenger: CHALLENGER, bond: "5000uopen", height: "418", tx };
  const outcome = state === "VOID" ? { outcome: "void", code: "match-omitted" } : { outcome: "correct", code: "match-outside" };
  const parts = { returned: "61322", slashed: "245288", challengerReward: "122644", burned: "0", treasury: "122644" };
  const isCorrected = state !== "VOID";
  return {
    _meta: META,
    settlement: {
      ...{ sessionId: "7", firstIndex: "0", receiptCount: 5, amount: "61322", denom: "udemo", claimsRoot: HASH, opened: false, state, finalTime },
      ...{ submittedHeight: "412", decidedHeight: state === "PENDING" ? null : "425", submittedTx: tx },
      session: { visibility: "PUBLIC", host: facts.session.host, buyer: facts.session.buyer },
      owners: [
        { owner, amount: "21011", corrected: isCorrected ? "4033" : "0" },
        { owner: CHALLENGER, amount: "0", corrected: isCorrected ? "812" : "0" },
      ],
      corrections: isCorrected
        ? [
            { receiptIndex: "2", tokens: 12, removed: "812", height: "417", owners: [{ owner: CHALLENGER, removed: "812" }], tx: answerTx },
            { receiptIndex: "1", tokens: 31, removed: "4033", height: "418", owners: [{ owner, removed: "4033" }], tx },
          ]
        : [],
      demands: [
        { ...demand, state: "ANSWERED", decidedHeight: "417" },
        { ...demand, demandId: "2", receipts: ["4"], state: state === "PENDING" ? "OPEN" : "RETURNED", decidedHeight: state === "PENDING" ? null : "425" },
      ],
      counterexamples: [{ ...judged, ...outcome }, { ...judged, kind: "invalid", outcome: "stands", code: "claim-stands" }],
      voided: state === "VOID" ? { reason: "match-omitted", challenger: CHALLENGER, ...parts } : null,
      split: state === "FINAL" ? SPLIT : null,
    },
  };
}

/** The first contribution that an answer cites, erased; rows of it were taken back before. */
export function contributionPage(datanetId: string, seq: string, { facts }: ReceiptFile): unknown {
  const [cited] = facts.contributions;
  const none = { totalCount: 0, edges: [] };
  if (cited === undefined || cited.datanetId !== datanetId || cited.seq !== seq) return { _meta: META, contribution: null, spans: none };
  const mark = { kind: "REVOKED", owner: null, height: "410", fromVersion: "2", erase: false, rows: [{ document: 0, firstChunk: 3, chunkCount: 1 }], tx };
  const span = { sessionId: "7", receiptIndex: "0", index: 1, status: "OWNED", text: "Sends a message to all clients that are connected." };
  return {
    _meta: META,
    contribution: {
      ...{ title: cited.title, contributor: cited.contributor, licence: cited.licence, state: "ACCEPTED", grade: 80, bond: "240udemo" },
      ...{ byteCount: "23811", tokenCount: "4102", documentCount: 2, rowsMerkleRoot: HASH, registeredHeight: "12", decidedHeight: "15", erasedHeight: "429" },
      ...{ registeredTx: tx, datanet: { name: "installed-docs" }, reviews: [{ curator: CHALLENGER, verdict: "ACCEPT", grade: 80, reasonCode: 0, height: "15" }] },
      disputes: [{ disputeId: "4", challenger: CHALLENGER, remedy: "STRIKE", state: "DISMISSED", bond: "5000udemo", filedHeight: "415", decidedHeight: "420" }],
      corrects: { sessionId: "7", receiptIndex: "1", rating: 2 },
      marks: [mark, { ...mark, height: "429", erase: true, rows: [] }],
    },
    spans: { totalCount: 14, edges: [{ node: span }, { node: { ...span, receiptIndex: "3", text: null, status: "NO_MATCH" } }] },
  };
}

/** Session 7, private. */
export function sessionPage(id: string, { facts }: ReceiptFile): unknown {
  if (id !== "7") return { _meta: META, session: null };
  const settlement = { settlementId: "3", firstIndex: "0", receiptCount: 5, amount: "61322", opened: false, state: "FINAL" };
  return {
    _meta: META,
    session: {
      ...{ buyer: facts.session.buyer, host: facts.session.host, visibility: "PRIVATE", auditors: [CHALLENGER], state: "SETTLING", closingReason: "closed" },
      ...{ escrow: "5000000", denom: "udemo", settledAmount: "122644", receiptCount: "10", returned: null, openedHeight: "401", endedHeight: null },
      ...{ expiresTime: "2026-11-21T09:00:00Z", openedTx: tx },
      settlements: { totalCount: 2, edges: [{ node: { ...settlement, settlementId: "4", firstIndex: "5", state: "VOID" } }, { node: settlement }] },
    },
  };
}

/** How receipt `index` of session 7 stands: 0 and 1 by openings, 3 by its hash alone, 4 by its hash and opened on demand, 8 erased. */
export function receiptOnChain(index: string, finalTime: string): unknown {
  const meta = { chainId: "openledger-local-1", height: "431" };
  if (!["0", "1", "3", "4", "8"].includes(index)) return { _meta: meta, receipt: null, settlement: null, provenance: null };
  const isFinal = index === "1";
  const byHash = Number(index) > 1;
  const source = index === "4" ? "ANSWER" : index === "8" ? "ERASED" : "SETTLEMENT";
  return {
    _meta: meta,
    receipt: index === "3" ? null : { source, shownTx: tx, owners: [], incidents: [INCIDENT], modelVersion: { publishedTx: tx, frozenByIncident: null, incidents: [] } },
    provenance:
      index === "3"
        ? null
        : {
            contributions: [{ contribution: { reviews: [{ curator: CHALLENGER, verdict: "ACCEPT" }] } }],
            txs: ["contribute", "publish", "settle"].map((step) => ({ step, tx })),
          },
    settlement: {
      ...{ settlementId: "3", receiptCount: 5, amount: "61322", denom: "udemo", state: isFinal ? "FINAL" : "PENDING", opened: !byHash },
      ...{ finalTime, submittedHeight: "412", decidedHeight: isFinal ? "425" : null, submittedTx: tx },
      session: { sessionId: "7", visibility: "PUBLIC", openedTx: tx },
      ...{ demands: byHash ? [{ demandId: "1" }] : [], counterexamples: [], voided: null },
      split: isFinal ? SPLIT : null,
    },
  };
}
