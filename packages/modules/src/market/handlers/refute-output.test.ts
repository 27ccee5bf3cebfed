import { expect, test } from "vitest";
import { Use } from "@openledger/messages/openledger/datanet/v1";
import {
  CounterexampleKind,
  CounterexampleOutcome,
  MsgCounterexample,
  NgramEvidence,
} from "@openledger/messages/openledger/market/v1";
import { ModelKind } from "@openledger/messages/openledger/model/v1";
import {
  answerSeed,
  buildNgramArtifact,
  encodeRecipe,
  generate,
  openToken,
  promptOf,
  recipeHash,
  RULE_VERSION,
  smoothedRecipe,
  type LeafOpening,
  type NgramRequest,
} from "@openledger/ngram";
import { assertDefined, fromUtf8, toUtf8 } from "@openledger/primitives";
import { disputed, unopenedMessage, watcher } from "../../support/challenge.fixture.ts";
import { ALICE_TEXT, answer, BOB_TEXT, openLoop, type Loop } from "../../support/loop.fixture.ts";
import { datanetMessage, messages } from "../../support/messages.fixture.ts";
import { expectRefusal } from "../../support/refusal.fixture.ts";
import { crypto } from "../../support/world.fixture.ts";
import { evidenceInvalid } from "../errors.ts";

const recipe = smoothedRecipe(3, 1_000);
const rows = [ALICE_TEXT, BOB_TEXT].map((text, i) => ({ sequence: BigInt(i + 1), documents: [toUtf8(text)] }));
const artifact = buildNgramArtifact(rows, recipe, crypto.sha256);
const prompt = promptOf([{ role: "user", text: "What do you know of birds and of ice?" }]);
const request: NgramRequest = { seed: answerSeed(crypto.sha256, 1n, 1000n), prompt };
const honest = fromUtf8(generate(artifact, request, 24, crypto.sha256));

function ngramLoop(output: string): Loop {
  const licence = { ...assertDefined(datanetMessage().licence, "a licence"), uses: [Use.USE_TRAIN] };
  const model = {
    ...{ kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: RULE_VERSION, recipe: encodeRecipe(recipe) },
    ...{ recipeHash: recipeHash(recipe, crypto.sha256), artifactRoot: artifact.root },
  };
  const loop = openLoop({ manifest: { licence }, model });
  answer(loop, output);
  loop.world.deliver(messages.settle, unopenedMessage(loop));
  return loop;
}

function evidenceFor(output: string, position: number): NgramEvidence {
  const { leafCount, entry, absence } = openToken(artifact, request, toUtf8(output), position, crypto.sha256);
  const leaf = ({ index, leaf: bytes, aunts }: LeafOpening): NonNullable<NgramEvidence["entry"]> => ({
    ...{ index: BigInt(index), leaf: bytes, path: [...aunts] },
  });
  return NgramEvidence.create({
    ...{ position, leafCount: BigInt(leafCount), entry: leaf(entry) },
    ...(absence === undefined ? {} : { absentBefore: leaf(absence.before), absentAfter: leaf(absence.after) }),
  });
}

const challengeOf = (loop: Loop, evidence: Uint8Array): MsgCounterexample =>
  MsgCounterexample.create({
    ...{ challenger: watcher, settlementId: 1n, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT },
    ...{ disputed: disputed(loop, 0), outputEvidence: evidence },
  });

test("a swapped token of an n-gram answer is refuted by one entry of the artifact", () => {
  const words = honest.split(" ");
  const swapped = [...words.slice(0, 5), "glacier's", ...words.slice(6)].join(" ");
  const loop = ngramLoop(swapped);
  const verdicts = Array.from({ length: 9 }, (_, position) => {
    const copy = ngramLoop(swapped);
    const bytes = NgramEvidence.toBytes(evidenceFor(swapped, position));
    return copy.world.deliver(messages.counterexample, challengeOf(copy, bytes)).outcome;
  });
  expect(verdicts).toContain(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_VOID);
  expect(loop.world.brokenInvariants()).toEqual([]);
});

test("no token of an honest answer is refuted, and trying costs the bond", () => {
  const loop = ngramLoop(honest);
  for (let position = 0; position < 12; position++) {
    const bytes = NgramEvidence.toBytes(evidenceFor(honest, position));
    const { outcome } = loop.world.deliver(messages.counterexample, challengeOf(loop, bytes));
    expect(outcome).toBe(CounterexampleOutcome.COUNTEREXAMPLE_OUTCOME_FALSE);
  }
});

test("evidence that is not under the artifact root, or no evidence at all, is refused", () => {
  const loop = ngramLoop(honest);
  const evidence = evidenceFor(honest, 2);
  const entry = assertDefined(evidence.entry, "an entry");
  const others = [
    NgramEvidence.toBytes({ ...evidence, entry: { ...entry, leaf: Uint8Array.of(...entry.leaf, 0) } }),
    NgramEvidence.toBytes({ ...evidence, entry: undefined }),
    NgramEvidence.toBytes({ ...evidence, position: 4000 }),
    NgramEvidence.toBytes({ ...evidence, leafCount: 1n << 60n }),
    Uint8Array.of(0xff),
  ];
  for (const bytes of others) {
    expectRefusal(loop.world, messages.counterexample, challengeOf(loop, bytes), evidenceInvalid);
  }
});
