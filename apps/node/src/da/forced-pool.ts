import { setTimeout as delay } from "node:timers/promises";
import type { ForcedInclusion } from "@openledger/chain";
import { createForcedQueue, judgeForced, namespacesOf, recallForced, recallFrom, type Break, type ForcedJudges, type ForcedQueue, type ForcedTx, type Rotation } from "@openledger/derivation";
import { OperationalError, type Da, type DaBlob } from "@openledger/ports";
import { fromHex, toHex, type Crypto } from "@openledger/primitives";
import { checkForcedInTurn, gasUsedBy, runsInTurn, whyNotOwed, type ForcedReap, type OpenedChain } from "@openledger/sequencer";
import type { ConsensusParams, StateMachine } from "@openledger/state-machine";
import type { RotationWatch } from "./rotation-watch.ts";

export interface ForcedPoolOptions {
  readonly da: Da;
  readonly crypto: Crypto;
  readonly chain: OpenedChain;
  readonly machine: StateMachine;
  readonly rule: ForcedInclusion;
  /** First DA height of the chain. */
  readonly startHeight: bigint;
  /** Misses at which the chain stood still before this sequencer made its blocks: what waited then is owed by it. */
  readonly breaks: readonly Break[];
  /** Undefined where nobody can replace this sequencer. */
  readonly watch: RotationWatch | undefined;
  /** Recovery keys replaced this sequencer, and no block of it counts any more. Reading ends. */
  readonly onReplaced: (rotation: Rotation) => void;
  readonly onRetry: (error: OperationalError) => void;
  /** A transaction was not included in time, and followers stop. */
  readonly onMissed: (hash: string) => void;
}

/** What users posted to DA for this sequencer to take, for its next blocks. */
export interface ForcedPool {
  readonly waiting: number;
  /** Resolves when DA was read to its newest height once and no rotation there may count that the chain here did not cross, or reading has ended. */
  readonly isRead: Promise<void>;
  /** DA height up to which it is read. */
  readonly readTo: bigint;
  /** Those that can run, in the order of DA, as many as fit. */
  reap(maxBytes: number, maxGas: bigint): ForcedReap;
  /** Never offers these again: they trip an assertion, and nobody owes them. */
  quarantine(txs: readonly Uint8Array[]): void;
  /** Reads DA until `stop`. Call once. */
  run(): Promise<void>;
  stop(): void;
}

const POLL_MS = 250;
const RETRY_MAX_MS = 10_000;
/** Between two notes of how far DA was read for rotations: a restart reads the rest again. */
const SAVE_MS = 10_000;
/** DA heights that are asked for at once where many are to be read. */
const AT_ONCE = 8n;
/** That are looked at for one block: the rest comes after them in turn. */
const PER_BLOCK = 1_000;
/** Bytes of tag and length that a transaction takes in a block. */
const TX_OVERHEAD_BYTES = 5;

/** Chooses, block by block, as many as one block can look at, whose turn it is, in the order of DA. */
function createTurns(): (waiting: readonly ForcedTx[]) => readonly ForcedTx[] {
  /** When each was looked at last, or seen first, counted in blocks. */
  let looked = new Map<string, number>();
  let block = 0;
  return (waiting) => {
    block += 1;
    looked = new Map(waiting.map(({ hash }) => [hash, looked.get(hash) ?? block] as const));
    if (waiting.length <= PER_BLOCK) return waiting;
    const chosen = new Set(waiting.toSorted((a, b) => (looked.get(a.hash) ?? 0) - (looked.get(b.hash) ?? 0)).slice(0, PER_BLOCK));
    for (const { hash } of chosen) looked.set(hash, block);
    return waiting.filter((forced) => chosen.has(forced));
  };
}

