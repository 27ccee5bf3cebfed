import MiniSearch from "minisearch";
import { ownedWeights, type Corpus } from "../corpus.ts";
import type { Random } from "../random.ts";

/** The ways of telling whose text an output comes from that are compared. */
export type ScoreName = "paid" | "bm25" | "length" | "random";
export const SCORE_NAMES: readonly ScoreName[] = ["paid", "bm25", "length", "random"];

/** A score per contributor for each output. */
export type Scores = Readonly<Record<ScoreName, readonly (readonly number[])[]>>;

/**
 * Scores of all contributors for each output: the share of the weight that the ownership rule pays them, the BM25 score of
 * their texts with the output as query (minisearch, its defaults), their length in tokens, and noise.
 */
export function scoreContributors(corpus: Corpus, outputs: readonly Uint8Array[], random: Random): Scores {
  const count = corpus.contributions.length;
  const search = searchIndex(corpus);
  const paid = outputs.map((output) => {
    const attribution = corpus.attribute(output);
    return ownedWeights(attribution, count).map((weight) => weight / Math.max(1, attribution.weight));
  });
  const bm25 = outputs.map((output) => {
    const scores = Array.from({ length: count }, () => 0);
    for (const { id, score } of search.search(textOf(output))) scores[Number(id)] = score;
    return scores;
  });
  return {
    paid,
    bm25,
    length: outputs.map(() => corpus.sizes),
    random: outputs.map(() => Array.from({ length: count }, () => random.fraction())),
  };
}

function searchIndex({ contributions }: Corpus): MiniSearch<{ id: number; text: string }> {
  const search = new MiniSearch<{ id: number; text: string }>({ fields: ["text"] });
  search.addAll(contributions.map(({ documents }, id) => ({ id, text: documents.map(textOf).join("\n") })));
  return search;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
