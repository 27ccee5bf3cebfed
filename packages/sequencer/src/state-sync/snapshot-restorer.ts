import { join } from "node:path";
import { makeFolder, nodeFileSystem, readFully, SNAPSHOT_CHUNK_BYTES, writeFully, type FileSystem, type SnapshotFolder } from "@openledger/kv";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import type { SnapshotApp } from "@openledger/state-machine";
import { StoreError } from "@openledger/store";
import { runInSlices } from "../time-slice.ts";
import { SNAPSHOT_FORMAT, type AbciSnapshot } from "./abci-snapshot.ts";

/** ABCI's answer to OfferSnapshot, with a sentence unless it is accepted. */
export interface OfferAnswer {
  readonly result: "accept" | "abort" | "reject" | "reject-format";
  readonly problem?: string;
}

/** ABCI's answer to ApplySnapshotChunk, with a sentence unless it is accepted. */
export interface ApplyAnswer {
  readonly result: "accept" | "abort" | "retry" | "reject-snapshot";
  readonly refetchChunks: readonly number[];
  readonly rejectSenders: readonly string[];
  readonly problem?: string;
}

export interface SnapshotRestorerOptions {
  /** Folder of the node's data, which holds no chain yet. */
  readonly dataFolder: string;
  /** Without a committed version. */
  readonly app: SnapshotApp;
  /** Where the state is kept, so that a restart finds it. */
  readonly snapshots: SnapshotFolder;
  readonly sha256: Sha256;
  readonly fileSystem?: FileSystem;
}

/** Brings an App to the state of a snapshot that others send: ABCI's OfferSnapshot and ApplySnapshotChunk. */
export interface SnapshotRestorer {
  /** `appHash` is that of a header which the caller has verified. An offer replaces the one before it. */
  offer(snapshot: AbciSnapshot, appHash: Uint8Array): OfferAnswer;
  /** Takes chunks in any order. The answer to the last one comes when the state is checked, in the App and durable. Throws `DISK_*`. */
  apply(index: number, chunk: Uint8Array, sender: string): Promise<ApplyAnswer>;
}

const HASH_BYTES = 32;
/** A state holds at most 32 GiB of keys and values; more is not taken from anyone. */
const BYTES_MAX = 32 * 1024 ** 3;
const CHUNKS_MAX = BYTES_MAX / SNAPSHOT_CHUNK_BYTES;
/** Taken over at a time, between which others have the thread. */
const PIECE_BYTES = 64 * 1024;

interface Incoming {
  readonly snapshot: AbciSnapshot;
  readonly appHash: Uint8Array;
  readonly missing: Set<number>;
  bytes: number;
}

export function createSnapshotRestorer(options: SnapshotRestorerOptions): SnapshotRestorer {
  const { app, dataFolder, sha256, snapshots, fileSystem: fs = nodeFileSystem } = options;
  const file = join(dataFolder, "incoming.chunks");
  let incoming: Incoming | undefined;

  let isImporting = false;

  const writeChunk = (chunk: Uint8Array, position: number): void => {
    const fd = fs.open(file, 0o644);
    try {
      writeFully(fs, fd, chunk, position);
    } finally {
      fs.close(fd);
    }
  };

  function* pieces(fd: number, bytes: number): Generator<Uint8Array> {
    for (let at = 0; at < bytes; at += PIECE_BYTES) yield readFully(fs, fd, Math.min(PIECE_BYTES, bytes - at), at);
  }

  async function importFile({ snapshot: { height }, appHash, bytes }: Incoming): Promise<void> {
    const fd = fs.openToRead(file);
    isImporting = true;
    try {
      await runInSlices(app.importNodes({ height, appHash }, pieces(fd, bytes)));
    } finally {
      isImporting = false;
      fs.close(fd);
    }
  }

  async function finish(whole: Incoming): Promise<ApplyAnswer> {
    try {
      await importFile(whole);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return answer("reject-snapshot", error.message);
    } finally {
      incoming = undefined;
      fs.remove(file);
    }
    const source = app.snapshot();
    try {
      await snapshots.write(whole.snapshot.height, source);
    } finally {
      source.release();
    }
    return answer("accept");
  }

  return {
    offer(snapshot, appHash) {
      if (isImporting) return { result: "abort", problem: "the state of another snapshot is being taken over" };
      incoming = undefined;
      const problem = problemOf(snapshot, sha256);
      if (app.info().height > 0n) return { result: "abort", problem: `this node has a state already, of height ${app.info().height}` };
      if (snapshot.format !== SNAPSHOT_FORMAT) return { result: "reject-format", problem: `format ${snapshot.format} is not ${SNAPSHOT_FORMAT}` };
      if (problem !== undefined) return { result: "reject", problem };
      makeFolder(dataFolder, { fileSystem: fs });
      fs.remove(file);
      const missing = new Set(Array.from({ length: snapshot.chunks }, (_, index) => index));
      incoming = { snapshot, appHash: appHash.slice(), missing, bytes: 0 };
      return { result: "accept" };
    },
    async apply(index, chunk, sender) {
      if (incoming === undefined || isImporting) return answer("abort", "no snapshot was accepted; offer one first");
      const { snapshot, missing } = incoming;
      const expected = snapshot.metadata.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
      const isLast = index === snapshot.chunks - 1;
      const fits = isLast ? chunk.length <= SNAPSHOT_CHUNK_BYTES : chunk.length === SNAPSHOT_CHUNK_BYTES;
      if (!fits || expected.length !== HASH_BYTES || !equalBytes(sha256(chunk), expected)) {
        const problem = `chunk ${index} of ${snapshot.chunks} of the snapshot at height ${snapshot.height} is damaged: its ${chunk.length} bytes do not have the hash that the snapshot names`;
        return { ...answer("retry", problem), refetchChunks: [index], rejectSenders: sender === "" ? [] : [sender] };
      }
      if (missing.delete(index)) {
        writeChunk(chunk, index * SNAPSHOT_CHUNK_BYTES);
        incoming.bytes += chunk.length;
      }
      return missing.size === 0 ? finish(incoming) : answer("accept");
    },
  };
}

function answer(result: ApplyAnswer["result"], problem?: string): ApplyAnswer {
  return { result, refetchChunks: [], rejectSenders: [], ...(problem === undefined ? {} : { problem }) };
}

function problemOf({ chunks, hash, height, metadata }: AbciSnapshot, sha256: Sha256): string | undefined {
  if (height <= 0n) return "it has no height";
  if (!Number.isSafeInteger(chunks) || chunks < 1 || chunks > CHUNKS_MAX) return `it has ${chunks} chunks`;
  if (metadata.length !== chunks * HASH_BYTES) return "its metadata does not hold one hash for each chunk";
  return equalBytes(sha256(metadata), hash) ? undefined : "its hash is not that of its metadata";
}
