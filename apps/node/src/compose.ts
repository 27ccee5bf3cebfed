import { openBlobStore } from "@openledger/kv";
import type { Height } from "@openledger/primitives";
import { listenAddress, startRestServer, startRpcServer, type RpcBackend } from "@openledger/rpc";
import { createSnapshotter, createStateSyncWriter, type Snapshotter, type StateSyncWriter } from "@openledger/sequencer";
import { createBlobFetcher } from "./fetch-blob.ts";
import { followOnly } from "./da/follow-only.ts";
import { trustSentence } from "./da/forced-pool.ts";
import type { Driver } from "./driver.ts";
import { createEraser } from "./erasures.ts";
import { startMetricsServer } from "./metrics-server.ts";
import { openParts, type Parts, type StartNodeOptions } from "./node-parts.ts";
import { SOFTWARE_VERSION } from "./software-version.ts";
import { createTurnsDriver } from "./turns/turns-driver.ts";

/** A node that makes blocks and answers. */
export interface RunningNode extends AsyncDisposable {
  readonly rpcUrl: string;
  readonly restUrl: string;
  /** Undefined when no metrics are served. */
  readonly metricsUrl: string | undefined;
  /** Where the file DA of this node is served; undefined when it is not. */
  readonly daUrl: string | undefined;
  readonly chainId: string;
  /** Last durable block when the node started. */
  readonly startHeight: Height;
  /** Settles when the node has stopped: resolves after `close`, rejects when block production failed. */
  readonly stopped: Promise<void>;
  /** Finishes the block under way, stops serving and gives the home up. May be called more than once. */
  close(): Promise<void>;
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
  const createDriver = config.follow === "da" ? followOnly : createTurnsDriver;
  const driver = await createDriver(parts, (committed) => {
    snapshotter?.onCommitted(committed.block.header.height);
    stateSync?.onCommitted(committed.block.header.height);
    eraser?.onBlock(committed.response);
    const { height } = committed.block.header;
    const summary = { height, txs: committed.block.txs.length, waiting: driver.mempool.count };
    for (const listener of [...listeners, () => options.onBlock?.(summary)]) {
      try {
        listener(height);
      } catch (error) {
        // Whoever watches a block has no say in whether the next one is made.
        logger.error({ err: error }, "a listener of new blocks failed");
      }
    }
  });
  cleanup.push(() => driver.close());
  if (driver.rollup !== undefined) metrics.observeRollup(driver.rollup);
  const backend = createBackend(parts, driver, listeners);
  const report = (error: unknown, method: string): void => {
    metrics.rpcDefects.inc();
    logger.error({ err: error, method }, "a request failed for a reason of our own");
  };
  const rpc = await startRpcServer(backend, listenAddress(config.rpc_laddr), report);
  cleanup.push(() => rpc.close());
  const urls = { rpc: config.public_rpc_url || rpc.url, rest: config.public_rest_url || undefined };
  const fetchBlob = createBlobFetcher(config.blob_sources, config.blob_max_bytes, parts.crypto.sha256);
  const restOptions = { backend, blobs, fetchBlob, maxBlobBytes: config.blob_max_bytes, report, urls, ...(eraser === undefined ? {} : { erasureOf: eraser.erasureOf }) };
  const rest = await startRestServer(restOptions, listenAddress(config.rest_laddr));
  cleanup.push(() => rest.close());
  const health = (): object => ({ status: "ok", height: `${chain.store.stateHeight}` });
  const metricsServer = config.metrics_laddr === "" ? undefined : await startMetricsServer(metrics, config.metrics_laddr, health);
  if (metricsServer !== undefined) cleanup.push(() => metricsServer.close());

  const startHeight = chain.store.stateHeight;
  const production = driver.run();
  // Runs first among the closers: no server stops while a block is under way.
  cleanup.push(async () => {
    driver.stop();
    await production.catch(() => undefined);
  });
  const stopped = endOf(production, closeAll);
  stopped.catch((error: unknown) => logger.error({ err: error }, config.follow === "" ? "block production stopped" : "following stopped"));
  const close = async (): Promise<void> => {
    driver.stop();
    await stopped.catch(() => undefined);
  };
  return {
    rpcUrl: rpc.url,
    restUrl: rest.url,
    metricsUrl: metricsServer?.url,
    daUrl: driver.daUrl,
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

function createBackend(parts: Parts, driver: Driver, listeners: Set<(height: Height) => void>): RpcBackend {
  const { app, machine, chain, crypto, genesis, config, key } = parts;
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
    mempool: driver.mempool,
    evidence: driver.evidence,
    isCatchingUp: driver.isCatchingUp,
    finality: trustSentence(parts.forced),
    rollup: driver.rollup,
    attestations: driver.attestations,
    app,
    onBlock(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
