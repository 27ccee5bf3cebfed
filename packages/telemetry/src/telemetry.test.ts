import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createNodeMetrics } from "./index.ts";

test("secrets never reach the log, at any of three levels", () => {
  const script = `
    import { createLogger } from "./packages/telemetry/src/index.ts";
    createLogger({ name: "t" }).info({ mnemonic: "word1", a: { password: "word2" }, b: { c: { seed: "word3" } } }, "hello");`;
  const root = `${import.meta.dirname}/../../..`;
  const { stderr, stdout } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], { cwd: root });
  const line = JSON.parse(stderr.toString()) as { msg: string; mnemonic: string };
  expect(line.msg).toBe("hello");
  expect(line.mnemonic).toBe("[secret]");
  expect(stderr.toString()).not.toMatch(/word[123]/);
  expect(stdout.toString()).toBe("");
});

test("metrics of two nodes in one process do not mix, and names end in a unit", async () => {
  const [one, other] = [createNodeMetrics(), createNodeMetrics()];
  one.height.set(5);
  expect(await one.text()).toContain("openledger_height 5");
  expect(await other.text()).toContain("openledger_height 0");
  expect(await one.text()).toContain("openledger_block_seconds_bucket");
  expect(await one.text()).toContain("openledger_mempool_bytes");
});
