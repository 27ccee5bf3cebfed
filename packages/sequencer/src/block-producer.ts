import { setTimeout as delay } from "node:timers/promises";
import type { MadeBlock, RankedSet } from "@openledger/comet";
import { encodeRotationTx } from "@openledger/derivation";
import { OperationalError } from "@openledger/ports";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import type { App, AppInfo, ExecutedBlock, FinalizeBlockResponse } from "@openledger/state-machine";
import { blockLimits } from "./block-limits.ts";
import type { SealedBlock } from "./chain-store.ts";
import { requestOfBlock } from "./check-block.ts";
import type { EvidencePool } from "./evidence-pool.ts";
import type { Mempool } from "./mempool.ts";
import { persistState } from "./persist-state.ts";
import { nextHeight, nextPlace, proposeBlock } from "./propose-block.ts";
import type { OpenedChain } from "./recover.ts";
import { sealBlock, type Sealer } from "./seal-block.ts";
import { requireKnownKey, requirePower, requireSomeValidator } from "./sealing-power.ts";
import { runInSlices } from "./time-slice.ts";

/** A block that is durable with its state. */
export interface CommittedBlock extends SealedBlock {
  readonly response: FinalizeBlockResponse;
  /** From the start of execution to durable state. */
  readonly seconds: number;
}

export interface BlockProducerOptions {
  readonly app: App;
  readonly chain: OpenedChain;
  readonly mempool: Mempool;
  readonly sha256: Sha256;
  readonly sealer: Sealer;
  /** From the start of one block to the start of the next. */
  readonly blockIntervalMs: number;
  /** Asked after each block: by how much the next one is to come later than that. */
  readonly slowdownMs?: () => number;
  /** Evidence that the next block is to hold; none by default. */
  readonly evidence?: Pick<EvidencePool, "reap" | "update">;
  /** Transactions that come before those of the mempool; asked for the bytes and the gas that they may take, -1 being no limit. */
  readonly forced?: { reap(maxBytes: number, maxGas: bigint): ForcedReap; quarantine(txs: readonly Uint8Array[]): void };
  /** Called once per block, in order, when block and state are durable. */
  readonly onCommitted?: (committed: CommittedBlock) => void;
  /** A transaction that tripped an assertion was left out of the block. */
  readonly onQuarantined?: (quarantined: { readonly tx: Uint8Array; readonly reason: string }) => void;
  /** A block could not be written and is tried again in a second, with a full disk for some twenty. */
  readonly onRetry?: (error: OperationalError) => void;
}

/** Between tries to write a block, unless blocks are further apart. */
const RETRY_MS = 1_000;
/** Bytes of tag and length around an item of a block. */
const ITEM_OVERHEAD_BYTES = 8;
/** A timer for longer than this ends at once. */
const TIMER_LIMIT_MS = 2 ** 31 - 1;
/** A block that keeps all its transactions, and those of the mempool that it was made of. */
interface Candidate {
  readonly made: MadeBlock;
  readonly executed: ExecutedBlock;
  readonly reaped: readonly Uint8Array[];
}

/** What goes first into a block. */
export interface ForcedReap {
  readonly txs: readonly Uint8Array[];
  /** As encoded in a block. */
  readonly bytes: number;
  readonly gas: bigint;
}

const NOTHING_FORCED: ForcedReap = { txs: [], bytes: 0, gas: 0n };

/** A transaction that was both posted and sent is in the block once. */
function withForced(forced: readonly Uint8Array[], others: readonly Uint8Array[]): readonly Uint8Array[] {
  return forced.length === 0 ? others : [...forced, ...others.filter((tx) => !forced.some((one) => equalBytes(one, tx)))];
}

/** Time for an operator, or for whatever fills the disk, to make room; nothing is lost by ending the process then. */
const FULL_DISK_PATIENCE_MS = 20_000;

/** Makes a block per interval, empty or not, until it is stopped. */
export interface BlockProducer {
  /** Makes the next block now. Throws what stops production. */
  produce(): Promise<CommittedBlock>;
  /** Produces until `stop`; rejects when production has to stop. Call once. */
  run(): Promise<void>;
  /** Lets the block under way finish and ends {@link BlockProducer.run}. */
  stop(): void;
}

