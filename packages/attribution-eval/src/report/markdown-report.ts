import { barsOf, fraction, percent } from "../bars.ts";
import type { Evaluation } from "../evaluation.ts";
import type { Estimate } from "../statistics/interval.ts";
import { findingsOf } from "./findings.ts";

/** The report as Markdown; plots stand beside it in `plots/`. */
export function markdownReport(evaluation: Evaluation): string {
  const bars = barsOf(evaluation);
  const missed = bars.filter(({ isMet }) => !isMet);
  const { sets, seed } = evaluation;
  return [
    "# What the ownership rule pays for, measured",
    `Written by \`npm run eval\` with seed ${seed}; the same texts and seed give the same numbers. In brackets: 95 % of bootstrap resamples of the outputs. The rule (20 bits, 5 words, earliest contribution) was fixed before; nothing here was tuned.`,
    table(["set", "texts", "contributors", "kB"], sets.map(({ name, origin, contributors, bytes }) => [name, origin, `${contributors}`, `${Math.round(bytes / 1000)}`])),
    `## Required numbers: ${bars.length - missed.length} of ${bars.length} met`,
    missed.length === 0 ? "None is missed." : table(["missed", "set", "required", "measured"], missed.map(({ name, set, required, measured }) => [name, set, required, measured])),
    "## Where it fails or falls behind",
    findingsOf(evaluation).map((finding) => `- ${finding}`).join("\n"),
    "## Planted spans and unrelated text",
    "Four spans of registered text in outputs of 200 tokens of another set. Precision: of the credited tokens, those planted. Recall: of the planted, those credited. Source: of those, credited to the one they were taken from; the rest stands earlier in somebody else's text.",
    ...spanTables(evaluation),
    "![Planted spans](plots/planted-spans.svg)",
    "## Agreement with real removal",
    "n-gram models of the chain's own kind. Truth: log2 of the chance of the output's words (with 1 in 10,000 spread over the vocabulary), less that of a model trained without the contributor. LOO: Pearson over contributors, mean over outputs. LDS: Spearman over models trained on random halves. An n-gram model quotes more than a neural one, so this is the best case for quoting; on neural models expect .04 to .23.",
    counterfactualTable(evaluation),
    "![LOO by paid share](plots/loo-by-paid-share.svg)",
    "## Retrieval beside BM25",
    "Questions of six words of a passage, two of them replaced by words of other passages (nobody wrote them), and the judged questions about installed packages. BM25 is minisearch with its defaults on the same passages.",
    retrievalTable(evaluation),
    "## Attacks by contributors",
    "Gain in units over behaving honestly, the worst of all tried attackers and victims. Half of the answers are from a model that quotes, half from one that mostly does not; the prior is 30 % of what nobody owns, before the curators' part, all grades equal. *Trained on it*: answers of a model whose manifest holds the attacker's text as well, which then earns for what is quoted of it.",
    attackTable(evaluation),
    "## Host and contributor together",
    "A host serves at the same price, so attacks by contributors gain nothing from its help but through a false claim or a false output. *Seen*: one watcher re-executes; the batch is void, the bond of twice the data part slashed, and the two get half of it back by challenging themselves first.",
    table(
      ["set", "what the host does", "fee", "gain unseen", "gain seen", "claims that differ when recomputed"],
      evaluation.hosts.map(({ set, name, fee, unseenGain, seenGain, differing, answers }) => [set, name, `${fee}`, `${unseenGain}`, seenGain === undefined ? "nothing to show" : `${seenGain}`, seenGain === undefined ? "0" : `${differing} of ${answers}`]),
    ),
  ].join("\n\n") + "\n";
}

function spanTables({ spans }: Evaluation): string[] {
  return [
    table(
      ["registered", "other text", "words", "swapped", "precision", "recall", "source"],
      spans.flatMap(({ set, unrelatedSet, planted }) =>
        planted.map(({ words, substituted, precision, recall, toSource }) => [set, unrelatedSet, `${words}`, percent(substituted), estimate(precision), estimate(recall), fraction(toSource.value)]),
      ),
    ),
    table(
      ["registered", "tokens N", "unrelated text", "credited"],
      spans.map(({ set, unrelatedSet, manifestTokens, unrelated }) => [set, `${manifestTokens}`, unrelatedSet, `${percent(unrelated.value)} [${percent(unrelated.low)}, ${percent(unrelated.high)}]`]),
    ),
    table(
      ["set", "answers with other whitespace", "paid before", "paid after", "tokens with another owner, of 10,000"],
      spans.flatMap(({ set, respaced }) =>
        respaced.map(({ respacing, original, respaced: after, movedPerTenThousand }) => [set, respacing, percent(original), percent(after), movedPerTenThousand.toFixed(1)]),
      ),
    ),
  ];
}

function counterfactualTable({ counterfactual }: Evaluation): string {
  return table(
    ["set", "order", "smoothing", "paid", "LOO rule", "LOO BM25", "LOO length", "LOO random", "rule - BM25", "LDS rule", "LDS BM25", "LDS length", "LDS random"],
    counterfactual.map(({ set, order, smoothingBps, paidShare, loo, lds, aboveBm25 }) => [
      set,
      `${order}`,
      `${smoothingBps / 100} %`,
      fraction(paidShare),
      estimate(loo.paid),
      estimate(loo.bm25),
      fraction(loo.length.value),
      fraction(loo.random.value),
      estimate(aboveBm25),
      estimate(lds.paid),
      fraction(lds.bm25.value),
      fraction(lds.length.value),
      fraction(lds.random.value),
    ]),
  );
}

function retrievalTable({ retrieval }: Evaluation): string {
  return table(
    ["set", "questions", "passages", "ranking", "contributor first", "passage first", "passage in three"],
    retrieval.flatMap(({ set, questions, passages, rule, bm25 }) =>
      [["the rule", rule] as const, ["BM25", bm25] as const].map(([name, quality]) => [
        set,
        `${questions}`,
        `${passages}`,
        name,
        estimate(quality.contributorFirst),
        estimate(quality.passageFirst),
        estimate(quality.passageInThree),
      ]),
    ),
  );
}

function attackTable({ attacks }: Evaluation): string {
  return table(
    ["set", "attack", "tried", "fee", "owned", "owned, trained on it", "prior: none let in", "half", "all"],
    attacks.map(({ set, name, tried, fee, ownedGain, retrainedGain, priorGain }) => [
      set,
      name,
      `${tried}`,
      `${fee}`,
      `${ownedGain}`,
      retrainedGain === undefined ? "" : `${retrainedGain}`,
      ...[priorGain.none, priorGain.half, priorGain.all].map((gain) => (gain === undefined ? "" : `${gain}`)),
    ]),
  );
}

function estimate({ value, low, high }: Estimate): string {
  return `${fraction(value)} [${fraction(low)}, ${fraction(high)}]`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, "/")).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}
