import { toHex } from "@openledger/primitives";
import { checkIdentity, readCheckpoint, type Checkpoint } from "./db/checkpoint.ts";
import type { Database } from "./db/database.ts";
import { migrate, type Migration } from "./db/migrate.ts";
import { writeBlock, writeGenesis } from "./db/write-block.ts";
import { fatal, isRetryable } from "./errors.ts";
import type { Metrics } from "./metrics.ts";
import type { BlockSource, CommittedBlock, RollupHeights } from "./source/committed-block.ts";
import type { HeadWatcher } from "./source/head-watcher.ts";

/** Blocks that are fetched ahead of the one being written. */
const FETCH_AHEAD = 8;
const BACKOFF_FIRST_MS = 250;
const BACKOFF_LAST_MS = 10_000;

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
  /** Resolves when the writer was stopped; rejects with the fatal error that stopped it. */
  readonly done: Promise<void>;
}

export interface FollowOptions {
  readonly database: Database;
  readonly source: BlockSource;
  readonly heads: HeadWatcher;
  readonly migrations: readonly Migration[];
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
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
  const state: FollowState = { checkpoint: undefined, headHeight: 0n, rollup: undefined, ready: false, waitingFor: "the first answer of node and database" };
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
}

async function runUntilStopped(options: FollowOptions, state: FollowState): Promise<void> {
  const { signal } = options;
  let delayMs = BACKOFF_FIRST_MS;
  while (!signal.aborted) {
    try {
      await runRound(options, state, () => (delayMs = BACKOFF_FIRST_MS));
    } catch (error) {
      if (signal.aborted) return;
      if (!isRetryable(error)) throw error;
      state.ready = false;
      state.waitingFor = (error as Error).message;
      options.metrics.retries += 1;
      options.onRetry(error as Error, delayMs);
      await sleep(delayMs, signal);
      delayMs = Math.min(delayMs * 2, BACKOFF_LAST_MS);
    }
  }
}

/** From the checkpoint on, until an error or the stop. */
async function runRound(options: FollowOptions, state: FollowState, onProgress: () => void): Promise<void> {
  const { database, source, heads, signal } = options;
  await migrate(database, options.migrations);
  let checkpoint = await openCheckpoint(options);
  state.checkpoint = checkpoint;
  while (!signal.aborted) {
    const status = await source.status(signal);
    state.headHeight = status.height;
    state.rollup = status.rollup;
    options.metrics.headHeight = status.height;
    if (status.height < checkpoint.height) {
      throw fatal("NODE_BEHIND", `the node is at height ${status.height} and the index at ${checkpoint.height}: the node lost blocks, or it is another chain's`);
    }
    state.ready = true;
    state.waitingFor = "";
    onProgress();
    for await (const block of blocksBetween(source, checkpoint.height + 1n, status.height, signal)) {
      checkpoint = await writeMeasured(options, checkpoint, block);
      state.checkpoint = checkpoint;
      options.onBlock(checkpoint);
    }
    await heads.next(signal);
  }
}

/** The checkpoint in the database, or a new one, after comparing it with the node's chain. */
async function openCheckpoint({ database, source, signal, metrics }: FollowOptions): Promise<Checkpoint> {
  const genesis = await source.genesis(signal);
  const stored = await readCheckpoint(database.writer);
  if (stored === undefined) return writeGenesis(database, genesis);
  checkIdentity(stored, genesis);
  metrics.indexedHeight = stored.height;
  const status = await source.status(signal);
  if (stored.height >= genesis.initialHeight && status.height >= stored.height) {
    const block = await source.block(stored.height, signal);
    if (toHex(block.hash) !== toHex(stored.blockHash)) {
      throw fatal("WRONG_BLOCK", `at height ${stored.height} the index has block ${toHex(stored.blockHash)} and the node ${toHex(block.hash)}: use another database`);
    }
  }
  return stored;
}

async function writeMeasured({ database, metrics }: FollowOptions, from: Checkpoint, block: CommittedBlock): Promise<Checkpoint> {
  const begun = performance.now();
  const checkpoint = await writeBlock(database, from, block);
  metrics.lastCommitSeconds = (performance.now() - begun) / 1000;
  metrics.blocks += 1;
  metrics.txs += block.txs.length;
  metrics.indexedHeight = block.height;
  return checkpoint;
}

/** Blocks in order, with some fetched while earlier ones are being written. */
async function* blocksBetween(source: BlockSource, first: bigint, last: bigint, signal: AbortSignal): AsyncGenerator<CommittedBlock, void> {
  const fetched: Promise<CommittedBlock>[] = [];
  let next = first;
  while (!signal.aborted) {
    while (next <= last && fetched.length < FETCH_AHEAD) {
      const block = source.block(next, signal);
      // Its error is seen when its turn comes.
      block.catch(() => undefined);
      fetched.push(block);
      next += 1n;
    }
    const block = fetched.shift();
    if (block === undefined) return;
    yield await block;
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish, { once: true });
  });
}
