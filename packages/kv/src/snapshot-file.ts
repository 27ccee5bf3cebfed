import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { assert, concatBytes, equalBytes, readU32be, toUtf8, u32be } from "@openledger/primitives";
import { decodeSummary, encodeSummary, type SnapshotBlock, type SnapshotSummary } from "@openledger/store";
import { diskError, kvError, onDisk } from "./errors.ts";
import { nodeFileSystem, readFully, removeQuietly, writeFully, type FileSystem } from "./file-system.ts";

// A snapshot file is a magic number and frames: u32 payload length, u32 checksum of what follows, u8 kind, u32 index,
// payload. The last frame holds the summary. Numbers are big-endian, records inside blocks little-endian.
const MAGIC = toUtf8("OLSNAP01");
const FRAME_HEADER_BYTES = 13;
const CHECKED_FROM = 8;
/** Longest payload: a value of 16 MiB has a block of its own. */
const PAYLOAD_LIMIT = 64 * 1024 * 1024;
const KINDS = ["inner", "leaves", "bytes"] as const;
const SUMMARY_KIND = KINDS.length;

/** What is in a snapshot file. The memory of the blocks is the caller's. */
export interface StoredSnapshot {
  readonly summary: SnapshotSummary;
  readonly blocks: readonly SnapshotBlock[];
}

/** Where blocks of a snapshot come from, such as a `SnapshotSource` of `@openledger/store`. */
export interface SnapshotBlocks {
  blocks(): Generator<SnapshotBlock, SnapshotSummary>;
}

export interface WriteSnapshotOptions {
  readonly fileSystem?: FileSystem;
  /** Stops between two blocks; nothing is left behind. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a snapshot block by block, leaving the thread to others after each, and names it once it is durable: after a
 * crash the file is whole or absent. Throws OperationalError (`DISK_*`), with nothing left behind.
 *
 * @returns bytes of the file, or undefined when the signal stopped it.
 */
export async function writeSnapshot(path: string, source: SnapshotBlocks, options: WriteSnapshotOptions = {}): Promise<number | undefined> {
  const fs = options.fileSystem ?? nodeFileSystem;
  const temporary = `${path}.tmp`;
  try {
    fs.remove(temporary);
    const fd = fs.open(temporary, 0o644);
    const length = await writeBlocks(fs, fd, source, options.signal).finally(() => fs.close(fd));
    if (length === undefined) {
      fs.remove(temporary);
      return undefined;
    }
    fs.rename(temporary, path);
    fs.syncFolder(dirname(path));
    return length;
  } catch (error) {
    removeQuietly(fs, temporary);
    throw diskError(path, error);
  }
}

async function writeBlocks(fs: FileSystem, fd: number, source: SnapshotBlocks, signal: AbortSignal | undefined): Promise<number | undefined> {
  let position = 0;
  const write = (bytes: Uint8Array): void => {
    writeFully(fs, fd, bytes, position);
    position += bytes.length;
  };
  write(MAGIC);
  const steps = source.blocks();
  for (let step = steps.next(); ; step = steps.next()) {
    const [kind, index, payload] = step.done === true ? ([SUMMARY_KIND, 0, encodeSummary(step.value)] as const) : blockFrame(step.value);
    write(frameHeader(kind, index, payload));
    write(payload);
    // Block by block, since one sync of everything would hold up the sync of a commit.
    await fs.syncInBackground(fd);
    if (step.done === true) return position;
    if (signal?.aborted === true) return undefined;
  }
}

function blockFrame({ kind, index, data }: SnapshotBlock): readonly [kind: number, index: number, payload: Uint8Array] {
  return [KINDS.indexOf(kind), index, data];
}

function frameHeader(kind: number, index: number, payload: Uint8Array): Uint8Array {
  assert(payload.length <= PAYLOAD_LIMIT, "a block of a snapshot fits a frame");
  const tail = concatBytes(Uint8Array.of(kind), u32be(index));
  return concatBytes(u32be(payload.length), u32be(crc32(payload, crc32(tail))), tail);
}

/** Reads a whole snapshot and checks every block. Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
export function readSnapshot(path: string, fileSystem: FileSystem = nodeFileSystem): StoredSnapshot {
  return onDisk(path, () => {
    const fd = fileSystem.openToRead(path);
    try {
      return readFrames(path, fileSystem, fd);
    } finally {
      fileSystem.close(fd);
    }
  });
}

function readFrames(path: string, fs: FileSystem, fd: number): StoredSnapshot {
  if (!equalBytes(readFully(fs, fd, MAGIC.length, 0), MAGIC)) throw kvError("LOG_FORMAT", `${path}: not a snapshot of format 1`);
  const size = fs.size(fd);
  const blocks: SnapshotBlock[] = [];
  let position = MAGIC.length;
  for (;;) {
    const header = readFully(fs, fd, FRAME_HEADER_BYTES, position);
    const length = header.length === FRAME_HEADER_BYTES ? readU32be(header) : PAYLOAD_LIMIT + 1;
    if (length > PAYLOAD_LIMIT || position + FRAME_HEADER_BYTES + length > size) throw damaged(path, position);
    const payload = readFully(fs, fd, length, position + FRAME_HEADER_BYTES);
    const checksum = crc32(payload, crc32(header.subarray(CHECKED_FROM)));
    if (payload.length !== length || checksum !== readU32be(header, 4)) throw damaged(path, position);
    position += FRAME_HEADER_BYTES + length;
    if (header[CHECKED_FROM] === SUMMARY_KIND) {
      if (position !== size) throw damaged(path, position);
      return { summary: decodeSummary(payload), blocks };
    }
    const kind = KINDS[header[CHECKED_FROM] as number];
    if (kind === undefined) throw damaged(path, position);
    blocks.push({ kind, index: readU32be(header, CHECKED_FROM + 1), data: payload });
  }
}

function damaged(path: string, position: number): Error {
  return kvError("LOG_CORRUPT", `${path}: the snapshot is cut or damaged near offset ${position}`);
}
