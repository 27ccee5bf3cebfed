import { smoothedRecipe } from "@openledger/ngram";
import type { Sha256 } from "@openledger/primitives";
import { createCorpus, inRandomOrder, ownedWeights, type Corpus } from "../corpus.ts";
import { generateOutputs, trainModel } from "../counterfactual/generate-outputs.ts";
import { createRandom, type Random } from "../random.ts";
import type { TextSet } from "../text-sets/text-set.ts";
import { accountSplit, copy, documentSplit, nearCopy, padding, registerAnswers, stitch, type Acceptance, type Attack } from "./attack.ts";
import { FEE_TERMS, settle, sumOf, type Payouts, type Registered } from "./market.ts";

/** What the attacker gains over behaving honestly, in units; at most these over all tried attackers and victims. */
export interface AttackResult {
  readonly set: string;
  readonly name: string;
  /** Attackers or victims tried. */
  readonly tried: number;
  /** Fee of all answers of one try. */
  readonly fee: bigint;
  /** Owned part, answers of the model that was trained before the attack, all of the attack let in. */
  readonly ownedGain: bigint;
  /** Owned part, answers of a model that was trained on the attacker's texts as well; absent where the texts stay the same. */
  readonly retrainedGain: bigint | undefined;
  /** Prior part by what curators let in; of splits only all, since what is refused of them was honest text. */
  readonly priorGain: Readonly<Partial<Record<Acceptance, bigint>>> & { readonly all: bigint };
  readonly gainBpsMax: number | undefined;
  readonly isPriorNeutral: boolean;
}

/** Size of one measurement. */
export interface AttackSize {
  readonly outputs: number;
  readonly tokens: number;
  /** Attackers or victims per attack: half of them the most paid, half any. */
  readonly tries: number;
}

/** One model that mostly quotes and one that leaves more than half of its words to nobody, so that priors have something to divide. */
const RECIPES = [smoothedRecipe(5, 1_000), smoothedRecipe(3, 2_500)];

/** Tries every attack of a contributor against answers of two models over the set, with priors on. */
export function measureAttacks(set: TextSet, size: AttackSize, seed: number, sha256: Sha256): AttackResult[] {
  const random = createRandom(seed, `attacks ${set.name}`);
  const world = createWorld(set, size, seed, sha256);
  const { honest, outputs } = world;
  const targets = targetsOf(world, size.tries, random);
  const late = answersOf(world.corpus, { ...size, outputs: 24, tokens: 400 }, seed + 1, sha256);
  const families: Attack[][] = [
    targets.map((at) => accountSplit(honest, at)),
    targets.map((at) => documentSplit(honest, at)),
    targets.map((at) => padding(honest, at, random)),
    targets.map((at) => copy(honest, at, 1)),
    targets.map((at) => copy(honest, at, 4)),
    targets.map((at) => nearCopy(honest, at, random)),
    [stitch(honest, 4_000, random)],
    [registerAnswers(honest, outputs, true)],
    [registerAnswers(honest, late, false)],
  ];
  const settled = createSettler(outputs, sha256);
  return families.map((family) => worstOf(family.map((attack) => measureAttack(set.name, attack, settled, size, seed, sha256))));
}

/** Settles the same answers for different contributions, each array of them once. */
interface Settler {
  readonly outputs: readonly Uint8Array[];
  settle(registered: readonly Registered[]): Payouts;
}

function createSettler(outputs: readonly Uint8Array[], sha256: Sha256): Settler {
  const known = new Map<readonly Registered[], Payouts>();
  return {
    outputs,
    settle: (registered) => {
      const payouts = known.get(registered) ?? settle(registered, outputs, FEE_TERMS, sha256);
      known.set(registered, payouts);
      return payouts;
    },
  };
}

/** What attackers and lying hosts find. */
export interface World {
  readonly corpus: Corpus;
  readonly honest: readonly Registered[];
  readonly outputs: readonly Uint8Array[];
}

