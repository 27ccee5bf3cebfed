// A stopped node's state becomes the genesis of a node in another folder, which goes on from there.
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { StargateClient } from "@cosmjs/stargate";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { initHome } from "../init-home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";

const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { encoding: "utf8" });

test("export gives a genesis with which another home goes on", async () => {
  using place = await createTestHome();
  expect(run("export", "--home", place.home)).toMatchObject({ status: 1, stderr: expect.stringContaining("has no block yet") as string });
  {
    const { promise, resolve } = Promise.withResolvers<void>();
    await using _node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock: ({ height }) => void (height >= 3n && resolve()) });
    await promise;
  }
  const other = `${place.home}-other`;
  initHome({ home: other });
  const [from, to] = [homePaths(place.home), homePaths(other)];
  copyFileSync(from.validatorKeyFile, to.validatorKeyFile);
  expect(run("export", "--home", place.home, "--output-document", to.genesisFile)).toMatchObject({ status: 0, stderr: "" });
  const { initial_height: first } = JSON.parse(readFileSync(to.genesisFile, "utf8")) as { readonly initial_height: string };
  expect(Number(first)).toBeGreaterThan(3);
  await using node = await startNode({ home: other, config: TEST_CONFIG });
  const client = await StargateClient.connect(node.rpcUrl);
  await expect.poll(() => client.getHeight(), { timeout: 5_000 }).toBeGreaterThanOrEqual(Number(first));
  expect(await client.getBalance(place.addresses[0] ?? "", "uopen")).toEqual({ denom: "uopen", amount: "1000000000" });
  expect(await client.getChainId()).toBe("openledger-test-1");
  client.disconnect();
});
