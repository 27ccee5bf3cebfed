import { toHex } from "@openledger/primitives";
import { batchesOf, writeBatches, type Batch } from "./batches.ts";
import { checkIdentity, readSettledCheckpoint, takeOver, type Checkpoint } from "./db/checkpoint.ts";
import type { Database } from "./db/database.ts";
import { buildIndexes, deferIndexes } from "./db/deferred-indexes.ts";
import { migrate, type Migration } from "./db/migrate.ts";
import { writeGenesis, writeProjected } from "./db/write-block.ts";
import { fatal, isRetryable } from "./errors.ts";
import type { Metrics } from "./metrics.ts";
import { pause } from "./pause.ts";
import type { BlockSource, RollupHeights } from "./source/committed-block.ts";
import type { HeadWatcher } from "./source/head-watcher.ts";
import { projectHere } from "./source/projected-source.ts";
import type { ProjectingThreads } from "./source/projecting-threads.ts";

/** Blocks that are asked for ahead of the one being worked on. */
const FETCH_AHEAD = 16;
/** Blocks that are worth the start of threads. */
const FAR_BEHIND = 200n;
const BACKOFF_FIRST_MS = 250;
/** Short enough to be at work again within seconds after the longest outage. */
const BACKOFF_LAST_MS = 2_000;

/** What the outside may ask about the writer. */
export interface Follower {
  /** The last written checkpoint; undefined before the first. */
  readonly checkpoint: Checkpoint | undefined;
  /** The node's head when it was last asked. */
  readonly headHeight: bigint;
  /** Where the node's blocks stood on DA then; undefined for a node that has nothing to do with DA. */
  readonly rollup: RollupHeights | undefined;
  /** True while node and database answer and the index is being written. */
  readonly ready: boolean;
  /** Why the writer waits, when it is not ready. */
  readonly waitingFor: string;
  /** Resolves when the writer was stopped, or a backfill reached the head; rejects with the fatal error that stopped it. */
  readonly done: Promise<void>;
}

export interface FollowOptions {
  readonly database: Database;
  readonly source: BlockSource;
  /** Starts threads that project blocks of the same source; without it this thread projects all of them. */
  readonly startThreads?: (bech32Prefix: string) => ProjectingThreads;
  readonly heads: HeadWatcher;
  readonly migrations: readonly Migration[];
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  /** Ends at the head instead of waiting there; an empty index is filled without its secondary indexes, which follow. */
  readonly isBackfill?: boolean;
  /** Called before each index that a backfill builds. */
  readonly onIndex?: (name: string, left: number) => void;
  /** Called once, when the index has reached the head and has all its secondary indexes. */
  readonly onCaughtUp?: () => Promise<void>;
  /** Called after each commit. */
  readonly onBlock: (checkpoint: Checkpoint) => void;
  /** Called when the writer begins to wait for the node or the database. */
  readonly onRetry: (error: Error, delayMs: number) => void;
}

/**
 * Follows the chain: migrates, compares identities, writes each block, and waits for the next. Outages of node or
 * database are waited out with growing delays, and every round begins again at the checkpoint that the database holds.
 */
export function follow(options: FollowOptions): Follower {
  const state: FollowState = { checkpoint: undefined, headHeight: 0n, rollup: undefined, ready: false, isIndexed: false, caughtUp: false, waitingFor: "the first answer of node and database" };
  const done = runUntilStopped(options, state);
  return {
    get checkpoint() {
      return state.checkpoint;
    },
    get headHeight() {
      return state.headHeight;
    },
    get rollup() {
      return state.rollup;
    },
    get ready() {
      return state.ready;
    },
    get waitingFor() {
      return state.waitingFor;
    },
    done,
  };
}

interface FollowState {
  checkpoint: Checkpoint | undefined;
  headHeight: bigint;
  rollup: RollupHeights | undefined;
  ready: boolean;
  waitingFor: string;
  isIndexed: boolean;
  caughtUp: boolean;
}

async function runUntilStopped(options: FollowOptions, state: FollowState): Promise<void> {
  const { signal } = options;
  let delayMs = BACKOFF_FIRST_MS;
  while (!signal.aborted) {
    try {
      await runRound(options, state, () => (delayMs = BACKOFF_FIRST_MS));
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isRetryable(error)) throw error;
      state.ready = false;
      state.waitingFor = (error as Error).message;
      options.metrics.retries += 1;
      options.onRetry(error as Error, delayMs);
      await pause(delayMs, signal);
      delayMs = Math.min(delayMs * 2, BACKOFF_LAST_MS);
    }
  }
}

