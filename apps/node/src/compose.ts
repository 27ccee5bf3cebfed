import { createChain } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, openBlobStore, openSignState, type FileSystem } from "@openledger/kv";
import { createKvstore } from "@openledger/kvstore";
import { unixNanos, type Crypto, type Height } from "@openledger/primitives";
import { listenAddress, startRestServer, startRpcServer, type RpcBackend } from "@openledger/rpc";
import {
  createBlockProducer,
  createMempool,
  createSnapshotter,
  createStateSyncWriter,
  loadValidatorKey,
  type ValidatorKey,
  mempoolLimits,
  type MempoolLimits,
  openChain,
  type BlockProducer,
  type CommittedBlock,
  type Mempool,
  type OpenedChain,
  type Snapshotter,
  type StateSyncWriter,
} from "@openledger/sequencer";
import { parseMinGasPrices, type App, type StateMachine } from "@openledger/state-machine";
import { createLogger, createNodeMetrics, type Logger, type NodeMetrics } from "@openledger/telemetry";
import { loadConfig, type NodeConfig, type NodeConfigInput } from "./config.ts";
import { createEraser } from "./erasures.ts";
import { readGenesisFile, type GenesisFile } from "./genesis-file.ts";
import { refuseHandedOver } from "./handed-over.ts";
import { homePaths, type HomePaths } from "./home.ts";
import { startMetricsServer } from "./metrics-server.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";

export interface StartNodeOptions {
  /** A home that `initHome` or `openledgerd init` made. */
  readonly home: string;
  /** Settings before those of config.toml and the environment, e.g. `{ rpc_laddr: "127.0.0.1:0", block_time: "200ms" }`. */
  readonly config?: NodeConfigInput;
  /** What chain, state, signatures and blobs are written through; the machine's own by default. */
  readonly fileSystem?: FileSystem;
  /** As in `openChain`. */
  readonly replayBytes?: number;
  /** The clock that blocks are timed by, in milliseconds since 1970; the machine's own by default. */
  readonly nowMs?: () => number;
  /** Called after each block is durable. */
  readonly onBlock?: (block: { readonly height: Height; readonly txs: number; readonly waiting: number }) => void;
}

/** A node that makes blocks and answers. */
export interface RunningNode extends AsyncDisposable {
  readonly rpcUrl: string;
  readonly restUrl: string;
  /** Undefined when no metrics are served. */
  readonly metricsUrl: string | undefined;
  readonly chainId: string;
  /** Last durable block when the node started. */
  readonly startHeight: Height;
  /** Settles when the node has stopped: resolves after `close`, rejects when block production failed. */
  readonly stopped: Promise<void>;
  /** Finishes the block under way, stops serving and gives the home up. May be called more than once. */
  close(): Promise<void>;
}

interface Parts {
  readonly config: NodeConfig;
  readonly paths: HomePaths;
  readonly genesis: GenesisFile;
  readonly crypto: Crypto;
  readonly app: App;
  /** The same App where it is this chain; undefined for the kvstore. */
  readonly machine: StateMachine | undefined;
  /** With which this node seals blocks. */
  readonly key: ValidatorKey;
  readonly chain: OpenedChain;
  readonly mempool: Mempool;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly fileSystem: FileSystem | undefined;
  readonly nowMs: () => number;
}

/**
 * Starts the embedded network of one machine: recovers the chain, serves RPC and REST, and makes blocks.
 * Throws an OperationalError whose message says what to do: port in use, folder locked, no home, state ahead of its log.
 */
