import { join } from "node:path";
import { onDisk } from "./errors.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";
import { readSnapshot, writeSnapshot, type SnapshotBlocks, type StoredSnapshot } from "./snapshot-file.ts";

/** Snapshots of state below a data folder, one file per version. The state log can rebuild each of them. */
export interface SnapshotFolder {
  /** Ascending. */
  readonly versions: readonly bigint[];
  /** Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
  read(version: bigint): StoredSnapshot;
  /** As `writeSnapshot`; then removes all but the newest two. */
  write(version: bigint, source: SnapshotBlocks, signal?: AbortSignal): Promise<number | undefined>;
  remove(version: bigint): void;
}

const KEPT = 2;
const NAME = /^(\d{1,20})\.snapshot$/;
const UNFINISHED = /\.snapshot\.tmp$/;

/** Opens or creates `snapshots` in a folder and removes what a crash left unfinished. Throws `DISK_*`. */
export function openSnapshotFolder(folder: string, options: { readonly fileSystem?: FileSystem } = {}): SnapshotFolder {
  const fs = options.fileSystem ?? nodeFileSystem;
  const path = join(folder, "snapshots");
  makeFolder(path, { fileSystem: fs });
  const names = onDisk(path, () => fs.list(path));
  for (const name of names) if (UNFINISHED.test(name)) onDisk(path, () => fs.remove(join(path, name)));
  let versions = names
    .map((name) => NAME.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : 1));
  const fileOf = (version: bigint): string => join(path, `${version}.snapshot`);
  const remove = (version: bigint): void => {
    onDisk(path, () => fs.remove(fileOf(version)));
    versions = versions.filter((one) => one !== version);
  };
  return {
    get versions() {
      return versions;
    },
    read: (version) => readSnapshot(fileOf(version), fs),
    async write(version, source, signal) {
      const length = await writeSnapshot(fileOf(version), source, { fileSystem: fs, ...(signal === undefined ? {} : { signal }) });
      if (length === undefined) return undefined;
      versions = [...versions.filter((one) => one < version), version];
      for (const old of versions.slice(0, -KEPT)) remove(old);
      return length;
    },
    remove,
  };
}
