import { countNgrams, orderOf, readTrainingText, WEIGHT_SUM, withoutContribution, type NgramCounts, type NgramModel, type NgramRecipe } from "@openledger/ngram";
import type { Corpus } from "../corpus.ts";
import type { Random } from "../random.ts";
import { wordsOfOutput } from "./generate-outputs.ts";
import { lessOne, sumCounts, wordChance } from "./output-likelihood.ts";
import type { RemovalCounts } from "./removal-counts.ts";

/** How far the counts by contributor are from the model package's removal and from training again. */
export interface RemovalCheck {
  readonly contributors: number;
  readonly words: number;
  /** Largest difference of a chance from the one of the package's exact removal. */
  readonly toRemoval: number;
  /** Largest difference of a chance from the one of a model that was trained again without the contributor. */
  readonly toRetrained: number;
}

/**
 * Removes a few contributors in two further ways: by the model package's removal, and by training on everybody else's
 * texts from the beginning. Chances of sampled output words are read off both by a scan over all n-grams.
 */
export function checkRemoval(
  corpus: Corpus,
  model: NgramModel,
  outputs: readonly Uint8Array[],
  removal: RemovalCounts,
  samples: { readonly contributors: number; readonly words: number },
  random: Random,
): RemovalCheck {
  const all = sumCounts(removal, () => true);
  const differences = { toRemoval: 0, toRetrained: 0 };
  for (let i = 0; i < samples.contributors; i++) {
    const contributor = random.below(removal.contributors);
    const counts = lessOne(removal, all, contributor);
    const removed = withoutContribution(model.counts, BigInt(contributor + 1));
    const others = corpus.contributions.filter((_, at) => at !== contributor);
    const retrained = countNgrams(readTrainingText(others), orderOf(model.recipe));
    for (let j = 0; j < samples.words; j++) {
      const output = random.below(outputs.length);
      const ids = wordsOfOutput(model.counts.text, outputs[output] as Uint8Array);
      const at = random.below(ids.length);
      const token = (removal.outputs[output] ?? [])[at];
      if (token === undefined) throw new RangeError("outputs and their counts do not belong together");
      const chance = wordChance(model.recipe, counts, token);
      const words = ids.slice(Math.max(0, at - 4), at + 1);
      const byBytes = words.map((id) => retrainedId(model.counts, retrained, id));
      differences.toRemoval = Math.max(differences.toRemoval, Math.abs(chance - chanceByScan(removed, model.recipe, words)));
      differences.toRetrained = Math.max(differences.toRetrained, Math.abs(chance - chanceByScan(retrained, model.recipe, byBytes)));
    }
  }
  return { ...samples, ...differences };
}

/** Chance of the last of `words` after the others, by looking at every n-gram. */
function chanceByScan(counts: NgramCounts, { weights }: NgramRecipe, words: readonly number[]): number {
  const { text, orders } = counts;
  let chance = 0;
  let seen = { total: 0, count: 0 };
  weights.forEach((weight, length) => {
    if (length < words.length) {
      const found = { total: 0, count: 0 };
      for (const position of orders[length]?.positions ?? []) {
        let distance = 1;
        while (distance <= length && text.words[position - distance] === words[words.length - 1 - distance]) distance++;
        if (distance <= length) continue;
        found.total++;
        if (text.words[position] === words.at(-1)) found.count++;
      }
      if (found.total > 0) seen = found;
    }
    if (seen.total > 0) chance += (weight / WEIGHT_SUM) * (seen.count / seen.total);
  });
  return chance;
}

/** Number of a word in the other vocabulary, or -1. */
function retrainedId(from: NgramCounts, to: NgramCounts, id: number): number {
  const bytes = from.text.vocabulary.words[id] as Uint8Array;
  return to.text.vocabulary.wordId(Buffer.from(bytes).toString("latin1")) ?? -1;
}