export async function startNode(options: StartNodeOptions): Promise<RunningNode> {
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

async function start(
  options: StartNodeOptions,
  cleanup: (() => void | Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<RunningNode> {
  const parts = await openParts(options, cleanup);
  const { config, chain, paths, logger, metrics } = parts;
  const listeners = new Set<(height: Height) => void>();
  const limits = { maxBlobBytes: config.blob_max_bytes, quotaBytes: config.blob_quota_bytes };
  const blobs = await openBlobStore(paths.blobFolder, limits, options.fileSystem === undefined ? {} : { fileSystem: options.fileSystem });
  const eraser = parts.machine === undefined ? undefined : createEraser(parts.machine, blobs, logger);
  await eraser?.sweep();
  cleanup.push(() => eraser?.settled());
  const snapshotter = startSnapshotter(parts);
  cleanup.push(() => snapshotter?.close());
  const stateSync = startStateSync(parts);
  cleanup.push(() => stateSync?.close());
  const producer = createProducer(parts, (committed) => {
    snapshotter?.onCommitted(committed.block.header.height);
    stateSync?.onCommitted(committed.block.header.height);
    eraser?.onBlock(committed.response);
    const { height } = committed.block.header;
    const summary = { height, txs: committed.block.txs.length, waiting: parts.mempool.count };
    for (const listener of [...listeners, () => options.onBlock?.(summary)]) {
      try {
        listener(height);
      } catch (error) {
        // Whoever watches a block has no say in whether the next one is made.
        logger.error({ err: error }, "a listener of new blocks failed");
      }
    }
  });
  const backend = createBackend(parts, listeners);
  const report = (error: unknown, method: string): void => {
    metrics.rpcDefects.inc();
    logger.error({ err: error, method }, "a request failed for a reason of our own");
  };
  const rpc = await startRpcServer(backend, listenAddress(config.rpc_laddr), report);
  cleanup.push(() => rpc.close());
  const urls = { rpc: config.public_rpc_url || rpc.url, rest: config.public_rest_url || undefined };
  const restOptions = { backend, blobs, maxBlobBytes: config.blob_max_bytes, report, urls, ...(eraser === undefined ? {} : { erasureOf: eraser.erasureOf }) };
  const rest = await startRestServer(restOptions, listenAddress(config.rest_laddr));
  cleanup.push(() => rest.close());
  const health = (): object => ({ status: "ok", height: `${chain.store.stateHeight}` });
  const metricsServer = config.metrics_laddr === "" ? undefined : await startMetricsServer(metrics, config.metrics_laddr, health);
  if (metricsServer !== undefined) cleanup.push(() => metricsServer.close());

  const startHeight = chain.store.stateHeight;
  const production = producer.run();
  // Runs first among the closers: no server stops while a block is under way.
  cleanup.push(async () => {
    producer.stop();
    await production.catch(() => undefined);
  });
  const stopped = endOf(production, closeAll);
  stopped.catch((error: unknown) => logger.error({ err: error }, "block production stopped"));
  const close = async (): Promise<void> => {
    producer.stop();
    await stopped.catch(() => undefined);
  };
  return {
    rpcUrl: rpc.url,
    restUrl: rest.url,
    metricsUrl: metricsServer?.url,
    chainId: chain.genesis.chainId,
    startHeight,
    stopped,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function endOf(production: Promise<void>, closeAll: () => Promise<void>): Promise<void> {
  try {
    await production;
  } finally {
    await closeAll();
  }
}

async function openParts(options: StartNodeOptions, cleanup: (() => void | Promise<void>)[]): Promise<Parts> {
  const paths = homePaths(options.home);
  refuseHandedOver(paths);
  const config = loadConfig(paths.configFile, options.config ?? {});
  const crypto = createNodeCrypto();
  const genesis = readGenesisFile(paths.genesisFile, crypto.sha256);
  const key = loadValidatorKey(paths.validatorKeyFile, crypto.sha256);
  const logger = createLogger({ name: "openledgerd", level: config.log_level });
  const lock = lockDataFolder(paths.dataFolder);
  cleanup.push(() => lock.release());
  const machine = config.app === "kvstore" ? undefined : createChain({
    crypto,
    minGasPrices: parseMinGasPrices(config.minimum_gas_prices) ?? [],
    retainVersions: config.retain_versions,
  });
  const app = machine ?? createKvstore();
  const { fileSystem, replayBytes } = options;
  const chain = await openChain({
    folder: paths.dataFolder,
    app,
    sha256: crypto.sha256,
    genesis: genesis.request,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    ...(replayBytes === undefined ? {} : { replayBytes }),
  });
  cleanup.push(() => chain.store.close());
  for (const tail of chain.store.tornTails) logger.warn(tail, "an unfinished append was cut off after a crash");
  for (const sentence of chain.restored.refused) logger.warn(sentence);
  if (chain.replayed > 0) logger.info({ blocks: chain.replayed }, "logged blocks were executed again");
  const limits = (): MempoolLimits => mempoolLimits(app.info().consensusParams ?? genesis.request.consensusParams, config.mempool_max_txs);
  const mempool = createMempool(app, crypto.sha256, limits);
  return { config, paths, genesis, crypto, app, machine, key, chain, mempool, logger, metrics: createNodeMetrics(), fileSystem, nowMs: options.nowMs ?? Date.now };
}

/** Undefined for an App that starts from its change sets alone. */
function startSnapshotter({ machine: app, chain, config, logger }: Parts): Snapshotter | undefined {
  if (app === undefined) return undefined;
  const { store, snapshots } = chain;
  return createSnapshotter({
    app,
    store,
    snapshots,
    intervalBlocks: config.snapshot_interval,
    onWritten: ({ height, bytes, seconds }) => logger.info({ height: Number(height), bytes, seconds }, "a snapshot of the state was written"),
    onFailed: (error) => logger.warn({ code: error.code }, `no snapshot was written: ${error.message}`),
  });
}

/** Undefined when the settings want no snapshots for other nodes. */
function startStateSync({ machine: app, chain, config, crypto, fileSystem, logger, paths }: Parts): StateSyncWriter | undefined {
  if (app === undefined || config.state_sync_interval === 0) return undefined;
  return createStateSyncWriter({
    app,
    chain,
    dataFolder: paths.dataFolder,
    sha256: crypto.sha256,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    intervalBlocks: config.state_sync_interval,
    onWritten: ({ height, bytes, chunks }) => logger.info({ height: Number(height), bytes, chunks }, "a snapshot for other nodes was written"),
    onFailed: (error) => logger.warn({ code: "code" in error ? error.code : error.name }, `no snapshot for other nodes was written: ${error.message}`),
  });
}

function createProducer(parts: Parts, onCommitted: (committed: CommittedBlock) => void): BlockProducer {
  const { config, paths, crypto, app, chain, mempool, logger, metrics, fileSystem, key, nowMs } = parts;
  const { sha256 } = crypto;
  return createBlockProducer({
    app,
    chain,
    mempool,
    sha256,
    sealer: {
      chainId: chain.genesis.chainId,
      key,
      signState: openSignState(paths.signStateFile, fileSystem === undefined ? {} : { fileSystem }),
      now: () => unixNanos(BigInt(nowMs()) * 1_000_000n),
    },
    blockIntervalMs: config.block_time,
    onCommitted(committed) {
      const { block, bytes } = committed;
      metrics.height.set(Number(block.header.height));
      metrics.transactions.inc(block.txs.length);
      metrics.blockSeconds.observe(committed.seconds);
      metrics.blockBytes.observe(bytes.length);
      metrics.mempoolTransactions.set(mempool.count);
      metrics.mempoolBytes.set(mempool.bytes);
      onCommitted(committed);
    },
    onQuarantined: ({ tx, reason }) => {
      logger.error({ tx: Buffer.from(sha256(tx)).toString("hex"), reason }, "a transaction tripped an assertion and is set aside");
    },
    onRetry: (error) => logger.warn({ code: error.code }, `${error.message}; trying again`),
  });
}

function createBackend(parts: Parts, listeners: Set<(height: Height) => void>): RpcBackend {
  const { app, machine, chain, mempool, crypto, genesis, config, key } = parts;
  const { store, validators } = chain;
  const { address, publicKey } = key;
  return {
    crypto,
    genesis: genesis.request,
    genesisDocument: genesis.document,
    moniker: config.moniker,
    softwareVersion: SOFTWARE_VERSION,
    accounts: machine?.chain(),
    minimumGasPrices: config.minimum_gas_prices,
    validator: { address, publicKey },
    chain: {
      get firstHeight() {
        return store.stateHeight === 0n ? store.stateHeight : store.firstHeight;
      },
      get lastHeight() {
        return store.stateHeight;
      },
      block: (height) => store.block(height),
      heightOf: (hash) => store.heightOf(hash),
      results: (height) => store.results(height),
      validatorsAt: (height) => validators.at(height),
      blocksWithAttribute: (tag, value) => store.blockEvents.find(tag, value),
      txs: store.txs,
    },
    mempool,
    app,
    onBlock(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
