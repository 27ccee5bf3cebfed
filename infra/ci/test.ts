/**
 * `npm test`: every check this machine can run, a summary, and as the last line `N passed, N failed, N skipped`.
 * Arguments go to vitest and leave the other checks out: `npm test -- packages/store`.
 * With CI=true a skipped test fails the run, because there every part that a test needs is installed, and a file of apps/ that
 * fails is run once more, alone: see `runTests`.
 */
import { resolve } from "node:path";
import { legs, type Leg } from "./legs.ts";
import { runProgram } from "./run-program.ts";
import { runTests } from "./run-tests.ts";

const repository = resolve(import.meta.dirname, "../..");
const parallelLegs = 2;

async function runLeg(leg: Leg): Promise<boolean> {
  const result = await runProgram(leg.program, leg.args, repository);
  const seconds = (result.elapsedMs / 1000).toFixed(1);
  if (result.code === 0) {
    console.log(`ok    ${leg.name} (${seconds} s)`);
    return true;
  }
  console.log(`FAIL  ${leg.name} (${seconds} s)\n${result.output.trimEnd().replace(/^/gm, "      ")}`);
  return false;
}

async function runLegs(): Promise<readonly boolean[]> {
  const results: boolean[] = [];
  const queue = [...legs];
  const worker = async (): Promise<void> => {
    for (let leg = queue.shift(); leg !== undefined; leg = queue.shift()) results.push(await runLeg(leg));
  };
  await Promise.all(Array.from({ length: parallelLegs }, worker));
  return results;
}

const vitestArgs = process.argv.slice(2);
const legResults = vitestArgs.length === 0 ? await runLegs() : [];

console.log("run   tests (vitest)");
const report = await runTests(repository, vitestArgs, process.env["CI"] === "true");

const passed = report.passed + legResults.filter((ok) => ok).length;
const failed = report.failed + legResults.filter((ok) => !ok).length;
for (const sentence of report.again) console.log(`again ${sentence}`);
for (const name of report.skippedNames) console.log(`skip  ${name}`);
const mayNotSkip = process.env["CI"] === "true" && report.skipped > 0;
if (mayNotSkip) console.log("CI=true: a skipped test fails the run; install what it names, as .ci/run does.");
process.exitCode = failed > 0 || mayNotSkip ? 1 : 0;
console.log(`${passed} passed, ${failed} failed, ${report.skipped} skipped`);
