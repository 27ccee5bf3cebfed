import type { Evaluation } from "../evaluation.ts";
import { svgChart, type Axis, type Series } from "./svg-chart.ts";

const SHARE_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const SHARE = (label: string): Axis => ({ label, from: 0, to: 1, ticks: SHARE_TICKS });

/** The report's plots by file name. */
export function plotsOf(evaluation: Evaluation): Record<string, string> {
  return { "loo-by-paid-share.svg": looPlot(evaluation), "planted-spans.svg": plantedPlot(evaluation) };
}

function looPlot({ counterfactual }: Evaluation): string {
  const natural = counterfactual.filter(({ set }) => !set.startsWith("synthetic"));
  const shown = natural.length > 0 ? natural : counterfactual;
  const seriesOf = (name: string, score: "paid" | "bm25" | "length"): Series => ({
    name,
    isLine: false,
    points: shown.map(({ paidShare, loo }) => [paidShare, Math.max(0, loo[score].value)]),
  });
  const series = [seriesOf("paid by the rule", "paid"), seriesOf("BM25", "bm25"), seriesOf("length", "length")];
  return svgChart("Agreement with removal, one point per model", SHARE("paid share of the output's tokens"), SHARE("contributor LOO"), series);
}

function plantedPlot({ spans }: Evaluation): string {
  const cases: [string, number, "precision" | "recall"][] = [
    ["precision", 0, "precision"],
    ["recall", 0, "recall"],
    ["precision, 15 % swapped", 0.15, "precision"],
    ["recall, 15 % swapped", 0.15, "recall"],
  ];
  const words = [...new Set(spans.flatMap(({ planted }) => planted.map((result) => result.words)))].sort((a, b) => a - b);
  const series = cases.map(([name, substituted, value]): Series => {
    const meanAt = (count: number): number => {
      const found = spans.flatMap(({ planted }) => planted.filter((result) => result.words === count && result.substituted === substituted));
      return found.reduce((sum, result) => sum + result[value].value, 0) / Math.max(1, found.length);
    };
    return { name, isLine: true, points: words.map((count) => [count, meanAt(count)]) };
  });
  return svgChart("Planted spans, mean over the sets", { label: "planted words", from: 0, to: 22, ticks: words }, SHARE("share of tokens"), series);
}
