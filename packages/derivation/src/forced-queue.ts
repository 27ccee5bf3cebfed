import { DecodeError } from "@openledger/messages";
import { AuthInfo, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { equalBytes, toHex, toUtf8, type Sha256 } from "@openledger/primitives";
import { decodeEnvelope, openEnvelope } from "./envelope.ts";

/**
 * Whether a transaction could run in its turn when its DA height `grace` was read: then a sequencer that takes what can run has
 * had the chance for half a window. `open` before that; `unknown` where the state of that time was not there to tell.
 */
export type Chance = "open" | "firm" | "loose" | "unknown";

/** What was found out of one that waits. */
export interface ForcedChance {
  readonly hash: string;
  readonly deadline: bigint;
  readonly chance: "firm" | "unknown";
}

/** A transaction that somebody posted to DA for the sequencer to take. */
export interface ForcedTx {
  /** Where it was posted first. */
  readonly daHeight: bigint;
  readonly commitment: Uint8Array;
  readonly tx: Uint8Array;
  /** Its gas limit. */
  readonly gas: bigint;
  /** Lower-case hex of its sha256. */
  readonly hash: string;
  /** DA height at which it is found out whether it is owed: half a window after it was posted, or up to a sixteenth later. */
  readonly grace: bigint;
  /** DA height up to which a block with it must be on DA. */
  readonly deadline: bigint;
  readonly chance: Chance;
}

/** How what waits is judged on the state after the last block. */
export interface ForcedJudges {
  /** Whether a transaction that is due could not run, so that nobody owes it. */
  readonly isExempt: (forced: ForcedTx) => boolean;
  /** Hashes of those that run in their turn, of what waits in the order of DA; undefined where that state is not there. */
  readonly runsInTurn: (waiting: readonly ForcedTx[]) => ReadonlySet<string> | undefined;
}

/** A blob with its name on DA. */
export interface NamedBlob {
  readonly data: Uint8Array;
  readonly commitment: Uint8Array;
}

export interface ForcedQueueOptions {
  readonly sha256: Sha256;
  readonly chainId: string;
  /** DA heights, 2 or more; windows begin at its multiples. */
  readonly window: bigint;
  readonly bytesPerWindow: number;
  /** Of gas limits. */
  readonly gasPerWindow: bigint;
  /** Whether the ante chain let the transaction through in a block that was read: one that it refused there is not taken. */
  readonly isIncluded: (hash: string) => boolean;
  /** The same of a block that was on DA before a DA height. */
  readonly wasIncluded: (hash: string, daHeight: bigint) => boolean;
  /** Gas that an included transaction used. */
  readonly gasUsed: (hash: string) => bigint;
}

/**
 * What is owed to whoever posts transactions to DA: a function of what the forced namespace holds, height by height, and of
 * what blocks hold. In each window of DA heights the first bytes and the first gas are owed, in the order of DA, of
 * transactions that were in no block when they were posted. A window depends on no other one, so that whoever begins to read
 * where one begins comes to the same: what is posted again in the same window counts once, and in another one it is owed
 * there as well.
 */
export interface ForcedQueue {
  /** How many wait for a block or for their deadline. */
  readonly waiting: number;
  /** Takes the blobs of the next DA height, in index order. Total on arbitrary bytes. */
  read(daHeight: bigint, blobs: readonly NamedBlob[]): void;
  /** Those that wait and are owed if they can run, in the order of DA. */
  owed(): readonly ForcedTx[];
  /**
   * Judges, when a DA height and its blocks were read, what is due there: the first that is in no block, is owed, was not
   * found to be `loose`, and is not exempt. What is due before it is forgotten, and without a miss all that is due.
   */
  judge(daHeight: bigint, isExempt: (forced: ForcedTx) => boolean): ForcedTx | undefined;
  /**
   * Finds out, when a DA height and its blocks were read, the chance of those whose `grace` is over. `look` is asked once, if
   * there are any that may be owed, with all that wait up to the last one of them. Returns whether it was.
   */
  weigh(daHeight: bigint, look: (waiting: readonly ForcedTx[]) => (forced: ForcedTx) => Chance): boolean;
  /** What was found out of those that wait, but for `loose` ones. */
  chances(): readonly ForcedChance[];
  /** Another sequencer begins: what waits is owed anew, in a window of its own that begins at this DA height. */
  renew(daHeight: bigint): void;
}

/**
 * Bytes that are kept of what is posted in one window, in multiples of those that are owed: what comes after is passed over. Each
 * transaction that waits takes memory beside its bytes, and time whenever it is looked at.
 */
const KEPT_WINDOWS = 8;
/** At least so many bytes are kept. */
const KEPT_BYTES_MIN = 1_048_576;
/** As many as these each transaction counts at least. */
const TX_KEPT_BYTES_MIN = 512;
/** Times in a window at which it is found out what runs: all that waits is looked at each time, and most of it may be junk. */
const LOOKS_PER_WINDOW = 16n;

interface Entry extends ForcedTx {
  chance: Chance;
  /** Which window's bytes it counts in. */
  readonly place: bigint;
  state: "waiting" | "included" | "exempt";
  /** Gas, once it is included. */
  used: bigint;
}

export function createForcedQueue(options: ForcedQueueOptions): ForcedQueue {
  const { sha256, window, isIncluded, wasIncluded, gasUsed } = options;
  const chainIdHash = sha256(toUtf8(options.chainId));
  let entries: Entry[] = [];
  const isNew = createWindowNotes(options);
  /** Below 0: windows by the height of DA are not. */
  let renewals = 0n;

  const settle = (isThere: (entry: Entry) => boolean): void => {
    for (const entry of entries) {
      if (entry.state !== "waiting" || !isThere(entry)) continue;
      entry.state = "included";
      entry.used = gasUsed(entry.hash);
    }
  };
  /** What comes after its deadline counts for nothing, whenever that is looked at. */
  const settleUpTo = (daHeight: bigint): void => settle(({ hash, deadline }) => wasIncluded(hash, (deadline < daHeight ? deadline : daHeight) + 1n));

  return {
    get waiting() {
      return entries.filter(({ state }) => state === "waiting").length;
    },
    read(daHeight, blobs) {
      for (const { data, commitment } of blobs) {
        const open = forcedTxOf(sha256, chainIdHash, data);
        if (open === undefined) continue;
        const hash = toHex(sha256(open.tx));
        const place = daHeight / window;
        if (wasIncluded(hash, daHeight) || !isNew(place, open, hash)) continue;
        entries.push({ daHeight, commitment, ...open, hash, ...within(daHeight, window), place, state: "waiting", used: 0n });
      }
    },
    owed() {
      settle(({ hash }) => isIncluded(hash));
      return firstOfEach(owedOf(entries, options));
    },
    judge(daHeight, isExempt) {
      settleUpTo(daHeight);
      for (const [entry, isOwed] of inWindows(entries, options)) {
        if (entry.deadline > daHeight) break;
        if (entry.state !== "waiting") continue;
        // Nothing is forgotten that a rotation makes owed anew.
        if (isOwed && entry.chance !== "loose" && !isExempt(entry)) return entry;
        entry.state = "exempt";
      }
      const open = entries.find(({ deadline }) => deadline > daHeight);
      // What went into blocks counts as long as others of its window wait.
      entries = open === undefined ? [] : entries.slice(entries.findIndex(({ place }) => place === open.place));
      return undefined;
    },
    weigh(daHeight, look) {
      settleUpTo(daHeight);
      const due = entries.filter(({ state, chance, grace }) => state === "waiting" && chance === "open" && grace <= daHeight);
      return due.length > 0 && weighDue(due, owedOf(entries, options), look);
    },
    chances: () => entries.flatMap(({ state, chance, hash, deadline }) => (state === "waiting" && (chance === "firm" || chance === "unknown") ? { hash, deadline, chance } : [])),
    renew(daHeight) {
      settleUpTo(daHeight);
      renewals -= 1n;
      entries = firstOfEach(entries.filter(({ state }) => state === "waiting")).map((entry) => ({ ...entry, ...within(daHeight, window), place: renewals }));
    },
  };
}

/** Takes note of the transactions of the window that is read; answers whether one is to be kept. */
function createWindowNotes({ bytesPerWindow, gasPerWindow }: ForcedQueueOptions): (place: bigint, open: OpenTx, hash: string) => boolean {
  const bytesMax = Math.max(KEPT_WINDOWS * bytesPerWindow, KEPT_BYTES_MIN);
  let known = { place: -1n, hashes: new Set<string>(), bytes: 0 };
  return (place, { tx, gas }, hash) => {
    if (known.place !== place) known = { place, hashes: new Set(), bytes: 0 };
    const bytes = Math.max(tx.length, TX_KEPT_BYTES_MIN);
    if (tx.length > bytesPerWindow || gas > gasPerWindow || known.hashes.has(hash) || known.bytes + bytes > bytesMax) return false;
    known.hashes.add(hash);
    known.bytes += bytes;
    return true;
  };
}

/** The times of what is owed from a DA height on, of which nothing is found out yet. */
function within(from: bigint, window: bigint): Pick<Entry, "grace" | "deadline" | "chance"> {
  const step = window < LOOKS_PER_WINDOW ? 1n : window / LOOKS_PER_WINDOW;
  const half = from + (window + 1n) / 2n;
  return { grace: ((half + step - 1n) / step) * step, deadline: from + window, chance: "open" };
}

/**
 * Judges what is due when a DA height and its blocks were read, and then, without a miss, finds out what of the rest is owed
 * later: whoever makes a transaction able to run by the last block before its deadline makes no miss of it.
 */
export function judgeForced(queue: ForcedQueue, daHeight: bigint, { isExempt, runsInTurn }: ForcedJudges): { readonly missed: ForcedTx | undefined; readonly isWeighed: boolean } {
  const missed = queue.judge(daHeight, isExempt);
  if (missed !== undefined) return { missed, isWeighed: false };
  const isWeighed = queue.weigh(daHeight, (waiting) => {
    const running = runsInTurn(waiting);
    return ({ hash }) => (running === undefined ? "unknown" : running.has(hash) ? "firm" : "loose");
  });
  return { missed, isWeighed };
}

/** Each entry with whether it is owed: with what of its window went into blocks, of what was posted before it, it is not too much: by the gas that was used there, since a limit costs nobody anything. */
function* inWindows(entries: readonly Entry[], { bytesPerWindow, gasPerWindow }: ForcedQueueOptions): Generator<readonly [Entry, boolean], void> {
  let [place, bytes, gas] = [-1n, 0, 0n];
  for (const entry of entries) {
    if (entry.place !== place) [place, bytes, gas] = [entry.place, 0, 0n];
    yield [entry, entry.state === "waiting" && bytes + entry.tx.length <= bytesPerWindow && gas + entry.gas <= gasPerWindow];
    if (entry.state !== "included") continue;
    bytes += entry.tx.length;
    gas += entry.used;
  }
}

const owedOf = (entries: readonly Entry[], options: ForcedQueueOptions): Entry[] => [...inWindows(entries, options)].filter(([, isOwed]) => isOwed).map(([entry]) => entry);

/** As {@link ForcedQueue.weigh}. */
function weighDue(due: readonly Entry[], owed: readonly Entry[], look: Parameters<ForcedQueue["weigh"]>[1]): boolean {
  const asked = new Set(due);
  // What is not owed by now, after what went into blocks, never will be.
  for (const entry of due) entry.chance = "loose";
  const last = owed.findLastIndex((entry) => asked.has(entry));
  if (last < 0) return false;
  const waiting = owed.slice(0, last + 1);
  const chanceOf = look(firstOfEach(waiting));
  for (const entry of waiting) if (asked.has(entry)) entry.chance = chanceOf(entry);
  return true;
}

/** What was posted in two windows, where it was posted first. */
function firstOfEach(entries: readonly Entry[]): Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of entries) if (!first.has(entry.hash)) first.set(entry.hash, entry);
  return [...first.values()];
}

