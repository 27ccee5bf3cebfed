/**
 * `npm run eval`: measures what the ownership rule pays for (packages/attribution-eval/README.md) and writes
 * docs/attribution-report.md with its plots. `--data FOLDER` takes other texts, `--out FOLDER` another place than docs/,
 * `--quick` measures less and writes only with `--out`, `--seed N` makes other choices, `--json` prints all numbers.
 */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { barsOf, markdownReport, plotsOf, readTextSets, runEvaluation, type EvaluationInput } from "@openledger/attribution-eval";
import { createNodeCrypto } from "@openledger/crypto";
import { demoQuestions } from "../src/corpus/demo-questions.ts";
import { collectInstalledPackages } from "../src/corpus/installed-packages.ts";

const workspace = resolve(import.meta.dirname, "../../..");
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    data: { type: "string" },
    out: { type: "string" },
    seed: { type: "string", default: "4" },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The questions about installed packages whose answers are known. */
async function judgedPackages(): Promise<NonNullable<EvaluationInput["judged"]>> {
  const { contributions } = await collectInstalledPackages(workspace);
  const contributors = contributions.map(({ name, documents }) => ({ name, documents: documents.map(({ bytes }) => bytes) }));
  const asked = [...(await demoQuestions("main")), ...(await demoQuestions("headings"))];
  return {
    set: { name: "installed packages", origin: "documentation of the workspace's dependencies", contributors },
    questions: asked.map(({ question, package: contributor, marker }) => ({ question, contributor, marker })),
  };
}

function refuse(sentence: string): never {
  say(`openledger: ${sentence}`);
  process.exit(2);
}

const seed = Number(values.seed);
if (!Number.isSafeInteger(seed) || seed < 0) refuse("--seed takes a whole number of 0 or more.");
if (values.data !== undefined && !existsSync(values.data)) refuse(`there is no folder ${values.data}; --data takes a folder of texts.`);
const shared = join(workspace, "../shared/data");
const data = values.data ?? (existsSync(shared) ? shared : undefined);
say(`seed ${seed}; texts: synthetic${data === undefined ? ", no folder given" : ` and ${resolve(data)}`}`);
// A minute is enough for the made-up texts alone; a folder that is named is always read.
const sets = data === undefined || (values.quick && values.data === undefined) ? [] : await readTextSets(data);
if (values.data !== undefined && sets.length === 0) refuse(`${values.data} holds no texts (.txt, .md, .zip) of two contributors.`);
const startedAt = performance.now();
const at = (): string => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
const evaluation = runEvaluation({
  sets,
  judged: await judgedPackages(),
  seed,
  isQuick: values.quick,
  sha256: createNodeCrypto().sha256,
  say: (progress) => say(`${at().padStart(6)}  ${progress}`),
});
const bars = barsOf(evaluation);
for (const { name, set, required, measured, isMet } of bars) if (!isMet) say(`missed  ${set}: ${name} is ${measured}, required ${required}`);
say(`${bars.filter(({ isMet }) => isMet).length} of ${bars.length} required numbers met in ${at()}`);

const out = values.out ?? (values.quick ? undefined : join(workspace, "docs"));
if (out !== undefined) {
  await mkdir(join(out, "plots"), { recursive: true });
  await writeFile(join(out, "attribution-report.md"), markdownReport(evaluation));
  for (const [name, svg] of Object.entries(plotsOf(evaluation))) await writeFile(join(out, "plots", name), svg);
  say(`wrote ${join(out, "attribution-report.md")}`);
}
if (values.json) {
  const asText = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
  process.stdout.write(`${JSON.stringify({ ...evaluation, bars }, asText, 2)}\n`);
}