/** From the checkpoint on, until an error, the stop, or the end of a backfill. */
async function runRound(options: FollowOptions, state: FollowState, onProgress: () => void): Promise<void> {
  const { database, heads, signal } = options;
  await database.lockWriter();
  await migrate(database, options.migrations);
  let checkpoint = await openCheckpoint(options);
  state.checkpoint = checkpoint;
  state.isIndexed = false;
  if (options.isBackfill === true) await deferIndexes(database);
  else await buildIndexes(database, options.onIndex ?? ignore);
  let head = await headOf(options, state);
  while (!signal.aborted) {
    if (head < checkpoint.height) {
      throw fatal("NODE_BEHIND", `the node is at height ${head} and the index at ${checkpoint.height}: the node lost blocks, or it is another chain's`);
    }
    state.ready = true;
    state.waitingFor = "";
    onProgress();
    let told: bigint | undefined;
    if (head === checkpoint.height) {
      // Indexes take their time, in which the chain went on.
      if (!(await buildWaiting(options, state))) {
        await finishCatchingUp(options, state);
        if (options.isBackfill === true) return;
        told = await heads.next(signal);
      }
    } else checkpoint = await writeUpTo(options, state, checkpoint, head);
    if (told === undefined || told <= checkpoint.height) head = await headOf(options, state);
    else {
      // The node has said what its status would say, and the block's own hashes say whether it is the next one.
      checkpoint = await writeUpTo(options, state, checkpoint, seen(options, state, told));
      // How far DA is stands in the status alone; nobody waits for it here, since the block is committed.
      head = state.rollup === undefined ? checkpoint.height : await headOf(options, state);
    }
  }
}

/** Asks the node for its head. */
async function headOf(options: FollowOptions, state: FollowState): Promise<bigint> {
  const { height, rollup } = await options.source.status(options.signal);
  state.rollup = rollup;
  return seen(options, state, height);
}

function seen({ metrics }: FollowOptions, state: FollowState, head: bigint): bigint {
  state.headHeight = head;
  metrics.headHeight = head;
  return head;
}

/** Builds the secondary indexes at the first arrival at the head; true when it did. */
async function buildWaiting({ database, onIndex = ignore }: FollowOptions, state: FollowState): Promise<boolean> {
  if (state.isIndexed) return false;
  await buildIndexes(database, onIndex);
  state.isIndexed = true;
  return true;
}

async function finishCatchingUp({ onCaughtUp }: FollowOptions, state: FollowState): Promise<void> {
  if (state.caughtUp) return;
  await onCaughtUp?.();
  state.caughtUp = true;
}

function ignore(): void {
  // Nobody asked to hear of it.
}

/** Writes the blocks up to `last`. */
async function writeUpTo(options: FollowOptions, state: FollowState, from: Checkpoint, last: bigint): Promise<Checkpoint> {
  let checkpoint = from;
  const { source, signal, startThreads } = options;
  const isFarBehind = last - from.height >= FAR_BEHIND && startThreads !== undefined;
  using threads = isFarBehind ? startThreads(from.bech32Prefix) : undefined;
  await writeBatches(batchesOf(threads ?? projectHere(source, from.bech32Prefix), from, last, FETCH_AHEAD, signal), async (batch) => {
    checkpoint = await writeMeasured(options, batch);
    state.checkpoint = checkpoint;
    options.onBlock(checkpoint);
  });
  return checkpoint;
}

/** The checkpoint in the database, or a new one, after comparing it with the node's chain. */
async function openCheckpoint({ database, source, signal, metrics }: FollowOptions): Promise<Checkpoint> {
  const genesis = await source.genesis(signal);
  const stored = await readSettledCheckpoint(database.writer);
  if (stored === undefined) return writeGenesis(database, genesis);
  checkIdentity(stored, genesis);
  metrics.indexedHeight = stored.height;
  const status = await source.status(signal);
  if (status.height < stored.height) {
    throw fatal("NODE_BEHIND", `the node is at height ${status.height} and the index at ${stored.height}: the node lost blocks, or it is another chain's`);
  }
  if (stored.height >= genesis.initialHeight) {
    const block = await source.block(stored.height, signal);
    if (toHex(block.hash) !== toHex(stored.blockHash)) {
      throw fatal("WRONG_BLOCK", `at height ${stored.height} the index has block ${toHex(stored.blockHash)} and the node ${toHex(block.hash)}: begin a new schema with --reset, or use another database`);
    }
  }
  return takeOver(database, stored);
}

async function writeMeasured({ database, metrics }: FollowOptions, { from, blocks }: Batch): Promise<Checkpoint> {
  const begun = performance.now();
  const checkpoint = await writeProjected(database, from, blocks);
  metrics.lastCommitSeconds = (performance.now() - begun) / 1000;
  metrics.blocks += blocks.length;
  for (const { rows } of blocks) metrics.txs += rows.txs.length;
  metrics.indexedHeight = checkpoint.height;
  return checkpoint;
}
