// What `openledgerd watch` is told, and how it says no before it watches anything.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

function watch(...args: readonly string[]): { readonly code: number | null; readonly err: string } {
  const main = join(import.meta.dirname, "../main.ts");
  const { status, stderr } = spawnSync(process.execPath, [main, "watch", ...args], { encoding: "utf8", timeout: 20_000 });
  return { code: status, err: stderr };
}

const nowhere = ["--from", "nobody", "--node", "http://127.0.0.1:1"];

test.each([
  ["no budget", [], "required option '--budget <amount>'"],
  ["a budget that is no coin", ["--budget", "lots"], "--budget"],
  ["a pause of nothing", ["--budget", "5uopen", "--every", "0"], "--every"],
  ["a limit of tokens that is no number", ["--budget", "5uopen", "--max-tokens", "many"], "--max-tokens"],
  ["a node that does not answer", ["--budget", "5uopen"], "no node answers at http://127.0.0.1:1"],
])("watch with %s is refused in a sentence", (_, args, said) => {
  const { code, err } = watch(...nowhere, ...args);
  expect(code).toBe(1);
  expect(err).toContain(said);
  expect(err).not.toContain("    at ");
});
