import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readChunk, readChunkFileSummary, type ChunkFileSummary, type FileSystem } from "@openledger/kv";
import type { Sha256 } from "@openledger/primitives";
import { abciSnapshotOf, SNAPSHOT_FORMAT, type AbciSnapshot } from "./abci-snapshot.ts";

/** Snapshots that others may fetch, below `state-sync` in a data folder: ABCI's ListSnapshots and LoadSnapshotChunk. */
export interface SnapshotShelf {
  readonly folder: string;
  /** Ascending. */
  heights(): readonly bigint[];
  /** The newest ten, newest first, as CometBFT advertises them. Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
  list(): readonly AbciSnapshot[];
  /** What a file says about itself. Throws as `list` does. */
  summary(height: bigint): ChunkFileSummary;
  /** A chunk that still has its hash, undefined when there is none. Throws `LOG_CORRUPT` when it changed on disk. */
  load(height: bigint, format: number, chunk: number): Uint8Array | undefined;
}

const ADVERTISED = 10;
/** `state-sync/<height>` in a data folder. */
export function snapshotPlace(dataFolder: string, height: bigint): string {
  return join(dataFolder, "state-sync", `${height}`);
}

/** The chunks in the folder of a snapshot; written last, so its presence says that the snapshot is whole. */
export function nodesFileOf(snapshotFolder: string): string {
  return join(snapshotFolder, "nodes.chunks");
}

/** Looks at the snapshots of a data folder; one that a crash left unfinished is not among them. */
export function openSnapshotShelf(dataFolder: string, sha256: Sha256, fileSystem?: FileSystem): SnapshotShelf {
  const folder = join(dataFolder, "state-sync");
  const fileOf = (height: bigint): string => nodesFileOf(snapshotPlace(dataFolder, height));
  const heights = (): readonly bigint[] => {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names
      .filter((name) => /^[1-9]\d{0,18}$/.test(name))
      .map(BigInt)
      .filter((height) => existsSync(fileOf(height)))
      .sort((a, b) => (a < b ? -1 : 1));
  };
  const summary = (height: bigint): ChunkFileSummary => readChunkFileSummary(fileOf(height), fileSystem);
  return {
    folder,
    heights,
    summary,
    list: () => heights().slice(-ADVERTISED).toReversed().map((height) => abciSnapshotOf(sha256, summary(height))),
    load(height, format, chunk) {
      if (format !== SNAPSHOT_FORMAT || !existsSync(fileOf(height))) return undefined;
      if (!Number.isSafeInteger(chunk) || chunk < 0 || chunk >= summary(height).chunkHashes.length) return undefined;
      return readChunk(fileOf(height), sha256, chunk, fileSystem);
    },
  };
}
