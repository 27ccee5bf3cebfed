/**
 * `npm run soak:twice`: runs the demo in two fresh folders. Keys, addresses and hashes of blocks differ; the artifact
 * root and every answer, span and amount must be the same, byte for byte. Arguments go to both runs (`--data FOLDER`).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startDemo } from "./run-openledger.ts";

const reportSchema = z.object({
  artifactRoot: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      answer: z.string(),
      amount: z.string(),
      spans: z.array(z.object({ start: z.number(), end: z.number(), status: z.string(), weight: z.string(), contributor: z.string() })),
      owners: z.array(z.object({ contributor: z.string(), amount: z.string() })),
    }),
  ),
});
type Run = z.infer<typeof reportSchema>;

const first = await run();
const second = await run();
const differing = first.questions.filter((one, at) => JSON.stringify(inOrder(one)) !== JSON.stringify(inOrder(second.questions[at])));
const same = first.artifactRoot === second.artifactRoot && first.questions.length === second.questions.length && differing.length === 0;
const summary = {
  same,
  artifactRoot: [first.artifactRoot, second.artifactRoot],
  questions: first.questions.length,
  differing: differing.map(({ question }) => question),
};
process.stdout.write(`${JSON.stringify(summary)}\n`);
if (!same) process.exitCode = 1;

async function run(): Promise<Run> {
  const home = mkdtempSync(join(tmpdir(), "openledger-twice-"));
  const ended = await startDemo(["--home", home, "--port-base", "0", "--once", "--json", ...process.argv.slice(2)]).ended;
  process.stderr.write(`${ended.stderr.trimEnd()}\n`);
  if (ended.code !== 0) throw new Error(`a run ended with code ${ended.code}; its folder is ${home}`);
  rmSync(home, { recursive: true });
  return reportSchema.parse(JSON.parse(ended.stdout.trimEnd().split("\n").at(-1) ?? ""));
}

/** Owners stand in order of their addresses, which the runs' keys decide. */
function inOrder(question: Run["questions"][number] | undefined): unknown {
  if (question === undefined) return undefined;
  const owners = question.owners.toSorted((a, b) => (a.contributor < b.contributor ? -1 : 1));
  return { ...question, owners };
}
