import { flushCompileCache } from "node:module";
import type { Command } from "commander";
import { startAbciNode, type RunningAbciNode } from "../compose-abci.ts";
import { startNode, type RunningNode } from "../compose.ts";
import { loadConfig, type NodeConfigInput } from "../config.ts";
import type { StartNodeOptions } from "../node-parts.ts";
import { prepareFollowerHome } from "../da/follower-home.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

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
  readonly follow?: string;
  readonly standby?: boolean;
  readonly genesis?: string;
  readonly "sequencer.rpc"?: string;
  readonly "blob.sources"?: string;
  readonly signer?: string;
  readonly "signer.tokenFile"?: string;
  readonly da?: string;
  readonly "da.policy"?: string;
  readonly "da.interval"?: string;
  readonly "da.maxPending"?: string;
  readonly "da.startHeight"?: string;
  readonly "da.laddr"?: string;
}

/** `openledgerd start`: makes blocks and answers until it is told to stop. */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description("run the chain on this machine: make blocks, or follow those of another from DA; serve RPC and REST")
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
    .option("--follow <source>", "da: derive every block from DA instead of making blocks, execute and check it")
    .option("--standby", "follow DA while another key is the sequencer, make blocks while the key of this home is")
    .option("--genesis <file>", "with --follow or --standby and an empty home: the chain's genesis file")
    .option("--sequencer.rpc <url>", "with --follow or --standby: the sequencer's RPC, for blocks before DA has them and to hand transactions on")
    .option("--blob.sources <urls>", "REST of nodes to fetch blobs from that are not here, separated by commas")
    .option("--signer <url>", "with --standby: who holds the key that this node shares with another one, e.g. http://10.0.0.5:26661")
    .option("--signer.token-file <file>", "file with the signer's bearer token; or OPENLEDGER_SIGNER_TOKEN in the environment")
    .option("--da <where>", "post blocks to file:FOLDER or celestia:URL, from which anyone can rebuild the chain")
    .option("--da.policy <when>", "immediate, size or interval")
    .option("--da.interval <time>", "time between posts, e.g. 6s")
    .option("--da.max-pending <blocks>", "blocks that may wait for DA before production slows down")
    .option("--da.start-height <height>", "DA height when this chain began, on a DA that others use too")
    .option("--da.laddr <address>", "with file:, serve it in celestia-node's JSON-RPC, e.g. 127.0.0.1:26650")
    .option("--log-level <level>", "trace, debug, info, warn, error or silent")
    .action(async (flags: StartFlags) => {
      if (flags.standby === true && flags.follow !== undefined) throw nodeError("CONFIG", "--standby follows DA already; leave --follow out");
      if (flags.follow === "da" || flags.standby === true) prepareFollowerHome(flags.home, flags.genesis);
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
    follow: flags.standby === true ? "standby" : flags.follow,
    sequencer_rpc: flags["sequencer.rpc"],
    blob_sources: flags["blob.sources"],
    signer: flags.signer,
    signer_token_file: flags["signer.tokenFile"],
    da: flags.da,
    da_policy: flags["da.policy"],
    da_interval: flags["da.interval"],
    da_max_pending: flags["da.maxPending"],
    da_start_height: flags["da.startHeight"],
    da_laddr: flags["da.laddr"],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function announce({ chainId, startHeight, rpcUrl, restUrl, metricsUrl, daUrl }: RunningNode): void {
  const metrics = metricsUrl === undefined ? "" : ` · metrics ${metricsUrl}/metrics`;
  const da = daUrl === undefined ? "" : ` · DA ${daUrl}`;
  process.stderr.write(`${chainId} runs from height ${startHeight} · RPC ${rpcUrl} · REST ${restUrl}${metrics}${da}\n`);
  process.send?.({ type: "ready", rpcUrl, restUrl, metricsUrl, daUrl, chainId, height: String(startHeight) });
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
