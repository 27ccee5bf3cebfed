import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "@openledger/ports";
import { height, type Height } from "@openledger/primitives";
import { openSnapshotShelf } from "./snapshot-shelf.ts";
import { writePortableSnapshot, type PortableSnapshot, type WriteSnapshotTo } from "./portable-snapshot.ts";

export interface StateSyncWriterOptions extends Pick<WriteSnapshotTo, "app" | "chain" | "dataFolder" | "sha256" | "fileSystem"> {
  /** Blocks between two snapshots: those of the heights that it divides are written, on every node the same. */
  readonly intervalBlocks: number;
  readonly onWritten?: (snapshot: PortableSnapshot) => void;
  /** A snapshot could not be written; the next height is tried in its turn. */
  readonly onFailed?: (error: OperationalError) => void;
}

/** Writes snapshots for other nodes beside the running chain, one at a time, and keeps the newest two. */
export interface StateSyncWriter extends AsyncDisposable {
  /** To be called when a block is committed; returns at once. */
  onCommitted(at: Height): void;
  /** Settles when no snapshot is being written; rejects with a defect of ours, never with a full disk. */
  settled(): Promise<void>;
  /** Stops a snapshot under way, which is none then. */
  close(): Promise<void>;
}

const KEPT = 2;

export function createStateSyncWriter(options: StateSyncWriterOptions): StateSyncWriter {
  const { dataFolder, intervalBlocks, sha256 } = options;
  const stopped = new AbortController();
  let underWay: Promise<void> | undefined;

  async function write(at: Height): Promise<void> {
    const shelf = openSnapshotShelf(dataFolder, sha256, options.fileSystem);
    if (shelf.heights().includes(at)) return;
    try {
      const written = await writePortableSnapshot({ ...options, height: at, signal: stopped.signal });
      const kept = shelf.heights().slice(-KEPT);
      const all = existsSync(shelf.folder) ? readdirSync(shelf.folder) : [];
      // What was stopped or is old goes, and so does what a crash left.
      for (const name of all) if (!kept.some((one) => name === `${one}`)) rmSync(join(shelf.folder, name), { recursive: true, force: true });
      if (written !== undefined) options.onWritten?.(written);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      options.onFailed?.(error);
    }
  }

  const settled = async (): Promise<void> => underWay;
  const close = async (): Promise<void> => {
    stopped.abort();
    await settled();
  };
  return {
    onCommitted(at) {
      // One block late, when the header that carries the app hash is there.
      const of = at - 1n;
      if (underWay !== undefined || stopped.signal.aborted || of <= 0n || of % BigInt(intervalBlocks) !== 0n) return;
      if (of < options.chain.store.firstHeight) return;
      underWay = write(height(of)).finally(() => {
        underWay = undefined;
      });
    },
    settled,
    close,
    [Symbol.asyncDispose]: close,
  };
}
