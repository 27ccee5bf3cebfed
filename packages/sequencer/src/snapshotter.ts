import type { SnapshotFolder } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { height, type Height } from "@openledger/primitives";
import type { SnapshotApp } from "@openledger/state-machine";
import type { ChainStore } from "./chain-store.ts";

export interface SnapshotterOptions {
  readonly app: SnapshotApp;
  readonly store: Pick<ChainStore, "stateBytesAfter">;
  readonly snapshots: SnapshotFolder;
  /** A snapshot is taken after this many blocks. */
  readonly intervalBlocks: number;
  /** Or after this many bytes of the state log, 16 MiB by default. */
  readonly intervalBytes?: number;
  readonly onWritten?: (snapshot: { readonly height: Height; readonly bytes: number; readonly seconds: number }) => void;
  /** A snapshot could not be written; the next is tried after the same interval. */
  readonly onFailed?: (error: OperationalError) => void;
}

/** Writes snapshots beside the running chain, one at a time, each in slices between which blocks go on. */
export interface Snapshotter extends AsyncDisposable {
  /** To be called when a block is committed; begins a snapshot when one is due and returns at once. */
  onCommitted(at: Height): void;
  /** Settles when no snapshot is being written; rejects with a defect of ours, never with a full disk. */
  settled(): Promise<void>;
  /** Stops a snapshot under way, which leaves nothing behind. */
  close(): Promise<void>;
}

const INTERVAL_BYTES = 16 * 1024 * 1024;

export function createSnapshotter(options: SnapshotterOptions): Snapshotter {
  const { app, store, snapshots, intervalBlocks, intervalBytes = INTERVAL_BYTES } = options;
  const stopped = new AbortController();
  let last = snapshots.versions.at(-1) ?? 0n;
  let underWay: Promise<void> | undefined;

  async function write(at: Height): Promise<void> {
    const startedMs = performance.now();
    const source = app.snapshot();
    try {
      const bytes = await snapshots.write(source.version, source, stopped.signal);
      if (bytes !== undefined) options.onWritten?.({ height: at, bytes, seconds: (performance.now() - startedMs) / 1_000 });
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      options.onFailed?.(error);
    } finally {
      source.release();
    }
  }

  const settled = async (): Promise<void> => underWay;
  const close = async (): Promise<void> => {
    stopped.abort();
    await settled();
  };
  return {
    onCommitted(at) {
      if (underWay !== undefined || stopped.signal.aborted) return;
      const isDue = at >= last + BigInt(intervalBlocks) || store.stateBytesAfter(height(last)) >= intervalBytes;
      if (!isDue) return;
      last = at;
      underWay = write(at).finally(() => {
        underWay = undefined;
      });
    },
    settled,
    close,
    [Symbol.asyncDispose]: close,
  };
}
