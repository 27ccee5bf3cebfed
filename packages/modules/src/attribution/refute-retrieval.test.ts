import type { Derivation } from "@openledger/attribution";
import {
  CounterexampleKind,
  CounterexampleOutcome,
  MsgCounterexample,
  RetrievalEvidence,
  type PassageRows,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind } from "@openledger/messages/openledger/model/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { answer as retrieve, buildArtifact, derivationOf, evidenceOf, RULE_VERSION } from "@openledger/retrieval";
import { expect, test } from "vitest";
import { evidenceInvalid } from "../market/errors.ts";
import { disputed, invalidMessage, unopenedMessage, watcher } from "../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, openLoop, settleMessage, type Loop } from "../support/loop.fixture.ts";
import { alice, curator, host, messages } from "../support/messages.fixture.ts";
import { expectRefusal } from "../support/refusal.fixture.ts";
import { crypto } from "../support/world.fixture.ts";
import { claimErrors } from "./errors.ts";

const { COUNTEREXAMPLE_OUTCOME_VOID: VOID, COUNTEREXAMPLE_OUTCOME_FALSE: FALSE } = CounterexampleOutcome;
const QUESTION = "What do you know of the heron and of the glacier?";
const artifact = buildArtifact(
  [ALICE_TEXT, BOB_TEXT].map((text, i) => ({ sequence: BigInt(i + 1), documents: [toUtf8(text)] })),
  crypto.sha256,
);
const right = retrieve(artifact, QUESTION);
const numbers = right.passages.map(({ passage }) => passage);

/** A loop of a retrieval model whose host answered with this output, made of these passages. */
function answered(output: string, passages: readonly number[]): Loop {
  const kind = { kind: ModelKind.MODEL_KIND_RETRIEVAL, ruleVersion: RULE_VERSION, artifactRoot: artifact.root };
  const loop = openLoop({ model: { ...kind, recipe: new Uint8Array(0), recipeHash: new Uint8Array(0) } });
  const { proof, places } = derivationOf(artifact, passages.filter((number) => number < 2));
  const cited = places.map(({ sequence: seq, ...place }) => ({ ...place, contribution: { datanetId: 1n, seq } }));
  const derivation: Derivation = { proof, places: cited, passages: passages.map(BigInt) };
  answer(loop, output, 20n, QUESTION, derivation);
  return loop;
}

function rowsOf({ registered }: Loop, chunks = true): PassageRows[] {
  return registered.map(({ datanetId, seq, rows }) => {
    const opened = chunks ? [rows.openChunk(0, 0)] : [];
    return { contribution: { datanetId, seq }, rows: rows.commitment, chunks: opened, rowHashes: [] };
  });
}

function challenge(loop: Loop, shown: readonly number[], rows: PassageRows[] = rowsOf(loop)): MsgCounterexample {
  const evidence = RetrievalEvidence.create({ artifact: evidenceOf(artifact, QUESTION, shown).artifact, rows });
  return MsgCounterexample.create({
    ...{ challenger: watcher, settlementId: 1n, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT },
    ...{ disputed: disputed(loop, 0), outputEvidence: RetrievalEvidence.toBytes(evidence) },
  });
}

/** Settles by hashes, so that the chain sees the answer only when it is challenged. */
function settled(output: string, passages: readonly number[]): Loop {
  const loop = answered(output, passages);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  return loop;
}

test("the question is answered with both passages", () => {
  expect(numbers).toHaveLength(2);
});