export function createBlockProducer(options: BlockProducerOptions): BlockProducer {
  const { app, chain, mempool, sha256, sealer, blockIntervalMs } = options;
  const stopped = new AbortController();
  requireKnownKey(chain, sealer.key);
  requirePower(setToSign(), sealer.key, nextHeight(chain));

  function setToSign(): RankedSet {
    return chain.validators.at(nextHeight(chain));
  }

  /** What the first block after a rotation must begin with. */
  function crossingTxs(): readonly Uint8Array[] {
    const rotation = chain.validators.expected();
    return rotation === undefined || rotation.lastHeight + 1n !== nextHeight(chain) ? [] : [encodeRotationTx(rotation)];
  }

  /** Executes candidates until one keeps all its transactions: only such a block is ever sealed. */
  async function executeCandidate(): Promise<Candidate> {
    const limits = blockLimits(app.info().consensusParams ?? chain.genesis.consensusParams, setToSign().validators.length);
    const evidence = options.evidence?.reap(nextPlace(chain)) ?? [];
    const evidenceBytes = evidence.reduce((sum, item) => sum + item.length + ITEM_OVERHEAD_BYTES, 0);
    const first = crossingTxs();
    const room = limits.txBytes - evidenceBytes - first.reduce((sum, tx) => sum + tx.length + ITEM_OVERHEAD_BYTES, 0);
    const forced = options.forced?.reap(room, limits.gas) ?? NOTHING_FORCED;
    const reaped = mempool.reap(room - forced.bytes, limits.gas < 0n ? limits.gas : limits.gas - forced.gas);
    let txs = withForced([...first, ...forced.txs], app.prepareProposal?.(reaped) ?? reaped);
    for (;;) {
      const made = proposeBlock(sha256, chain, sealer.key.address, appState(), txs, evidence);
      const executed = await runInSlices(app.executeBlock(requestOfBlock(made.block, made.blockId.hash, chain.validators)));
      if (executed.quarantined.length === 0) return { made, executed, reaped };
      const reasons = new Map(executed.quarantined.map(({ index, reason }) => [index, reason]));
      const dropped = txs.filter((_, index) => reasons.has(index));
      mempool.quarantine(dropped);
      options.forced?.quarantine(dropped);
      for (const [index, reason] of reasons) {
        const tx = txs[index];
        if (tx !== undefined) options.onQuarantined?.({ tx, reason });
      }
      txs = txs.filter((_, index) => !reasons.has(index));
    }
  }

  const appState = (): AppInfo => {
    const info = app.info();
    return chain.store.lastHeight === 0n ? { ...info, appHash: chain.genesisAppHash } : info;
  };

  /** A block that is sealed is the one of its height: when the log did not take it, it is what the next try writes. */
  let unlogged: (Candidate & { readonly sealed: SealedBlock }) | undefined;

  async function makeSealed(): Promise<Candidate & { readonly sealed: SealedBlock }> {
    const signers = setToSign();
    requirePower(signers, sealer.key, nextHeight(chain));
    const candidate = await executeCandidate();
    requireSomeValidator(sha256, chain, candidate.made.block, candidate.executed);
    return { ...candidate, sealed: await sealBlock(sealer, candidate.made, signers, stopped.signal) };
  }

  async function produce(): Promise<CommittedBlock> {
    const startedMs = performance.now();
    unlogged ??= await makeSealed();
    const { made, executed, reaped, sealed } = unlogged;
    chain.store.appendBlock(sealed);
    unlogged = undefined;
    // The order on disk: a crash from here on runs the logged block again; the state never leads the log.
    persistState(chain.store, executed);
    app.commit(executed);
    const { response } = executed;
    const committed = { ...sealed, response, seconds: (performance.now() - startedMs) / 1_000 };
    const outcomes = made.block.txs.map((tx, index) => ({ tx, code: response.txResults[index]?.code ?? 0 }));
    // What the App put into other words is in the block all the same.
    const reworded = app.prepareProposal === undefined ? [] : reaped.map((tx) => ({ tx, code: 0 }));
    options.evidence?.update(made.block.evidence);
    const rechecked = mempool.update([...outcomes, ...reworded]);
    options.onCommitted?.(committed);
    await rechecked;
    return committed;
  }

  let fullSince: number | undefined;

  /** Milliseconds from the start of this try to the next. */
  async function produceOrRetry(): Promise<number> {
    try {
      await produce();
      fullSince = undefined;
      return blockIntervalMs + (options.slowdownMs?.() ?? 0);
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable) throw error;
      const now = performance.now();
      fullSince = error.code === "DISK_FULL" ? (fullSince ?? now) : undefined;
      if (fullSince !== undefined && now - fullSince >= FULL_DISK_PATIENCE_MS) throw error;
      options.onRetry?.(error);
      return Math.max(blockIntervalMs, RETRY_MS);
    }
  }

  async function wait(ms: number): Promise<void> {
    await delay(Math.min(Math.max(ms, 0), TIMER_LIMIT_MS), undefined, { signal: stopped.signal }).catch(() => undefined);
  }

  return {
    produce,
    async run() {
      while (!stopped.signal.aborted && untilGenesis(chain, sealer) > 0) await wait(untilGenesis(chain, sealer));
      let next = performance.now();
      while (!stopped.signal.aborted) {
        const interval = await produceOrRetry();
        // A slow block delays its successors instead of making them follow in a burst.
        next = Math.max(next + interval, performance.now());
        await wait(next - performance.now());
      }
    },
    stop: () => stopped.abort(),
  };
}

/** Milliseconds until the first block may be made. */
function untilGenesis({ store, genesis }: OpenedChain, sealer: Sealer): number {
  return store.lastHeight > 0n ? 0 : Number((genesis.genesisTime - sealer.now()) / 1_000_000n);
}
