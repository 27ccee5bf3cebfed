import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createPoster, type BlockSource, type Poster } from "@openledger/batcher";
import { createChain, type ForcedInclusion, type Recovery } from "@openledger/chain";
import { deflateZstd, inflateZstd } from "@openledger/da";
import type { Rotation } from "@openledger/derivation";
import { savedBreaks } from "@openledger/follower";
import type { FileSystem } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { height, type Crypto } from "@openledger/primitives";
import type { RollupStatus, RpcBackend } from "@openledger/rpc";
import { holdsPower, type BlockProducer, type OpenedChain, type ValidatorKey } from "@openledger/sequencer";
import type { SharedKey } from "@openledger/signer";
import type { StateMachine } from "@openledger/state-machine";
import type { Logger, NodeMetrics } from "@openledger/telemetry";
import type { NodeConfig } from "../config.ts";
import type { HomePaths } from "../home.ts";
import { createAttestationReader, type AttestationReader } from "./attestation-reader.ts";
import { nextSequencerJson } from "../turns/sequencer-of-state.ts";
import { createForcedPool, type ForcedPool } from "./forced-pool.ts";
import { rebuildFromDa } from "./rebuild.ts";
import { createRotationWatch, type RotationWatch } from "./rotation-watch.ts";
import { recoveryDetails, trustSentence } from "./trust.ts";

export interface RollupParts {
  readonly config: NodeConfig;
  readonly paths: HomePaths;
  readonly crypto: Crypto;
  readonly chain: OpenedChain;
  readonly ownKey: ValidatorKey;
  readonly shared: SharedKey | undefined;
  readonly machine: StateMachine | undefined;
  readonly forced: ForcedInclusion | undefined;
  readonly daStart: bigint;
  readonly recovery: Recovery | undefined;
  readonly attesters: readonly Uint8Array[];
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly fileSystem: FileSystem | undefined;
  readonly nowMs: () => number;
}

/** What a sequencer that posts to DA has beside one that does not. */
export interface Rollup {
  /** Undefined for a chain whose genesis has no forced inclusion. */
  readonly forced: ForcedPool | undefined;
  readonly attestations: RpcBackend["attestations"];
  readonly status: () => RollupStatus;
  /** With which recovery keys replaced this sequencer: it makes no further block then, and posts none. */
  readonly replacedBy: Rotation | undefined;
  /** A block is durable. */
  onCommitted(): void;
  slowdownMs(blockIntervalMs: number): number;
  /**
   * Posts while blocks are made, and after that until DA has them; rejects when either has to stop. Without a producer
   * nothing is made.
   */
  runWith(producer: BlockProducer | undefined): Promise<void>;
  /** Nothing more is posted: the next start goes on. */
  stop(): void;
}

export function openRollup(parts: RollupParts, da: Da): Rollup {
  const { chain, fileSystem } = parts;
  const stopped = new AbortController();
  const blocks = blocksOf(chain);
  const poster = createPoster({
    ...postingSettings(parts),
    da,
    blocks,
    isSequencer: (at, publicKey) => isSequencer(chain, at, publicKey),
    ...(fileSystem === undefined ? {} : { fileSystem }),
    ...reports(parts, () => poster),
  });
  let replacedBy: Rotation | undefined;
  let isBeginning = false;
  let producing: BlockProducer | undefined;
  const forced = openForcedPool(parts, da, (rotation) => {
    replacedBy = rotation;
    producing?.stop();
    stopped.abort();
  });
  const attested = openAttestations(parts, da, poster);
  return {
    forced,
    attestations: attested === undefined ? undefined : (height) => attested.at(height),
    status() {
      const status = statusOf(poster, blocks, parts, forced, replacedBy);
      const turn = isBeginning && forced !== undefined ? { turn: beginningSentence(forced) } : {};
      return { ...status, details: { ...status.details, ...turn }, attestedHeight: attested?.attested() };
    },
    get replacedBy() {
      return replacedBy;
    },
    onCommitted() {
      parts.metrics.daPendingBlocks.set(poster.status().pendingBlocks);
      poster.notify();
    },
    slowdownMs: (blockIntervalMs) => poster.slowdownMs(blockIntervalMs),
    async runWith(producer) {
      producing = producer;
      // Whoever takes the place of a censor owes what waits, and begins with it; whoever was replaced meanwhile makes nothing.
      const readsFirst = producer !== undefined && forced !== undefined && (chain.validators.expected() !== undefined || parts.recovery !== undefined);
      const before = async (): Promise<void> => {
        isBeginning = readsFirst;
        if (readsFirst && !stopped.signal.aborted) await Promise.race([forced.isRead, once(stopped.signal, "abort")]);
        isBeginning = false;
      };
      // By a clock and not per block: a signer whose journal is full lets no block be made before it hears of this.
      const telling = setInterval(() => parts.shared?.included(poster.status().finalHeight), TELL_POLL_MS);
      await runAll(producer, poster, [forced, attested], stopped, before).finally(() => clearInterval(telling));
    },
    stop: () => stopped.abort(),
  };
}

