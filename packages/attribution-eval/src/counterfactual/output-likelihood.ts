import { WEIGHT_SUM, type NgramRecipe } from "@openledger/ngram";
import type { PlacedToken, RemovalCounts } from "./removal-counts.ts";

/** Of the probability, what is spread over all words, so that a word that nobody else wrote has a logarithm without its author. */
const SPREAD = 1e-4;

/** Counts as some of the contributors gave them: by context node and by continuation. */
export interface PartialCounts {
  readonly contexts: Float64Array;
  readonly continuations: Float64Array;
}

/** Sums the counts of the contributors for which `isKept`. */
export function sumCounts(counts: RemovalCounts, isKept: (contributor: number) => boolean): PartialCounts {
  const kept = Array.from({ length: counts.contributors }, (_, i) => i).filter(isKept);
  const sum = (by: Uint32Array): Float64Array => {
    const sums = new Float64Array(by.length / counts.contributors);
    for (let at = 0; at < sums.length; at++) {
      let total = 0;
      for (const contributor of kept) total += by[at * counts.contributors + contributor] as number;
      sums[at] = total;
    }
    return sums;
  };
  return { contexts: sum(counts.contexts), continuations: sum(counts.continuations) };
}

/** `all` less what one contributor gave. */
export function lessOne(counts: RemovalCounts, all: PartialCounts, contributor: number): PartialCounts {
  const less = (sums: Float64Array, by: Uint32Array): Float64Array =>
    sums.map((sum, at) => sum - (by[at * counts.contributors + contributor] as number));
  return { contexts: less(all.contexts, counts.contexts), continuations: less(all.continuations, counts.continuations) };
}

/**
 * Chance of a word under the n-gram rule: for each context length the recipe's weight times how often the word goes on
 * from the longest context up to that length that the text holds.
 */
export function wordChance({ weights }: NgramRecipe, counts: PartialCounts, token: PlacedToken): number {
  let chance = 0;
  let seen = 0;
  weights.forEach((weight, longest) => {
    const node = token.contexts[longest];
    if (node !== undefined && (counts.contexts[node] as number) > 0) seen = longest;
    const total = counts.contexts[token.contexts[seen] as number] as number;
    const count = counts.continuations[token.continuations[seen] as number] as number;
    if (total > 0) chance += (weight / WEIGHT_SUM) * (count / total);
  });
  return chance;
}

/** log2 of the chance of each output's words; `vocabulary` is the number of words over which the spread goes. */
export function logLikelihoods(
  recipe: NgramRecipe,
  removal: RemovalCounts,
  counts: PartialCounts,
  vocabulary: number,
): number[] {
  return removal.outputs.map((tokens) =>
    tokens.reduce((sum, token) => sum + Math.log2((1 - SPREAD) * wordChance(recipe, counts, token) + SPREAD / vocabulary), 0),
  );
}
