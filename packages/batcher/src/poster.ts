import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  BATCH_BLOCKS_MAX,
  ENVELOPE_BYTES,
  namespacesOf,
  PART_BYTES_MAX,
  PAYLOAD_ITEMS_MAX,
  payloadBytes,
  prepareBatch,
  type BatchKind,
  type Deflate,
  type Inflate,
  type PayloadSize,
} from "@openledger/derivation";
import type { FileSystem } from "@openledger/kv";
import { OperationalError, type Da, type DaErrorCode } from "@openledger/ports";
import type { Crypto } from "@openledger/primitives";
import type { BlockSource } from "./block-source.ts";
import { blocksBetween } from "./coverage.ts";
import { openDaReader, type DaReader } from "./da-reader.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { isDue, slowdownMs, type PolicyOptions, type PostingPolicy } from "./policy.ts";
import { isBatchOfLog } from "./verify-batch.ts";

/** The sequencer's key, which may be in another process. */
export interface EnvelopeSigner {
  /** 32-byte ed25519 key. */
  readonly publicKey: Uint8Array;
  /** Throws an OperationalError; a retryable one is tried again. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface PosterOptions extends PolicyOptions {
  readonly da: Da;
  readonly chainId: string;
  readonly initialHeight: bigint;
  readonly crypto: Crypto;
  readonly signer: EnvelopeSigner;
  /** Whether a key may seal the block at a height. */
  readonly isSequencer: (height: bigint, publicKey: Uint8Array) => boolean;
  readonly blocks: BlockSource;
  readonly deflate: Deflate;
  readonly inflate: Inflate;
  /** For the outbox and the read position; the caller holds its lock. */
  readonly folder: string;
  /** Blocks that may wait for DA before production slows down. */
  readonly pendingLimit: number;
  /** First DA height at which the chain may have posted; 1 by default. */
  readonly startHeight?: bigint;
  /** After how long without an answer, or with a good one, blobs that were not read back go out again; 20 seconds by default. */
  readonly resubmitMs?: number;
  /** From the first retry, doubling; 100 ms by default, and at most 100 times as long. */
  readonly retryMs?: number;
  readonly fileSystem?: FileSystem;
  /** A batch was read back from DA. */
  readonly onPosted?: (posted: { readonly kind: BatchKind; readonly firstHeight: bigint; readonly lastHeight: bigint; readonly bytes: number; readonly seconds: number }) => void;
  /** DA failed and is tried again. */
  readonly onRetry?: (error: OperationalError) => void;
}

/** How far posting is. */
export interface PosterStatus {
  readonly policy: PostingPolicy;
  /** False until DA was read to its head once. */
  readonly isCaughtUp: boolean;
  /** Last block that was read back from DA; below the first height while there is none. */
  readonly includedHeight: bigint;
  /** Last block at a DA height that is final. */
  readonly finalHeight: bigint;
  readonly pendingBlocks: number;
  readonly pendingLimit: number;
  /** DA height up to which DA was read. */
  readonly daHeight: bigint;
  /** Since the start, what was submitted, repeats included. */
  readonly submittedBytes: number;
  /** Why DA fails at the moment, or `BLOCK_AHEAD_OF_DA`; undefined while it works. */
  readonly failure: { readonly code: string; readonly message: string } | undefined;
}

/** Posts blocks in order until it is stopped. */
export interface Poster {
  /** Runs until `stop`; rejects with what only an operator can resolve. Call once. */
  run(): Promise<void>;
  /** There is a new block. */
  notify(): void;
  stop(): void;
  status(): PosterStatus;
  /** By how much the next block is to be put off. */
  slowdownMs(blockIntervalMs: number): number;
}

const RESUBMIT_MS = 20_000;
const RETRY_MS = 100;
const RETRY_GROWTH = 100;
const POLL_MS = 1_000;
const SIZES_MAX = 4_096;
/** Between two writes of the read position, which only spares a restart some reading. */
const SAVE_MS = 5_000;

/** Nothing here can mend these, and an operator may: the chain goes on, slowly, and says so. */
const DA_FAULTS: ReadonlySet<string> = new Set<DaErrorCode>(["DA_TOO_BIG", "DA_CORRUPT"]);

class Stopped extends Error {}

