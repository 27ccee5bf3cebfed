import { setTimeout as delay } from "node:timers/promises";
import { localnetError } from "./errors.ts";
import { requireCometbft } from "./find-cometbft.ts";
import type { NetworkHome } from "./network/network-file.ts";
import { startNetwork, type RunningNetwork } from "./network/start-network.ts";
import type { LocalnetOptions } from "./options.ts";
import { clearHome, demoFolder, prepareNetwork } from "./prepare-network.ts";
import { startIndexer } from "./processes/indexer.ts";
import { compareAppHashes, type AppHashReport } from "./report/app-hashes.ts";
import { fetchStatus } from "./report/node-status.ts";
import { createScreen } from "./report/screen.ts";
import { statusTable } from "./report/status-table.ts";
import { runDemoOn, type DemoReportOf } from "./run-demo-on.ts";

/** What `--once` waits for where no demo runs. */
const ONCE_HEIGHT = 10n;
const STATUS_MS = 1_000;

/** Runs a network until it is done (`--once`) or told to stop. The caller holds the home's lock. */
export async function runLocalnet(options: LocalnetOptions, home: NetworkHome): Promise<void> {
  const startedMs = performance.now();
  const binary = requireCometbft();
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const stopped = new AbortController();
  const interrupted = interruption(stopped);
  const network = await prepareNetwork(home, options);
  note(`starting ${network.nodes.length} validators of ${network.chainId}; data and logs lie in ${home.root}`);
  try {
    await using running = await startNetwork({ binary, home, network });
    await using _indexer = options.indexer ? await startIndexer(home, options.database, running, note) : undefined;
    await Promise.race([work(running, home, options, startedMs, stopped.signal), running.failed, interrupted]);
    stopped.abort();
  } finally {
    if (options.wipe) clearHome(home);
  }
  note(options.wipe ? "stopped, and its data is gone" : "stopped; the next start goes on from its data, --fresh begins anew");
}

/** Resolves at the first Ctrl-C or SIGTERM; the second one ends the process at once. */
function interruption(stopped: AbortController): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      stopped.abort();
      resolve();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}

async function work(running: RunningNetwork, home: NetworkHome, options: LocalnetOptions, startedMs: number, signal: AbortSignal): Promise<void> {
  const [first] = running.validators;
  if (options.demo && first !== undefined) {
    await running.waitForHeight(1n);
    const report = await runDemoOn(first, demoFolder(home), options.data, signal);
    if (signal.aborted) return;
    await conclude(running, options, startedMs, report);
  } else if (options.once) {
    await running.waitForHeight(ONCE_HEIGHT);
    await conclude(running, options, startedMs, undefined);
  }
  if (!options.once) await showStatus(running, signal);
}

/** Compares the nodes and reports; throws `CHECK` when not everything holds. */
async function conclude(running: RunningNetwork, { json }: LocalnetOptions, startedMs: number, demo: DemoReportOf | undefined): Promise<void> {
  const lastHeight = demo?.height ?? ONCE_HEIGHT;
  await running.waitForHeight(lastHeight);
  const appHashes = await compareAppHashes(running.validators, lastHeight);
  const checks = [...(demo?.checks ?? []), checkOf(appHashes, running.validators.length, demo?.appHash)];
  const ok = (demo?.ok ?? true) && checks.every(({ holds }) => holds);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  for (const { name, holds, detail } of checks) process.stderr.write(`${holds ? "holds" : "FAILS"}  ${name}: ${detail}\n`);
  process.stderr.write(`${seconds} s from the start\n`);
  if (json) {
    const nodes = running.validators.map(({ name, rpcUrl, restUrl }) => ({ name, rpcUrl, restUrl }));
    const own = { format: "openledger.localnet-report/1", chainId: running.chainId, height: `${lastHeight}`, appHash: appHashes.appHash };
    const report = { ...own, ...demo, height: `${lastHeight}`, checks, validators: { nodes, appHashes, seconds }, ok };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
  if (!ok) throw localnetError("CHECK", `not everything holds: ${checks.filter(({ holds }) => !holds).map(({ name }) => name).join("; ")}`);
}

/** `read` is the app hash after the last height as the demo found it. */
function checkOf({ appHash, lastHeight, isEqual, difference }: AppHashReport, count: number, read = appHash): DemoReportOf["checks"][number] {
  const name = "app hashes of all nodes are equal at every height";
  if (isEqual && read !== appHash) return { name, holds: false, detail: `the demo read ${read.slice(0, 16)} after height ${lastHeight}, the nodes have ${appHash.slice(0, 16)}` };
  if (isEqual) return { name, holds: true, detail: `${count} nodes, heights 1 to ${lastHeight}` };
  const said = Object.entries(difference?.appHashes ?? {}).map(([node, hash]) => `${node} ${hash.slice(0, 16)}`);
  return { name, holds: false, detail: `at height ${difference?.height ?? "?"}: ${said.join(", ")}` };
}

/** Shows the nodes until told to stop: in place on a terminal, else one table each minute. */
async function showStatus(running: RunningNetwork, signal: AbortSignal): Promise<void> {
  const screen = createScreen(process.stderr);
  while (!signal.aborted) {
    const rows = await Promise.all(running.validators.map(async ({ name, rpcUrl }) => ({ name, rpcUrl, status: await fetchStatus(rpcUrl) })));
    screen.show([...statusTable(rows), "Ctrl-C stops the network."]);
    await delay(STATUS_MS, undefined, { signal }).catch(() => undefined);
  }
}
