import { cpSync, rmSync } from "node:fs";
import { height, unixNanos, type Crypto } from "@openledger/primitives";
import { openOfflineChain, type OfflineChain } from "./offline-chain.ts";
import { percentile, round } from "./open-loop.ts";

/** Longer than the demo's window, so that settlements are due. */
const WINDOW_MS = 4_000;
const FINALIZED = "settlement_finalized";

/** Settlements on their whole way: admitted, in a block, logged and flushed, and paid out when their window was over. */
export interface SettleRun {
  readonly settlements: number;
  readonly answers: number;
  readonly bytesPerAnswer: number;
  readonly gasPerAnswer: number;
  /** Milliseconds of this process for all of it; waiting for the window is not work and left out. */
  readonly admitMs: number;
  readonly blockMs: number;
  readonly payMs: number;
  readonly answersPerSecond: number;
}

/** Runs settlements of `each` answers on a copy of a stopped node's home, `perBlock` of them to a block. */
export async function runSettlements(
  home: string,
  crypto: Crypto,
  txs: readonly Uint8Array[],
  { each, perBlock }: { readonly each: number; readonly perBlock: number },
): Promise<SettleRun> {
  return onCopy(home, crypto, async (chain) => {
    const spent = { admitMs: 0, blockMs: 0, payMs: 0 };
    let gas = 0n;
    let paid = 0;
    for (let at = 0; at < txs.length; at += perBlock) {
      spent.admitMs += await timed(async () => {
        for (const tx of txs.slice(at, at + perBlock)) {
          const { code, log } = await chain.mempool.admit(tx);
          if (code !== 0) throw new Error(`a settlement is refused: ${log}`);
        }
      });
      spent.blockMs += await timed(async () => {
        // What one block has no room for comes in the next one.
        do {
          const { response } = await chain.producer.produce();
          for (const result of response.txResults) {
            if (result.code !== 0) throw new Error(`a settlement fails: ${result.log}`);
            gas += result.gasUsed;
          }
          paid += countPaid(response);
        } while (chain.mempool.count > 0);
      });
    }
    chain.skip(WINDOW_MS);
    for (let idle = 0; paid < txs.length && idle < 10; ) {
      const before = paid;
      spent.payMs += await timed(async () => void (paid += countPaid((await chain.producer.produce()).response)));
      idle = paid === before ? idle + 1 : 0;
    }
    if (paid !== txs.length) throw new Error(`${paid} of ${txs.length} settlements are paid`);
    const answers = txs.length * each;
    const ms = spent.admitMs + spent.blockMs + spent.payMs;
    return {
      ...{ settlements: txs.length, answers },
      bytesPerAnswer: round(txs.reduce((sum, tx) => sum + tx.length, 0) / answers),
      gasPerAnswer: round(Number(gas) / answers),
      ...{ admitMs: round(spent.admitMs), blockMs: round(spent.blockMs), payMs: round(spent.payMs) },
      answersPerSecond: round((answers * 1_000) / ms),
    };
  });
}

/** Milliseconds that a block spends on each of its transactions. */
export interface DeliverTimes {
  readonly transactions: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/**
 * Executes blocks on a copy of a stopped node's home and takes the time of each transaction in them: decoding,
 * signatures, ante and everything that its handler does. Nothing is committed, so a run can be repeated; the first
 * `warmUp` rounds don't count.
 */
export async function timeDelivery(
  home: string,
  crypto: Crypto,
  txs: readonly Uint8Array[],
  rounds: { readonly warmUp: number; readonly counted: number },
): Promise<DeliverTimes> {
  return onCopy(home, crypto, async (chain) => {
    await chain.producer.produce();
    const times: number[] = [];
    for (let round = 0; round < rounds.warmUp + rounds.counted; round++) {
      const taken = stepTimes(chain, txs);
      if (round >= rounds.warmUp) times.push(...taken);
    }
    times.sort((a, b) => a - b);
    return { transactions: times.length, p50Ms: percentile(times, 50), p95Ms: percentile(times, 95) };
  });
}

function stepTimes({ app }: OfflineChain, txs: readonly Uint8Array[]): number[] {
  const steps = app.executeBlock({
    height: height(app.info().height + 1n),
    time: unixNanos(BigInt(Date.now()) * 1_000_000n),
    ...{ proposer: new Uint8Array(20), hash: new Uint8Array(32), txs },
  });
  const times: number[] = [];
  let begun = performance.now();
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    times.push(performance.now() - begun);
    begun = performance.now();
  }
  for (const { code, log } of step.value.response.txResults) if (code !== 0) throw new Error(`a settlement fails: ${log}`);
  // The first step is the block's beginning; the last transaction shares its step with the block's end.
  return times.slice(1);
}

async function onCopy<T>(home: string, crypto: Crypto, work: (chain: OfflineChain) => Promise<T>): Promise<T> {
  const copy = `${home}-copy`;
  cpSync(home, copy, { recursive: true });
  try {
    using chain = await openOfflineChain(copy, crypto);
    return await work(chain);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function countPaid({ events }: { readonly events: readonly { readonly type: string }[] }): number {
  return events.filter(({ type }) => type.endsWith(FINALIZED)).length;
}