function openForcedPool(parts: RollupParts, da: Da, onReplaced: (rotation: Rotation) => void): ForcedPool | undefined {
  const { chain, crypto, daStart, forced: rule, logger, machine, paths } = parts;
  if (rule === undefined || machine === undefined) return undefined;
  return createForcedPool({
    ...{ da, crypto, chain, machine, rule, onReplaced },
    startHeight: daStart,
    breaks: savedBreaks(paths.dataFolder),
    watch: openWatch(parts, da),
    onRetry: (error) => logger.debug({ code: error.code }, `DA: ${error.message}; trying again`),
    onMissed: (hash) => logger.error({ tx: hash }, "a transaction that was posted to DA was not included in time: followers stop here"),
  });
}

function openWatch({ chain, crypto, daStart, fileSystem, logger, paths, recovery }: RollupParts, da: Da): RotationWatch | undefined {
  if (recovery === undefined) return undefined;
  return createRotationWatch({
    ...{ da, crypto, chain, recovery, fileSystem },
    startHeight: daStart,
    file: join(paths.dataFolder, "rotations-read.json"),
    rebuild: (signal) => rebuildFromDa({ da, crypto, app: createChain({ crypto }), genesis: chain.genesis, startHeight: daStart, signal }),
    onSuspected: ({ number, lastHeight }) =>
      logger.warn({ number: Number(number), height: Number(lastHeight) }, "recovery keys signed a rotation of this sequencer: the chain is rebuilt from DA to see whether it counts"),
  });
}

function beginningSentence({ readTo }: ForcedPool): string {
  return `before it makes a block, this node reads on DA whether recovery keys replaced it; it is at DA height ${readTo}, and waits for as long as DA does not answer`;
}

function openAttestations({ attesters, chain, crypto, daStart, logger, nowMs }: RollupParts, da: Da, poster: Poster): AttestationReader | undefined {
  if (attesters.length === 0) return undefined;
  return createAttestationReader({
    ...{ da, crypto, attesters, chain, nowMs },
    startHeight: daStart,
    includedHeight: () => poster.status().includedHeight,
    onRetry: (error) => logger.debug({ code: error.code }, `DA: ${error.message}; trying again`),
  });
}

function postingSettings({ config, daStart, paths, crypto, chain, ownKey, shared }: RollupParts) {
  return {
    chainId: chain.genesis.chainId,
    initialHeight: chain.genesis.initialHeight,
    crypto,
    signer: shared ?? ownKey,
    deflate: deflateZstd,
    inflate: inflateZstd,
    folder: paths.dataFolder,
    policy: config.da_policy,
    intervalMs: config.da_interval,
    pendingLimit: config.da_max_pending,
    startHeight: daStart,
  };
}

function reports({ logger, metrics }: RollupParts, poster: () => Poster): Pick<Parameters<typeof createPoster>[0], "onPosted" | "onRetry"> {
  let lastCode: string | undefined;
  return {
    onPosted({ kind, firstHeight, lastHeight, bytes, seconds }) {
      const { pendingBlocks, daHeight } = poster().status();
      metrics.daPendingBlocks.set(pendingBlocks);
      metrics.daPostedBytes.inc(bytes);
      metrics.daPostSeconds.observe(seconds);
      if (lastCode !== undefined) logger.info({ daHeight: Number(daHeight) }, "DA works again");
      lastCode = undefined;
      logger.debug({ kind, first: Number(firstHeight), last: Number(lastHeight), bytes, seconds, daHeight: Number(daHeight) }, "blocks were found on DA");
    },
    onRetry(error) {
      metrics.daRetries.inc();
      // Once per outage, not per try.
      if (error.code !== lastCode) logger.warn({ code: error.code, pending: poster().status().pendingBlocks }, `DA: ${error.message}; trying again`);
      lastCode = error.code;
    },
  };
}

