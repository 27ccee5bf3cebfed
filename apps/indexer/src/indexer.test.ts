import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { receiptLeaf } from "@openledger/attribution";
import { Receipt, ReceiptOpening, SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { fromBase64, toHex } from "@openledger/primitives";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { ANSWER, openings, people, sampleBlocks } from "./testing/sample-chain.ts";
import { sha256 } from "./testing/sample-parts.ts";

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  node = await openFakeNode(sampleBlocks());
  node.rollup = { role: "follower", soft_height: "9", included_height: "8", final_height: "7", da_height: "40", trust: "nobody" };
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 9n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

describe("the index of the whole loop", () => {
  test("says how far it reaches and that a transaction could not be decoded", async () => {
    const { _meta } = await ask(indexer, `{ _meta { chainId height lag hasIndexingErrors } }`);
    expect(_meta).toEqual({ chainId: "indexer-test-1", height: "9", lag: "0", hasIndexingErrors: true });
  });

  test("says how far the node's blocks are on DA", async () => {
    const { _meta } = await ask(indexer, `{ _meta { rollup { role softHeight includedHeight finalHeight } } }`);
    expect(_meta.rollup).toEqual({ role: "follower", softHeight: "9", includedHeight: "8", finalHeight: "7" });
  });

  test("provenance leads from a receipt to owners, responsible parties, settlement and transactions", async () => {
    const { provenance } = await ask(
      indexer,
      `{ provenance(sessionId: 1, index: 0) {
        receipt { amount denom nonce paidShareBps outputText request { role text } }
        spans { status owner text weight contribution { title licence datanet { name licence } } }
        owners { owner amount weight }
        contributions { owned weight contribution { title } }
        responsible { host publisher steward approver }
        settlement { state decidedHeight }
        split { owned priors curators returned host model stakers treasury burned amount conserved }
        txs { step tx { height succeeded } }
      } }`,
    );
    expect(provenance.receipt).toEqual({
      amount: "1000",
      denom: "udemo",
      nonce: "18446744073709551615",
      paidShareBps: 7500,
      outputText: ANSWER,
      request: [{ role: "user", text: "How do I broadcast?\u2400" }],
    });
    expect(provenance.spans.map((span: { text: string }) => span.text).join("")).toBe(ANSWER);
    expect(provenance.spans[0]).toMatchObject({ status: "OWNED", owner: people.alice, contribution: { title: "ws", licence: "MIT", datanet: { name: "docs" } } });
    expect(provenance.owners).toEqual([{ owner: people.alice, amount: "300", weight: "3000" }]);
    expect(provenance.responsible).toEqual({ host: people.host, publisher: people.publisher, steward: people.creator, approver: null });
    expect(provenance.settlement).toEqual({ state: "FINAL", decidedHeight: "6" });
    expect(provenance.split).toMatchObject({ amount: "2000", owned: "594", conserved: true });
    expect(provenance.txs.map((entry: { step: string }) => entry.step)).toEqual(["contribute", "review", "freeze", "publish", "offer", "open", "settle"]);
  });

  test("a statement's opening balance and lines add up to its closing balance, priors included", async () => {
    const { statement } = await ask(
      indexer,
      `{ statement(address: "${people.alice}", denom: "udemo") { openingBalance closingBalance credited claimed
        pending { amount } lines(order: OLDEST_FIRST) { totalCount edges { node { kind amount balanceAfter receipts { amount receipt { index } } tx { height } } } } } }`,
    );
    expect(statement).toMatchObject({ openingBalance: "0", closingBalance: "0", credited: "634", claimed: "634", pending: [] });
    expect(statement.lines.edges.map(({ node: line }: { node: object }) => line)).toEqual([
      { kind: "OWNER", amount: "594", balanceAfter: "594", receipts: [{ amount: "300", receipt: { index: "0" } }, { amount: "300", receipt: { index: "1" } }], tx: { height: "5" } },
      { kind: "PRIOR", amount: "40", balanceAfter: "634", receipts: [], tx: { height: "7" } },
      { kind: "CLAIM", amount: "-634", balanceAfter: "0", receipts: [], tx: { height: "7" } },
    ]);
  });

  test("a receipt file carries the exact opening and a path to the buyer's head", async () => {
    const { receiptFile } = await ask(indexer, `{ receiptFile(sessionId: 1, index: 1) { chainId openingBytes headBytes inclusionPath settlement { settlementId } } }`);
    expect(ReceiptOpening.fromBytes(fromBase64(receiptFile.openingBytes))).toEqual(openings[1]);
    expect(SignedTreeHead.fromBytes(fromBase64(receiptFile.headBytes)).head?.size).toBe(2n);
    const [first] = openings;
    expect(receiptFile.inclusionPath).toEqual([toHex(receiptLeaf(sha256, first?.receipt ?? Receipt.create()))]);
    expect(receiptFile).toMatchObject({ chainId: "indexer-test-1", settlement: { settlementId: "1" } });
  });

  test("states follow the events: contributions, session, payouts", async () => {
    const data = await ask(
      indexer,
      `{ contributions(order: OLDEST_FIRST) { edges { node { title state grade bond reviews { verdict reasonCode } } } }
         session(id: 1) { state closingReason returned receiptCount settledAmount openingFee host }
         payouts(settlementId: 1) { totalCount edges { node { role amount receiver } } }
         opening: payouts(sessionId: 1, role: HOST) { edges { node { amount settlement { settlementId } } } } }`,
    );
    expect(data.contributions.edges.map(({ node: row }: { node: object }) => row)).toEqual([
      { title: "ws", state: "ACCEPTED", grade: 90, bond: "20udemo", reviews: [{ verdict: "ACCEPT", reasonCode: 0 }] },
      { title: "spam", state: "REJECTED", grade: null, bond: "20udemo", reviews: [{ verdict: "REJECT", reasonCode: 4 }] },
    ]);
    expect(data.session).toEqual({ state: "ENDED", closingReason: "closed", returned: "3000", receiptCount: "2", settledAmount: "2000", openingFee: "40", host: people.host });
    const amounts = data.payouts.edges.map(({ node: row }: { node: { amount: string } }) => BigInt(row.amount));
    expect(amounts.reduce((sum: bigint, amount: bigint) => sum + amount, 0n)).toBe(2000n);
    expect(data.opening.edges.map(({ node: row }: { node: object }) => row)).toEqual([
      { amount: "500", settlement: { settlementId: "1" } },
      { amount: "25", settlement: null },
    ]);
  });

  test("an offer shows what became of its host's receipts, and how long they took", async () => {
    const { offers, closed, hostRecord } = await ask(
      indexer,
      `{ offers(closed: false) { edges { node { capacity operator latency { receipts p50Ms p95Ms } record { settledReceipts voidedReceipts voidSettlements openedReceipts lateReceipts } } } }
         closed: offers(closed: true) { totalCount }
         hostRecord(host: "${people.alice}") { settledReceipts } }`,
    );
    const record = { settledReceipts: "2", voidedReceipts: "0", voidSettlements: "0", openedReceipts: "2", lateReceipts: "0" };
    expect(offers.edges).toEqual([{ node: { capacity: "3", operator: "Alder Compute", latency: { receipts: 2, p50Ms: "12", p95Ms: "12" }, record } }]);
    expect(closed.totalCount).toBe(0);
    expect(hostRecord.settledReceipts).toBe("0");
  });

  test("a statement sums what came in by reason, and says of whose words and through which model", async () => {
    const { statement, unearned, paid } = await ask(
      indexer,
      `{ statement(address: "${people.alice}", denom: "udemo") { byKind { kind lines amount } lineage { amount }
           lines(first: 1, order: OLDEST_FIRST) { edges { node { datanet { name } modelVersion { modelId version } own { modelId } generation } } } }
         unearned(address: "${people.bob}") { versions models contribution { title } reasons { reason count } }
         paid: unearned(address: "${people.alice}") { contribution { title } } }`,
    );
    expect(statement.byKind).toEqual([
      { kind: "OWNER", lines: 1, amount: "594" },
      { kind: "PRIOR", lines: 1, amount: "40" },
    ]);
    expect(statement.lineage).toEqual([]);
    expect(statement.lines.edges).toEqual([{ node: { datanet: { name: "docs" }, modelVersion: { modelId: "1", version: "1" }, own: null, generation: null } }]);
    expect(unearned).toEqual([{ versions: 0, models: 0, contribution: { title: "spam" }, reasons: [{ reason: "REJECTED", count: null }] }]);
    expect(paid).toEqual([]);
  });

  test("failed and undecodable transactions are kept and change nothing else", async () => {
    const { txs, settlements, account } = await ask(
      indexer,
      `{ txs(height: 5, order: OLDEST_FIRST) { edges { node { succeeded code log messageCount messages { typeUrl } } } }
         settlements { totalCount }
         account(address: "${people.buyer}") { firstHeight balances { denom amount } txs { totalCount } } }`,
    );
    expect(txs.edges.map(({ node: row }: { node: object }) => row)).toMatchObject([
      { succeeded: true, messageCount: 1, messages: [{ typeUrl: "/openledger.market.v1.MsgSettle" }] },
      { succeeded: false, code: "7", log: "receipt 0 is settled already", messageCount: 1 },
      { succeeded: false, code: "2", messageCount: 0, messages: [] },
    ]);
    expect(settlements.totalCount).toBe(1);
    expect(account).toEqual({ firstHeight: "0", balances: [{ denom: "udemo", amount: "999990" }], txs: { totalCount: 3 } });
  });

  test("a subscription replays from a height and goes on with new blocks, without a gap", async () => {
    const chain = sampleBlocks();
    const url = `${indexer.url}/graphql?query=${encodeURIComponent("subscription { newBlocks(from: 8) { height } }")}`;
    const response = await fetch(url, { headers: { accept: "text/event-stream" } });
    const seen: string[] = [];
    const next = { ...chain[8], height: 10n, parentHash: chain[8]?.hash, hash: new Uint8Array(32).fill(10) } as (typeof chain)[number];
    node.blocks = [...chain, next];
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      for (const match of chunk.matchAll(/"newBlocks":{"height":"(\d+)"/g)) seen.push(match[1] ?? "");
      if (seen.length >= 3) break;
    }
    expect(seen).toEqual(["8", "9", "10"]);
  });
});
