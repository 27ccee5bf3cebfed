import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homePaths } from "@openledger/node";
import { parse } from "smol-toml";
import { afterAll, expect, test } from "vitest";
import { abciAddressOf, makeNetwork } from "./make-network.ts";
import { networkHome, readNetwork, type NodePorts } from "./network-file.ts";
import { choosePorts, requireFreePorts } from "./ports.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-network-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const chain = { chainId: "made-1", bech32Prefix: "cosmos", baseDenom: "ustake", accounts: [], timeoutCommit: "200ms" };

function textOf(path: string): string {
  return readFileSync(path, "utf8");
}

test("every node of a new network holds the same genesis, a key of its own and the others as peers", async () => {
  const home = networkHome(join(folder, "three"));
  expect(readNetwork(home)).toBeUndefined();
  const network = await makeNetwork({ home, ports: await choosePorts(3, 20_000), ...chain });
  expect(readNetwork(home)).toEqual(network);
  expect(network.nodes.map(({ ports }) => ports.rpc)).toEqual([20_007, 20_017, 20_027]);

  const paths = network.nodes.map(({ name }) => homePaths(home.node(name)));
  const genesis = JSON.parse(textOf(paths[0]?.genesisFile ?? "")) as { validators: object[]; app_state: { genutil: { gen_txs: object[] }; staking: object } };
  expect(genesis.validators).toHaveLength(3);
  expect(genesis.app_state.genutil.gen_txs).toHaveLength(3);
  expect(genesis.app_state.staking).toMatchObject({ valset_source: "staking" });
  expect(new Set(paths.map(({ genesisFile }) => textOf(genesisFile))).size).toBe(1);
  expect(new Set(paths.map(({ validatorKeyFile }) => textOf(validatorKeyFile))).size).toBe(3);
  expect(statSync(paths[0]?.validatorKeyFile ?? "").mode & 0o077).toBe(0);

  const config = parse(textOf(join(home.comet("node1"), "config", "config.toml")));
  expect(config).toMatchObject({ proxy_app: abciAddressOf(home, "node1"), rpc: { laddr: "tcp://127.0.0.1:20017" }, consensus: { timeout_commit: "200ms" } });
  const others = network.nodes.filter(({ name }) => name !== "node1").map(({ nodeId, ports }) => `${nodeId}@127.0.0.1:${ports.p2p}`);
  expect(config["p2p"]).toMatchObject({ persistent_peers: others.join(",") });
});

test("a home's path may hold what replacements of texts read as commands", async () => {
  const home = networkHome(join(folder, "a$&b"));
  await makeNetwork({ home, ports: await choosePorts(1, 0), ...chain });
  expect(parse(textOf(homePaths(home.node("node0")).configFile))).toMatchObject({ abci_laddr: abciAddressOf(home, "node0") });
});

test("a home with a long path has its sockets elsewhere, one for each node", () => {
  const home = networkHome(join(folder, "x".repeat(120)));
  const [first, second] = [abciAddressOf(home, "node0"), abciAddressOf(home, "node1")];
  expect(first).not.toBe(second);
  expect(first.length).toBeLessThan(108);
});

test("a port in use is named before anything is started", async () => {
  const [ports] = await choosePorts(1, 0);
  const taken: NodePorts = { p2p: 1, rpc: 2, metrics: 3, rest: 4, ...ports };
  await requireFreePorts([taken]);
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(taken.rpc, "127.0.0.1", resolve));
  await expect(requireFreePorts([taken])).rejects.toMatchObject({ code: "PORT_IN_USE", message: expect.stringContaining(`port ${taken.rpc} is in use`) as string });
  await new Promise((resolve) => server.close(resolve));
});
