import * as datanet from "@openledger/messages/openledger/datanet/v1";
import * as feedback from "@openledger/messages/openledger/feedback/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { chainOf, people } from "./testing/sample-chain.ts";
import { call, DENOM, event, tx } from "./testing/sample-parts.ts";

const { alice, bob, buyer, host } = people;
const place = (seq: bigint) => ({ datanet_id: 1n, seq });

function contributed(seq: bigint) {
  const message = { contributor: alice, datanetId: 1n, title: `text ${seq}`, licence: "MIT", documentCount: 1, blob: new Uint8Array(32).fill(Number(seq)) };
  return tx([call(datanet.MsgContribute, message, datanet.MsgContributeResponse, { seq, sequence: seq })], [event("contribution_registered", { ...place(seq), sequence: seq, bond: "9udemo" })]);
}

/** The buyer of receipt 7 of session 4 says 2 of 5, and what should have been answered. */
function rated() {
  const correction = { datanetId: 1n, title: "what it should say", licence: "MIT", documentCount: 1, blob: new Uint8Array(32).fill(9) };
  return tx(
    [call(feedback.MsgFeedback, { buyer, rating: 2, correction }, feedback.MsgFeedbackResponse, { seq: 3n })],
    [
      event("contribution_registered", { ...place(3n), sequence: 3n, bond: "9udemo" }),
      event("feedback_given", { session_id: 4n, receipt: 7n, buyer, host, model_id: 1n, model_version: 1n, rating: 2, ...place(3n) }),
    ],
  );
}

const turn = (id: bigint, seq: bigint, state: string, remedy: string) =>
  event("dispute_turn", { dispute_id: id, ...place(seq), challenger: bob, owner: alice, remedy, state, bond: "500udemo", until: 1_790_000_100_000_000_000n });
const closed = (id: bigint, seq: bigint, outcome: string) => event("dispute_closed", { dispute_id: id, ...place(seq), challenger: bob, outcome });

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  const accepted = (seq: bigint) => event("contribution_accepted", { ...place(seq), grade: 50, log_index: seq - 1n, accepted_sequence: seq });
  const frozen = event("version_frozen", { datanet_id: 1n, version: 1n, log_size: 2n, log_root: "ab", tokens: 5n });
  node = await openFakeNode(
    chainOf([
      { txs: [contributed(1n), contributed(2n)] },
      { events: [accepted(1n), accepted(2n), frozen] },
      { txs: [rated()], events: [turn(1n, 1n, "open", "strike"), turn(2n, 2n, "open", "reassign"), turn(3n, 3n, "open", "strike")] },
      { events: [turn(1n, 1n, "unanswered", "strike"), turn(2n, 2n, "contested", "reassign"), turn(2n, 2n, "escalated", "reassign")] },
      {
        events: [
          event("contribution_struck", { ...place(1n), owner: alice, from_version: 1n }),
          closed(1n, 1n, "struck"),
          event("priors_settled", { ...place(2n), version: 1n, receiver: alice, amount: 30n, denom: DENOM }),
          event("contribution_reassigned", { ...place(2n), former_owner: alice, owner: bob }),
          closed(2n, 2n, "reassigned"),
        ],
      },
      { events: [event("rewards_claimed", { claimant: alice, amount: `50${DENOM}` })] },
    ]),
  );
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 6n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

test("a contribution shows its disputes, whose turn it is or how they ended, and who owns it now", async () => {
  const { struck, reassigned, open } = await ask(
    indexer,
    `query { struck: contribution(datanetId: 1, seq: 1) { ...Disputed } reassigned: contribution(datanetId: 1, seq: 2) { ...Disputed } open: contribution(datanetId: 1, seq: 3) { ...Disputed } }
     fragment Disputed on Contribution { owner marks { kind owner fromVersion } disputes { disputeId challenger remedy state bond filedHeight decidedHeight } }`,
  );
  const dispute = { challenger: bob, bond: "500udemo", filedHeight: "3" };
  expect(struck).toEqual({
    owner: alice,
    marks: [{ kind: "STRUCK", owner: null, fromVersion: "1" }],
    disputes: [{ ...dispute, disputeId: "1", remedy: "STRIKE", state: "STRUCK", decidedHeight: "5" }],
  });
  expect(reassigned).toEqual({
    owner: bob,
    marks: [{ kind: "REASSIGNED", owner: bob, fromVersion: "0" }],
    disputes: [{ ...dispute, disputeId: "2", remedy: "REASSIGN", state: "REASSIGNED", decidedHeight: "5" }],
  });
  expect(open).toEqual({ owner: buyer, marks: [], disputes: [{ ...dispute, disputeId: "3", remedy: "STRIKE", state: "OPEN", decidedHeight: null }] });
});

test("what was struck or reassigned says so as the reason why it earns nothing", async () => {
  const { unearned } = await ask(indexer, `{ unearned(address: "${alice}") { contribution { title } versions reasons { reason } } }`);
  expect(unearned).toEqual([
    { contribution: { title: "text 2" }, versions: 1, reasons: [{ reason: "REASSIGNED" }, { reason: "IN_NO_MANIFEST" }] },
    { contribution: { title: "text 1" }, versions: 0, reasons: [{ reason: "STRUCK" }, { reason: "NOT_FROZEN" }] },
  ]);
});

test("a rating counts for the host, and its correction is a contribution of the buyer", async () => {
  const { hostRecord, contribution } = await ask(
    indexer,
    `{ hostRecord(host: "${host}") { ratings ratingSum } contribution(datanetId: 1, seq: 3) { contributor title state corrects { sessionId receiptIndex rating buyer correction { seq } } } }`,
  );
  expect(hostRecord).toEqual({ ratings: "1", ratingSum: "2" });
  expect(contribution).toEqual({
    ...{ contributor: buyer, title: "what it should say", state: "PENDING" },
    corrects: { sessionId: "4", receiptIndex: "7", rating: 2, buyer, correction: { seq: "3" } },
  });
});

test("priors that were credited before a contribution changed hands are a line of their own", async () => {
  const { statement } = await ask(indexer, `{ statement(address: "${alice}", denom: "${DENOM}") { lines(order: OLDEST_FIRST) { edges { node { kind amount balanceAfter height } } } } }`);
  expect(statement.lines.edges.map(({ node: line }: { node: object }) => line)).toEqual([
    { kind: "PRIOR", amount: "30", balanceAfter: "30", height: "5" },
    { kind: "PRIOR", amount: "20", balanceAfter: "50", height: "6" },
    { kind: "CLAIM", amount: "-50", balanceAfter: "0", height: "6" },
  ]);
});
