import { createNodeCrypto } from "@openledger/crypto";
import { outputOdds, smoothedRecipe, withoutContribution } from "@openledger/ngram";
import { toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCorpus } from "../corpus.ts";
import { createRandom } from "../random.ts";
import { checkRemoval } from "./check-removal.ts";
import { generateOutputs, trainModel, wordsOfOutput } from "./generate-outputs.ts";
import { lessOne, sumCounts, wordChance } from "./output-likelihood.ts";
import { countForRemoval } from "./removal-counts.ts";

const { sha256 } = createNodeCrypto();
const words = fc.array(fc.constantFrom("ada", "ben", "cid", "dot", "eve"), { minLength: 3, maxLength: 30 });
// Every word has one and the same whitespace before it, so the package's odds, which are those of a word with its whitespace, are the word's.
const texts = fc.array(words.map((list) => toUtf8(`start ${list.join(" ")}`)), { minLength: 2, maxLength: 4 });

test("the chance of every word without a contributor is the one of the package's removal, and of training again", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 5 }), fc.nat(), (documents, order, pick) => {
      const corpus = createCorpus(documents.map((document, i) => ({ name: `${i}`, documents: [document] })));
      const model = trainModel(corpus, smoothedRecipe(order, 2_000));
      const outputs = generateOutputs(model, 2, 12, 3, sha256);
      const removal = countForRemoval(model.counts.text, order, outputs.map((output) => wordsOfOutput(model.counts.text, output)));
      const contributor = pick % documents.length;
      const counts = lessOne(removal, sumCounts(removal, () => true), contributor);
      const removed = { recipe: model.recipe, counts: withoutContribution(model.counts, BigInt(contributor + 1)) };
      outputs.forEach((output, i) => {
        const odds = outputOdds(removed, "", output).map((of) => of.reduce((sum, { weight, count, total }) => sum + (weight / 10_000) * (count / total), 0));
        const chances = (removal.outputs[i] ?? []).map((token) => wordChance(model.recipe, counts, token));
        expect(chances.length).toBe(12);
        chances.forEach((chance, at) => expect(chance).toBeCloseTo(odds[at] ?? Number.NaN, 12));
      });
      const check = checkRemoval(corpus, model, outputs, removal, { contributors: 2, words: 4 }, createRandom(pick, "check"));
      expect(check).toMatchObject({ toRemoval: 0, toRetrained: 0 });
    }),
    { numRuns: 40 },
  );
});
