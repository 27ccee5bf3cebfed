/** The chains of the comparison, each begun anew with one set of consensus settings. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { SimulatedAccount } from "@openledger/testing";
import { makeNetwork, type MakeNetworkOptions } from "../../src/network/make-network.ts";
import { networkHome, type NetworkHome } from "../../src/network/network-file.ts";
import { choosePorts } from "../../src/network/ports.ts";
import { startNetwork, type RunningNetwork } from "../../src/network/start-network.ts";
import { startProcess, type Process } from "../../src/processes/process.ts";
import { heightOf, type Target } from "./measure.ts";
import { CHAIN_ID, UNITS_EACH } from "./pre-signed.ts";

export interface Stand {
  /** CometBFT v0.38. */
  readonly binary: string;
  readonly accounts: readonly SimulatedAccount[];
  /** As CometBFT writes it. */
  readonly timeoutCommit: string;
  /** Where CometBFT writes the events of transactions: its default `kv`, or `null` for nowhere. */
  readonly txIndex: "kv" | "null";
  /** For each App; undefined leaves its default. */
  readonly signatureThreads: number | undefined;
}

const STOCK_SOURCE = resolve(import.meta.dirname, "../../../../infra/bench/stock-chain");
const READY_MS = 60_000;
/** Blocks that a chain makes before it is loaded. */
const FIRST_HEIGHT = 3;

type Genesis = Pick<MakeNetworkOptions, "chainId" | "bech32Prefix" | "baseDenom" | "accounts" | "appState">;

/** Validators of this chain. `genesis` instead of the senders' accounts, where something else is to run on it. */
export async function startOpenledger(count: 1 | 4, stand: Stand, genesis: Genesis = fundedGenesis(stand.accounts)): Promise<Target & { readonly network: RunningNetwork; readonly folder: string }> {
  const { home, network } = await madeNetwork(count, stand, genesis);
  for (const { name } of network.nodes) setThreads(home.node(name), stand.signatureThreads);
  const running = await startNetwork({ binary: stand.binary, home, network });
  await running.waitForHeight(BigInt(FIRST_HEIGHT));
  return {
    name: `openledger-${count}`,
    network: running,
    folder: home.root,
    rpcUrls: running.validators.map(({ rpcUrl }) => rpcUrl),
    pids: running.validators.flatMap(({ app, comet }) => [app?.pid ?? 0, comet?.pid ?? 0]),
    appPids: running.validators.map(({ app }) => app?.pid ?? 0),
    async [Symbol.asyncDispose]() {
      await running.stop();
      rmSync(home.root, { recursive: true, force: true });
    },
  };
}

function setThreads(home: string, threads: number | undefined): void {
  if (threads === undefined) return;
  const path = join(home, "config", "config.toml");
  writeFileSync(path, `${readFileSync(path, "utf8")}signature_threads = ${threads}\n`);
}

/** CometBFT's own kvstore inside of each CometBFT: no signatures, no tree, nothing on disk but blocks. */
export async function startKvstore(count: 1 | 4, stand: Stand): Promise<Target> {
  const { home, network } = await madeNetwork(count, stand, fundedGenesis([]));
  const nodes = network.nodes.map(({ name, ports }) => {
    setComet(home, name, "proxy_app", "kvstore");
    const process = startProcess({ name, program: stand.binary, args: ["start", "--home", home.comet(name)], logFile: join(home.logs, `${name}.log`), hasChannel: false });
    return { process, rpcUrl: `http://127.0.0.1:${ports.rpc}` };
  });
  return whenReady({
    name: `kvstore-${count}`,
    rpcUrls: nodes.map(({ rpcUrl }) => rpcUrl),
    pids: nodes.map(({ process }) => process.pid),
    appPids: [],
    [Symbol.asyncDispose]: () => endAll(nodes.map(({ process }) => process), home.root),
  });
}

/** Builds the stock Cosmos SDK chain; undefined where there is no Go. */
export async function buildStockChain(folder: string): Promise<string | undefined> {
  const program = join(folder, "stock-chain");
  try {
    await promisify(execFile)("go", ["build", "-o", program, "."], { cwd: STOCK_SOURCE });
    return program;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

export async function startStockChain(program: string, { accounts, timeoutCommit, txIndex }: Stand): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-stock-"));
  const list = join(folder, "accounts");
  writeFileSync(list, `${accounts.map(({ address }) => address).join("\n")}\n`);
  const [ports] = await choosePorts(1, 0);
  const rpc = ports?.rpc ?? 0;
  const args = ["-home", join(folder, "home"), "-accounts", list, "-units", String(UNITS_EACH), "-rpc", `tcp://127.0.0.1:${rpc}`, "-timeout-commit", timeoutCommit, "-tx-index", txIndex];
  const process = startProcess({ name: "stock chain", program, args, logFile: join(folder, "log"), hasChannel: false });
  return whenReady({ name: "sdk-1", rpcUrls: [`http://127.0.0.1:${rpc}`], pids: [process.pid], appPids: [], [Symbol.asyncDispose]: () => endAll([process], folder) });
}

function fundedGenesis(accounts: readonly SimulatedAccount[]): Genesis {
  const coins = [{ denom: "uopen", amount: UNITS_EACH }];
  return { chainId: CHAIN_ID, bech32Prefix: "open", baseDenom: "uopen", accounts: accounts.map(({ address }) => ({ address, coins })) };
}

async function madeNetwork(count: number, { timeoutCommit, txIndex }: Stand, genesis: Genesis): Promise<{ readonly home: NetworkHome; readonly network: Awaited<ReturnType<typeof makeNetwork>> }> {
  const home = networkHome(mkdtempSync(join(tmpdir(), "openledger-validators-")));
  mkdirSync(home.logs, { recursive: true });
  const network = await makeNetwork({ home, ports: await choosePorts(count, 0), timeoutCommit, ...genesis });
  for (const { name } of network.nodes) {
    setComet(home, name, "indexer", txIndex);
    // The stock chain logs nothing, and the logs of four nodes would pass through this process.
    setComet(home, name, "log_level", "error");
  }
  return { home, network };
}

function setComet(home: NetworkHome, name: string, setting: string, value: string): void {
  const path = join(home.comet(name), "config", "config.toml");
  const changed = readFileSync(path, "utf8").replace(new RegExp(`^${setting} = .*$`, "m"), `${setting} = "${value}"`);
  writeFileSync(path, changed);
}

async function whenReady(target: Target): Promise<Target> {
  try {
    for (const end = Date.now() + READY_MS; ; await delay(200)) {
      const heights = await Promise.all(target.rpcUrls.map((rpcUrl) => heightOf(rpcUrl).catch(() => 0)));
      if (heights.every((height) => height >= FIRST_HEIGHT)) return target;
      if (Date.now() > end) throw new Error(`${target.name} made no ${FIRST_HEIGHT} blocks in ${READY_MS / 1_000} s`);
    }
  } catch (error) {
    await target[Symbol.asyncDispose]();
    throw error;
  }
}

async function endAll(processes: readonly Process[], folder: string): Promise<void> {
  await Promise.all(processes.map((process) => process.stop()));
  rmSync(folder, { recursive: true, force: true });
}
