import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, nodeFileSystem, onDisk, onDiskAsync, writeFully, type FileSystem } from "@openledger/kv";
import { decodeEnvelope, type BatchKind } from "@openledger/derivation";
import { concatBytes, readU32be, u32be } from "@openledger/primitives";

/** The signed blobs of the batch under way, per stream: written before the first submission, so that each retry is byte-identical. */
export interface Outbox {
  /** The batch that begins at `first`, if it is the one that is kept. */
  load(kind: BatchKind, first: bigint): readonly Uint8Array[] | undefined;
  /** Durable when it resolves; the disk does not hold up the thread. One at a time per stream. */
  save(kind: BatchKind, blobs: readonly Uint8Array[]): Promise<void>;
}

export function openOutbox(folder: string, fileSystem: FileSystem = nodeFileSystem): Outbox {
  makeFolder(folder, { mode: 0o700, fileSystem });
  const pathOf = (kind: BatchKind): string => join(folder, `${kind}.batch`);
  const recent = new Map<BatchKind, readonly Uint8Array[]>();
  return {
    load(kind, first) {
      const blobs = recent.get(kind) ?? decode(readIfThere(pathOf(kind)));
      recent.set(kind, blobs);
      return blobs.length > 0 && isBatchFrom(kind, first, blobs) ? blobs : undefined;
    },
    async save(kind, blobs) {
      await replaceFile(fileSystem, pathOf(kind), concatBytes(...blobs.flatMap((blob) => [u32be(blob.length), blob])));
      recent.set(kind, blobs);
    },
  };
}

/** A power failure may leave the batch before, whose height says so; from equal blocks the same one is made again then. */
async function replaceFile(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  await onDiskAsync(path, async () => {
    fs.remove(temporary);
    const fd = fs.open(temporary, 0o600);
    try {
      writeFully(fs, fd, bytes, 0);
      await fs.syncInBackground(fd);
    } finally {
      fs.close(fd);
    }
    fs.rename(temporary, path);
  });
}

/** Every part of one batch is there, in order. */
function isBatchFrom(kind: BatchKind, first: bigint, blobs: readonly Uint8Array[]): boolean {
  return blobs.every((blob, part) => {
    const envelope = decodeEnvelope(blob);
    if ("reason" in envelope) return false;
    return envelope.kind === kind && envelope.firstHeight === first && envelope.part === part && envelope.parts === blobs.length;
  });
}

function decode(bytes: Uint8Array): readonly Uint8Array[] {
  const blobs: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = readU32be(bytes, at);
    blobs.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blobs;
}

function readIfThere(path: string): Uint8Array {
  return onDisk(path, () => {
    try {
      return readFileSync(path);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Uint8Array(0);
      throw error;
    }
  });
}
