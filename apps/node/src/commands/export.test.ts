// A stopped node's state becomes the genesis of a node in another folder, which goes on from there.
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { StargateClient } from "@cosmjs/stargate";
import { height } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { exportGenesis } from "../genesis/export-genesis.ts";
import { homePaths } from "../home.ts";
import { initHome } from "../init-home.ts";
import { createTestHome, TEST_CONFIG } from "../node.fixture.ts";

const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [join(import.meta.dirname, "../main.ts"), ...args], { encoding: "utf8" });

interface Written {
  readonly initial_height: string;
  readonly previous_chains: unknown;
}

const headerAt = (at: string): object => ({ signed_header: { header: { height: at }, commit: { height: at } } });

test("export gives a genesis with which another home goes on", async () => {
  using place = await createTestHome();
  await expect(exportGenesis(place.home)).rejects.toThrow("has no block yet");
  {
    const { promise, resolve } = Promise.withResolvers<void>();
    await using _node = await startNode({ home: place.home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock: (block) => void (block.height >= 3n && resolve()) });
    await promise;
  }
  const other = `${place.home}-other`;
  initHome({ home: other });
  const [from, to] = [homePaths(place.home), homePaths(other)];
  copyFileSync(from.validatorKeyFile, to.validatorKeyFile);
  expect(run("export", "--home", place.home, "--output-document", to.genesisFile)).toMatchObject({ status: 0, stderr: "" });
  const written = JSON.parse(readFileSync(to.genesisFile, "utf8")) as Written;
  const { initial_height: first, previous_chains: chains } = written;
  expect(Number(first)).toBeGreaterThan(3);
  expect(chains).toMatchObject([{ chain_id: "openledger-test-1", exported_height: String(Number(first) - 1), first: headerAt("1"), last: headerAt(String(Number(first) - 1)) }]);
  const earlier = run("export", "--home", place.home, "--height", "2");
  expect(JSON.parse(String(earlier.stdout))).toMatchObject({ initial_height: "3", previous_chains: [{ exported_height: "2", last: headerAt("3") }] });
  await expect(exportGenesis(place.home, height(BigInt(first)))).rejects.toThrow(`the state at height ${first} is not kept; heights 1 to ${Number(first) - 1} are`);
  await using node = await startNode({ home: other, config: TEST_CONFIG });
  const client = await StargateClient.connect(node.rpcUrl);
  await expect.poll(() => client.getHeight(), { timeout: 5_000 }).toBeGreaterThanOrEqual(Number(first));
  expect(await client.getBalance(place.addresses[0] ?? "", "uopen")).toEqual({ denom: "uopen", amount: "1000000000" });
  expect(await client.getChainId()).toBe("openledger-test-1");
  client.disconnect();
  await node.close();
  // A second export names both chains it comes from.
  expect(await exportGenesis(other)).toMatchObject({ previous_chains: [{ exported_height: String(Number(first) - 1) }, { first: headerAt(first) }] });
});
