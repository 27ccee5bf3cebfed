import { join } from "node:path";
import { createAbciApplication, isPeerFault, openAppStorage, openRequestLog, startAbciServer, type AppStorage } from "@openledger/abci";
import { createChain, parseGenesis, timeToRfc3339 } from "@openledger/chain";
import { createNodeCrypto, createSignaturePool, type SignaturePool } from "@openledger/crypto";
import { lockDataFolder, openBlobStore, type FileSystem } from "@openledger/kv";
import { createKvstore } from "@openledger/kvstore";
import type { Crypto, Height } from "@openledger/primitives";
import { listenAddress, startRestServer, type ChainView } from "@openledger/rpc";
import {
  createSnapshotRestorer,
  createSnapshotter,
  createStateSyncWriter,
  openSnapshotShelf,
  type Snapshotter,
  type SnapshotShelf,
  type StateSyncWriter,
} from "@openledger/sequencer";
import { parseMinGasPrices, type App, type ExecutedBlock, type StateMachine } from "@openledger/state-machine";
import { createLogger, createNodeMetrics, type Logger, type NodeMetrics } from "@openledger/telemetry";
import { createAbciBackend } from "./abci/abci-backend.ts";
import { cometRpcUrl } from "./abci/comet/comet-address.ts";
import { createCometQueries } from "./abci/comet/comet-queries.ts";
import { createCometRpc } from "./abci/comet/comet-rpc.ts";
import { createCometView } from "./abci/comet/comet-view.ts";
import { createHalt } from "./abci/halt-height.ts";
import { retainHeight } from "./abci/retain-height.ts";
import { loadConfig, type NodeConfig } from "./config.ts";
import type { StartNodeOptions } from "./node-parts.ts";
import { createEraser, type Eraser } from "./erasures.ts";
import { readGenesisFile } from "./genesis-file.ts";
import { refuseHandedOver } from "./handed-over.ts";
import { homePaths, type HomePaths } from "./home.ts";
import { startMetricsServer } from "./metrics-server.ts";
import { signatureThreads } from "./signature-threads.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";

/** An App that waits for CometBFT's calls. */
export interface RunningAbciNode extends AsyncDisposable {
  /** `unix://PATH` or `tcp://HOST:PORT`, for CometBFT's `proxy_app`. */
  readonly abciAddress: string;
  /** Undefined unless the options name where REST is served. */
  readonly restUrl: string | undefined;
  /** Undefined when no metrics are served. */
  readonly metricsUrl: string | undefined;
  /** Last durable state when the node started. */
  readonly startHeight: Height;
  /** Settles when the node has stopped: resolves after `close`, rejects when the chain cannot go on. */
  readonly stopped: Promise<void>;
  /** Finishes the call under way, stops serving and gives the home up. May be called more than once. */
  close(): Promise<void>;
}

interface Parts {
  readonly config: NodeConfig;
  readonly paths: HomePaths;
  readonly crypto: Crypto;
  /** Undefined when signatures are verified where transactions run. */
  readonly verifier: SignaturePool | undefined;
  readonly app: App;
  /** The same App where it is this chain; undefined for the kvstore. */
  readonly machine: StateMachine | undefined;
  readonly storage: AppStorage;
  readonly shelf: SnapshotShelf;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly fileSystem: FileSystem | undefined;
  /** RPC of the CometBFT that has the blocks, and what it says of them. */
  readonly cometUrl: string;
  readonly view: ChainView;
}

/**
 * Starts this chain as CometBFT's application: the home needs nothing but its data folder, since genesis comes from
 * CometBFT. Throws an OperationalError whose message says what to do: socket in use, folder locked, an embedded chain there.
 */
