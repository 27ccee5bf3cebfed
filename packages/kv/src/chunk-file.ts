import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { concatBytes, equalBytes, readU32be, readU64be, toUtf8, u32be, u64be, type Sha256 } from "@openledger/primitives";
import { diskError, kvError, onDisk } from "./errors.ts";
import { nodeFileSystem, readFully, removeQuietly, writeFully, type FileSystem } from "./file-system.ts";

// A chunk file is the content and then: the sha256 of each chunk, u64 version, 32 bytes app hash, u64 length of the
// content, u32 checksum of everything after the content but itself, magic number. Numbers are big-endian.
const MAGIC = toUtf8("OLCHNK01");
const HASH_BYTES = 32;
const TAIL_BYTES = 8 + HASH_BYTES + 8 + 4 + MAGIC.length;
const CHECKED_TAIL_BYTES = 8 + HASH_BYTES + 8;

/** Bytes of a chunk, except the last; CometBFT takes at most 16 MB and suggests 10. */
export const SNAPSHOT_CHUNK_BYTES: number = 8 * 1024 * 1024;

/** What a chunk file says about its content. */
export interface ChunkFileSummary {
  readonly version: bigint;
  /** 32 bytes. */
  readonly appHash: Uint8Array;
  /** Of the content. */
  readonly bytes: number;
  /** sha256 of each chunk. */
  readonly chunkHashes: readonly Uint8Array[];
}

export interface WriteChunkFileOptions {
  readonly fileSystem?: FileSystem;
  /** Stops between two pieces; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/**
 * Writes the content that `source` gives, leaving the thread to others after each piece, and names the file once it is
 * durable. Throws OperationalError (`DISK_*`), with nothing left behind.
 *
 * @returns what the file says about itself, or undefined when the signal stopped it.
 */
export async function writeChunkFile(
  path: string,
  sha256: Sha256,
  source: { readonly version: bigint; readonly appHash: Uint8Array; nodes(): Iterable<Uint8Array> },
  options: WriteChunkFileOptions = {},
): Promise<ChunkFileSummary | undefined> {
  const fs = options.fileSystem ?? nodeFileSystem;
  const temporary = `${path}.tmp`;
  try {
    fs.remove(temporary);
    const fd = fs.open(temporary, 0o644);
    const written = await writeContent(fs, fd, sha256, source.nodes(), options.signal)
      .then(async (content) => {
        if (content === undefined) return undefined;
        const summary = { version: source.version, appHash: source.appHash, ...content };
        writeFully(fs, fd, encodeTail(summary), summary.bytes);
        await fs.syncInBackground(fd);
        return summary;
      })
      .finally(() => fs.close(fd));
    if (written === undefined) {
      fs.remove(temporary);
      return undefined;
    }
    fs.rename(temporary, path);
    fs.syncFolder(dirname(path));
    return written;
  } catch (error) {
    removeQuietly(fs, temporary);
    throw diskError(path, error);
  }
}

type Content = Pick<ChunkFileSummary, "bytes" | "chunkHashes">;

async function writeContent(
  fs: FileSystem,
  fd: number,
  sha256: Sha256,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<Content | undefined> {
  const chunk = new Uint8Array(SNAPSHOT_CHUNK_BYTES);
  const chunkHashes: Uint8Array[] = [];
  let filled = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const data = chunk.subarray(0, filled);
    chunkHashes.push(sha256(data));
    writeFully(fs, fd, data, bytes);
    bytes += filled;
    filled = 0;
    await fs.syncInBackground(fd);
  };
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + chunk.length - filled);
      chunk.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === chunk.length) await flush();
    }
    await nextTurn();
    if (signal?.aborted === true) return undefined;
  }
  if (filled > 0) await flush();
  return { bytes, chunkHashes };
}

function encodeTail({ version, appHash, bytes, chunkHashes }: ChunkFileSummary): Uint8Array {
  const tail = concatBytes(...chunkHashes, u64be(version), appHash, u64be(BigInt(bytes)));
  return concatBytes(tail, u32be(crc32(tail)), MAGIC);
}

/** What a chunk file says about itself. Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
export function readChunkFileSummary(path: string, fileSystem: FileSystem = nodeFileSystem): ChunkFileSummary {
  return withFile(path, fileSystem, (fd) => summaryOf(path, fileSystem, fd));
}

/** Chunk `index` of a file, checked. Throws `LOG_RANGE` when there is none, else as {@link readChunkFileSummary}. */
export function readChunk(path: string, sha256: Sha256, index: number, fileSystem: FileSystem = nodeFileSystem): Uint8Array {
  return withFile(path, fileSystem, (fd) => {
    const { bytes, chunkHashes } = summaryOf(path, fileSystem, fd);
    const expected = chunkHashes[index];
    if (expected === undefined) throw kvError("LOG_RANGE", `${path}: no chunk ${index} among ${chunkHashes.length}`);
    const start = index * SNAPSHOT_CHUNK_BYTES;
    const chunk = readFully(fileSystem, fd, Math.min(SNAPSHOT_CHUNK_BYTES, bytes - start), start);
    if (equalBytes(sha256(chunk), expected)) return chunk;
    throw kvError("LOG_CORRUPT", `${path}: chunk ${index} at offset ${start} changed on disk; make the snapshot again`);
  });
}

function withFile<T>(path: string, fs: FileSystem, read: (fd: number) => T): T {
  return onDisk(path, () => {
    const fd = fs.openToRead(path);
    try {
      return read(fd);
    } finally {
      fs.close(fd);
    }
  });
}

function summaryOf(path: string, fs: FileSystem, fd: number): ChunkFileSummary {
  const size = fs.size(fd);
  const tail = readFully(fs, fd, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
  if (tail.length !== TAIL_BYTES || !equalBytes(tail.subarray(-MAGIC.length), MAGIC)) {
    throw kvError("LOG_FORMAT", `${path}: not a chunked snapshot of format 1, or its end is cut off`);
  }
  const bytes = Number(readU64be(tail, 8 + HASH_BYTES));
  const hashes = readFully(fs, fd, Math.max(0, size - TAIL_BYTES - bytes), Math.min(bytes, size));
  const checksum = crc32(tail.subarray(0, CHECKED_TAIL_BYTES), crc32(hashes));
  const isWhole = hashes.length === HASH_BYTES * Math.ceil(bytes / SNAPSHOT_CHUNK_BYTES);
  if (!isWhole || checksum !== readU32be(tail, CHECKED_TAIL_BYTES)) {
    throw kvError("LOG_CORRUPT", `${path}: what follows the content is damaged; make the snapshot again`);
  }
  const chunkHashes = Array.from({ length: hashes.length / HASH_BYTES }, (_, i) => hashes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  return { version: readU64be(tail), appHash: tail.slice(8, 8 + HASH_BYTES), bytes, chunkHashes };
}
