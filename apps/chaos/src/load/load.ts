import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "../cluster/cluster.ts";
import type { Watch } from "../cluster/watch.ts";
import type { NodeBlock } from "../checks/node-block.ts";
import { chaosError } from "../errors.ts";
import type { Payer } from "./accounts.ts";
import { broadcast } from "./broadcast.ts";
import { followBlocks } from "./follow-blocks.ts";

/** A transfer that a node accepted. */
export interface Transfer {
  readonly hash: string;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
}

/** A transfer that a block holds. */
export interface CommittedTransfer extends Transfer {
  readonly height: bigint;
  readonly code: number;
}

export interface LoadCounts {
  readonly accepted: number;
  readonly committed: number;
  /** Handed to another node because no block held it after a while: a killed process loses its mempool. */
  readonly resent: number;
  /** Turns at which every payer still waited for a block. */
  readonly skipped: number;
}

/** Transfers at a steady rate, one at a time from each payer, through all nodes in turn. */
export interface Load extends AsyncDisposable {
  readonly counts: LoadCounts;
  readonly committed: readonly CommittedTransfer[];
  /** Sends no more, and waits until blocks hold what was accepted. Returns what none holds after a while. */
  drain(): Promise<readonly Transfer[]>;
}

export interface LoadOptions {
  readonly cluster: Cluster;
  readonly watch: Watch;
  /** With the number that genesis gave each account. */
  readonly payers: readonly { readonly payer: Payer; readonly accountNumber: bigint }[];
  /** Transfers per second. */
  readonly rate: number;
  /** Below the limit; from the run's seed. */
  readonly random: (below: number) => number;
}

const RESEND_MS = 6_000;
const RETRY_MS = 300;
const DRAIN_MS = 40_000;
const UNITS_MAX = 100;

interface Account {
  readonly payer: Payer;
  readonly accountNumber: bigint;
  sequence: bigint;
}

export function startLoad({ cluster, watch, payers, rate, random }: LoadOptions): Load {
  const counts = { accepted: 0, committed: 0, resent: 0, skipped: 0 };
  const committed: CommittedTransfer[] = [];
  const waiting = new Map<string, { readonly transfer: Transfer; readonly done: () => void }>();
  const accepted = new Map<string, Transfer>();
  const idle: Account[] = payers.map((one) => ({ ...one, sequence: 0n }));
  const ended = new AbortController();
  let turn = 0;

  function onBlock({ height, txs, codes }: NodeBlock): void {
    for (const [i, hash] of txs.entries()) {
      const found = waiting.get(hash);
      if (found === undefined) continue;
      waiting.delete(hash);
      accepted.delete(hash);
      committed.push({ ...found.transfer, height, code: codes[i] ?? -1 });
      counts.committed += 1;
      found.done();
    }
  }

  /** Until some node takes it, or a block holds it after all. */
  async function handOver(tx: Uint8Array, transfer: Transfer): Promise<void> {
    while (waiting.has(transfer.hash) && !ended.signal.aborted) {
      const member = cluster.members[turn++ % cluster.members.length];
      if (member === undefined) throw chaosError("SETUP", "no node takes part");
      const answer = await broadcast(member.validator.rpcUrl, tx);
      if (answer.kind === "accepted") {
        if (!accepted.has(transfer.hash) && waiting.has(transfer.hash)) {
          accepted.set(transfer.hash, transfer);
          counts.accepted += 1;
        }
        return;
      }
      await delay(RETRY_MS);
    }
  }

  async function spend(account: Account): Promise<void> {
    const { payer, accountNumber, sequence } = account;
    const to = payers[random(payers.length)]?.payer.address ?? payer.address;
    const units = BigInt(1 + random(UNITS_MAX));
    const tx = await payer.pay(to, units, { chainId: cluster.chainId, accountNumber, sequence });
    const hash = createHash("sha256").update(tx).digest("hex").toUpperCase();
    const transfer: Transfer = { hash, from: payer.address, to, units };
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(hash, { transfer, done: resolve });
    for (let attempt = 0; waiting.has(hash) && !ended.signal.aborted; attempt++) {
      if (attempt > 0) counts.resent += 1;
      await handOver(tx, transfer);
      await Promise.race([promise, delay(RESEND_MS, undefined, { signal: ended.signal }).catch(() => undefined)]);
    }
    account.sequence += 1n;
    if (!waiting.has(hash)) idle.push(account);
  }

  const following = followBlocks(cluster, watch, onBlock, ended.signal);
  const timer = setInterval(() => {
    const account = idle.shift();
    if (account === undefined) counts.skipped += 1;
    else void spend(account);
  }, 1_000 / rate);
  return {
    counts,
    committed,
    async drain() {
      clearInterval(timer);
      const end = performance.now() + DRAIN_MS;
      while (waiting.size > 0 && performance.now() < end) await delay(RETRY_MS);
      return [...accepted.values()];
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      ended.abort();
      await following;
    },
  };
}
