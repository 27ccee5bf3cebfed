import { hash as digest, randomUUID } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { kvError, onDiskAsync } from "./errors.ts";
import { nodeFileSystem, writeFully, type FileSystem } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";

/** Lower-case hex of the sha256 of a blob: its only name. */
export type BlobHash = string;

export interface BlobLimits {
  readonly maxBlobBytes: number;
  /** Over all blobs together. */
  readonly quotaBytes: number;
}

/** Files named by their content. Several calls may run at once; one process at a time (`lockDataFolder`). */
export interface BlobStore {
  readonly usedBytes: number;
  readonly blobs: number;
  /**
   * Stores a blob and returns its hash once it is durable; one that is already there costs nothing. Throws
   * `BLOB_TOO_LARGE`, `BLOB_QUOTA`, `BLOB_HASH_MISMATCH` when `expected` is another hash, or `DISK_*`.
   */
  put(bytes: Uint8Array, expected?: BlobHash): Promise<BlobHash>;
  /** The blob, checked against its name. Throws `BLOB_NOT_FOUND`, or `BLOB_HASH_MISMATCH` for a damaged file. */
  get(hash: BlobHash): Promise<Uint8Array>;
  has(hash: BlobHash): boolean;
  /** Length without reading; undefined when absent. */
  stat(hash: BlobHash): { readonly bytes: number } | undefined;
  /** Returns whether the blob was there; when it returns, a crash does not bring it back. */
  delete(hash: BlobHash): Promise<boolean>;
}

const HASH = /^[0-9a-f]{64}$/;

/** Opens or creates a blob store in a folder of its own and removes what interrupted writes left. */
export async function openBlobStore(
  folder: string,
  limits: BlobLimits,
  options: { readonly fileSystem?: FileSystem } = {},
): Promise<BlobStore> {
  const fs = options.fileSystem ?? nodeFileSystem;
  makeFolder(folder, { fileSystem: fs });
  const sizes = await onDiskAsync(folder, () => loadSizes(fs, folder));
  const pending = new Map<BlobHash, Promise<void>>();
  let usedBytes = 0;
  for (const size of sizes.values()) usedBytes += size;

  const admit = (bytes: Uint8Array): void => {
    if (bytes.length > limits.maxBlobBytes) {
      throw kvError("BLOB_TOO_LARGE", `a blob of ${bytes.length} bytes; at most ${limits.maxBlobBytes} are taken`);
    }
    if (usedBytes + bytes.length > limits.quotaBytes) {
      throw kvError(
        "BLOB_QUOTA",
        `${usedBytes} of ${limits.quotaBytes} bytes are used; delete blobs or raise the quota`,
      );
    }
  };
  const store = async (hash: BlobHash, bytes: Uint8Array): Promise<void> => {
    // Reserved before the first await, so that concurrent writes cannot pass the quota together.
    usedBytes += bytes.length;
    try {
      await onDiskAsync(folder, () => writeBlob(fs, folder, hash, bytes));
      sizes.set(hash, bytes.length);
    } catch (error) {
      usedBytes -= bytes.length;
      throw error;
    }
  };
  /** Waits for the present write or removal of a blob. Callers loop on `pending`, so that no gap follows the last. */
  const settled = async (hash: BlobHash): Promise<void> => {
    await pending.get(hash)?.catch(() => undefined);
  };
  const alone = async (hash: BlobHash, action: () => Promise<void>): Promise<void> => {
    const running = action();
    pending.set(hash, running);
    try {
      await running;
    } finally {
      pending.delete(hash);
    }
  };

  return {
    get usedBytes() {
      return usedBytes;
    },
    get blobs() {
      return sizes.size;
    },
    async put(bytes, expected) {
      const hash = hashOf(bytes);
      if (expected !== undefined && expected !== hash) {
        throw kvError("BLOB_HASH_MISMATCH", `the content has hash ${hash}, not ${expected}`);
      }
      const copy = new Uint8Array(bytes);
      while (pending.has(hash)) await settled(hash);
      if (!sizes.has(hash)) {
        admit(copy);
        await alone(hash, () => store(hash, copy));
      }
      return hash;
    },
    async get(hash) {
      if (!sizes.has(hash)) throw kvError("BLOB_NOT_FOUND", `no blob ${hash}`);
      const bytes = new Uint8Array(await onDiskAsync(folder, () => readFile(pathOf(folder, hash))));
      if (hashOf(bytes) !== hash)
        throw kvError("BLOB_HASH_MISMATCH", `blob ${hash} changed on disk; delete it and store it again`);
      return bytes;
    },
    has: (hash) => sizes.has(hash),
    stat(hash) {
      const bytes = sizes.get(hash);
      return bytes === undefined ? undefined : { bytes };
    },
    async delete(hash) {
      while (pending.has(hash)) await settled(hash);
      const size = sizes.get(hash);
      if (size === undefined) return false;
      await alone(hash, () => onDiskAsync(folder, async () => removeBlob(fs, pathOf(folder, hash))));
      sizes.delete(hash);
      usedBytes -= size;
      return true;
    },
  };
}

function hashOf(bytes: Uint8Array): BlobHash {
  return digest("sha256", bytes, "hex");
}

/** Two hex digits of folder keep directories small. */
function pathOf(folder: string, hash: BlobHash): string {
  return join(folder, hash.slice(0, 2), hash);
}

async function writeBlob(fs: FileSystem, folder: string, hash: BlobHash, bytes: Uint8Array): Promise<void> {
  const parent = join(folder, hash.slice(0, 2));
  makeFolder(parent, { fileSystem: fs });
  const temporary = join(parent, `${randomUUID()}.tmp`);
  try {
    const fd = fs.open(temporary, 0o644);
    try {
      writeFully(fs, fd, bytes, 0);
      await fs.syncInBackground(fd);
    } finally {
      fs.close(fd);
    }
    fs.rename(temporary, join(parent, hash));
  } catch (error) {
    fs.remove(temporary);
    throw error;
  }
  fs.syncFolder(parent);
}

function removeBlob(fs: FileSystem, path: string): void {
  fs.remove(path);
  fs.syncFolder(dirname(path));
}

async function loadSizes(fs: FileSystem, folder: string): Promise<Map<BlobHash, number>> {
  const sizes = new Map<BlobHash, number>();
  for (const prefix of await readdir(folder)) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const name of await readdir(join(folder, prefix))) {
      const path = join(folder, prefix, name);
      if (name.endsWith(".tmp")) fs.remove(path);
      else if (HASH.test(name) && name.startsWith(prefix)) sizes.set(name, (await stat(path)).size);
    }
  }
  return sizes;
}