/** From which DA height on a queue must read to know what is owed after `readTo`. */
export function forcedFrom(readTo: bigint, window: bigint): bigint {
  const oldest = readTo - window + 1n;
  return oldest <= 0n ? 0n : (oldest / window) * window;
}

interface OpenTx {
  readonly tx: Uint8Array;
  readonly gas: bigint;
}

/** The transaction in a blob of the forced namespace; undefined for anything else, also for what no chain can decode. Total on arbitrary bytes. */
export function forcedTxOf(sha256: Sha256, chainIdHash: Uint8Array, blob: Uint8Array): OpenTx | undefined {
  const envelope = decodeEnvelope(blob);
  if ("reason" in envelope || envelope.kind !== "forced-tx" || !equalBytes(envelope.chainIdHash, chainIdHash)) return undefined;
  // Posted as it is: what others compress must not take memory here.
  if (envelope.compression !== "none" || envelope.parts !== 1) return undefined;
  const tx = openEnvelope(sha256, () => undefined, envelope)?.slice();
  const gas = tx === undefined ? undefined : gasLimitOf(tx);
  return tx === undefined || gas === undefined ? undefined : { tx, gas };
}

/** Undefined for what is no signed transaction. */
function gasLimitOf(tx: Uint8Array): bigint | undefined {
  try {
    const { bodyBytes, authInfoBytes, signatures } = TxRaw.fromBytes(tx);
    const { fee, signerInfos } = AuthInfo.fromBytes(authInfoBytes);
    if (signatures.length === 0 || signerInfos.length === 0 || TxBody.fromBytes(bodyBytes).messages.length === 0) return undefined;
    return fee?.gasLimit;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
