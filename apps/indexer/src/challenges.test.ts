import { afterAll, beforeAll, expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { challengedBlocks, people } from "./testing/sample-chain.ts";

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  node = await openFakeNode(challengedBlocks());
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 7n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

test("a void settlement shows who challenged it, how, and where amount and bond went", async () => {
  const { provenance, settlementOfReceipt } = await ask(
    indexer,
    `{ provenance(sessionId: 1, index: 0) { settlement {
        state opened decidedHeight finalHeight
        voided { reason challenger denom returned slashed challengerReward burned treasury }
        demands { demandId receipts bond state madeHeight decidedHeight }
        counterexamples { receiptIndex kind outcome code }
        corrections { receiptIndex }
      } }
      settlementOfReceipt(sessionId: 1, index: 1) { settlementId } }`,
  );
  expect(provenance.settlement).toEqual({
    state: "VOID",
    opened: true,
    decidedHeight: "7",
    finalHeight: "12",
    voided: {
      ...{ reason: "demand-unanswered", challenger: people.alice, denom: "udemo", returned: "2000" },
      ...{ slashed: "1601", challengerReward: "800", burned: "0", treasury: "801" },
    },
    demands: [
      { demandId: "1", receipts: ["0"], bond: "1000uopen", state: "ANSWERED", madeHeight: "6", decidedHeight: "6" },
      { demandId: "2", receipts: ["1"], bond: "1000uopen", state: "RETURNED", madeHeight: "6", decidedHeight: "7" },
    ],
    counterexamples: [{ receiptIndex: "0", kind: "match", outcome: "stands", code: "claim-stands" }],
    corrections: [],
  });
  expect(settlementOfReceipt).toEqual({ settlementId: "1" });
});

test("a contribution shows what was taken back, since when, and that its content is erased", async () => {
  const { contribution, untouched } = await ask(
    indexer,
    `{ contribution(datanetId: 1, seq: 1) { title state erasedHeight citedSpans marks { height fromVersion erase rows { document firstChunk chunkCount } } }
       untouched: contribution(datanetId: 1, seq: 2) { erasedHeight citedSpans marks { height } } }`,
  );
  const rows = [
    { document: 0, firstChunk: 1, chunkCount: 1 },
    { document: 0, firstChunk: 3, chunkCount: 2 },
  ];
  expect(contribution).toEqual({
    ...{ title: "ws", state: "ACCEPTED", erasedHeight: "7", citedSpans: 2 },
    marks: [
      { height: "6", fromVersion: "2", erase: false, rows },
      { height: "7", fromVersion: "2", erase: true, rows: [] },
    ],
  });
  expect(untouched).toEqual({ erasedHeight: null, citedSpans: 0, marks: [] });
});

test("whose words earned nothing learns that a settlement is void and that they were taken back", async () => {
  const { unearned, offer } = await ask(
    indexer,
    `{ unearned(address: "${people.alice}", first: 5) { versions models contribution { title } reasons { reason count } }
       offer(id: 1) { record { settledReceipts voidedReceipts voidSettlements } } }`,
  );
  const reasons = [
    { reason: "REVOKED", count: null },
    { reason: "SETTLEMENT_VOID", count: 2 },
  ];
  expect(unearned).toEqual([{ versions: 1, models: 1, contribution: { title: "ws" }, reasons }]);
  expect(offer.record).toEqual({ settledReceipts: "0", voidedReceipts: "2", voidSettlements: "1" });
});

test("a private session names who sees its receipts, and no settlement holds a receipt beyond its range", async () => {
  const { session, settlementOfReceipt } = await ask(indexer, `{ session(id: 1) { visibility auditors } settlementOfReceipt(sessionId: 1, index: 2) { settlementId } }`);
  expect(session).toEqual({ visibility: "PRIVATE", auditors: [people.curator] });
  expect(settlementOfReceipt).toBeNull();
});
