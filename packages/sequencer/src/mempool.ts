import { InvariantViolation, toHex, type Sha256 } from "@openledger/primitives";
import type { App, CheckTxResponse } from "@openledger/state-machine";
import { sequencerError } from "./errors.ts";
import { createRecent } from "./recent.ts";
import { runInSlices } from "./time-slice.ts";

export interface MempoolLimits {
  readonly maxTxs: number;
  readonly maxBytes: number;
  readonly maxTxBytes: number;
  /** Largest gas limit of one transaction; -1 for none. */
  readonly maxTxGas: bigint;
  /** How many hashes of seen transactions are kept to answer a repeated broadcast without work. */
  readonly cacheSize: number;
}

/** Transactions that passed CheckTx and wait for a block, in order of arrival, which keeps a sender's sequences in order. */
export interface Mempool {
  readonly count: number;
  readonly bytes: number;
  /**
   * Runs CheckTx and keeps the transaction when it passes. A gas limit that no block has answers code 41, codespace
   * `sdk`. Throws `TX_IN_CACHE`, `TX_TOO_LARGE`, `MEMPOOL_FULL` or `TX_QUARANTINED`.
   */
  admit(tx: Uint8Array): Promise<CheckTxResponse>;
  /**
   * The oldest transactions whose encoded size together stays within `maxBytes`, and whose gas limits within `maxGas`
   * (-1: no limit). They stay in the pool.
   */
  reap(maxBytes: number, maxGas: bigint): readonly Uint8Array[];
  /** At most `limit` of the oldest transactions. */
  list(limit: number): readonly Uint8Array[];
  /** After a commit: forgets what the block holds and rechecks the rest on the new state. */
  update(committed: readonly { readonly tx: Uint8Array; readonly code: number }[]): Promise<void>;
  /** Forgets transactions without rechecking, and refuses them from now on. */
  quarantine(txs: readonly Uint8Array[]): void;
}

/** Bytes of tag and length that a transaction of at most 2^28 bytes takes in a block. */
const TX_OVERHEAD_BYTES = 5;
const NOTHING = new Uint8Array(0);

/** `given` are the limits, or what tells them after each commit: governance may change what a block takes. */
export function createMempool(
  app: Pick<App, "checkTx">,
  sha256: Sha256,
  given: MempoolLimits | (() => MempoolLimits),
): Mempool {
  const limitsNow = typeof given === "function" ? given : () => given;
  let limits = limitsNow();
  const pool = new Map<string, { readonly tx: Uint8Array; readonly gasWanted: bigint }>();
  const seen = createRecent<string, true>(limits.cacheSize);
  let bytes = 0;
  let rechecking: Promise<void> | undefined;

  const hashOf = (tx: Uint8Array): string => toHex(sha256(tx));
  const remove = (hash: string): void => {
    bytes -= pool.get(hash)?.tx.length ?? 0;
    pool.delete(hash);
  };
  const refuseKnown = (hash: string): void => {
    if (pool.has(hash) || seen.get(hash) === true) throw sequencerError("TX_IN_CACHE", "tx already exists in cache");
  };

  function* recheckAll(): Generator<void, void, void> {
    for (const [hash, { tx }] of [...pool]) {
      yield;
      if (tx.length <= limits.maxTxBytes && checkSafely(app, tx, true).code === 0) continue;
      remove(hash);
      seen.delete(hash);
    }
  }

  return {
    get count() {
      return pool.size;
    },
    get bytes() {
      return bytes;
    },
    async admit(raw) {
      const tx = new Uint8Array(raw);
      if (tx.length > limits.maxTxBytes) {
        throw sequencerError("TX_TOO_LARGE", `Tx too large. Max size is ${limits.maxTxBytes}, but got ${tx.length}`);
      }
      const hash = hashOf(tx);
      refuseKnown(hash);
      // A check between two rechecks would see a sender's sequence before the transactions ahead of it.
      while (rechecking !== undefined) await rechecking;
      refuseKnown(hash);
      if (pool.size >= limits.maxTxs || bytes + tx.length > limits.maxBytes) {
        const counts = `number of txs ${pool.size} (max: ${limits.maxTxs}), total txs bytes ${bytes} (max: ${limits.maxBytes})`;
        throw sequencerError("MEMPOOL_FULL", `mempool is full: ${counts}`);
      }
      const response = checkSafely(app, tx, false);
      if (response.code !== 0) return response;
      if (limits.maxTxGas >= 0n && response.gasWanted > limits.maxTxGas) {
        return refusal(41, `gas limit ${response.gasWanted} is above the ${limits.maxTxGas} of a block: invalid gas limit`);
      }
      seen.set(hash, true);
      pool.set(hash, { tx, gasWanted: response.gasWanted });
      bytes += tx.length;
      return response;
    },
    reap(maxBytes, maxGas) {
      const reaped: Uint8Array[] = [];
      let size = 0;
      let gas = 0n;
      for (const { tx, gasWanted } of pool.values()) {
        size += tx.length + TX_OVERHEAD_BYTES;
        gas += gasWanted;
        // A gap instead of an end would put a sender's later sequence before an earlier one.
        if (size > maxBytes || (maxGas >= 0n && gas > maxGas)) break;
        reaped.push(tx);
      }
      return reaped;
    },
    list: (limit) => [...pool.values()].slice(0, limit).map(({ tx }) => tx),
    async update(committed) {
      limits = limitsNow();
      for (const { tx, code } of committed) {
        const hash = hashOf(tx);
        remove(hash);
        // A failed transaction may be sent again, because it may succeed on another state.
        if (code === 0) seen.set(hash, true);
        else seen.delete(hash);
      }
      rechecking = runInSlices(recheckAll());
      try {
        await rechecking;
      } finally {
        rechecking = undefined;
      }
    },
    quarantine(txs) {
      for (const tx of txs) {
        const hash = hashOf(tx);
        remove(hash);
        seen.set(hash, true);
      }
    },
  };
}

/** An assertion while checking concerns this transaction alone: its branch is dropped and the node goes on. */
function checkSafely(app: Pick<App, "checkTx">, tx: Uint8Array, recheck: boolean): CheckTxResponse {
  try {
    return app.checkTx(tx, recheck);
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    if (recheck) return refusal(35, "the transaction trips an internal check: internal logic error");
    throw sequencerError("TX_QUARANTINED", "the transaction trips an internal check and was set aside", error);
  }
}

function refusal(code: number, log: string): CheckTxResponse {
  return {
    code,
    data: NOTHING,
    log,
    gasWanted: 0n,
    gasUsed: 0n,
    events: [],
    codespace: "sdk",
    sender: "",
    sequence: 0n,
  };
}
