import { smoothedRecipe } from "@openledger/ngram";
import type { Sha256 } from "@openledger/primitives";
import { createCorpus, inRandomOrder, ownerOfTokens } from "../corpus.ts";
import { createRandom, type Random } from "../random.ts";
import { pearson, spearman } from "../statistics/correlation.ts";
import { estimateMean, meanOf, type Estimate } from "../statistics/interval.ts";
import type { TextSet } from "../text-sets/text-set.ts";
import { checkRemoval, type RemovalCheck } from "./check-removal.ts";
import { generateOutputs, trainModel, wordsOfOutput } from "./generate-outputs.ts";
import { lessOne, logLikelihoods, sumCounts } from "./output-likelihood.ts";
import { countForRemoval, type RemovalCounts } from "./removal-counts.ts";
import { SCORE_NAMES, scoreContributors, type ScoreName, type Scores } from "./scores.ts";

/** Size of one measurement. */
export interface CounterfactualSize {
  readonly outputs: number;
  readonly tokens: number;
  /** Random halves of the contributors that a model is trained on, for LDS. */
  readonly subsets: number;
}

/** Agreement with removal of one n-gram model on one text set. */
export interface CounterfactualResult {
  readonly set: string;
  readonly contributors: number;
  readonly order: number;
  readonly smoothingBps: number;
  /** Share of the output tokens that somebody is paid for. */
  readonly paidShare: number;
  /** Over outputs, the mean Pearson correlation over contributors of score and removal effect. */
  readonly loo: Readonly<Record<ScoreName, Estimate>>;
  /** Over outputs, the mean Spearman correlation over subsets of summed scores and log-likelihood. */
  readonly lds: Readonly<Record<ScoreName, Estimate>>;
  /** LOO of the paid share less that of BM25, by output. */
  readonly aboveBm25: Estimate;
  readonly check: RemovalCheck;
}

/**
 * Contributor LOO and LDS on an n-gram model: truth is the log-likelihood of the output's words less that of a model
 * which was not trained on the contributor, and the log-likelihood of models trained on random halves.
 */
export function measureCounterfactual(
  set: TextSet,
  model: { readonly order: number; readonly smoothingBps: number },
  size: CounterfactualSize,
  seed: number,
  sha256: Sha256,
): CounterfactualResult {
  const random = createRandom(seed, `counterfactual ${set.name} ${model.order} ${model.smoothingBps}`);
  // One order of registration per set, so that the models of a set are compared on the same corpus.
  const corpus = createCorpus(inRandomOrder(set.contributors, createRandom(seed, `order ${set.name}`)));
  const trained = trainModel(corpus, smoothedRecipe(model.order, model.smoothingBps));
  const { text } = trained.counts;
  const outputs = generateOutputs(trained, size.outputs, size.tokens, seed, sha256);
  const scores = scoreContributors(corpus, outputs, random);
  const removal = countForRemoval(text, model.order, outputs.map((output) => wordsOfOutput(text, output)));
  const likelihood = (counts: ReturnType<typeof sumCounts>): number[] =>
    logLikelihoods(trained.recipe, removal, counts, text.vocabulary.words.length);
  const effects = removalEffects(removal, likelihood);
  const halves = trainOnHalves(removal, size.subsets, likelihood, random);
  const loo = byScore(scores, (of, output) => pearson(of, effects[output] ?? []));
  const lds = byScore(scores, (of, output) => spearman(halves.map(({ kept }) => sumKept(of, kept)), halves.map(({ likelihoods }) => likelihoods[output] as number)));
  const estimates = (values: Record<ScoreName, number[]>): Record<ScoreName, Estimate> => ({
    paid: estimateMean(values.paid, random),
    bm25: estimateMean(values.bm25, random),
    length: estimateMean(values.length, random),
    random: estimateMean(values.random, random),
  });
  return {
    set: set.name,
    contributors: set.contributors.length,
    ...model,
    paidShare: meanOf(outputs.map((output) => paidTokens(ownerOfTokens(corpus.attribute(output))))),
    loo: estimates(loo),
    lds: estimates(lds),
    aboveBm25: estimateMean(loo.paid.map((value, output) => value - (loo.bm25[output] as number)), random),
    check: checkRemoval(corpus, trained, outputs, removal, { contributors: 2, words: 6 }, random),
  };
}

type Likelihood = (counts: ReturnType<typeof sumCounts>) => number[];

/** effects[output][contributor] */
function removalEffects(removal: RemovalCounts, likelihood: Likelihood): number[][] {
  const all = sumCounts(removal, () => true);
  const whole = likelihood(all);
  const without = Array.from({ length: removal.contributors }, (_, i) => likelihood(lessOne(removal, all, i)));
  return whole.map((value, output) => without.map((likelihoods) => value - (likelihoods[output] as number)));
}

function trainOnHalves(
  removal: RemovalCounts,
  subsets: number,
  likelihood: Likelihood,
  random: Random,
): { kept: readonly boolean[]; likelihoods: readonly number[] }[] {
  const all = Array.from({ length: removal.contributors }, (_, i) => i);
  return Array.from({ length: subsets }, () => {
    const half = new Set(random.shuffle(all).slice(0, Math.floor(all.length / 2)));
    const kept = all.map((contributor) => half.has(contributor));
    return { kept, likelihoods: likelihood(sumCounts(removal, (contributor) => kept[contributor] === true)) };
  });
}

function byScore(scores: Scores, measure: (of: readonly number[], output: number) => number): Record<ScoreName, number[]> {
  const values: Record<ScoreName, number[]> = { paid: [], bm25: [], length: [], random: [] };
  for (const name of SCORE_NAMES) values[name] = scores[name].map((of, output) => measure(of, output));
  return values;
}

function sumKept(of: readonly number[], kept: readonly boolean[]): number {
  return of.reduce((sum, value, contributor) => sum + (kept[contributor] === true ? value : 0), 0);
}

function paidTokens(owners: Int32Array): number {
  return owners.filter((owner) => owner >= 0).length / Math.max(1, owners.length);
}
