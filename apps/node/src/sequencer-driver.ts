import type { Rotation } from "@openledger/derivation";
import { unixNanos } from "@openledger/primitives";
import {
  createBlockProducer,
  createEvidencePool,
  createMempool,
  localSealingKey,
  mempoolLimits,
  type BlockProducer,
  type BlockProducerOptions,
  type CommittedBlock,
  type EvidencePool,
  type Mempool,
  type MempoolLimits,
} from "@openledger/sequencer";
import type { OpenedDa } from "./da/open-da.ts";
import { openRollup, type Rollup } from "./da/rollup.ts";
import type { Driver } from "./driver.ts";
import { nodeError } from "./node-error.ts";
import type { Parts } from "./node-parts.ts";
import { firstThenForced } from "./turns/first-txs.ts";
import { openHomeSignState, openOwnSignState } from "./turns/own-turn.ts";

export interface SequencerDriverOptions {
  /** DA that blocks are posted to; whoever opened it closes it. */
  readonly opened: OpenedDa | undefined;
  /** False where the turn of the key here is over: what it sealed is posted, and nothing else is made. */
  readonly produces: boolean;
  /** Transactions that come before all others of the next block; none by default. */
  readonly firstTxs?: (() => readonly Uint8Array[]) | undefined;
}

/** Makes blocks while it is the turn of the key here. */
export interface SequencerDriver extends Driver {
  readonly mempool: Mempool;
  readonly evidence: EvidencePool;
  /** With which recovery keys replaced this node; `run` resolves then. */
  replacedBy(): Rotation | undefined;
  /** Makes no further block; `run` resolves when DA has those that were made. */
  endTurn(): void;
}

/** Makes blocks here and, where the settings name a DA, posts them. `onCommitted` is called once per block, in order. */
export function createSequencerDriver(parts: Parts, options: SequencerDriverOptions, onCommitted: (committed: CommittedBlock) => void): SequencerDriver {
  const { app, chain, config, crypto, forced, genesis } = parts;
  if (forced !== undefined && config.da === "") {
    throw nodeError("CONFIG", "genesis says that this sequencer takes transactions from DA, and posts there: name it with --da");
  }
  const limits = (): MempoolLimits => mempoolLimits(app.info().consensusParams ?? genesis.request.consensusParams, config.mempool_max_txs);
  const mempool = createMempool(app, crypto.sha256, limits);
  const evidence = createEvidencePool(crypto, app, chain);
  const rollup = options.opened === undefined ? undefined : openRollup(parts, options.opened.da);
  const first = firstThenForced(options.firstTxs, rollup?.forced);
  const producer = !options.produces ? undefined : createProducer({ ...parts, mempool, evidence }, rollup, first, (committed) => {
    rollup?.onCommitted();
    onCommitted(committed);
  });
  return {
    mempool,
    evidence,
    isCatchingUp: () => false,
    rollup: rollup?.status,
    attestations: rollup?.attestations,
    daUrl: options.opened?.url,
    async run() {
      await (rollup === undefined ? producer?.run() : rollup.runWith(producer));
    },
    replacedBy: () => rollup?.replacedBy,
    endTurn: () => producer?.stop(),
    stop() {
      producer?.stop();
      rollup?.stop();
    },
    close: () => Promise.resolve(),
  };
}

interface ProducerParts extends Parts {
  readonly mempool: Mempool;
  readonly evidence: EvidencePool;
}

function createProducer(parts: ProducerParts, rollup: Rollup | undefined, forced: BlockProducerOptions["forced"], onCommitted: (committed: CommittedBlock) => void): BlockProducer {
  const { config, crypto, app, chain, mempool, evidence, logger, metrics, ownKey, nowMs } = parts;
  const { sha256 } = crypto;
  return createBlockProducer({
    app,
    chain,
    mempool,
    evidence,
    ...(forced === undefined ? {} : { forced }),
    sha256,
    sealer: {
      chainId: chain.genesis.chainId,
      key: parts.shared ?? localSealingKey(ownKey, config.follow === "standby" ? openOwnSignState(parts) : openHomeSignState(parts)),
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
