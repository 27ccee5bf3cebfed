import { tokenise } from "@openledger/attribution";
import type { Sha256 } from "@openledger/primitives";
import {
  answerSeed,
  countNgrams,
  generate,
  orderOf,
  readTrainingText,
  type NgramModel,
  type NgramRecipe,
  type TrainingText,
} from "@openledger/ngram";
import type { Corpus } from "../corpus.ts";

/** Trains an n-gram model on everything registered. */
export function trainModel(corpus: Corpus, recipe: NgramRecipe): NgramModel {
  return { recipe, counts: countNgrams(readTrainingText(corpus.contributions), orderOf(recipe)) };
}

/** The model's answers to empty prompts in the session `seed`, as a host would give them. */
export function generateOutputs(model: NgramModel, outputs: number, tokens: number, seed: number, sha256: Sha256): Uint8Array[] {
  return Array.from({ length: outputs }, (_, nonce) =>
    generate(model, { seed: answerSeed(sha256, BigInt(seed), BigInt(nonce)), prompt: "" }, tokens, sha256),
  );
}

/** Words of an output as the training text numbers them; all are in it, since it was generated from it. */
export function wordsOfOutput({ vocabulary }: TrainingText, output: Uint8Array): number[] {
  const list = tokenise(output);
  return Array.from({ length: list.count }, (_, i) => {
    const id = vocabulary.wordId(latin1(output.subarray(list.start[i], list.end[i])));
    if (id === undefined) throw new RangeError("an output holds a word that its model was not trained on");
    return id;
  });
}

/** One character per byte, as the vocabulary keys its words. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