/** Blocks whose state is durable too. */
function blocksOf({ store }: OpenedChain): BlockSource {
  return {
    get firstHeight() {
      return store.firstHeight;
    },
    get lastHeight() {
      return store.stateHeight;
    },
    block(at) {
      const sealed = store.block(height(at));
      if (sealed === undefined) return undefined;
      const { header, txs, evidence } = sealed.block;
      return { header, commit: sealed.commit, txs, evidence };
    },
  };
}

/** Sets are known from the first block to two after the last; a claim from beyond is judged by the nearest. */
function isSequencer({ store, genesis, validators }: OpenedChain, at: bigint, publicKey: Uint8Array): boolean {
  const newest = store.stateHeight === 0n ? genesis.initialHeight : store.stateHeight + 1n;
  const known = at < genesis.initialHeight ? genesis.initialHeight : at > newest ? newest : at;
  return holdsPower(validators.at(known), publicKey);
}

function statusOf(poster: Poster, blocks: BlockSource, { chain, config, forced: rule, machine, recovery }: RollupParts, forced: ForcedPool | undefined, replacedBy: Rotation | undefined): RollupStatus {
  const { policy, isCaughtUp, includedHeight, finalHeight, pendingBlocks, pendingLimit, daHeight, submittedBytes, failure } = poster.status();
  const slowedByMs = poster.slowdownMs(config.block_time);
  const state = failure !== undefined ? `DA fails: ${failure.message}` : !isCaughtUp ? "reading DA" : pendingBlocks === 0 ? "everything is on DA" : "posting";
  const slow = slowedByMs === 0 ? "" : `; ${pendingBlocks} blocks wait for DA, more than ${pendingLimit}, so each block comes ${slowedByMs} ms later`;
  return {
    role: "sequencer",
    softHeight: blocks.lastHeight,
    includedHeight,
    finalHeight,
    daHeight,
    details: {
      trust: trustSentence(rule, recovery),
      ...recoveryDetails(recovery, chain, [], replacedBy),
      ...nextSequencerJson(machine),
      ...(rule === undefined ? {} : { forced: { window: `${rule.window}`, waiting: forced?.waiting ?? 0 } }),
      posting: {
        status: state + slow,
        policy,
        pending_blocks: `${pendingBlocks}`,
        pending_limit: `${pendingLimit}`,
        slowed_by_ms: slowedByMs,
        submitted_bytes: `${submittedBytes}`,
        failure: failure ?? null,
      },
    },
  };
}

interface Beside {
  run(): Promise<void>;
  stop(): void;
}

const DRAIN_POLL_MS = 50;
/** Shorter than between two renewals of a lease, with which the signer is told. */
const TELL_POLL_MS = 100;

/** Readers end with production, the poster when DA has what was made or it is stopped. */
async function runAll(producer: BlockProducer | undefined, poster: Poster, readers: readonly (Beside | undefined)[], stopped: AbortController, before: () => Promise<void>): Promise<void> {
  const beside: readonly Beside[] = readers.filter((one) => one !== undefined);
  const production = async (): Promise<void> => {
    try {
      await before();
      await producer?.run().finally(() => beside.forEach((one) => one.stop()));
      while (!stopped.signal.aborted && !hasEverything(poster)) await delay(DRAIN_POLL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    } finally {
      poster.stop();
    }
  };
  const running = [poster, ...(producer === undefined ? [] : beside)].map((one) =>
    one.run().catch((error: unknown) => {
      stopped.abort();
      producer?.stop();
      throw error;
    }),
  );
  const ended = await Promise.allSettled([...running, production()]);
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}

function hasEverything(poster: Poster): boolean {
  const { isCaughtUp, pendingBlocks } = poster.status();
  return isCaughtUp && pendingBlocks === 0;
}