export function createForcedPool(options: ForcedPoolOptions): ForcedPool {
  const { da, crypto, chain, machine, rule, startHeight, breaks, watch } = options;
  const crossedAt = breaks.at(-1)?.crossed?.daHeight ?? -1n;
  const { sha256 } = crypto;
  const { chainId } = chain.genesis;
  const { forced: namespace } = namespacesOf(sha256, chainId);
  const stopped = new AbortController();
  const read = Promise.withResolvers<void>();
  const quarantined = new Set<string>();
  const isIncluded = (hash: string): boolean => chain.store.txs.takenAt(fromHex(hash)) !== undefined;
  const queue: ForcedQueue = createForcedQueue({ ...rule, sha256, chainId, isIncluded, wasIncluded: isIncluded, gasUsed: (hash) => gasUsedBy(chain.store, fromHex(hash)) });
  const inTurn = createTurns();
  let next: bigint | undefined;
  let queueFrom = startHeight;
  let savedMs = -SAVE_MS;

  const params = (): ConsensusParams => machine.info().consensusParams ?? chain.genesis.consensusParams;
  // As followers judge, on the last block that is here, which DA may not have yet.
  const judges: ForcedJudges = {
    isExempt: ({ hash, tx }) => quarantined.has(hash) || whyNotOwed(machine, params(), tx) !== undefined,
    runsInTurn: (waiting) => runsInTurn(machine, params(), waiting.filter(({ hash }) => !quarantined.has(hash))),
  };

  async function readNew(): Promise<void> {
    const { height } = await da.head();
    if (next === undefined) {
      const from = recallFrom(rule.window, height, breaks);
      queueFrom = from < startHeight ? startHeight : from;
      const watchFrom = (await watch?.begin()) ?? queueFrom;
      next = watchFrom < queueFrom ? watchFrom : queueFrom;
    }
    while (next <= height && !stopped.signal.aborted) {
      const from = next;
      const count = height - from + 1n < AT_ONCE ? height - from + 1n : AT_ONCE;
      const lists = await Promise.all(Array.from({ length: Number(count) }, (_, i) => da.list(from + BigInt(i), namespace)));
      for (const blobs of lists) readAt(next++, blobs);
      await save();
    }
  }

  function readAt(daHeight: bigint, blobs: readonly DaBlob[]): void {
    watch?.read(daHeight, blobs);
    if (daHeight < queueFrom) return;
    if (daHeight <= crossedAt) return recallForced(queue, breaks, daHeight, blobs);
    queue.read(daHeight, blobs);
    // Only the first that was owed is told: it suffices for followers to stop.
    const { missed } = judgeForced(queue, daHeight, judges);
    if (missed === undefined) return;
    options.onMissed(missed.hash);
    queue.judge(daHeight, () => true);
  }

  async function save(): Promise<void> {
    if (performance.now() - savedMs < SAVE_MS) return;
    savedMs = performance.now();
    await watch?.save();
  }

  /** Whether nothing that was read may have replaced this sequencer. */
  function mayGoOn(): boolean {
    if (watch?.isDecided() === false) return false;
    if (watch?.found === undefined) return true;
    options.onReplaced(watch.found);
    stopped.abort();
    return false;
  }

  return {
    get waiting() {
      return queue.waiting;
    },
    reap(maxBytes, maxGas) {
      const txs: Uint8Array[] = [];
      let [bytes, gas] = [0, 0n];
      const canRun = checkForcedInTurn(machine, params());
      for (const forced of inTurn(queue.owed().filter(({ hash }) => !quarantined.has(hash)))) {
        const { tx } = forced;
        if (bytes + tx.length + TX_OVERHEAD_BYTES > maxBytes || (maxGas >= 0n && gas + forced.gas > maxGas)) continue;
        if (!canRun(forced)) continue;
        txs.push(tx);
        bytes += tx.length + TX_OVERHEAD_BYTES;
        gas += forced.gas;
      }
      return { txs, bytes, gas };
    },
    quarantine(txs) {
      for (const tx of txs) quarantined.add(toHex(sha256(tx)));
    },
    async run() {
      let retryMs = 100;
      while (!stopped.signal.aborted) {
        let ms = POLL_MS;
        try {
          await readNew();
          await save();
          if (mayGoOn()) read.resolve();
          retryMs = 100;
        } catch (error) {
          if (!(error instanceof OperationalError)) throw error;
          options.onRetry(error);
          retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
          ms = retryMs;
        }
        await delay(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
      read.resolve();
      await watch?.stop();
    },
    isRead: read.promise,
    get readTo() {
      return (next ?? startHeight) - 1n;
    },
    stop() {
      stopped.abort();
      read.resolve();
    },
  };
}
