import { assertDefined } from "@openledger/primitives";
import type { ByteText } from "./byte-text.ts";
import { log2Q8 } from "./log2.ts";
import type { Query } from "./query.ts";
import type { Postings, RetrievalIndex } from "./retrieval-index.ts";

// 563,200 · average · tf stays below 2^50 within these bounds.
const TF_MAX = 1023;
const LENGTH_MAX = 1_048_575;

/** Inverse document frequency in Q8 bits: floor(256 · log2((2n + 2) / (2df + 1))), df <= n. */
export function inverseFrequency(count: number, df: number): number {
  return log2Q8(2 * count + 2, 2 * df + 1);
}

/** BM25 saturation in Q8 with k1 = 1.2 and b = 0.75: floor(256 · 2.2 tf / (tf + 1.2 (0.25 + 0.75 length / average))). */
export function saturation(tf: number, length: number, average: number): number {
  const frequency = Math.min(tf, TF_MAX);
  const mean = Math.min(average, LENGTH_MAX);
  const size = Math.min(length, LENGTH_MAX);
  return Math.floor((563_200 * mean * frequency) / (1000 * mean * frequency + 12 * (25 * mean + 75 * size)));
}

/** Score of every passage for a query, by passage index: 0 when no term of the query stands in the passage. */
export function scorePassages(index: RetrievalIndex, query: Query): number[] {
  const passageLengths = index.passages.map(({ length }) => length);
  const packageLengths = index.packages.map(({ length }) => length);
  const passageScores = index.passages.map(() => 0);
  const packageScores = index.packages.map(() => 0);
  for (const term of query.terms) {
    const entry = termEntry(index, term);
    if (entry === undefined) continue;
    addScores(passageScores, entry.passages, passageLengths, index.averagePassageLength);
    addScores(packageScores, entry.packages, packageLengths, index.averagePackageLength);
  }
  return index.passages.map((passage, at) => {
    const own = passageScores[at] ?? 0;
    return combinedScore(own, assertDefined(packageScores[passage.package], "package in range"), query, passage);
  });
}

/** Score of a passage from its terms' scores in itself and in its package: 0 when none stands in itself. */
export function combinedScore(
  own: number,
  inPackage: number,
  { asksHow }: Pick<Query, "asksHow">,
  { hasCode }: { readonly hasCode: boolean },
): number {
  if (own === 0) return 0;
  return asksHow && hasCode ? Math.floor(((own + inPackage) * 3) / 2) : own + inPackage;
}

/** Q8 score of one term with inverse frequency `idf`. */
export function termScore(idf: number, tf: number, length: number, average: number): number {
  return Math.floor((idf * saturation(tf, length, average)) / 256);
}

function addScores(scores: number[], postings: Postings, lengths: readonly number[], average: number): void {
  const idf = inverseFrequency(lengths.length, postings.at.length);
  postings.at.forEach((at, i) => {
    const tf = assertDefined(postings.tf[i], "posting in range");
    const length = assertDefined(lengths[at], "length in range");
    scores[at] = (scores[at] ?? 0) + termScore(idf, tf, length, average);
  });
}

function termEntry(index: RetrievalIndex, term: ByteText): RetrievalIndex["terms"][number] | undefined {
  const id = index.termIds.get(term);
  return id === undefined ? undefined : index.terms[id];
}
