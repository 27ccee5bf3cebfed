import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeyring } from "@openledger/keyring";
import { homePaths } from "@openledger/node";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { addNode } from "./add-node.ts";
import { makeNetwork } from "./make-network.ts";
import { networkHome, readNetwork } from "./network-file.ts";
import { choosePorts } from "./ports.ts";

test("a further node has the network's genesis, keys of its own, and dials those that are there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "openledger-add-node-"));
  try {
    const home = networkHome(folder);
    const [first, second, third] = await choosePorts(3, 21_000);
    if (first === undefined || second === undefined || third === undefined) throw new Error("three ports were asked for");
    const network = await makeNetwork({ home, ports: [first, second], chainId: "grows-1", bech32Prefix: "open", baseDenom: "uopen", accounts: [], timeoutCommit: "1s" });
    const grown = await addNode({ home, network, ports: third, timeoutCommit: "1s" });
    expect(readNetwork(home)).toEqual(grown);
    expect(grown.nodes.map(({ name }) => name)).toEqual(["node0", "node1", "node2"]);
    const [old, added] = [homePaths(home.node("node0")), homePaths(home.node("node2"))];
    expect(readFileSync(added.genesisFile)).toEqual(readFileSync(old.genesisFile));
    expect(readFileSync(added.validatorKeyFile)).not.toEqual(readFileSync(old.validatorKeyFile));
    const config = parse(readFileSync(join(home.comet("node2"), "config", "config.toml"), "utf8"));
    const peers = network.nodes.map(({ nodeId, ports }) => `${nodeId}@127.0.0.1:${ports.p2p}`);
    expect(config).toMatchObject({ rpc: { laddr: `tcp://127.0.0.1:${third.rpc}` }, p2p: { persistent_peers: peers.join(",") } });
    expect((await openKeyring({ home: home.node("node2"), backend: "test", prefix: "open" }).show("operator")).address).toMatch(/^open1/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
