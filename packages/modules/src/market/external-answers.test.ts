// Answers of an upstream that nobody can make again: paid by the same ownership rule, and labelled for what they are.
import { OutputLabel } from "@openledger/messages/openledger/attribution/v1";
import { CounterexampleKind, CounterexampleOutcome, MsgCounterexample, type HostRecord } from "@openledger/messages/openledger/market/v1";
import { ModelKind, type MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { buildArtifact, derivationOf, encodeExternalRecipe, RULE_VERSION } from "@openledger/retrieval";
import { expect, test } from "vitest";
import { claimErrors } from "../attribution/errors.ts";
import { claimOf, disputed, evidenceOf, matchMessage, ownedTokens, receiptOf, unopenedMessage, watcher } from "../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, hostSigned, indexOf, NOVEL_TEXT, openLoop, settleMessage, type Loop } from "../support/loop.fixture.ts";
import { alice, host, messages } from "../support/messages.fixture.ts";
import { expectRefusal } from "../support/refusal.fixture.ts";
import { crypto } from "../support/world.fixture.ts";
import { outputNotRefutable } from "./errors.ts";

const rows = [ALICE_TEXT, BOB_TEXT].map((text, i) => ({ sequence: BigInt(i + 1), documents: [toUtf8(text)] }));
const artifact = buildArtifact(rows, crypto.sha256);

function externalModel(contextPassages: number): Partial<MsgPublishModel> {
  const recipe = encodeExternalRecipe({ contextPassages, upstreamModel: "llama3.2:3b" });
  return {
    ...{ kind: ModelKind.MODEL_KIND_EXTERNAL, ruleVersion: RULE_VERSION, artifactRoot: artifact.root },
    ...{ recipe, recipeHash: crypto.sha256(recipe) },
  };
}

const firstOf = (loop: Loop) => assertDefined(loop.answered[0], "an answer");

test("an asserted answer is settled, labelled so, and its quotes are paid", () => {
  const loop = openLoop({ model: externalModel(0) });
  answer(loop, `Let me tell you. ${ALICE_TEXT} That is what I know of it.`);
  expect(receiptOf(firstOf(loop)).outputLabel).toBe(OutputLabel.OUTPUT_LABEL_ASSERTED);
  const { owners } = claimOf(firstOf(loop));
  expect(owners.map(({ owner }) => owner)).toEqual([alice]);
  loop.world.deliver(messages.settle, settleMessage(loop));
  expect(loop.world.brokenInvariants()).toEqual([]);
});

test("an asserted answer that calls itself re-executable is refused", () => {
  const loop = openLoop({ model: externalModel(0) });
  const opening = answer(loop, ALICE_TEXT);
  const receipt = { ...receiptOf(opening), outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE };
  loop.answered[0] = hostSigned({ ...opening, receipt });
  expectRefusal(loop.world, messages.settle, settleMessage(loop), claimErrors.label);
});

test("the passages given as context stand in the claim and are opened; those of another artifact are refused", () => {
  const held = derivationOf(artifact, [0]);
  const places = held.places.map(({ document, start, end }) => ({
    ...{ contribution: { datanetId: 1n, seq: 1n }, document, start, end },
  }));
  const loop = openLoop({ model: externalModel(1) });
  answer(loop, NOVEL_TEXT, 20n, undefined, { ...held, places });
  expect(claimOf(firstOf(loop))).toMatchObject({ passages: [0n], sources: [{ datanetId: 1n, seq: 1n }], owners: [] });
  const other = buildArtifact(rows.slice(0, 1), crypto.sha256);
  const copy = openLoop({ model: externalModel(1) });
  answer(copy, NOVEL_TEXT, 20n, undefined, { ...derivationOf(other, [0]), places });
  expectRefusal(copy.world, messages.settle, settleMessage(copy), claimErrors.derivation);
  const bare = openLoop({ model: externalModel(0) });
  answer(bare, NOVEL_TEXT, 20n, undefined, { ...held, places });
  expectRefusal(bare.world, messages.settle, settleMessage(bare), claimErrors.derivation);
  loop.world.deliver(messages.settle, settleMessage(loop));
});

test("its output cannot be refuted, and an author left out of its claim still voids it", () => {
  const loop = openLoop({ model: externalModel(0) });
  const tokens = ownedTokens(answer({ ...loop, answered: [] }, ALICE_TEXT));
  answer({ ...loop, index: indexOf(loop.registered.slice(1)) }, ALICE_TEXT);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  const refutation = MsgCounterexample.create({
    ...{ challenger: watcher, settlementId: 1n, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT },
    ...{ disputed: disputed(loop, 0), outputEvidence: Uint8Array.of(1) },
  });
  expectRefusal(loop.world, messages.counterexample, refutation, outputNotRefutable);
  const [source] = loop.registered;
  const evidence = evidenceOf(assertDefined(source, "Alice's text"), tokens);
  const { outcome } = loop.world.deliver(messages.counterexample, matchMessage(1n, disputed(loop, 0), evidence));
  expect(outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
  const { record } = loop.world.query<{ record: HostRecord }>("/openledger.market.v1.Query/HostRecord", { host });
  expect(record).toMatchObject({ voidSettlements: 1n, voidedReceipts: 1n, settledReceipts: 0n });
});
