import * as model from "@openledger/messages/openledger/model/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import type { SourceEvent } from "./source/committed-block.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { chainOf, people } from "./testing/sample-chain.ts";
import { call, event, tx } from "./testing/sample-parts.ts";

const { alice, bob, buyer, host } = people;
const SECOND = 1_000_000_000n;
const NOW = 1_790_000_000n * SECOND;

function said(type: string, id: bigint, subject: string, after: bigint, more: Readonly<Record<string, string | bigint>>): SourceEvent {
  const [role, respondent] = id === 1n ? ["host", host] : ["steward", ""];
  return event(type, { incident_id: id, subject, reporter: buyer, role, respondent, deadline_time: NOW + after * SECOND, deadline_height: 20n, ...more });
}

const OF_RECEIPT = "receipt/5/2";
const OF_VERSION = "model/1@1";
const reported = { reason: "output", statement: "it answers about bread", statement_hash: "", asked: "400udemo", deposit: "1000uopen" };

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  const publish = tx([call(model.MsgPublishModel, { publisher: alice, name: "answers", kind: 1 }, model.MsgPublishModelResponse, { modelId: 1n, version: 1n })], [
    event("model_published", { model_id: 1n, version: 1n }),
  ]);
  const ofReceipt = { ...reported, session_id: 5n, receipt: 2n, offer_id: 1n };
  const ofVersion = { ...reported, reason: "artifact", model_id: 1n, model_version: 1n, asked: "" };
  const turn = event("dispute_turn", { dispute_id: 1n, datanet_id: 1n, seq: 4n, challenger: bob, owner: alice, remedy: "strike", state: "open", bond: "5udemo", until: NOW + 50n * SECOND });
  const ending = { outcome: "upheld", compensation: "", deposit: "1000uopen" };
  node = await openFakeNode(
    chainOf([
      { txs: [publish], events: [turn] },
      { events: [said("incident_reported", 1n, OF_RECEIPT, 60n, ofReceipt), said("incident_reported", 2n, OF_VERSION, 60n, ofVersion), said("incident_escalated", 2n, OF_VERSION, 90n, { by: "" })] },
      { events: [said("incident_responded", 1n, OF_RECEIPT, 40n, { accepted: "false", statement: "it does not", statement_hash: "" })] },
      {
        events: [
          event("model_version_frozen", { model_id: 1n, version: 1n, incident_id: 2n }),
          said("incident_decided", 2n, OF_VERSION, 0n, { outcome: "upheld", froze: "true", struck: "false", compensation: "" }),
          said("incident_closed", 2n, OF_VERSION, 0n, { ...ending, deposit_went: "returned" }),
        ],
      },
    ]),
  );
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 4n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

test("an incident shows who must answer, what was said, and how it ended", async () => {
  const { open, closed, incidents } = await ask(
    indexer,
    `{ open: incident(id: 1) { state role respondent reason statement response asked deposit outcome deadlineHeight closedHeight }
       closed: incident(id: 2) { state role respondent outcome froze struck compensation depositWent reportedHeight closedHeight }
       incidents(state: CLOSED) { totalCount edges { node { subject } } } }`,
  );
  expect(open).toEqual({
    ...{ state: "REJECTED", role: "host", respondent: host, reason: "output", statement: "it answers about bread", response: "it does not" },
    ...{ asked: "400udemo", deposit: "1000uopen", outcome: null, deadlineHeight: "20", closedHeight: null },
  });
  expect(closed).toEqual({
    ...{ state: "CLOSED", role: "steward", respondent: null, outcome: "upheld", froze: true, struck: false },
    ...{ compensation: null, depositWent: "returned", reportedHeight: "2", closedHeight: "4" },
  });
  expect(incidents).toEqual({ totalCount: 1, edges: [{ node: { subject: OF_VERSION } }] });
});

test("a version that governance froze says so, with the incident", async () => {
  const { modelVersion } = await ask(indexer, `{ modelVersion(modelId: 1, version: 1) { frozenByIncident frozenHeight incidents { incidentId reason } } }`);
  expect(modelVersion).toEqual({ frozenByIncident: "2", frozenHeight: "4", incidents: [{ incidentId: "2", reason: "artifact" }] });
});

test("the clock says what is open, whose turn it is and until when, the nearest deadline first", async () => {
  const { clock } = await ask(indexer, `{ clock { kind openId subject turn who next untilTime } }`);
  expect(clock).toEqual([
    { kind: "INCIDENT", openId: "1", subject: OF_RECEIPT, turn: "reporter", who: buyer, next: "escalates, or it ends", untilTime: "2026-09-21T14:14:00Z" },
    { kind: "DISPUTE", openId: "1", subject: "datanet/1/4", turn: "owner", who: alice, next: "answers first", untilTime: "2026-09-21T14:14:10Z" },
  ]);
});
