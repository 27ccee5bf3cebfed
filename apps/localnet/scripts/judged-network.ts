/**
 * Runs four validators and a program that judges them, and ends with the program's exit code:
 * `judged-network.ts HOME KEYS PROGRAM [ARGUMENT ...]`. KEYS holds the validators' keys as `node0.json` to `node3.json`. The
 * program finds where the nodes are in the file that INFRASTRUCTURE_FILE names, in the form of CometBFT's end-to-end tests.
 * With APP=kvstore the Apps are the key-value store that some of those tests want.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { homePaths } from "@openledger/node";
import { requireCometbft } from "../src/find-cometbft.ts";
import { makeNetwork } from "../src/network/make-network.ts";
import { networkHome, type NetworkDescription } from "../src/network/network-file.ts";
import { choosePorts } from "../src/network/ports.ts";
import { startNetwork } from "../src/network/start-network.ts";

const COUNT = 4;
/** Enough for every validator to propose and sign several times. */
const HEIGHT = 25n;
const PATIENCE_MS = 120_000;

const [folder = "", keys = "", program = "", ...args] = process.argv.slice(2);
const home = networkHome(resolve(folder));
const network = await makeNetwork({
  home,
  ports: await choosePorts(COUNT, 0),
  chainId: "openledger-judged-1",
  bech32Prefix: "open",
  baseDenom: "uopen",
  accounts: [],
  keyFiles: Array.from({ length: COUNT }, (_, i) => join(keys, `node${i}.json`)),
  timeoutCommit: "500ms",
});
const app = process.env["APP"] ?? "openledger";
for (const { name } of network.nodes) {
  const { configFile } = homePaths(home.node(name));
  const settings = { app, abci_request_log: join(home.logs, `${name}-requests.log`) };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
  const kept = readFileSync(configFile, "utf8").replace(/^(app|abci_request_log) = .*\n/gm, "");
  writeFileSync(configFile, lines.join("") + kept);
}
const infrastructure = join(home.root, "infrastructure.json");
writeFileSync(infrastructure, JSON.stringify(infrastructureOf(network)));

await using running = await startNetwork({ binary: requireCometbft(), home, network });
await running.waitForHeight(HEIGHT, PATIENCE_MS);
const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, INFRASTRUCTURE_TYPE: "digital-ocean", INFRASTRUCTURE_FILE: infrastructure } });
const [code] = (await Promise.race([once(child, "close"), running.failed])) as [number | null];
process.exitCode = code ?? 1;

function infrastructureOf({ nodes }: NetworkDescription): object {
  // The tests want an address of its own for each node, but reach it by the external one and its port.
  const instances = nodes.map(({ name, ports }, i) => [name, { ip_address: `127.0.0.${i + 2}`, ext_ip_address: "127.0.0.1", port: ports.rpc }]);
  return { provider: "digital-ocean", network: "127.0.0.0/8", instances: Object.fromEntries(instances) as object };
}
