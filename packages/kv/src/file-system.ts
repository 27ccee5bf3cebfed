import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import { systemCode } from "./errors.ts";

const syncLater = promisify(fdatasync);

/** The few calls that durable files need; a test hands in one that fails on demand. All but one block until done. */
export interface FileSystem {
  /** Opens for reading and writing, creating an absent file with `mode`. */
  open(path: string, mode: number): number;
  /** Opens a file that is there, for reading alone: one on a read-only disk too. */
  openToRead(path: string): number;
  close(fd: number): void;
  size(fd: number): number;
  /** Reads up to `into.length` bytes at `position`; returns how many. */
  read(fd: number, into: Uint8Array, position: number): number;
  /** Writes some of `bytes` at `position`; returns how many. */
  write(fd: number, bytes: Uint8Array, position: number): number;
  truncate(fd: number, length: number): void;
  /** Returns when the data and length of the file are on stable storage. */
  sync(fd: number): void;
  /** {@link sync} that lets others use the thread meanwhile. */
  syncInBackground(fd: number): Promise<void>;
  /** Names in a folder. */
  list(path: string): readonly string[];
  rename(from: string, to: string): void;
  /** Removes a file; an absent one is no error. */
  remove(path: string): void;
  /** Removes a folder with everything in it; an absent one is no error. */
  removeFolder(path: string): void;
  /** Returns when the names in a folder are on stable storage. */
  syncFolder(path: string): void;
}

/** The machine's own file system. */
export const nodeFileSystem: FileSystem = {
  open(path, mode) {
    try {
      return openSync(path, "r+", mode);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      return openSync(path, "wx+", mode);
    }
  },
  openToRead: (path) => openSync(path, "r"),
  close: (fd) => closeSync(fd),
  size: (fd) => fstatSync(fd).size,
  read: (fd, into, position) => readSync(fd, into, 0, into.length, position),
  write: (fd, bytes, position) => writeSync(fd, bytes, 0, bytes.length, position),
  truncate: (fd, length) => ftruncateSync(fd, length),
  sync: (fd) => fdatasyncSync(fd),
  syncInBackground: (fd) => syncLater(fd),
  list: (path) => readdirSync(path),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
  removeFolder: (path) => rmSync(path, { recursive: true, force: true }),
  syncFolder(path) {
    // Windows has no handle on a folder that can be flushed; its journal orders renames itself.
    if (process.platform === "win32") return;
    const fd = openSync(path, "r");
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
};

/**
 * Looks at files through `fs` and leaves them as they are: creates none, and cuts nothing off. A write throws as one to a
 * read-only disk does.
 */
export function readOnly(fs: FileSystem): FileSystem {
  const refuse = (): never => {
    throw Object.assign(new Error("EROFS: opened for reading alone"), { code: "EROFS", errno: -30 });
  };
  return {
    ...fs,
    open: (path) => fs.openToRead(path),
    write: refuse,
    // Whoever reads does not look beyond where the file was to end.
    truncate: () => undefined,
    sync: () => undefined,
    rename: refuse,
    remove: refuse,
    removeFolder: refuse,
    syncFolder: () => undefined,
  };
}

/** Names in a folder, none when it is absent. */
export function listIfThere(fs: FileSystem, path: string): readonly string[] {
  try {
    return fs.list(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Removes what a failed write left, where the failure itself is the error to report. */
export function removeQuietly(fs: FileSystem, path: string): void {
  try {
    fs.remove(path);
  } catch {
    // Whoever opens the folder next removes leftovers.
  }
}

/** Writes all of `bytes` at `position`. */
export function writeFully(fs: FileSystem, fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) done += fs.write(fd, bytes.subarray(done), position + done);
}

/** Reads `length` bytes at `position`, fewer only at the end of the file. */
export function readFully(fs: FileSystem, fd: number, length: number, position: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = fs.read(fd, bytes.subarray(done), position + done);
    if (count === 0) return bytes.subarray(0, done);
    done += count;
  }
  return bytes;
}
