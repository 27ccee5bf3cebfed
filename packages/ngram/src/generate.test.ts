import { tokenise } from "@openledger/attribution";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveAnswer, naiveCounts } from "./naive-model.fixture.ts";
import { anyContributions, anyText, anyWeights, sha256 } from "./texts.fixture.ts";
import { answerSeed, buildNgramArtifact, generate, outputOdds, promptOf, smoothedRecipe } from "./index.ts";

test("answers are those of a naive sampler, token for token", () => {
  fc.assert(
    fc.property(anyContributions, anyWeights, anyText, fc.bigInt(0n, 1_000n), (contributions, options, prompt, nonce) => {
      const recipe = smoothedRecipe(options.order, options.smoothingBps);
      const artifact = buildNgramArtifact(contributions, recipe, sha256);
      const seed = answerSeed(sha256, 7n, nonce);
      const output = generate(artifact, { seed, prompt }, 24, sha256);
      const counts = naiveCounts(contributions, options.order);
      expect(fromUtf8(output)).toBe(naiveAnswer(counts, recipe.weights, { seed, prompt, tokens: 24 }));
      expect(tokenise(output).count).toBe(24);
      expect(generate(artifact, { seed, prompt }, 9, sha256)).toEqual(output.subarray(0, tokenise(output).end[8]));
    }),
    { numRuns: 60 },
  );
});

test("the odds of all ways to go on sum to exactly one for every context length", () => {
  fc.assert(
    fc.property(anyContributions, anyWeights, anyText, (contributions, { order, smoothingBps }, prompt) => {
      const artifact = buildNgramArtifact(contributions, smoothedRecipe(order, smoothingBps), sha256);
      const begun = generate(artifact, { seed: answerSeed(sha256, 1n, 2n), prompt }, 6, sha256);
      const { symbolGap, symbolWord, words } = artifact.counts.text.vocabulary;
      const ways = new Set<string>();
      symbolGap.forEach((gap, symbol) => {
        const token = fromUtf8(words[symbolWord[symbol] ?? 0] ?? new Uint8Array(0));
        for (const between of gap.length > 0 ? [fromUtf8(gap)] : ["", " "]) ways.add(fromUtf8(begun) + between + token);
      });
      const counted = Array.from({ length: order }, () => 0);
      const totals = new Set<string>();
      for (const way of ways) {
        const odds = outputOdds(artifact, prompt, toUtf8(way));
        if (odds.length !== 7) continue;
        odds[6]?.forEach(({ count }, i) => (counted[i] = (counted[i] ?? 0) + count));
        totals.add(JSON.stringify(odds[6]?.map(({ total }) => total)));
      }
      expect([...totals]).toEqual([JSON.stringify(counted)]);
      expect(artifact.recipe.weights.reduce((sum, weight) => sum + weight, 0)).toBe(10_000);
    }),
    { numRuns: 25 },
  );
});

test("a model of the longest context alone goes on word for word where the text does not branch", () => {
  const text = "Call me Ishmael. Some years ago, never mind how long precisely, I thought I would sail about a little.";
  const artifact = buildNgramArtifact([{ sequence: 1n, documents: [toUtf8(text)] }], smoothedRecipe(3, 0), sha256);
  const prompt = promptOf([{ role: "user", text: "nothing" }, { role: "user", text: "Please: Call  me" }, { role: "system", text: "x" }]);
  const output = generate(artifact, { seed: answerSeed(sha256, 1n, 1n), prompt }, 12, sha256);
  expect(fromUtf8(output)).toBe("Ishmael. Some years ago, never mind how long precisely,");
});

test("lengths outside 1 to 1,024 tokens are refused", () => {
  const artifact = buildNgramArtifact([{ sequence: 1n, documents: [toUtf8("tea")] }], smoothedRecipe(1, 0), sha256);
  const request = { seed: answerSeed(sha256, 1n, 1n), prompt: "" };
  for (const length of [0, 1.5, 1_025]) {
    expect(() => generate(artifact, request, length, sha256)).toThrow(expect.objectContaining({ code: "bad_length" }));
  }
  expect(tokenise(generate(artifact, request, 1_024, sha256)).count).toBe(1_024);
});