/** Everybody registered honestly, and answers of a model over all of it. */
export function createWorld(set: TextSet, size: AttackSize, seed: number, sha256: Sha256): World {
  const contributors = inRandomOrder(set.contributors, createRandom(seed, `order ${set.name}`));
  const corpus = createCorpus(contributors);
  const honest = contributors.map(({ name, documents }): Registered => ({ account: `honest ${name}`, documents, grade: 80 }));
  return { corpus, honest, outputs: answersOf(corpus, size, seed, sha256) };
}

/** Answers of both models, half each. */
function answersOf(corpus: Corpus, { outputs, tokens }: AttackSize, seed: number, sha256: Sha256): Uint8Array[] {
  return RECIPES.flatMap((recipe) => generateOutputs(trainModel(corpus, recipe), Math.ceil(outputs / 2), tokens, seed, sha256));
}

/** Half of them those that earn most, the others any. */
function targetsOf({ corpus, outputs }: World, tries: number, random: Random): number[] {
  const earned = corpus.contributions.map(() => 0);
  for (const output of outputs) {
    ownedWeights(corpus.attribute(output), earned.length).forEach((weight, at) => (earned[at] = (earned[at] as number) + weight));
  }
  const order = earned.map((_, at) => at).sort((a, b) => (earned[b] as number) - (earned[a] as number));
  const most = order.slice(0, Math.ceil(tries / 2));
  return [...most, ...random.shuffle(order.slice(most.length)).slice(0, tries - most.length)];
}

function measureAttack(
  set: string,
  attack: Attack,
  settler: Settler,
  size: AttackSize,
  seed: number,
  sha256: Sha256,
): AttackResult {
  const gains = ({ settle: settled }: Settler, accepted: Acceptance): { owned: bigint; prior: bigint } => {
    const before = settled(attack.honest);
    const after = settled(attack.attacked(accepted));
    const gain = (part: "owned" | "prior"): bigint => sumOf(after[part], attack.accounts) - sumOf(before[part], attack.accounts);
    return { owned: gain("owned"), prior: gain("prior") };
  };
  const all = gains(settler, "all");
  const half = attack.isPriorNeutral ? undefined : gains(settler, "half");
  const addsText = !attack.isPriorNeutral && !attack.attacked("all").some(({ isLate }) => isLate === true);
  return {
    set,
    name: attack.name,
    tried: 1,
    fee: FEE_TERMS.amountPerAnswer * BigInt(settler.outputs.length),
    ownedGain: larger(all.owned, half?.owned ?? all.owned),
    retrainedGain: addsText ? gains(createSettler(retrainedOutputs(attack.attacked("all"), size, seed, sha256), sha256), "all").owned : undefined,
    priorGain: half === undefined ? { all: all.prior } : { none: gains(settler, "none").prior, half: half.prior, all: all.prior },
    gainBpsMax: attack.gainBpsMax,
    isPriorNeutral: attack.isPriorNeutral,
  };
}

function retrainedOutputs(registered: readonly Registered[], size: AttackSize, seed: number, sha256: Sha256): Uint8Array[] {
  const corpus = createCorpus(registered.map(({ account, documents }) => ({ name: account, documents })));
  return answersOf(corpus, size, seed, sha256);
}

function worstOf(results: readonly AttackResult[]): AttackResult {
  return results.reduce((worst, next) => ({
    ...worst,
    tried: worst.tried + next.tried,
    ownedGain: larger(worst.ownedGain, next.ownedGain),
    retrainedGain: largerOf(worst.retrainedGain, next.retrainedGain),
    priorGain: {
      ...worst.priorGain,
      ...(next.priorGain.none !== undefined && { none: largerOf(worst.priorGain.none, next.priorGain.none) ?? 0n }),
      ...(next.priorGain.half !== undefined && { half: largerOf(worst.priorGain.half, next.priorGain.half) ?? 0n }),
      all: larger(worst.priorGain.all, next.priorGain.all),
    },
  }));
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function largerOf(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  return a === undefined || b === undefined ? (a ?? b) : larger(a, b);
}
