// A stopped node's state is carried to another home, which begins there.
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { StargateClient } from "@cosmjs/stargate";
import { expect, test } from "vitest";
import { checkHome } from "../check-home.ts";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { initHome } from "../init-home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";

function run(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), "snapshots", ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

test("create, list and restore bring a home to the height of another, with the same balances, and it goes on", async () => {
  using place = await createTestHome();
  expect(run("create", "--home", place.home)).toMatchObject({ code: 1, err: expect.stringContaining("needs a block above its height") as string });
  {
    const { promise, resolve } = Promise.withResolvers<void>();
    await using _node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock: ({ height }) => void (height >= 5n && resolve()) });
    await promise;
  }
  expect(run("create", "--home", place.home, "--height", "999").err).toContain("the state at height 999 is not kept; heights 1 to ");
  const created = run("create", "--home", place.home, "--height", "3", "--json");
  expect(created).toMatchObject({ code: 0, err: "" });
  const { folder, ...summary } = JSON.parse(created.out) as { readonly folder: string; readonly hash: string; readonly appHash: string };
  expect(summary).toMatchObject({ height: 3, format: 1, chunks: 1 });
  expect(JSON.parse(run("list", "--home", place.home, "--json").out)).toEqual([summary]);

  const other = `${place.home}-other`;
  initHome({ home: other });
  const [from, to] = [homePaths(place.home), homePaths(other)];
  copyFileSync(from.genesisFile, to.genesisFile);
  copyFileSync(from.validatorKeyFile, to.validatorKeyFile);
  copyFileSync(from.signStateFile, to.signStateFile);
  expect(run("list", "--home", other).out).toContain("No snapshot is in");
  const restored = run("restore", folder, "--home", other);
  expect(restored).toMatchObject({ code: 0, err: "", out: expect.stringContaining(summary.hash) as string });
  expect(run("restore", folder, "--home", other).err).toContain("restore into a home without one");
  const problems = async (): Promise<readonly string[]> => (await checkHome(other)).flatMap(({ name, problem }) => (problem === undefined ? [] : [name]));
  expect(await problems()).toEqual([]);
  {
    const { promise, resolve } = Promise.withResolvers<void>();
    await using node = await startNode({ home: other, config: { ...TEST_CONFIG, block_time: "10ms", state_sync_interval: 6 }, onBlock: ({ height }) => void (height >= 9n && resolve()) });
    expect(node.startHeight).toBe(4n);
    const client = await StargateClient.connect(node.rpcUrl);
    expect(await client.getBalance(place.addresses[0] ?? "", "uopen")).toEqual({ denom: "uopen", amount: "1000000000" });
    client.disconnect();
    await promise;
  }
  expect(await problems()).toEqual([]);
  expect(readdirSync(join(to.dataFolder, "state-sync"))).toContain("6");
  const replay = spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), "replay", "--home", other], { encoding: "utf8" });
  expect(replay).toMatchObject({ status: 1, stderr: expect.stringContaining("began from a snapshot at height 3") as string });
}, 120_000);
