import { fraction, percent } from "../bars.ts";
import type { Evaluation } from "../evaluation.ts";

/** Sentences about where the rule is weak on these texts, from the numbers alone. */
export function findingsOf(evaluation: Evaluation): string[] {
  return [
    ...belowBm25(evaluation),
    ...sharedText(evaluation),
    ...paraphrase(evaluation),
    ...paidBySpreading(evaluation),
    ...behindInRetrieval(evaluation),
    ...byHosts(evaluation),
    "A verbatim match is not influence: a paraphrase, a translation or a restated fact is paid to nobody, and who registers first is paid, author or not.",
  ];
}

function belowBm25({ counterfactual }: Evaluation): string[] {
  const below = counterfactual.filter(({ loo }) => loo.paid.value < loo.bm25.value);
  const near = counterfactual.filter(({ aboveBm25 }) => aboveBm25.low <= 0);
  const list = (of: typeof counterfactual): string =>
    of.map(({ set, order, smoothingBps, paidShare }) => `${set} order ${order} at ${smoothingBps / 100} % (paid ${fraction(paidShare)})`).join(", ");
  return [
    below.length === 0
      ? "LOO of the rule is at no measured point below BM25."
      : `LOO of the rule is below BM25 on ${list(below)}.`,
    near.length === 0 ? "" : `The interval of its lead over BM25 reaches 0 on ${list(near)}.`,
  ].filter((sentence) => sentence !== "");
}

/** Sets in which much of a text stands earlier in somebody else's, and what removal says there. */
function sharedText({ spans, counterfactual }: Evaluation): string[] {
  return spans.flatMap(({ set, planted }) => {
    const source = planted.find(({ words, substituted }) => words === 12 && substituted === 0)?.toSource.value ?? 1;
    if (source >= 0.9) return [];
    const quoting = counterfactual.filter((result) => result.set === set && result.paidShare >= 0.9).map(({ loo }) => loo.paid.value);
    const agreement = quoting.length === 0 ? "" : `; where nine of ten tokens are paid LOO is ${fraction(Math.min(...quoting))} to ${fraction(Math.max(...quoting))}`;
    return [`${set}: of credited planted text only ${fraction(source)} goes to the one it was taken from, the rest to whoever registered the same words earlier${agreement}. The rule pays one of those who share a text, removal spreads it over all.`];
  });
}

function paraphrase({ spans }: Evaluation): string[] {
  const swapped = spans.flatMap(({ planted }) => planted.filter(({ words, substituted }) => words === 12 && substituted > 0));
  if (swapped.length === 0) return [];
  const recalls = swapped.map(({ recall }) => recall.value);
  return [`With 15 % of the words swapped, ${fraction(Math.min(...recalls))} to ${fraction(Math.max(...recalls))} of planted 12-word spans are still credited.`];
}

function paidBySpreading({ attacks }: Evaluation): string[] {
  return attacks
    .filter(({ retrainedGain }) => (retrainedGain ?? 0n) > 0n)
    .map(({ set, name, retrainedGain, fee }) => `${name} (${set}): ${percent(Number(retrainedGain) / Number(fee))} of the fee where the model was trained on it, for what it quotes and nobody wrote before.`);
}

function behindInRetrieval({ retrieval }: Evaluation): string[] {
  return retrieval
    .filter(({ rule, bm25 }) => rule.passageFirst.value < bm25.passageFirst.value)
    .map(({ set, rule, bm25 }) => `Retrieval on ${set}: the right passage first in ${fraction(rule.passageFirst.value)} of the questions, with plain BM25 in ${fraction(bm25.passageFirst.value)}.`);
}

function byHosts({ hosts }: Evaluation): string[] {
  const unprovable = hosts.filter(({ seenGain, unseenGain }) => seenGain === undefined && unseenGain > 0n);
  if (unprovable.length === 0) return [];
  const shares = unprovable.map(({ unseenGain, fee }) => Number(unseenGain) / Number(fee));
  return [`A host of a model whose output nobody can recompute can write its friend's words into answers: ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} of the fee. Its receipts say *asserted*.`];
}
