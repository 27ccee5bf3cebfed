import { expect, test } from "vitest";
import { startIndexer } from "./compose.ts";
import { openFakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { challengedBlocks, people } from "./testing/sample-chain.ts";

test("a void settlement shows who challenged it, how, and where amount and bond went", async () => {
  await using node = await openFakeNode(challengedBlocks());
  const indexer = await startIndexer({ node: node.url, port: 0 });
  try {
    await untilHeight(indexer, 7n);
    const { provenance } = await ask(
      indexer,
      `{ provenance(sessionId: 1, index: 0) { settlement {
        state decidedHeight finalHeight
        voided { reason challenger denom returned slashed challengerReward burned treasury }
        demands { demandId receipts bond state madeHeight decidedHeight }
        counterexamples { receiptIndex kind outcome code }
      } } }`,
    );
    expect(provenance.settlement).toEqual({
      state: "VOID",
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
    });
  } finally {
    await indexer.close();
  }
});
