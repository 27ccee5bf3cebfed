import { createNodeCrypto } from "@openledger/crypto";
import { expect, test } from "vitest";
import { barsOf } from "./bars.ts";
import { markdownReport } from "./report/markdown-report.ts";
import { plotsOf } from "./report/plots.ts";
import { runEvaluation } from "./run-evaluation.ts";

const { sha256 } = createNodeCrypto();
const evaluation = runEvaluation({ sets: [], seed: 4, isQuick: true, sha256, say: () => undefined });
const bars = barsOf(evaluation);

test("every required number is met on made-up texts", () => {
  expect(bars.filter(({ isMet }) => !isMet)).toEqual([]);
});

test("spans, unrelated text, other whitespace, removal, attacks and lying hosts each have required numbers", () => {
  const names = new Set(bars.map(({ name }) => name));
  for (const name of [
    "credit on unrelated text",
    "planted 12 words, precision",
    "planted 12 words, recall",
    "paid share, wrapped at 40 columns",
    "order 5, smoothing 10 %: removal is retraining",
    "account split x8, owned part",
    "account split x8, prior part",
    "document split x8, owned part",
    "document split x8, prior part",
    "padding to twice the size, owned part",
    "copy x1, owned part",
    "copy x4, owned part",
    "near-copy, 5 % of words edited, owned part",
    "stitched from others' texts, owned part",
    "post-hoc: the answers themselves, after publishing, owned part",
    "host credits its friend with every owned token",
  ]) {
    expect(names).toContain(name);
  }
});

test("copies, near-copies and padding earn on the prior part what curators let in, and nothing otherwise", () => {
  for (const { name, priorGain } of evaluation.attacks.filter(({ name: of }) => /copy|padding/.test(of))) {
    expect(priorGain.none, name).toBe(0n);
    expect(priorGain.half, name).toBeGreaterThan(0n);
    expect(priorGain.all, name).toBeGreaterThan(priorGain.half ?? 0n);
  }
});

test("the paid share agrees with removal at .80 where nine of ten tokens are paid, and noise agrees with nothing", () => {
  const quoting = evaluation.counterfactual.filter(({ paidShare }) => paidShare >= 0.9);
  expect(quoting.length).toBeGreaterThan(0);
  for (const { loo } of quoting) {
    expect(loo.paid.value).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(loo.random.value)).toBeLessThan(0.2);
  }
});

test("the report names its seed, lists every set and shows two plots", () => {
  const report = markdownReport(evaluation);
  expect(report).toContain("with seed 4");
  for (const { name } of evaluation.sets) expect(report).toContain(`| ${name} |`);
  for (const [name, svg] of Object.entries(plotsOf(evaluation))) {
    expect(report).toContain(`(plots/${name})`);
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(svg).not.toContain("NaN");
  }
});
