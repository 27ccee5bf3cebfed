import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** Counts of one run and the names worth reading. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skippedNames: readonly string[];
  /** Each file with a failure, as a path from the repository's root, and the names of its tests that failed (none where it broke outside of them). */
  readonly failedFiles: readonly { readonly file: string; readonly tests: readonly string[] }[];
  /** Tests of the run by file, passed ones only. */
  readonly passedIn: ReadonlyMap<string, number>;
}

interface VitestJson {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * Reads the report of vitest's JSON reporter. A file that failed before any of its tests ran counts as one failure, and
 * so does a run that left no report or failed without a failed test.
 */
export function readTestReport(file: string, repository: string, exitCode: number): TestReport {
  let json: VitestJson;
  try {
    json = JSON.parse(readFileSync(file, "utf8")) as VitestJson;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedNames: [], failedFiles: [], passedIn: new Map() };
  }
  const suites = json.testResults.map((suite) => ({
    file: relative(repository, suite.name),
    hasFailed: suite.status === "failed",
    tests: suite.assertionResults.filter((test) => test.status === "failed").map((test) => test.fullName),
    passed: suite.assertionResults.filter((test) => test.status === "passed").length,
  }));
  const broken = suites.filter(({ hasFailed, tests }) => hasFailed && tests.length === 0);
  const failed = json.numFailedTests + broken.length;
  const skippedNames = json.testResults.flatMap((suite) =>
    suite.assertionResults
      .filter((test) => test.status !== "passed" && test.status !== "failed")
      .map((test) => `${relative(repository, suite.name)}: ${test.fullName}`),
  );
  return {
    passed: json.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: json.numPendingTests + json.numTodoTests,
    skippedNames,
    failedFiles: suites.filter(({ hasFailed, tests }) => hasFailed || tests.length > 0),
    passedIn: new Map(suites.map(({ file, passed }) => [file, passed])),
  };
}
