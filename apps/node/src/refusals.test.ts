import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startNode } from "./compose.ts";
import { loadConfig } from "./config.ts";
import { homePaths } from "./home.ts";
import { initHome } from "./init-home.ts";
import { createTestHome, TEST_CONFIG } from "./node.fixture.ts";

test("a port in use is named, and the folder is given up again", async () => {
  using home = await createTestHome();
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const config = { ...TEST_CONFIG, rest_laddr: `tcp://127.0.0.1:${port}` };
  await expect(startNode({ home: home.home, config })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`);
  taken.close();
  await using node = await startNode({ home: home.home, config: TEST_CONFIG });
  expect(node.startHeight).toBe(0n);
});

test("a home that a node uses is refused to a second one", async () => {
  using home = await createTestHome();
  await using _node = await startNode({ home: home.home, config: TEST_CONFIG });
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("in use by process");
});

test("a missing home, a second init and a wrong setting each say what to do", async () => {
  await expect(startNode({ home: "/nowhere/at/all", config: TEST_CONFIG })).rejects.toThrow('run "openledgerd init');
  using home = await createTestHome();
  expect(() => initHome({ home: home.home })).toThrow("exists; choose another --home");
  expect(() => loadConfig("/nonexistent", { block_time: "soon" }, {})).toThrow("block_time: give a time such as 1s");
  writeFileSync(homePaths(home.home).configFile, "no toml at all");
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("is not TOML");
});

test("flags come before the environment, the environment before the file", () => {
  const environment = { OPENLEDGER_BLOCK_TIME: "2s", OPENLEDGER_MONIKER: "env" };
  const config = loadConfig("/nonexistent", { block_time: "250ms" }, environment);
  expect(config).toMatchObject({ block_time: 250, moniker: "env", rpc_laddr: "tcp://127.0.0.1:26657" });
});

test("without its last-sign state a key signs nothing", async () => {
  using home = await createTestHome();
  rmSync(homePaths(home.home).signStateFile);
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow("is missing, and without it the key here could sign twice: restore it");
});

test("a state whose block log is lost refuses to start, and says where its blocks may be", async () => {
  using home = await createTestHome();
  const node = await startNode({ home: home.home, config: TEST_CONFIG });
  const heightNow = async (): Promise<number> => {
    const health = (await (await fetch(`${node.restUrl}/health`)).json()) as { height: string };
    return Number(health.height);
  };
  await expect.poll(heightNow).toBeGreaterThan(2);
  await node.close();
  const blocks = `${homePaths(home.home).dataFolder}/blocks.log`;
  expect(existsSync(blocks)).toBe(true);
  rmSync(blocks);
  await expect(startNode({ home: home.home, config: TEST_CONFIG })).rejects.toThrow(
    "there is a state and no block: CometBFT has the blocks of a home that runs with --consensus abci",
  );
});
