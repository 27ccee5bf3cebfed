export { barsOf } from "./bars.ts";
export type { Bar, Evaluation, SpanResult } from "./evaluation.ts";
export { markdownReport } from "./report/markdown-report.ts";
export { plotsOf } from "./report/plots.ts";
export type { JudgedQuestion } from "./retrieval/measure-retrieval.ts";
export { runEvaluation, type EvaluationInput } from "./run-evaluation.ts";
export { readTextSets } from "./text-sets/read-folder.ts";
export type { Contributor, TextSet } from "./text-sets/text-set.ts";
