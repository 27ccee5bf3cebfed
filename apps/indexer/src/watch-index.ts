import { readCheckpoint, type Checkpoint } from "./db/checkpoint.ts";
import type { Database } from "./db/database.ts";
import type { Follower } from "./follow.ts";
import { pause } from "./pause.ts";
import type { BlockSource, RollupHeights } from "./source/committed-block.ts";

const STEP_MS = 500;

export interface WatchOptions {
  readonly database: Database;
  /** Asked for its head alone; a node that is down does not matter to readers. */
  readonly source: BlockSource;
  readonly signal: AbortSignal;
}

/** What a process that only serves knows of the index that others write. Is never done before it is stopped. */
export function watchIndex({ database, source, signal }: WatchOptions): Follower {
  const state = { checkpoint: undefined as Checkpoint | undefined, headHeight: 0n, rollup: undefined as RollupHeights | undefined, ready: false, waitingFor: "the first answer of the database" };
  const look = async (): Promise<void> => {
    try {
      state.checkpoint = await database.snapshot(readCheckpoint);
      state.ready = state.checkpoint !== undefined;
      state.waitingFor = state.ready ? "" : "the first checkpoint of a writer";
    } catch (error) {
      state.ready = false;
      state.waitingFor = error instanceof Error ? error.message : String(error);
    }
  };
  const lookAtHead = async (): Promise<void> => {
    const status = await source.status(signal).catch(() => undefined);
    // The index of a chain that ended may be served beside a node of the one that goes on.
    if (status === undefined || status.chainId !== state.checkpoint?.chainId) return;
    state.headHeight = status.height;
    state.rollup = status.rollup;
  };
  const run = async (): Promise<void> => {
    using _listening = database.onCommit(() => void look());
    while (!signal.aborted) {
      await look();
      await lookAtHead();
      await pause(STEP_MS, signal);
    }
  };
  const done = run();
  return {
    get checkpoint() {
      return state.checkpoint;
    },
    get headHeight() {
      const indexed = state.checkpoint?.height ?? 0n;
      return state.headHeight > indexed ? state.headHeight : indexed;
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
