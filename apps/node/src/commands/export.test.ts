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
  readonly chain_id: string;
  readonly genesis_time: string;
  readonly initial_height: string;
  readonly app_state: { readonly system: { readonly previous_chains: unknown } };
}

const headerAt = (at: string): object => ({ signed_header: { header: { height: at }, commit: { height: at } } });

/** Runs the node of a home until it has made that many blocks. */
async function makeBlocks(home: string, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  const onBlock = (): void => void (--left <= 0 && resolve());
  await using _node = await startNode({ home, config: { ...TEST_CONFIG, block_time: "10ms" }, onBlock });
  await promise;
}

async function blockTime(rpcUrl: string, at: number): Promise<string> {
  const answer = (await (await fetch(`${rpcUrl}/commit?height=${at}`)).json()) as CommitAnswer;
  return answer.result.signed_header.header.time;
}

interface CommitAnswer {
  readonly result: { readonly signed_header: { readonly header: { readonly time: string } } };
}

test("export gives a genesis with which another home goes on", async () => {
  using place = await createTestHome();
  await expect(exportGenesis(place.home)).rejects.toThrow("has no block yet");
  await makeBlocks(place.home, 3);
  const other = `${place.home}-other`;
  initHome({ home: other });
  const [from, to] = [homePaths(place.home), homePaths(other)];
  copyFileSync(from.validatorKeyFile, to.validatorKeyFile);
  expect(run("export", "--home", place.home, "--output-document", to.genesisFile)).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^openledger-test-1 goes on above height \d+\. The node that was exported must never run again with its key: move its data\/priv_validator_state\.json to the home/) as string,
  });
  const written = JSON.parse(readFileSync(to.genesisFile, "utf8")) as Written;
  const { initial_height: first, app_state: { system: { previous_chains: chains } } } = written;
  expect(Number(first)).toBeGreaterThan(3);
  expect(chains).toMatchObject([{ chain_id: "openledger-test-1", exported_height: String(Number(first) - 1), first: headerAt("1"), last: headerAt(String(Number(first) - 1)) }]);
  await expect(exportGenesis(place.home, { height: height(BigInt(first)) })).rejects.toThrow(`the state at height ${first} is not kept; heights 1 to ${Number(first) - 1} are`);
  copyFileSync(from.signStateFile, to.signStateFile);
  await using node = await startNode({ home: other, config: TEST_CONFIG });
  const client = await StargateClient.connect(node.rpcUrl);
  await expect.poll(() => client.getHeight()).toBeGreaterThan(Number(first));
  expect(await client.getBalance(place.addresses[0] ?? "", "uopen")).toEqual({ denom: "uopen", amount: "1000000000" });
  expect(await client.getChainId()).toBe("openledger-test-1");
  client.disconnect();
  expect(await blockTime(node.rpcUrl, Number(first))).toBe(written.genesis_time);
  expect(Date.parse(await blockTime(node.rpcUrl, Number(first) + 1))).toBeGreaterThan(Date.parse(written.genesis_time));
  await node.close();
  // A second export names both chains it comes from.
  expect(await exportGenesis(other)).toMatchObject({ app_state: { system: { previous_chains: [{ exported_height: String(Number(first) - 1) }, { first: headerAt(first) }] } } });
});

test("a height below the last is exported only for a chain of another id, and the clock of either goes on", async () => {
  using place = await createTestHome();
  await makeBlocks(place.home, 4);
  const earlier = run("export", "--home", place.home, "--height", "2");
  expect(earlier).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringContaining("its validator would sign height 3 a second time, and what was sent since could be sent again; leave --height out") as string,
  });
  await expect(exportGenesis(place.home, { height: height(2n), chainId: "openledger-test-1" })).rejects.toMatchObject({ code: "CONFIG" });
  const forked = run("export", "--home", place.home, "--height", "2", "--chain-id", "openledger-test-2");
  expect(forked.stderr).toContain("openledger-test-2 begins above height 2. What was contributed and answered on openledger-test-1 names that chain");
  const fork = JSON.parse(String(forked.stdout)) as Written;
  expect(fork).toMatchObject({ chain_id: "openledger-test-2", initial_height: "3", app_state: { system: { previous_chains: [{ chain_id: "openledger-test-1", exported_height: "2", last: headerAt("3") }] } } });
  const last = (await exportGenesis(place.home)) as object as Written;
  await using node = await startNode({ home: place.home, config: TEST_CONFIG });
  for (const { genesis_time: time, initial_height: first } of [fork, last]) {
    expect(Date.parse(time) - Date.parse(await blockTime(node.rpcUrl, Number(first) - 1))).toBe(1);
  }
});