test.each([
  ["splices a paragraph of its own", `${right.text}\n\nBuy my kettles.`, numbers],
  ["omits the best passage", retrieveOnly(1), numbers.slice(1)],
  ["omits the second passage", retrieveOnly(0), numbers.slice(0, 1)],
  ["swaps their order", right.text.split("\n\n").reverse().join("\n\n"), [...numbers].reverse()],
  ["says that nothing matches", "No passage of this model matches the question.", []],
  ["names passages that do not exist", right.text, [7, 8]],
  ["names other passages than it cites", right.text, numbers.slice(1)],
])("a host that %s is voided and slashed", (_, output, passages) => {
  const loop = settled(output, passages);
  expect(loop.world.deliver(messages.counterexample, challenge(loop, [0, 1]))).toEqual({ outcome: VOID });
  const voided = loop.world.events.find(({ type }) => type === "settlement_voided");
  const valueOf = (name: string): string => voided?.attributes.find(({ key }) => key === name)?.value ?? "";
  expect([valueOf("reason"), valueOf("challenger")]).toEqual(["output-wrong", watcher]);
  expect(BigInt(valueOf("challenger_reward"))).toBeGreaterThan(0n);
  expect(loop.world.brokenInvariants()).toEqual([]);
});

test("an honest answer stands, and the challenger loses its bond to the host", () => {
  const loop = settled(right.text, numbers);
  const before = [loop.world.balance(curator, "uopen"), loop.world.balance(host, "uopen")] as const;
  expect(loop.world.deliver(messages.counterexample, challenge(loop, [0, 1]))).toEqual({ outcome: FALSE });
  const bond = before[0] - loop.world.balance(curator, "uopen");
  expect(bond).toBeGreaterThan(0n);
  expect(loop.world.balance(host, "uopen") - before[1]).toBe(bond);
});

test("evidence that lacks a passage of the claim, its rows, its leaves or its order is refused", () => {
  const loop = settled(right.text, numbers);
  const [first, second] = rowsOf(loop);
  const others = [
    challenge(loop, numbers.slice(1)),
    challenge(loop, numbers, [assertDefined(first, "rows")]),
    challenge(loop, numbers, rowsOf(loop, false)),
    challenge(loop, numbers, [assertDefined(first, "rows"), { ...assertDefined(second, "rows"), contribution: { datanetId: 1n, seq: 1n } }]),
    challenge(loop, numbers, [assertDefined(first, "rows"), { ...assertDefined(second, "rows"), contribution: { datanetId: 9n, seq: 1n } }]),
    challenge(loop, numbers, [assertDefined(second, "rows"), assertDefined(first, "rows")]),
    challenge(loop, numbers, [assertDefined(first, "rows"), assertDefined(first, "rows"), assertDefined(second, "rows")]),
    { ...challenge(loop, numbers), outputEvidence: Uint8Array.of(0xff) },
  ];
  for (const msg of others) expectRefusal(loop.world, messages.counterexample, msg, evidenceInvalid);
});

test("a passage that is revoked after the session opened still counts in it", () => {
  const loop = answered(retrieveOnly(1), numbers.slice(1));
  loop.world.deliver(messages.revoke, { contributor: alice, datanetId: 1n, seq: 1n, rows: [], erase: false });
  // The mark came after the session had opened, so this session still sees Alice's passage.
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  expect(loop.world.deliver(messages.counterexample, challenge(loop, [0, 1]))).toEqual({ outcome: VOID });
});

test("an opening shows what its output was made of, or it does not settle", () => {
  const honest = answered(right.text, numbers);
  honest.world.deliver(messages.settle, settleMessage(honest));
  const spliced = answered(`${right.text}\n\nBuy my kettles.`, numbers);
  expectRefusal(spliced.world, messages.settle, settleMessage(spliced), claimErrors.derivation);
});

test("a claim that names passages in an answer of another kind contradicts itself", () => {
  const loop = openLoop();
  answer(loop, ALICE_TEXT, 20n, QUESTION, { passages: [0n], places: [], proof: derivationOf(artifact, [0]).proof });
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  expect(loop.world.deliver(messages.counterexample, invalidMessage(1n, disputed(loop, 0)))).toEqual({ outcome: VOID });
});

/** The answer as if the other contribution had been revoked. */
function retrieveOnly(at: number): string {
  const kept = right.passages[at]?.contribution;
  return retrieve(artifact, QUESTION, ({ contribution }) => contribution !== kept).text;
}
