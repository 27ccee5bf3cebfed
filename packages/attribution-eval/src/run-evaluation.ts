import { smoothedRecipe } from "@openledger/ngram";
import type { Sha256 } from "@openledger/primitives";
import { measureAttacks, type AttackSize } from "./attacks/measure-attacks.ts";
import { measureHosts } from "./attacks/measure-hosts.ts";
import { createCorpus, inRandomOrder } from "./corpus.ts";
import { generateOutputs, trainModel } from "./counterfactual/generate-outputs.ts";
import { measureCounterfactual, type CounterfactualResult, type CounterfactualSize } from "./counterfactual/measure-counterfactual.ts";
import type { Evaluation, SpanResult } from "./evaluation.ts";
import { createRandom } from "./random.ts";
import { measureRetrieval, questionsFromPassages, type JudgedQuestion } from "./retrieval/measure-retrieval.ts";
import { measurePlanted, measureUnrelated, type PlantedCase } from "./spans/planted-spans.ts";
import { measureRespaced, RESPACINGS } from "./spans/respaced.ts";
import { syntheticSet } from "./text-sets/synthetic.ts";
import { sizeOf, type TextSet } from "./text-sets/text-set.ts";

/** How much is measured. */
interface Extent {
  readonly planted: readonly PlantedCase[];
  readonly spanOutputs: number;
  readonly models: readonly { readonly order: number; readonly smoothingBps: number }[];
  readonly counterfactual: CounterfactualSize;
  readonly attack: AttackSize;
  readonly questions: number;
}

/** What to evaluate on, and how. */
export interface EvaluationInput {
  /** Besides the synthetic sets; may be empty. */
  readonly sets: readonly TextSet[];
  /** Contributions with judged questions, measured for retrieval only. */
  readonly judged?: { readonly set: TextSet; readonly questions: readonly JudgedQuestion[] };
  readonly seed: number;
  /** Fewer and smaller measurements: under a minute on two cores with the synthetic sets alone. */
  readonly isQuick: boolean;
  readonly sha256: Sha256;
  say(progress: string): void;
}

const COUNTERFACTUAL_BYTES_MAX = 5_000_000;
const ATTACK_BYTES_MAX = 3_000_000;
const RETRIEVAL_BYTES_MAX = 5_000_000;
const SUBSTITUTED = 0.15;

const FULL: Extent = {
  planted: [5, 8, 12, 20].flatMap((words) => [0, SUBSTITUTED].map((substituted) => ({ words, substituted }))),
  spanOutputs: 200,
  models: [5, 3].flatMap((order) => [300, 1_000, 2_500, 5_000].map((smoothingBps) => ({ order, smoothingBps }))),
  counterfactual: { outputs: 30, tokens: 180, subsets: 100 },
  attack: { outputs: 24, tokens: 150, tries: 2 },
  questions: 200,
};
const QUICK: Extent = {
  planted: [{ words: 12, substituted: 0 }, { words: 12, substituted: SUBSTITUTED }],
  spanOutputs: 60,
  models: [5, 3].map((order) => ({ order, smoothingBps: 1_000 })),
  counterfactual: { outputs: 12, tokens: 150, subsets: 30 },
  attack: { outputs: 8, tokens: 120, tries: 2 },
  questions: 60,
};

/** Measures everything on every set, and tells what it is at. The same input gives the same numbers. */
export function runEvaluation(input: EvaluationInput): Evaluation {
  const extent = input.isQuick ? QUICK : FULL;
  const sets = [...syntheticSets(input), ...input.sets];
  const within = (bytes: number): TextSet[] => sets.filter((set) => sizeOf(set) <= bytes);
  const { seed, sha256 } = input;
  const spans = sets.map((set, i) => {
    const unrelated = otherThan(i, sets, input.sets.length);
    input.say(`spans: ${set.name} in ${unrelated.name}`);
    return measureSpans(set, unrelated, extent, input);
  });
  const counterfactual = within(COUNTERFACTUAL_BYTES_MAX).flatMap((set) =>
    extent.models.map((model): CounterfactualResult => {
      input.say(`removal: ${set.name}, order ${model.order}, smoothing ${model.smoothingBps / 100} %`);
      return measureCounterfactual(set, model, extent.counterfactual, seed, sha256);
    }),
  );
  const retrieval = within(RETRIEVAL_BYTES_MAX).map((set) => {
    input.say(`retrieval: ${set.name}`);
    return measureRetrieval(set, questionsFromPassages(set, extent.questions, seed), seed);
  });
  if (input.judged !== undefined) retrieval.push(measureRetrieval(input.judged.set, input.judged.questions, seed));
  // Attacks train a model anew for each newcomer; of the made-up sets the smaller one is enough.
  const attacked = within(ATTACK_BYTES_MAX).filter((set) => set !== sets[0]);
  const attacks = attacked.flatMap((set) => {
    input.say(`attacks: ${set.name}`);
    return measureAttacks(set, extent.attack, seed, sha256);
  });
  const hosts = attacked.flatMap((set) => measureHosts(set, extent.attack, seed, sha256));
  return {
    seed,
    isQuick: input.isQuick,
    sets: sets.map((set) => ({ name: set.name, origin: set.origin, contributors: set.contributors.length, bytes: sizeOf(set) })),
    spans,
    counterfactual,
    retrieval,
    attacks,
    hosts,
  };
}

/** Two sets of one made-up language; the second is what the first is unrelated to. */
function syntheticSets({ seed, isQuick, sets }: EvaluationInput): TextSet[] {
  const wordsEach = isQuick ? 4_000 : 5_000;
  const first = syntheticSet({ name: "synthetic", contributors: 40, wordsEach, language: 1 }, seed);
  const second = syntheticSet({ name: "synthetic 2", contributors: 12, wordsEach, language: 1 }, seed);
  return sets.length === 0 || !isQuick ? [first, second] : [first];
}

/** The next set of the same kind, made up or given; of a single one the next of any kind. */
function otherThan(at: number, sets: readonly TextSet[], given: number): TextSet {
  const made = sets.length - given;
  const [from, count] = at < made ? [0, made] : [made, given];
  return (count < 2 ? sets[(at + 1) % sets.length] : sets[from + ((at - from + 1) % count)]) as TextSet;
}

function measureSpans(set: TextSet, unrelated: TextSet, extent: Extent, { seed, sha256 }: EvaluationInput): SpanResult {
  const random = createRandom(seed, `spans ${set.name}`);
  const registered = inRandomOrder(set.contributors, createRandom(seed, `order ${set.name}`));
  const corpus = createCorpus(registered);
  const model = trainModel(corpus, smoothedRecipe(5, 2_500));
  const outputs = generateOutputs(model, Math.ceil(extent.spanOutputs / 4), 200, seed, sha256);
  return {
    set: set.name,
    unrelatedSet: unrelated.name,
    manifestTokens: corpus.rule.manifestTokens,
    planted: extent.planted.map((planted) => measurePlanted(corpus, registered, unrelated, planted, extent.spanOutputs, random)),
    unrelated: measureUnrelated(corpus, unrelated, extent.spanOutputs, random),
    respaced: RESPACINGS.map((respacing) => measureRespaced(corpus, outputs, respacing, random)),
  };
}
