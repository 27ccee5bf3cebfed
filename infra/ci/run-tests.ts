import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";
import { readTestReport, type TestReport } from "./vitest-report.ts";

/** More files than these do not fail by bad luck. */
const MOST_FILES_AGAIN = 3;

/** These look for forks and losses, which may be rare: once is enough to refuse a change. */
const NEVER_AGAIN = ["apps/chaos/", "apps/localnet/"];

/** Counts of vitest, with what was run a second time. */
export interface TestRun extends Pick<TestReport, "passed" | "failed" | "skipped" | "skippedNames"> {
  /** Sentences about files that failed, then passed alone. */
  readonly again: readonly string[];
}

/**
 * Runs vitest with these arguments. With `mayRepeat`, up to three files of apps/ that failed are run once more, alone.
 *
 * Tests of apps/ start chains, hosts, browsers and processes that are killed, and wait for blocks: on a busy machine one of
 * thousands may miss its moment, and an honest change would be refused for it. A real fault fails the second time as well, and
 * what passed only then is named in the summary. Everything in packages/ is deterministic and gets no second chance, nor do
 * the networks of validators whose forks and losses would be rare.
 */
export async function runTests(repository: string, args: readonly string[], mayRepeat: boolean): Promise<TestRun> {
  const first = await runVitest(repository, "vitest.json", args);
  const { failedFiles } = first;
  const isRepeated =
    mayRepeat && !first.hasStrayError && failedFiles.length > 0 && failedFiles.length <= MOST_FILES_AGAIN && failedFiles.every(({ file }) => mayRunAgain(file));
  if (!isRepeated) return { ...first, again: [] };

  const files = failedFiles.map(({ file }) => file);
  console.log(`run   again, alone: ${files.join(", ")}`);
  const second = await runVitest(repository, "vitest-again.json", files);
  const before = files.reduce((sum, file) => sum + (first.passedIn.get(file) ?? 0), 0);
  const again = failedFiles
    .filter(({ file }) => second.passedIn.has(file) && second.failedFiles.every((still) => still.file !== file))
    .map(({ file, tests }) => `${file}: failed, then passed when it was run alone: ${tests.length === 0 ? "outside of its tests" : tests.join("; ")}`);
  return { passed: first.passed - before + second.passed, failed: second.failed, skipped: first.skipped, skippedNames: first.skippedNames, again };
}

function mayRunAgain(file: string): boolean {
  return file.startsWith("apps/") && !NEVER_AGAIN.some((folder) => file.startsWith(folder));
}

interface VitestRun extends TestReport {
  /** Something was thrown outside of every test. */
  readonly hasStrayError: boolean;
}

async function runVitest(repository: string, reportName: string, args: readonly string[]): Promise<VitestRun> {
  const folder = join(repository, ".openledger", "ci");
  const reportFile = join(folder, reportName);
  mkdirSync(folder, { recursive: true });
  rmSync(reportFile, { force: true });
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${reportFile}`];
  const vitest = await runProgram("vitest", ["run", ...reporters, ...args], repository, (chunk) => process.stdout.write(chunk));
  return { ...readTestReport(reportFile, repository, vitest.code), hasStrayError: /Vitest caught \d+ unhandled error/.test(vitest.output) };
}
