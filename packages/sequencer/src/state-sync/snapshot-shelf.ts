import { basename, dirname, join } from "node:path";
import { listIfThere, nodeFileSystem, onDisk, readChunk, readChunkFileSummary, type ChunkFileSummary, type FileSystem } from "@openledger/kv";
import type { Sha256 } from "@openledger/primitives";
import { abciSnapshotOf, SNAPSHOT_FORMAT, type AbciSnapshot } from "./abci-snapshot.ts";

/** Snapshots that others may fetch, below `state-sync` in a data folder: ABCI's ListSnapshots and LoadSnapshotChunk. */
export interface SnapshotShelf {
  readonly folder: string;
  /** Ascending. Throws `DISK_*`. */
  heights(): readonly bigint[];
  /** The newest ten, newest first, as CometBFT advertises them. Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
  list(): readonly AbciSnapshot[];
  /** What a file says about itself. Throws as `list` does. */
  summary(height: bigint): ChunkFileSummary;
  /** A chunk that still has its hash, undefined when there is none. Throws `LOG_CORRUPT` when it changed on disk. */
  load(height: bigint, format: number, chunk: number): Uint8Array | undefined;
}

const ADVERTISED = 10;
const HEIGHT = /^[1-9]\d{0,18}$/;

/** `state-sync/<height>` in a data folder. */
export function snapshotPlace(dataFolder: string, height: bigint): string {
  return join(dataFolder, "state-sync", `${height}`);
}

/** The chunks in the folder of a snapshot; written last, so its presence says that the snapshot is whole. */
export function nodesFileOf(snapshotFolder: string): string {
  return join(snapshotFolder, "nodes.chunks");
}

/** Heights that have a folder in `state-sync`, whole or not, ascending; other names are not ours. Throws `DISK_*`. */
export function snapshotPlaces(dataFolder: string, fileSystem: FileSystem = nodeFileSystem): readonly bigint[] {
  const folder = join(dataFolder, "state-sync");
  return onDisk(folder, () => listIfThere(fileSystem, folder))
    .filter((name) => HEIGHT.test(name))
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Looks at the snapshots of a data folder; one that a crash left unfinished is not among them. */
export function openSnapshotShelf(dataFolder: string, sha256: Sha256, fileSystem: FileSystem = nodeFileSystem): SnapshotShelf {
  const folder = join(dataFolder, "state-sync");
  const fileOf = (height: bigint): string => nodesFileOf(snapshotPlace(dataFolder, height));
  const isWhole = (height: bigint): boolean => {
    const file = fileOf(height);
    return onDisk(file, () => listIfThere(fileSystem, dirname(file))).includes(basename(file));
  };
  const heights = (): readonly bigint[] => snapshotPlaces(dataFolder, fileSystem).filter(isWhole);
  const summary = (height: bigint): ChunkFileSummary => readChunkFileSummary(fileOf(height), fileSystem);
  return {
    folder,
    heights,
    summary,
    list: () => heights().slice(-ADVERTISED).toReversed().map((height) => abciSnapshotOf(sha256, summary(height))),
    load(height, format, chunk) {
      if (format !== SNAPSHOT_FORMAT || !isWhole(height)) return undefined;
      if (!Number.isSafeInteger(chunk) || chunk < 0 || chunk >= summary(height).chunkHashes.length) return undefined;
      return readChunk(fileOf(height), sha256, chunk, fileSystem);
    },
  };
}
