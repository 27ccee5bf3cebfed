import type { Command } from "commander";
import { checkHome } from "../check-home.ts";
import { DEFAULT_HOME } from "../home.ts";

/** `openledgerd doctor`: says whether the home of a stopped node is sound. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("verify blocks, state invariants, blobs and keys of a stopped node")
    .option("--home <folder>", "folder of a stopped node", DEFAULT_HOME)
    .option("--json", "print one JSON array", false)
    .action(async ({ home, json }: { readonly home: string; readonly json: boolean }) => {
      const checks = await checkHome(home);
      const sound = checks.every(({ problem }) => problem === undefined);
      if (json) process.stdout.write(`${JSON.stringify(checks)}\n`);
      else {
        for (const { name, found, problem } of checks) {
          process.stdout.write(`${problem === undefined ? "ok     " : "PROBLEM"}  ${name.padEnd(10)} ${problem ?? found}\n`);
        }
      }
      if (!sound) process.exitCode = 1;
    });
}
