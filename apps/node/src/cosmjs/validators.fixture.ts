/** Four validators that begin as a home does: real CometBFT processes above real Apps, for tests. */
import { spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { end, startAbciChild } from "../abci/abci-node.fixture.ts";
import { cometNodeId, isFreePort, isThere, makeCometHome, PORTS_FROM, PORTS_TO } from "../abci/cometbft.fixture.ts";
import { homePaths } from "../home.ts";
import { initHome, type InitHomeOptions } from "../init-home.ts";

const COUNT = 4;
const HOST = "127.0.0.1";
const PATIENCE_MS = 90_000;

interface Genesis {
  readonly validators: readonly object[];
}

interface Node {
  readonly home: string;
  readonly comet: string;
  readonly p2p: number;
  readonly rpc: number;
}

export interface RunningValidators extends AsyncDisposable {
  /** One for each node. */
  readonly rpcUrls: readonly string[];
}

/**
 * Starts the network in a folder and waits for the third block on every node. Its genesis is that of a lone sequencer with
 * three keys more, so that stakes and balances are the same as there; `valset_source` is `sequencer`: the four stay.
 */
export async function startValidators(binary: string, folder: string, options: Omit<InitHomeOptions, "home">, minimumGasPrices: string): Promise<RunningValidators> {
  const nodes = await makeNodes(binary, folder, options);
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    // Nothing is kept, so nothing needs to end in order.
    await Promise.all(children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).map(async (child) => end(child, "SIGKILL")));
  };
  try {
    await Promise.all(nodes.map(async (node) => children.push(...(await startBoth(binary, node, minimumGasPrices)))));
    const rpcUrls = nodes.map(({ rpc }) => `http://${HOST}:${rpc}`);
    await Promise.all(rpcUrls.map(reachThird));
    return { rpcUrls, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeNodes(binary: string, folder: string, options: Omit<InitHomeOptions, "home">): Promise<Node[]> {
  const genesisTimeMs = Date.now();
  const homes = Array.from({ length: COUNT }, (_, i) => join(folder, `node${i}`));
  for (const home of homes) initHome({ ...options, home, genesisTimeMs });
  const documents = homes.map((home) => JSON.parse(readFileSync(homePaths(home).genesisFile, "utf8")) as Genesis);
  const genesis = JSON.stringify({ ...documents[0], validators: documents.flatMap(({ validators }) => validators) });
  const base = await freePorts(2 * COUNT);
  const nodes = homes.map((home, i): Node => {
    writeFileSync(homePaths(home).genesisFile, genesis);
    return { home, comet: makeCometHome(binary, home), p2p: base + 2 * i, rpc: base + 2 * i + 1 };
  });
  const ids = nodes.map(({ comet }) => cometNodeId(binary, comet));
  for (const node of nodes) {
    const peers = nodes.flatMap((other, i) => (other === node ? [] : [`${ids[i] ?? ""}@${HOST}:${other.p2p}`]));
    settle(node, peers.join(","));
  }
  return nodes;
}

/** Makes CometBFT a node among others on one machine. */
function settle({ comet, p2p, rpc }: Node, peers: string): void {
  const file = join(comet, "config", "config.toml");
  const settings: readonly (readonly [RegExp, string])[] = [
    [/^laddr = "tcp:\/\/127.0.0.1:26657"$/m, `laddr = "tcp://${HOST}:${rpc}"`],
    [/^laddr = "tcp:\/\/0.0.0.0:26656"$/m, `laddr = "tcp://${HOST}:${p2p}"`],
    [/^persistent_peers = .*$/m, `persistent_peers = "${peers}"`],
    [/^pex = .*$/m, "pex = false"],
    [/^addr_book_strict = .*$/m, "addr_book_strict = false"],
    [/^allow_duplicate_ip = .*$/m, "allow_duplicate_ip = true"],
    // As the embedded node's, so that a transaction of the greatest size fits in.
    [/^max_body_bytes = .*$/m, "max_body_bytes = 2000000"],
    // How long messages and votes wait for company: what saves packets between machines only delays blocks on one.
    [/^flush_throttle_timeout = .*$/m, 'flush_throttle_timeout = "5ms"'],
    [/^peer_gossip_sleep_duration = .*$/m, 'peer_gossip_sleep_duration = "5ms"'],
  ];
  writeFileSync(
    file,
    settings.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, "utf8")),
  );
}

async function startBoth(binary: string, { home, comet }: Node, minimumGasPrices: string): Promise<[ChildProcess, ChildProcess]> {
  const address = `unix://${join(home, "app.sock")}`;
  const { child: app } = await startAbciChild(home, address, ["--minimum-gas-prices", minimumGasPrices]);
  const output = openSync(join(comet, "log"), "w");
  const child = spawn(binary, ["start", "--home", comet, "--proxy_app", address], { stdio: ["ignore", output, output] });
  await once(child, "spawn");
  return [app, child];
}

async function reachThird(rpcUrl: string): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!(await isThere(rpcUrl, 3))) await delay(100, undefined, { signal: patience });
}

/** The first of so many free ports in a row. */
async function freePorts(count: number): Promise<number> {
  for (;;) {
    const base = randomInt(PORTS_FROM, PORTS_TO - count);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFreePort(base + i)));
    if (free.every(Boolean)) return base;
  }
}
