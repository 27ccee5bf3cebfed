import type { Command } from "commander";
import { checkHome, type HomeCheck } from "../check-home.ts";
import { DEFAULT_HOME } from "../home.ts";
import { listHome, type HomeListing } from "../list-home.ts";

/** `openledgerd doctor`: explains a home, and says whether it is sound. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("explain the files of a node, and verify blocks, state, every law of money, snapshots, blobs and keys of a stopped one; exits with 1 when something is wrong")
    .option("--home <folder>", "folder of a stopped node", DEFAULT_HOME)
    .option("--json", "print one JSON object", false)
    .action(async ({ home, json }: { readonly home: string; readonly json: boolean }) => {
      // Before anything is recovered, so that the sizes are those that were found.
      const listing = listHome(home);
      const checks = listing.heldBy === undefined ? await checkHome(home) : notLookedAt(listing.heldBy);
      const isSound = checks.every(({ problem }) => problem === undefined);
      process.stdout.write(json ? `${JSON.stringify({ isSound, ...listing, checks })}\n` : table(listing, checks, isSound));
      if (!isSound) process.exitCode = 1;
    });
}

/** A node that runs changes what would be verified. */
function notLookedAt(heldBy: string): readonly HomeCheck[] {
  return [{ name: "all of it", found: "DATA_LOCKED", problem: `not looked at: stop the node first (${heldBy})` }];
}

function table({ files, heldBy }: HomeListing, checks: readonly HomeCheck[], isSound: boolean): string {
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  const digits = Math.max(0, ...files.map(({ bytes }) => String(bytes).length));
  const lines = [
    ...files.map(({ path, bytes, about }) => `${path.padEnd(width)}  ${String(bytes).padStart(digits)} bytes  ${about}`),
    heldBy === undefined ? "Nobody works in this home." : `This home is in use: ${heldBy}.`,
    "",
    ...checks.map(({ name, found, problem }) => `${problem === undefined ? "ok     " : "PROBLEM"}  ${name.padEnd(11)} ${problem ?? found}`),
    isSound ? `All ${checks.length} checks hold.` : heldBy === undefined ? "This home is not sound." : "Whether this home is sound is not known.",
  ];
  return `${lines.join("\n")}\n`;
}
