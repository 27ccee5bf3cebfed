import * as model from "@openledger/messages/openledger/model/v1";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startIndexer, type RunningIndexer } from "./compose.ts";
import type { SourceTx } from "./source/committed-block.ts";
import { openFakeNode, type FakeNode } from "./testing/fake-node.ts";
import { ask, untilHeight } from "./testing/graphql.ts";
import { chainOf, people } from "./testing/sample-chain.ts";
import { call, DENOM, event, tx } from "./testing/sample-parts.ts";

const { alice, bob, creator } = people;
/** Version 1 of model 2 descends from model 1, and version 1 of model 3 from both. */
const ancestorsOf: Readonly<Record<string, readonly (readonly [modelId: bigint, receiver: string, generation: number])[]>> = {
  "2": [[1n, alice, 1]],
  "3": [
    [1n, alice, 2],
    [2n, bob, 1],
  ],
};

function published(modelId: bigint, publisher: string): SourceTx {
  const said = { model_id: modelId, version: 1n };
  const derived = (ancestorsOf[String(modelId)] ?? []).map(([ancestor, receiver, generation]) =>
    event("model_derived", { ...said, ancestor_model_id: ancestor, ancestor_version: 1n, receiver, bps: 500, generation }),
  );
  const twin = modelId === 3n ? { same_artifact_as: "1@1" } : {};
  return tx(
    [call(model.MsgPublishModel, { publisher, name: `model ${modelId}`, kind: 1, derivable: true, deriveBps: 500 }, model.MsgPublishModelResponse, { modelId, version: 1n })],
    [event("model_published", { ...said, ...twin }), ...derived],
  );
}

/** What a settlement of model 3 pays its publisher and those it descends from. */
function paid(settlementId: bigint) {
  const of = { settlement_id: settlementId, session_id: settlementId, denom: DENOM, model_id: 3n, model_version: 1n };
  return [
    event("payout", { ...of, role: "royalty", receiver: alice, amount: 20n, ancestor_model_id: 1n, ancestor_version: 1n, generation: 2 }),
    event("payout", { ...of, role: "royalty", receiver: bob, amount: 20n, ancestor_model_id: 2n, ancestor_version: 1n, generation: 1 }),
    event("payout", { ...of, role: "royalty", receiver: alice, amount: 3n }),
    event("payout", { ...of, role: "model", receiver: creator, amount: 357n }),
  ];
}

let node: FakeNode;
let indexer: RunningIndexer;

beforeAll(async () => {
  const versions = [published(1n, alice), published(2n, bob), published(3n, creator)];
  node = await openFakeNode(chainOf([{}, { txs: versions }, { events: paid(1n) }, { events: paid(2n) }]));
  indexer = await startIndexer({ node: node.url, port: 0 });
  await untilHeight(indexer, 4n);
});

afterAll(async () => {
  await indexer.close();
  await node[Symbol.asyncDispose]();
});

test("a version names all that it descends from and all that descend from it, with what is owed", async () => {
  const { modelVersion, base } = await ask(
    indexer,
    `{ modelVersion(modelId: 3, version: 1) { derivable deriveBps sameArtifactAs ancestors { modelId version receiver bps generation modelVersion { model { name } } } descendants { modelId } offers { offerId } }
       base: modelVersion(modelId: 1, version: 1) { sameArtifactAs ancestors { modelId } descendants { modelId version bps generation } } }`,
  );
  expect(modelVersion).toEqual({
    ...{ derivable: true, deriveBps: 500, sameArtifactAs: "1@1", descendants: [], offers: [] },
    ancestors: [
      { modelId: "1", version: "1", receiver: alice, bps: 500, generation: 2, modelVersion: { model: { name: "model 1" } } },
      { modelId: "2", version: "1", receiver: bob, bps: 500, generation: 1, modelVersion: { model: { name: "model 2" } } },
    ],
  });
  expect(base).toEqual({
    ...{ sameArtifactAs: null, ancestors: [] },
    descendants: [
      { modelId: "2", version: "1", bps: 500, generation: 1 },
      { modelId: "3", version: "1", bps: 500, generation: 2 },
    ],
  });
});

test("a statement says which own model earned through whose derived one, two generations deep", async () => {
  const { statement } = await ask(
    indexer,
    `{ statement(address: "${alice}", denom: "${DENOM}") {
      byKind { kind lines amount }
      lineage { generation lines amount own { modelId } through { modelId model { owner } } }
      lines(order: OLDEST_FIRST) { edges { node { kind amount generation own { modelId } } } }
    } }`,
  );
  expect(statement.byKind).toEqual([{ kind: "ROYALTY", lines: 4, amount: "46" }]);
  expect(statement.lineage).toEqual([{ generation: 2, lines: 2, amount: "40", own: { modelId: "1" }, through: { modelId: "3", model: { owner: creator } } }]);
  expect(statement.lines.edges.slice(0, 2)).toEqual([
    { node: { kind: "ROYALTY", amount: "20", generation: 2, own: { modelId: "1" } } },
    { node: { kind: "ROYALTY", amount: "3", generation: null, own: null } },
  ]);
});
