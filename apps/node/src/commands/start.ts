import { flushCompileCache } from "node:module";
import type { Command } from "commander";
import { startAbciNode, type RunningAbciNode } from "../compose-abci.ts";
import { startNode, type RunningNode, type StartNodeOptions } from "../compose.ts";
import { loadConfig, type NodeConfigInput } from "../config.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";

interface StartFlags {
  readonly home: string;
  readonly app?: string;
  readonly "rpc.laddr"?: string;
  readonly "rest.laddr"?: string;
  readonly "metrics.laddr"?: string;
  readonly consensus?: string;
  readonly "abci.laddr"?: string;
  readonly "abci.requestLog"?: string;
  readonly "comet.rpc"?: string;
  readonly haltHeight?: string;
  readonly blockTime?: string;
  readonly minimumGasPrices?: string;
  readonly logLevel?: string;
}

/** `openledgerd start`: makes blocks and answers until it is told to stop. */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description("run the chain on this machine: make blocks, serve RPC and REST")
    .option("--home <folder>", "folder that init made", DEFAULT_HOME)
    .option("--app <name>", "openledger, or kvstore: CometBFT's key=value App, to compare RPC with")
    .option("--rpc.laddr <address>", "CometBFT RPC, e.g. tcp://127.0.0.1:26657; port 0 takes any")
    .option("--rest.laddr <address>", "REST API, e.g. tcp://127.0.0.1:1317")
    .option("--metrics.laddr <address>", "Prometheus metrics, e.g. tcp://127.0.0.1:26660; none by default")
    .option("--consensus <who>", "sequencer: this process alone makes blocks; abci: CometBFT does and calls it")
    .option("--abci.laddr <address>", "where CometBFT reaches it, unix://PATH or tcp://127.0.0.1:26658; app.sock in the home by default")
    .option("--comet.rpc <url>", "with abci: CometBFT's RPC, which REST asks for blocks, e.g. http://127.0.0.1:26657")
    .option("--abci.request-log <file>", "append CometBFT's requests in the form of its grammar checker")
    .option("--halt-height <height>", "with abci: stop after this block, for another version to go on; 0 is never")
    .option("--block-time <time>", "time between blocks, e.g. 1s or 200ms")
    .option("--minimum-gas-prices <prices>", "least gas price to take, in any one of these denoms, e.g. 0.025uopen,0.001udemo")
    .option("--log-level <level>", "trace, debug, info, warn, error or silent")
    .action(async (flags: StartFlags) => {
      const options = { home: flags.home, config: configFrom(flags), onBlock: progressLine() };
      const { consensus } = loadConfig(homePaths(flags.home).configFile, options.config);
      const node = consensus === "abci" ? await startForComet(options) : await startAlone(options);
      stopWithProcess(node);
      await node.stopped;
      if (process.connected) process.disconnect?.();
    });
}

async function startAlone(options: StartNodeOptions): Promise<RunningNode> {
  const node = await startNode(options);
  announce(node);
  return node;
}

async function startForComet(options: StartNodeOptions): Promise<RunningAbciNode> {
  const node = await startAbciNode(options);
  const { abciAddress, metricsUrl, restUrl, startHeight } = node;
  const rest = restUrl === undefined ? "" : ` · REST ${restUrl}`;
  const metrics = metricsUrl === undefined ? "" : ` · metrics ${metricsUrl}/metrics`;
  process.stderr.write(`waiting for CometBFT at ${abciAddress}, state of height ${startHeight}${rest}${metrics}\n`);
  process.send?.({ type: "ready", abciAddress, restUrl, metricsUrl, height: String(startHeight) });
  // Where the environment names a folder for compiled code: a process that is killed would leave none to the next.
  flushCompileCache();
  return node;
}

function configFrom(flags: StartFlags): NodeConfigInput {
  const given = {
    app: flags.app,
    rpc_laddr: flags["rpc.laddr"],
    rest_laddr: flags["rest.laddr"],
    metrics_laddr: flags["metrics.laddr"],
    consensus: flags.consensus,
    abci_laddr: flags["abci.laddr"],
    abci_request_log: flags["abci.requestLog"],
    comet_rpc: flags["comet.rpc"],
    halt_height: flags.haltHeight,
    block_time: flags.blockTime,
    minimum_gas_prices: flags.minimumGasPrices,
    log_level: flags.logLevel,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function announce({ chainId, startHeight, rpcUrl, restUrl, metricsUrl }: RunningNode): void {
  const metrics = metricsUrl === undefined ? "" : ` · metrics ${metricsUrl}/metrics`;
  process.stderr.write(`${chainId} runs from height ${startHeight} · RPC ${rpcUrl} · REST ${restUrl}${metrics}\n`);
  process.send?.({ type: "ready", rpcUrl, restUrl, metricsUrl, chainId, height: String(startHeight) });
}

/** Ends the node on SIGINT, SIGTERM and when the parent that started it over IPC goes away. */
function stopWithProcess(node: Pick<RunningNode, "close" | "stopped">): void {
  const stop = (): void => void node.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.once("disconnect", stop);
  void node.stopped
    .catch(() => undefined)
    .then(() => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      process.off("disconnect", stop);
    });
}

/** One line on a terminal that follows the chain; nothing where nobody watches. */
function progressLine(): (block: { readonly height: bigint; readonly txs: number; readonly waiting: number }) => void {
  if (!process.stderr.isTTY) return () => undefined;
  let total = 0;
  return ({ height, txs, waiting }) => {
    total += txs;
    process.stderr.write(`\r\u001b[Kheight ${height} · ${total} transactions since start · ${waiting} waiting `);
  };
}
