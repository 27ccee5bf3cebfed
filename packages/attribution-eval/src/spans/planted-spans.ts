import { tokenise } from "@openledger/attribution";
import { ownerOfTokens, type Corpus } from "../corpus.ts";
import type { Random } from "../random.ts";
import { estimateRatio, type Estimate } from "../statistics/interval.ts";
import type { Contributor, TextSet } from "../text-sets/text-set.ts";
import { joinPieces, sampleWords, substituteWords, takeTokens, takeWords, type ComposedOutput, type Piece } from "./compose-output.ts";

/** What is planted in each output. */
export interface PlantedCase {
  readonly words: number;
  /** Share of the planted words that is replaced. */
  readonly substituted: number;
}

/** Token precision and recall of planted spans. */
export interface PlantedResult extends PlantedCase {
  /** Of the tokens that are credited to anybody, those that were planted. */
  readonly precision: Estimate;
  /** Of the planted tokens, those that are credited to anybody. */
  readonly recall: Estimate;
  /** Of the planted tokens that are credited, those credited to the one they were taken from. */
  readonly toSource: Estimate;
}

const OUTPUT_TOKENS = 200;
const SPANS = 4;

/**
 * Plants four spans of registered texts in outputs of 200 tokens that are made of another set's text, and looks what the
 * rule credits. `registered` are the texts of `corpus`, in its order.
 */
export function measurePlanted(
  corpus: Corpus,
  registered: readonly Contributor[],
  unrelated: TextSet,
  planted: PlantedCase,
  outputs: number,
  random: Random,
): PlantedResult {
  const others = sampleWords(unrelated.contributors, 2_000, random);
  const counts = Array.from({ length: outputs }, () => {
    const output = composeOutput(registered, unrelated.contributors, planted, others, random);
    return countTokens(output, ownerOfTokens(corpus.attribute(output.bytes)));
  });
  return {
    ...planted,
    precision: estimateRatio(counts.map(({ credited, hit }) => ({ part: hit, whole: credited })), random),
    recall: estimateRatio(counts.map(({ planted: whole, hit }) => ({ part: hit, whole })), random),
    toSource: estimateRatio(counts.map(({ hit, right }) => ({ part: right, whole: hit })), random),
  };
}

/** Share of the tokens of another set's text that is credited to anybody, in outputs of 200 tokens. */
export function measureUnrelated(corpus: Corpus, unrelated: TextSet, outputs: number, random: Random): Estimate {
  const pairs = Array.from({ length: outputs }, () => {
    const { bytes } = takeTokens(unrelated.contributors, OUTPUT_TOKENS, random);
    const owners = ownerOfTokens(corpus.attribute(bytes));
    return { part: owners.filter((owner) => owner >= 0).length, whole: owners.length };
  });
  return estimateRatio(pairs, random);
}

function composeOutput(
  registered: readonly Contributor[],
  unrelated: readonly Contributor[],
  { words, substituted }: PlantedCase,
  others: readonly Uint8Array[],
  random: Random,
): ComposedOutput {
  const spans = Array.from({ length: SPANS }, (): Piece => {
    const piece = takeWords(registered, words, random);
    return substituted === 0 ? piece : { ...piece, bytes: substituteWords(piece.bytes, substituted, others, random) };
  });
  const plantedTokens = spans.reduce((sum, { bytes }) => sum + tokenise(bytes).count, 0);
  const between = Math.max(1, Math.floor((OUTPUT_TOKENS - plantedTokens) / (SPANS + 1)));
  const filler = (): Piece => takeTokens(unrelated, between, random);
  return joinPieces([filler(), ...spans.flatMap((span) => [span, filler()])]);
}

function countTokens(
  { planted }: ComposedOutput,
  owners: Int32Array,
): { credited: number; planted: number; hit: number; right: number } {
  const counts = { credited: 0, planted: 0, hit: 0, right: 0 };
  planted.forEach((source, at) => {
    const isCredited = (owners[at] as number) >= 0;
    if (isCredited) counts.credited++;
    if (source < 0) return;
    counts.planted++;
    if (!isCredited) return;
    counts.hit++;
    if (owners[at] === source) counts.right++;
  });
  return counts;
}
