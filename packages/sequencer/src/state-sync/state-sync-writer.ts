import { nodeFileSystem, onDisk } from "@openledger/kv";
import { height, type Height } from "@openledger/primitives";
import { openSnapshotShelf, snapshotPlace, snapshotPlaces } from "./snapshot-shelf.ts";
import { writePortableSnapshot, writeStateSnapshot, type PortableSnapshot, type WriteSnapshotTo } from "./portable-snapshot.ts";

export interface StateSyncWriterOptions extends Pick<WriteSnapshotTo, "app" | "dataFolder" | "sha256" | "fileSystem"> {
  /** Whose blocks vouch for a snapshot; without it only the state is written, for nodes that have headers from elsewhere. */
  readonly chain?: WriteSnapshotTo["chain"];
  /** Blocks between two snapshots: those of the heights that it divides are written, on every node the same. */
  readonly intervalBlocks: number;
  readonly onWritten?: (snapshot: PortableSnapshot) => void;
  /** A snapshot could not be written; the next height is tried in its turn. The chain goes on, whatever the reason. */
  readonly onFailed?: (error: Error) => void;
}

/**
 * Writes snapshots for other nodes beside the running chain, one at a time, and keeps the newest two. Of what lies in
 * `state-sync` it removes only those of the heights that it writes: what a person made or keeps there stays.
 */
export interface StateSyncWriter extends AsyncDisposable {
  /** To be called when a block is committed; returns at once. */
  onCommitted(at: Height): void;
  /** Settles when no snapshot is being written; never rejects. */
  settled(): Promise<void>;
  /** Stops a snapshot under way, which is none then. */
  close(): Promise<void>;
}

const KEPT = 2;

export function createStateSyncWriter(options: StateSyncWriterOptions): StateSyncWriter {
  const { dataFolder, intervalBlocks, sha256, fileSystem = nodeFileSystem } = options;
  const shelf = openSnapshotShelf(dataFolder, sha256, fileSystem);
  const stopped = new AbortController();
  const isOurs = (at: bigint): boolean => at % BigInt(intervalBlocks) === 0n;
  let underWay: Promise<void> | undefined;

  /** What was stopped or is old goes, and so does what a crash left. */
  function removeOld(): void {
    const kept = shelf.heights().filter(isOurs).slice(-KEPT);
    for (const at of snapshotPlaces(dataFolder, fileSystem)) {
      const folder = snapshotPlace(dataFolder, at);
      if (isOurs(at) && !kept.includes(at)) onDisk(folder, () => fileSystem.removeFolder(folder));
    }
  }

  async function write(at: Height): Promise<PortableSnapshot | undefined> {
    if (shelf.heights().includes(at)) return undefined;
    try {
      const { chain, ...to } = options;
      const what = { ...to, height: at, signal: stopped.signal };
      return await (chain === undefined ? writeStateSnapshot(what) : writePortableSnapshot({ ...what, chain }));
    } finally {
      removeOld();
    }
  }

  async function writeOrReport(at: Height): Promise<void> {
    try {
      const written = await write(at);
      if (written !== undefined) options.onWritten?.(written);
    } catch (error) {
      options.onFailed?.(error instanceof Error ? error : new Error(String(error)));
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
      if (underWay !== undefined || stopped.signal.aborted || of <= 0n || !isOurs(of)) return;
      if (options.chain !== undefined && of < options.chain.store.firstHeight) return;
      underWay = writeOrReport(height(of)).finally(() => {
        underWay = undefined;
      });
    },
    settled,
    close,
    [Symbol.asyncDispose]: close,
  };
}
