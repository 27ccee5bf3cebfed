import { openSignState } from "@openledger/kv";
import { unixNanos } from "@openledger/primitives";
import {
  createBlockProducer,
  createEvidencePool,
  createMempool,
  localSealingKey,
  mempoolLimits,
  type BlockProducer,
  type CommittedBlock,
  type EvidencePool,
  type Mempool,
  type MempoolLimits,
} from "@openledger/sequencer";
import { openRollup, type Rollup } from "./da/rollup.ts";
import type { Driver } from "./driver.ts";
import { nodeError } from "./node-error.ts";
import type { Parts } from "./node-parts.ts";

/** Makes blocks here and, where the settings name a DA, posts them. `onCommitted` is called once per block, in order. */
export async function createSequencerDriver(parts: Parts, onCommitted: (committed: CommittedBlock) => void): Promise<Driver> {
  const { app, chain, config, crypto, forced, genesis } = parts;
  if (forced !== undefined && config.da === "") {
    throw nodeError("CONFIG", "genesis says that this sequencer takes transactions from DA, and posts there: name it with --da");
  }
  const limits = (): MempoolLimits => mempoolLimits(app.info().consensusParams ?? genesis.request.consensusParams, config.mempool_max_txs);
  const mempool = createMempool(app, crypto.sha256, limits);
  const evidence = createEvidencePool(crypto, app, chain);
  const rollup = await openRollup(parts);
  try {
    const producer = createProducer({ ...parts, mempool, evidence }, rollup, (committed) => {
      rollup?.onCommitted();
      onCommitted(committed);
    });
    return {
      mempool,
      evidence,
      isCatchingUp: () => false,
      rollup: rollup?.status,
      attestations: rollup?.attestations,
      daUrl: rollup?.daUrl,
      run: () => (rollup === undefined ? producer.run() : rollup.runWith(producer)),
      stop: () => producer.stop(),
      close: async () => rollup?.close(),
    };
  } catch (error) {
    await rollup?.close();
    throw error;
  }
}

interface ProducerParts extends Parts {
  readonly mempool: Mempool;
  readonly evidence: EvidencePool;
}

function createProducer(parts: ProducerParts, rollup: Rollup | undefined, onCommitted: (committed: CommittedBlock) => void): BlockProducer {
  const { config, paths, crypto, app, chain, mempool, evidence, logger, metrics, fileSystem, ownKey, nowMs } = parts;
  const { sha256 } = crypto;
  return createBlockProducer({
    app,
    chain,
    mempool,
    evidence,
    ...(rollup?.forced === undefined ? {} : { forced: rollup.forced }),
    sha256,
    sealer: {
      chainId: chain.genesis.chainId,
      key: parts.shared ?? localSealingKey(ownKey, openSignState(paths.signStateFile, fileSystem === undefined ? {} : { fileSystem })),
      now: () => unixNanos(BigInt(nowMs()) * 1_000_000n),
    },
    blockIntervalMs: config.block_time,
    slowdownMs: () => rollup?.slowdownMs(config.block_time) ?? 0,
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