export function createPoster(options: PosterOptions): Poster {
  const { da, crypto, chainId, blocks, signer, deflate, onRetry, resubmitMs = RESUBMIT_MS, retryMs = RETRY_MS } = options;
  const namespaces = namespacesOf(crypto.sha256, chainId);
  const partBytes = Math.min(PART_BYTES_MAX, da.maxBlobBytes - ENVELOPE_BYTES);
  const stopping = new AbortController();
  const ended = new Promise<never>((_, reject) => stopping.signal.addEventListener("abort", () => reject(new Stopped()), { once: true }));
  ended.catch(() => undefined);
  let reader: DaReader | undefined;
  let isCaughtUp = false;
  let failure: OperationalError | undefined;
  let submittedBytes = 0;
  let wake = Promise.withResolvers<void>();
  let begunMs = 0;
  let savedMs = 0;

  /** Nothing outlives `stop`: whatever DA still does then is found by reading at the next start. */
  const unlessStopped = <T>(work: Promise<T>): Promise<T> => Promise.race([work, ended]);
  const pause = (ms: number): Promise<void> => unlessStopped(delay(ms));

  /** Tries until it works; what cannot pass is thrown. */
  async function persist<T>(work: () => Promise<T>): Promise<T> {
    for (let waitMs = retryMs; ; waitMs = Math.min(waitMs * 2, retryMs * RETRY_GROWTH)) {
      try {
        const result = await unlessStopped(work());
        failure = undefined;
        return result;
      } catch (error) {
        requireRetryable(error);
        await pause(waitMs);
      }
    }
  }

  function requireRetryable(error: unknown): asserts error is OperationalError {
    if (!(error instanceof OperationalError) || !(error.retryable || DA_FAULTS.has(error.code))) throw error;
    failure = error;
    onRetry?.(error);
  }

  function lastToPost(kind: BatchKind, { coverage }: DaReader): bigint {
    // A header on DA says that its data is there already.
    return kind === "data" ? blocks.lastHeight : coverage.data.next - 1n;
  }

  const sizes = new Map<bigint, PayloadSize>();
  function sizeOf(height: bigint): PayloadSize {
    const known = sizes.get(height);
    if (known !== undefined) return known;
    const [block] = blocksBetween(blocks, height, height);
    if (block === undefined) return { headers: 0, data: 0, items: 0 };
    if (sizes.size >= SIZES_MAX) sizes.clear();
    const size = payloadBytes(block, block);
    sizes.set(height, size);
    return size;
  }

  /** Whether this key may sign a batch that begins at a height, as whoever derives will judge it. */
  function mayPost(kind: BatchKind, first: bigint, { coverage }: DaReader): boolean {
    const isOwn = (height: bigint): boolean => options.isSequencer(height, signer.publicKey);
    return isOwn(first) && (kind === "headers" || coverage.headers.next >= first || isOwn(coverage.headers.next));
  }

  /** Whether blocks of another key must be on DA before any of this one. */
  function waitsForOthers(found: DaReader): boolean {
    const { next } = found.coverage.data;
    return next <= blocks.lastHeight && !mayPost("data", next, found);
  }

  /** As many blocks as fit into one blob, at least one, and none of other validators than the first. */
  function lastOfBatch(kind: BatchKind, first: bigint, limit: bigint): { readonly last: bigint; readonly bytes: number } {
    let last = first - 1n;
    let bytes = 0;
    let items = 0;
    while (last < limit && last - first + 1n < BigInt(BATCH_BLOCKS_MAX)) {
      if (last >= first && !options.isSequencer(last + 1n, signer.publicKey)) break;
      const size = sizeOf(last + 1n);
      if (bytes > 0 && (bytes + size[kind] > partBytes || items + size.items > PAYLOAD_ITEMS_MAX)) break;
      bytes += size[kind];
      items += size.items;
      last += 1n;
    }
    return { last, bytes };
  }

  const checked = new WeakMap<readonly Uint8Array[], boolean>();
  /** The batch on disk, if it is one of the log; another is made otherwise. */
  function savedBatch(kind: BatchKind, first: bigint, outbox: Outbox): readonly Uint8Array[] | undefined {
    const blobs = outbox.load(kind, first);
    if (blobs === undefined) return undefined;
    const isGood = checked.get(blobs) ?? isBatchOfLog(options, kind, blobs);
    checked.set(blobs, isGood);
    return isGood ? blobs : undefined;
  }

  async function batchFrom(kind: BatchKind, first: bigint, limit: bigint, outbox: Outbox): Promise<readonly Uint8Array[]> {
    const cached = savedBatch(kind, first, outbox);
    if (cached !== undefined) return cached;
    const { last } = lastOfBatch(kind, first, limit);
    const unsigned = prepareBatch({ sha256: crypto.sha256, chainId, signer, deflate, partBytes }, kind, blocksBetween(blocks, first, last));
    const blobs: Uint8Array[] = [];
    for (const { message, blob } of unsigned) blobs.push(blob(await persist(async () => signer.sign(message))));
    await outbox.save(kind, blobs);
    return blobs;
  }

  /** Submits the blobs and reads DA until they are there. */
  async function post(kind: BatchKind, outbox: Outbox, found: DaReader): Promise<void> {
    const startedMs = performance.now();
    const coverage = found.coverage[kind];
    const firstHeight = coverage.next;
    const blobs = await batchFrom(kind, firstHeight, lastToPost(kind, found), outbox);
    for (let waitMs = retryMs; coverage.next === firstHeight; waitMs = Math.min(waitMs * 2, retryMs * RETRY_GROWTH)) {
      const mayBeIncluded = await submit(kind, coverage.missing(blobs), waitMs);
      const until = performance.now() + (mayBeIncluded ? resubmitMs : 0);
      do {
        await persist(() => found.read());
        if (coverage.next > firstHeight || performance.now() >= until) break;
        await pause(waitMs);
      } while (!stopping.signal.aborted);
    }
    failure = undefined;
    if (performance.now() - savedMs >= SAVE_MS) savePosition(found);
    const bytes = blobs.reduce((sum, { length }) => sum + length, 0);
    options.onPosted?.({ kind, firstHeight, lastHeight: coverage.next - 1n, bytes, seconds: (performance.now() - startedMs) / 1_000 });
  }

  function savePosition(found: DaReader): void {
    savedMs = performance.now();
    found.save();
  }

  /** Whether DA may have taken any of it. */
  async function submit(kind: BatchKind, blobs: readonly Uint8Array[], waitMs: number): Promise<boolean> {
    let mayBeIncluded = false;
    try {
      for (const group of groupsOf(blobs, da.maxSubmitBytes)) {
        submittedBytes += group.reduce((sum, { length }) => sum + length, 0);
        await unlessStopped(da.submit(namespaces[kind], group));
        mayBeIncluded = true;
      }
    } catch (error) {
      requireRetryable(error);
      await pause(waitMs);
      return mayBeIncluded || error.code === "DA_UNKNOWN";
    }
    return true;
  }

  function isDueNow(kind: BatchKind, found: DaReader, outbox: Outbox): boolean {
    const first = found.coverage[kind].next;
    const limit = lastToPost(kind, found);
    if (first > limit || !mayPost(kind, first, found)) return false;
    // Headers follow their data at once, and a batch that was begun goes on.
    if (kind === "headers" || savedBatch(kind, first, outbox) !== undefined) return true;
    const { last, bytes } = lastOfBatch(kind, first, limit);
    const isFull = last < limit;
    return isFull || isDue(options, { blocks: Number(limit - first) + 1, bytes, blobBytes: partBytes, sinceMs: performance.now() - begunMs });
  }

  async function work(): Promise<void> {
    const { folder, fileSystem, startHeight = 1n } = options;
    const outbox = openOutbox(join(folder, "da-outbox"), fileSystem);
    const found = await persist(() => openDaReader({ ...options, ownKey: signer.publicKey, namespaces, startHeight, positionFile: join(folder, "da-position.json") }));
    reader = found;
    await persist(() => found.read());
    isCaughtUp = true;
    begunMs = performance.now();
    for (;;) {
      wake = Promise.withResolvers();
      let posted = false;
      // Headers after each batch of data, so that whoever derives need not keep much data that has no header yet.
      if (isDueNow("data", found, outbox)) {
        begunMs = performance.now();
        await post("data", outbox, found);
        posted = true;
      }
      while (isDueNow("headers", found, outbox)) {
        await post("headers", outbox, found);
        posted = true;
      }
      if (posted) continue;
      await unlessStopped(Promise.race([wake.promise, delay(Math.min(POLL_MS, options.intervalMs))]));
      if (found.final < found.included || waitsForOthers(found)) await persist(() => found.read());
    }
  }

  /** What another key posted after the turn of this one is not in the log. */
  const ofLog = (height: bigint): bigint => (blocks.lastHeight > 0n && height > blocks.lastHeight ? blocks.lastHeight : height);
  const failureNow = (): PosterStatus["failure"] => {
    const early = reader?.coverage.headers.early;
    if (failure !== undefined) return { code: failure.code, message: failure.message };
    if (early === undefined) return undefined;
    const message =
      `block ${early} was posted and nobody takes it: its time is more than ten minutes ahead of DA's clock; ` +
      "it is posted again until DA's clock is there: check the clock of this machine";
    return { code: "BLOCK_AHEAD_OF_DA", message };
  };
  const pendingBlocks = (): number => Number(blocks.lastHeight - (reader?.included ?? options.initialHeight - 1n));
  return {
    async run() {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        if (reader !== undefined) savePosition(reader);
      }
    },
    notify: () => wake.resolve(),
    stop: () => stopping.abort(),
    status: () => ({
      policy: options.policy,
      isCaughtUp,
      includedHeight: ofLog(reader?.included ?? options.initialHeight - 1n),
      finalHeight: ofLog(reader?.final ?? options.initialHeight - 1n),
      pendingBlocks: Math.max(0, pendingBlocks()),
      pendingLimit: options.pendingLimit,
      daHeight: reader?.readTo ?? 0n,
      submittedBytes,
      failure: failureNow(),
    }),
    // A restart has to read DA first; until then nothing is known to wait.
    slowdownMs: (blockIntervalMs) => (isCaughtUp ? slowdownMs(pendingBlocks(), options.pendingLimit, blockIntervalMs) : 0),
  };
}

/** In order, as many to a submission as DA takes. */
function groupsOf(blobs: readonly Uint8Array[], maxBytes: number): readonly (readonly Uint8Array[])[] {
  const groups: Uint8Array[][] = [];
  let bytes = maxBytes + 1;
  for (const blob of blobs) {
    if (bytes + blob.length > maxBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(blob);
    bytes += blob.length;
  }
  return groups;
}
