import { sampleCorrelation, sampleRankCorrelation } from "simple-statistics";

/** Pearson correlation; 0 where one side does not vary, since then nothing is told apart. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  return finite(sampleCorrelation([...a], [...b]));
}

/** Spearman correlation with mean ranks for ties, and 0 as in {@link pearson}. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  return finite(sampleRankCorrelation([...a], [...b]));
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
