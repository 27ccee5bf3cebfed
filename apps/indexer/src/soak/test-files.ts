import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Counts, SoakOutcome } from "./gate.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const VITEST = fileURLToPath(new URL("../../../../node_modules/vitest/vitest.mjs", import.meta.url));

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/** Runs tests of this package by their files below `src`, with numbers that make them longer. Met if at least one passed and none failed. */
export async function runTestFiles(files: readonly string[], numbers: Readonly<Record<string, number>>): Promise<SoakOutcome> {
  const folder = await mkdtemp(join(tmpdir(), "openledger-soak-"));
  try {
    const outputFile = join(folder, "report.json");
    const args = [VITEST, "run", ...files.map((file) => `apps/indexer/src/${file}`), "--reporter=json", `--outputFile=${outputFile}`];
    const environment = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]));
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "ignore", env: { ...process.env, ...environment } });
    await new Promise((resolve) => child.once("close", resolve));
    const { numPassedTests: passed, numFailedTests: failed, numFailedTestSuites: failedSuites, testResults } = report.parse(JSON.parse(await readFile(outputFile, "utf8")));
    const failures = testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName));
    const counts: Counts = { ...numbers, passed, failed, ...(failures.length === 0 ? {} : { failures: failures.join("; ") }) };
    return { isMet: passed > 0 && failed === 0 && failedSuites === 0, counts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
