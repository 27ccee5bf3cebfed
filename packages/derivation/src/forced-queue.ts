import { equalBytes, toHex, toUtf8, type Sha256 } from "@openledger/primitives";
import { decodeEnvelope, openEnvelope } from "./envelope.ts";

/** A transaction that somebody posted to DA for the sequencer to take. */
export interface ForcedTx {
  /** Where it was posted first. */
  readonly daHeight: bigint;
  readonly commitment: Uint8Array;
  readonly tx: Uint8Array;
  /** Lower-case hex of its sha256. */
  readonly hash: string;
  /** DA height up to which a block with it must be on DA. */
  readonly deadline: bigint;
}

/** A blob with its name on DA. */
export interface NamedBlob {
  readonly data: Uint8Array;
  readonly commitment: Uint8Array;
}

export interface ForcedQueueOptions {
  readonly sha256: Sha256;
  readonly chainId: string;
  /** DA heights; windows begin at its multiples. */
  readonly window: bigint;
  readonly bytesPerWindow: number;
  /** Whether a block that was read has the transaction. */
  readonly isIncluded: (hash: string) => boolean;
  /** Whether a block has it that was on DA before a DA height. */
  readonly wasIncluded: (hash: string, daHeight: bigint) => boolean;
}

/**
 * What is owed to whoever posts transactions to DA: a function of what the forced namespace holds, height by height, and of
 * what blocks hold. In each window of DA heights the first bytes are owed, in the order of DA, of transactions that were
 * in no block when they were posted.
 */
export interface ForcedQueue {
  /** How many wait for a block or for their deadline. */
  readonly waiting: number;
  /** Takes the blobs of the next DA height, in index order. Total on arbitrary bytes. */
  read(daHeight: bigint, blobs: readonly NamedBlob[]): void;
  /** Those that wait and are owed if they can run, in the order of DA. */
  owed(): readonly ForcedTx[];
  /**
   * Judges, when a DA height and its blocks were read, what is due there: the first that is in no block, is owed, and is
   * not exempt. What is due before it is forgotten, and without a miss all that is due.
   */
  judge(daHeight: bigint, isExempt: (forced: ForcedTx) => boolean): ForcedTx | undefined;
  /** Another sequencer begins: what waits is owed anew, in a window of its own that begins at this DA height. */
  renew(daHeight: bigint): void;
}

interface Entry extends ForcedTx {
  /** Which window's bytes it counts in. */
  readonly place: bigint;
  state: "waiting" | "included" | "exempt";
}

export function createForcedQueue(options: ForcedQueueOptions): ForcedQueue {
  const { sha256, window, bytesPerWindow, isIncluded, wasIncluded } = options;
  const chainIdHash = sha256(toUtf8(options.chainId));
  let entries: Entry[] = [];
  let known = new Set<string>();
  /** Below 0: windows by the height of DA are not. */
  let renewals = 0n;

  const keep = (kept: Entry[]): void => {
    entries = kept;
    known = new Set(kept.map(({ hash }) => hash));
  };

  const settle = (isThere: (hash: string) => boolean): void => {
    for (const entry of entries) if (entry.state === "waiting" && isThere(entry.hash)) entry.state = "included";
  };
  const settleUpTo = (daHeight: bigint): void => settle((hash) => wasIncluded(hash, daHeight + 1n));

  /** Each entry with the bytes of its window that went into blocks, of what was posted before it. */
  function* inWindows(): Generator<readonly [Entry, number], void> {
    let [place, bytes] = [-1n, 0];
    for (const entry of entries) {
      if (entry.place !== place) [place, bytes] = [entry.place, 0];
      yield [entry, bytes];
      if (entry.state === "included") bytes += entry.tx.length;
    }
  }

  const isOwed = ({ state, tx }: Entry, bytesBefore: number): boolean => state === "waiting" && bytesBefore + tx.length <= bytesPerWindow;

  return {
    get waiting() {
      return entries.filter(({ state }) => state === "waiting").length;
    },
    read(daHeight, blobs) {
      for (const { data, commitment } of blobs) {
        const tx = forcedTxOf(sha256, chainIdHash, data);
        if (tx === undefined) continue;
        const hash = toHex(sha256(tx));
        if (known.has(hash) || wasIncluded(hash, daHeight)) continue;
        known.add(hash);
        entries.push({ daHeight, commitment, tx, hash, deadline: daHeight + window, place: daHeight / window, state: "waiting" });
      }
    },
    owed() {
      settle(isIncluded);
      return [...inWindows()].filter(([entry, bytesBefore]) => isOwed(entry, bytesBefore)).map(([entry]) => entry);
    },
    judge(daHeight, isExempt) {
      settleUpTo(daHeight);
      for (const [entry, bytesBefore] of inWindows()) {
        if (entry.deadline > daHeight) break;
        if (entry.state !== "waiting") continue;
        // Nothing is forgotten that a rotation makes owed anew.
        if (isOwed(entry, bytesBefore) && !isExempt(entry)) return entry;
        entry.state = "exempt";
      }
      const open = entries.find(({ deadline }) => deadline > daHeight);
      // What went into blocks counts as long as others of its window wait.
      keep(open === undefined ? [] : entries.slice(entries.findIndex(({ place }) => place === open.place)));
      return undefined;
    },
    renew(daHeight) {
      settleUpTo(daHeight);
      renewals -= 1n;
      keep(entries.filter(({ state }) => state === "waiting").map((entry) => ({ ...entry, deadline: daHeight + window, place: renewals })));
    },
  };
}

/** From which DA height on a queue must read to know what is owed after `readTo`. */
export function forcedFrom(readTo: bigint, window: bigint): bigint {
  const oldest = readTo - window + 1n;
  return oldest <= 0n ? 0n : (oldest / window) * window;
}

/** The transaction in a blob of the forced namespace; undefined for anything else. Total on arbitrary bytes. */
export function forcedTxOf(sha256: Sha256, chainIdHash: Uint8Array, blob: Uint8Array): Uint8Array | undefined {
  const envelope = decodeEnvelope(blob);
  if ("reason" in envelope || envelope.kind !== "forced-tx" || !equalBytes(envelope.chainIdHash, chainIdHash)) return undefined;
  // Posted as it is: what others compress must not take memory here.
  if (envelope.compression !== "none" || envelope.parts !== 1) return undefined;
  return openEnvelope(sha256, () => undefined, envelope)?.slice();
}
