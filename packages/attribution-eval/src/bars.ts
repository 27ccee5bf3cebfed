import type { AttackResult } from "./attacks/measure-attacks.ts";
import type { Bar, Evaluation, SpanResult } from "./evaluation.ts";
import type { CounterfactualResult } from "./counterfactual/measure-counterfactual.ts";

/** Every required number of the evaluation, set by set. */
export function barsOf(evaluation: Evaluation): Bar[] {
  const isNatural = (name: string): boolean => !name.startsWith("synthetic");
  return [
    ...evaluation.spans.flatMap(spanBars),
    ...evaluation.counterfactual.flatMap((result) => counterfactualBars(result, isNatural(result.set))),
    ...evaluation.attacks.flatMap(attackBars),
    ...evaluation.hosts
      .filter(({ seenGain }) => seenGain !== undefined)
      .map(({ set, name, seenGain }) => bar(name, set, "<= 0 when one watcher looks", `${seenGain}`, (seenGain ?? 1n) <= 0n)),
  ];
}

function spanBars({ set, unrelatedSet, planted, unrelated, respaced }: SpanResult): Bar[] {
  const pair = `${set} in ${unrelatedSet}`;
  const twelve = planted.find(({ words, substituted }) => words === 12 && substituted === 0);
  const bars = [bar("credit on unrelated text", pair, "<= 4 % of tokens", percent(unrelated.value), unrelated.value <= 0.04)];
  if (twelve !== undefined) {
    const { precision, recall } = twelve;
    bars.push(bar("planted 12 words, precision", pair, ">= .88", fraction(precision.value), precision.value >= 0.88));
    bars.push(bar("planted 12 words, recall", pair, ">= .99", fraction(recall.value), recall.value >= 0.99));
  }
  for (const { respacing, original, respaced: after } of respaced) {
    const points = Math.abs(after - original);
    bars.push(bar(`paid share, ${respacing}`, set, "within 1 point", `${percent(original)} -> ${percent(after)}`, points <= 0.01));
  }
  return bars;
}

function counterfactualBars(result: CounterfactualResult, isNatural: boolean): Bar[] {
  const { set, order, smoothingBps, paidShare, loo, aboveBm25, check } = result;
  const name = `order ${order}, smoothing ${smoothingBps / 100} %`;
  const exact = Math.max(check.toRemoval, check.toRetrained);
  const bars = [bar(`${name}: removal is retraining`, set, "no difference above 1e-12", exact.toExponential(1), exact <= 1e-12)];
  // Made-up texts name their authors by their words, so BM25 says nothing about natural ones there.
  if (paidShare < 0.9 || !isNatural) return bars;
  bars.push(bar(`${name}: LOO`, set, ">= .80", fraction(loo.paid.value), loo.paid.value >= 0.8));
  bars.push(bar(`${name}: LOO above BM25`, set, ">= .25", fraction(aboveBm25.value), aboveBm25.value >= 0.25));
  return bars;
}

function attackBars({ set, name, fee, ownedGain, retrainedGain, priorGain, gainBpsMax, isPriorNeutral }: AttackResult): Bar[] {
  if (gainBpsMax === undefined) return [];
  const bars: Bar[] = [];
  if (gainBpsMax === 0) bars.push(bar(`${name}, owned part`, set, "<= 0", `${ownedGain}`, ownedGain <= 0n));
  else {
    const worst = retrainedGain !== undefined && retrainedGain > ownedGain ? retrainedGain : ownedGain;
    const isMet = worst * 10_000n <= fee * BigInt(gainBpsMax);
    bars.push(bar(`${name}, owned part`, set, `<= ${gainBpsMax / 100} % of the fee`, percent(Number(worst) / Number(fee)), isMet));
  }
  if (isPriorNeutral) bars.push(bar(`${name}, prior part`, set, "<= 0", `${priorGain.all}`, priorGain.all <= 0n));
  return bars;
}

function bar(name: string, set: string, required: string, measured: string, isMet: boolean): Bar {
  return { name, set, required, measured, isMet };
}

/** .93 as `.930`. */
export function fraction(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, "$1.");
}

/** .0123 as `1.23 %`. */
export function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}
