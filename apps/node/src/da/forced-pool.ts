import { setTimeout as delay } from "node:timers/promises";
import type { ForcedInclusion } from "@openledger/chain";
import { createForcedQueue, namespacesOf, recallForced, recallFrom, type Break, type ForcedQueue } from "@openledger/derivation";
import { OperationalError, type Da } from "@openledger/ports";
import { fromHex, toHex, type Crypto } from "@openledger/primitives";
import { whyNotOwed, type ForcedReap, type OpenedChain } from "@openledger/sequencer";
import type { StateMachine } from "@openledger/state-machine";

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
  readonly onRetry: (error: OperationalError) => void;
  /** A transaction was not included in time, and followers stop. */
  readonly onMissed: (hash: string) => void;
}

/** What users posted to DA for this sequencer to take, for its next blocks. */
export interface ForcedPool {
  readonly waiting: number;
  /** Resolves when DA was read to its newest height once, or reading has ended. */
  readonly isRead: Promise<void>;
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
const PER_BLOCK = 1_000;
/** Bytes of tag and length that a transaction takes in a block. */
const TX_OVERHEAD_BYTES = 5;

export function createForcedPool(options: ForcedPoolOptions): ForcedPool {
  const { da, crypto, chain, machine, rule, startHeight, breaks } = options;
  const crossedAt = breaks.at(-1)?.crossed?.daHeight ?? -1n;
  const { sha256 } = crypto;
  const { chainId } = chain.genesis;
  const { forced: namespace } = namespacesOf(sha256, chainId);
  const stopped = new AbortController();
  const read = Promise.withResolvers<void>();
  const quarantined = new Set<string>();
  const isIncluded = (hash: string): boolean => chain.store.txs.byHash(fromHex(hash)) !== undefined;
  const queue: ForcedQueue = createForcedQueue({ sha256, chainId, window: rule.window, bytesPerWindow: rule.bytesPerWindow, isIncluded, wasIncluded: isIncluded });
  let next: bigint | undefined;

  const canRun = (tx: Uint8Array): boolean => whyNotOwed(machine, machine.info().consensusParams ?? chain.genesis.consensusParams, tx) === undefined;

  async function readNew(): Promise<void> {
    const { height } = await da.head();
    if (next === undefined) {
      const from = recallFrom(rule.window, height, breaks);
      next = from < startHeight ? startHeight : from;
    }
    for (; next <= height && !stopped.signal.aborted; next++) {
      const blobs = await da.list(next, namespace);
      if (next <= crossedAt) {
        recallForced(queue, breaks, next, blobs);
        continue;
      }
      queue.read(next, blobs);
      // Only the first that was owed is told: it suffices for followers to stop.
      const missed = queue.judge(next, ({ hash, tx }) => quarantined.has(hash) || !canRun(tx));
      if (missed === undefined) continue;
      options.onMissed(missed.hash);
      queue.judge(next, () => true);
    }
  }

  return {
    get waiting() {
      return queue.waiting;
    },
    reap(maxBytes, maxGas) {
      const txs: Uint8Array[] = [];
      let [bytes, gas] = [0, 0n];
      for (const { tx, hash } of queue.owed()) {
        if (txs.length >= PER_BLOCK) break;
        if (quarantined.has(hash) || !canRun(tx)) continue;
        const { gasWanted } = machine.checkAlone(tx);
        if (bytes + tx.length + TX_OVERHEAD_BYTES > maxBytes || (maxGas >= 0n && gas + gasWanted > maxGas)) break;
        txs.push(tx);
        bytes += tx.length + TX_OVERHEAD_BYTES;
        gas += gasWanted;
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
          read.resolve();
          retryMs = 100;
        } catch (error) {
          if (!(error instanceof OperationalError)) throw error;
          options.onRetry(error);
          retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
          ms = retryMs;
        }
        await delay(ms, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    },
    isRead: read.promise,
    stop() {
      stopped.abort();
      read.resolve();
    },
  };
}