export async function startAbciNode(options: StartNodeOptions): Promise<RunningAbciNode> {
  const cleanup: (() => void | Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (let close = cleanup.pop(); close !== undefined; close = cleanup.pop()) await close();
  };
  try {
    return await start(options, cleanup, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function start(options: StartNodeOptions, cleanup: (() => void | Promise<void>)[], closeAll: () => Promise<void>): Promise<RunningAbciNode> {
  const parts = openParts(options, cleanup);
  const { config, logger, metrics, storage } = parts;
  const startHeight = storage.lastHeight;
  const ended = Promise.withResolvers<undefined>();
  const halt = createHalt({ height: config.halt_height, lastHeight: startHeight, stop: () => ended.resolve(undefined) });
  const snapshotter = startSnapshotter(parts);
  cleanup.push(() => snapshotter?.close());
  const stateSync = startStateSync(parts);
  cleanup.push(() => stateSync?.close());
  const rest = await startRest(options, parts, cleanup);
  const application = createApplication(parts, ({ request, response }) => {
    metrics.height.set(Number(request.height));
    metrics.transactions.inc(request.txs.length);
    snapshotter?.onCommitted(request.height);
    stateSync?.onCommitted(request.height);
    rest?.eraser.onBlock(response);
    options.onBlock?.({ height: request.height, txs: request.txs.length, waiting: 0 });
    halt.onCommitted(request.height);
  });
  const requests = config.abci_request_log === "" ? undefined : openRequestLog(config.abci_request_log);
  cleanup.push(() => requests?.close());
  const server = await startAbciServer({
    address: config.abci_laddr || `unix://${join(parts.paths.home, "app.sock")}`,
    handler: halt.wrap(requests?.wrap(application) ?? application),
    frameBytes: config.abci_frame_bytes,
    onProblem(error, isFatal) {
      if (!isFatal || isPeerFault(error)) return logger.warn({ err: error }, "a connection ended");
      logger.error({ err: error }, "the chain cannot go on");
      ended.reject(error);
    },
  });
  // Runs before the state is closed: no call is under way then.
  cleanup.push(() => server.close());
  const health = (): object => ({ status: "ok", height: `${storage.lastHeight}`, connections: server.connections });
  const metricsServer = config.metrics_laddr === "" ? undefined : await startMetricsServer(metrics, config.metrics_laddr, health);
  cleanup.push(() => metricsServer?.close());
  const stopped = ended.promise.finally(closeAll);
  stopped.catch(() => undefined);
  const close = async (): Promise<void> => {
    ended.resolve(undefined);
    await stopped.catch(() => undefined);
  };
  return { abciAddress: server.address, restUrl: rest?.url, metricsUrl: metricsServer?.url, startHeight, stopped, close, [Symbol.asyncDispose]: close };
}

function openParts(options: StartNodeOptions, cleanup: (() => void | Promise<void>)[]): Parts {
  const paths = homePaths(options.home);
  refuseHandedOver(paths);
  const config = loadConfig(paths.configFile, options.config ?? {});
  const crypto = createNodeCrypto();
  const logger = createLogger({ name: "openledgerd", level: config.log_level });
  const lock = lockDataFolder(paths.dataFolder);
  cleanup.push(() => lock.release());
  // CometBFT and the App itself keep two cores busy.
  const threads = config.signature_threads ?? signatureThreads(2);
  const verifier = threads === 0 || config.app === "kvstore" ? undefined : createSignaturePool(threads);
  cleanup.push(() => verifier?.close());
  const minGasPrices = parseMinGasPrices(config.minimum_gas_prices) ?? [];
  const machine = config.app === "kvstore" ? undefined : createChain({ crypto, minGasPrices, retainVersions: config.retain_versions });
  const app = machine ?? createKvstore();
  const { fileSystem, replayBytes } = options;
  const disk = fileSystem === undefined ? {} : { fileSystem };
  const storage = openAppStorage({ folder: paths.dataFolder, app, ...disk, ...(replayBytes === undefined ? {} : { replayBytes }) });
  cleanup.push(() => storage.close());
  if (storage.tornTail !== undefined) logger.warn(storage.tornTail, "an unfinished append was cut off after a crash");
  for (const sentence of storage.restored.refused) logger.warn(sentence);
  const shelf = openSnapshotShelf(paths.dataFolder, crypto.sha256, fileSystem);
  const cometUrl = cometRpcUrl(config, paths.home);
  const view = createCometView(createCometRpc(cometUrl));
  return { config, paths, crypto, verifier, app, machine, storage, shelf, logger, metrics: createNodeMetrics(), fileSystem, cometUrl, view };
}

function createApplication(parts: Parts, onCommitted: (committed: ExecutedBlock) => void): ReturnType<typeof createAbciApplication> {
  const { app, machine, config, crypto, fileSystem, logger, metrics, paths, shelf, storage, verifier } = parts;
  const { sha256 } = crypto;
  const disk = fileSystem === undefined ? {} : { fileSystem };
  const onProblem = (sentence: string): void => logger.warn(sentence);
  return createAbciApplication({
    app,
    storage,
    sha256,
    verifier,
    name: config.app,
    softwareVersion: SOFTWARE_VERSION,
    parseGenesis,
    timeText: timeToRfc3339,
    retainFrom: (height) => retainHeight({ height, blocks: config.abci_retain_blocks, snapshots: config.state_sync_interval === 0 ? undefined : shelf.heights }),
    ...(machine === undefined
      ? {}
      : {
          answerQuery: createCometQueries({ ...parts, machine }),
          snapshots: {
            shelf,
            restorer: createSnapshotRestorer({ app: machine, dataFolder: paths.dataFolder, snapshots: storage.snapshots, sha256, ...disk }),
            onProblem,
          },
        }),
    onCommitted,
    onRefused: onProblem,
    onQuarantined(tx, reason) {
      logger.error({ tx: Buffer.from(sha256(tx)).toString("hex"), reason }, "a transaction tripped an assertion and is set aside");
    },
    onDefect(error, call) {
      metrics.rpcDefects.inc();
      logger.error({ err: error, call }, "a request failed for a reason of our own");
    },
  });
}

interface Rest {
  readonly url: string;
  readonly eraser: Eraser;
}

/**
 * Serves blobs, module queries and simulation beside CometBFT's RPC, and blocks and transactions by asking it. Only where the options name an address: several
 * nodes of one machine would otherwise take the same port.
 */
async function startRest(options: StartNodeOptions, parts: Parts, cleanup: (() => void | Promise<void>)[]): Promise<Rest | undefined> {
  const { cometUrl, config, fileSystem, logger, machine, metrics, paths } = parts;
  if (options.config?.rest_laddr === undefined || machine === undefined) return undefined;
  const limits = { maxBlobBytes: config.blob_max_bytes, quotaBytes: config.blob_quota_bytes };
  const blobs = await openBlobStore(paths.blobFolder, limits, fileSystem === undefined ? {} : { fileSystem });
  const eraser = createEraser(machine, blobs, logger);
  await eraser.sweep();
  cleanup.push(() => eraser.settled());
  const report = (error: unknown, method: string): void => {
    metrics.rpcDefects.inc();
    logger.error({ err: error, method }, "a request failed for a reason of our own");
  };
  const urls = { rpc: config.public_rpc_url || cometUrl, rest: config.public_rest_url || undefined };
  const backend = createAbciBackend({ ...parts, machine, genesis: readGenesisFile(paths.genesisFile, parts.crypto.sha256) });
  const { maxBlobBytes } = limits;
  const server = await startRestServer({ backend, blobs, maxBlobBytes, report, urls, erasureOf: eraser.erasureOf }, listenAddress(config.rest_laddr));
  cleanup.push(() => server.close());
  return { url: server.url, eraser };
}

/** Undefined for an App that starts from its change sets alone. */
function startSnapshotter({ machine: app, storage, config, logger }: Parts): Snapshotter | undefined {
  if (app === undefined) return undefined;
  return createSnapshotter({
    app,
    store: storage,
    snapshots: storage.snapshots,
    intervalBlocks: config.snapshot_interval,
    onWritten: ({ height, bytes, seconds }) => logger.info({ height: Number(height), bytes, seconds }, "a snapshot of the state was written"),
    onFailed: (error) => logger.warn({ code: error.code }, `no snapshot was written: ${error.message}`),
  });
}

/** Undefined when the settings want no snapshots for other nodes. */
function startStateSync({ machine: app, config, crypto, fileSystem, logger, paths }: Parts): StateSyncWriter | undefined {
  if (app === undefined || config.state_sync_interval === 0) return undefined;
  return createStateSyncWriter({
    app,
    dataFolder: paths.dataFolder,
    sha256: crypto.sha256,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    intervalBlocks: config.state_sync_interval,
    onWritten: ({ height, bytes, chunks }) => logger.info({ height: Number(height), bytes, chunks }, "a snapshot for other nodes was written"),
    onFailed: (error) => logger.warn({ code: "code" in error ? error.code : error.name }, `no snapshot for other nodes was written: ${error.message}`),
  });
}
