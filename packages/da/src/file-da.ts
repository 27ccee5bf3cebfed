import { lockDataFolder, type FileSystem, type TornTail } from "@openledger/kv";
import { DA_NAMESPACE_BYTES, daError, type Da, type DaReceipt } from "@openledger/ports";
import { equalBytes, fromBase64, fromUtf8, toBase64, toUtf8, unixNanos, type Sha256, type UnixNanos } from "@openledger/primitives";
import { z } from "zod";
import { commitmentOf, isBlobProven, makeDaBlock, proveBlob, type DaBlock, type DaHeader, type NamedBlob } from "./da-block.ts";
import { openDaSegments } from "./da-segments.ts";

/** Blobs on this machine's disk. It can be read again and shows tampering; it makes nothing available to anybody else. */
export interface FileDa extends Da, Disposable {
  /** What opening cut off after a crash: a DA block that nobody was told of. */
  readonly tornTail: TornTail | undefined;
  header(height: bigint): DaHeader | undefined;
  /** Hash of the newest DA header; whoever notes it can tell later whether history was changed. */
  readonly tip: Uint8Array;
  close(): void;
}

export interface FileDaOptions {
  readonly folder: string;
  readonly sha256: Sha256;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A DA block per interval, empty or not; 0, the default, makes one per submission. */
  readonly blockIntervalMs?: number;
  /** A file that is longer is followed by a new one; 64 MiB by default. */
  readonly segmentBytes?: number;
  readonly fileSystem?: FileSystem;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;
const BLOB_BYTES_MAX = 8 * 1024 * 1024;
const BLOCK_BYTES_MAX = 32 * 1024 * 1024;
const BLOCK_BLOBS_MAX = 4_096;

interface Waiting {
  readonly blobs: readonly NamedBlob[];
  readonly resolve: (receipt: DaReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens or creates a folder of DA blocks, which this process alone may use, and checks all of it. Throws `DA_CORRUPT`, `DATA_LOCKED` or `DISK_*`. */
export function openFileDa(options: FileDaOptions): FileDa {
  const { folder, sha256, nowMs, blockIntervalMs = 0, segmentBytes = SEGMENT_BYTES, fileSystem } = options;
  const lock = lockDataFolder(folder);
  const segments = openOrRelease(() => openDaSegments(folder, sha256, { segmentBytes, fileSystem }), lock.release);
  let waiting: Waiting[] = [];
  let closed = false;

  /** One DA block after the other: each names the one before. */
  let last: Promise<unknown> = Promise.resolve();
  const makeBlock = (blobs: readonly NamedBlob[]): Promise<bigint> => {
    const made = last.then(async () => {
      const height = segments.height + 1n;
      const time = nextTime(nowMs, segments.header(segments.height));
      await segments.append(makeDaBlock(sha256, { height, parent: segments.tip, time }, blobs));
      return height;
    });
    last = made.catch(() => undefined);
    return made;
  };
  let isSealing = false;
  const sealInterval = async (): Promise<void> => {
    // A disk that is slower than the interval gets fewer blocks, not a queue of them.
    if (isSealing) return;
    isSealing = true;
    const due = takeBlock(waiting);
    waiting = waiting.slice(due.length);
    try {
      const height = await makeBlock(due.flatMap(({ blobs }) => blobs));
      for (const { blobs, resolve } of due) resolve(receiptOf(height, blobs));
    } catch (error) {
      for (const { reject } of due) reject(error);
    } finally {
      isSealing = false;
    }
  };
  const timer = blockIntervalMs === 0 ? undefined : setInterval(() => void sealInterval(), blockIntervalMs);
  const close = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    for (const { reject } of waiting) reject(daError("DA_UNREACHABLE", `${folder} was closed before the next DA block`));
    segments.close();
    lock.release();
  };
  const read = (height: bigint): DaBlock => {
    const block = segments.read(height);
    if (block === undefined) throw daError("DA_FUTURE", `DA block ${height} does not exist; the newest is ${segments.height}`);
    return block;
  };
  return {
    maxBlobBytes: BLOB_BYTES_MAX,
    maxSubmitBytes: BLOCK_BYTES_MAX,
    tornTail: segments.tornTail,
    get tip() {
      return segments.tip;
    },
    header: (height) => segments.header(height),
    async submit(namespace, datas) {
      requireSizes(namespace, datas);
      if (closed) throw daError("DA_UNREACHABLE", `${folder} is closed`);
      const blobs = datas.map((data) => ({ namespace: namespace.slice(), data: data.slice(), commitment: commitmentOf(sha256, namespace, data) }));
      if (timer === undefined) return receiptOf(await makeBlock(blobs), blobs);
      if (isMoreThanTwoBlocks([...waiting.map((one) => one.blobs), blobs])) throw daError("DA_BUSY", "two DA blocks' worth of submissions wait already; try again after the next DA block");
      return new Promise((resolve, reject) => void waiting.push({ blobs, resolve, reject }));
    },
    async list(height, namespace) {
      if (height >= 1n && height <= segments.height && !segments.holds(height, namespace)) return [];
      return read(height)
        .blobs.map((blob, index) => ({ ...blob, index }))
        .filter((blob) => equalBytes(blob.namespace, namespace))
        .map(({ data, commitment, index }) => ({ data, commitment, index }));
    },
    async head() {
      const { height } = segments;
      return { height, time: segments.header(height)?.time ?? unixNanos(0n), finalized: height };
    },
    async timeAt(height) {
      return segments.header(height)?.time ?? read(height).header.time;
    },
    async prove(height, namespace, commitment) {
      const block = read(height);
      const index = block.blobs.findIndex((blob) => equalBytes(blob.namespace, namespace) && equalBytes(blob.commitment, commitment));
      if (index < 0) throw daError("DA_NOT_FOUND", `DA block ${height} has no such blob`);
      return encodeProof({ index, aunts: proveBlob(sha256, block, index) });
    },
    async verify(height, namespace, commitment, proof) {
      const header = segments.header(height);
      const path = decodeProof(proof);
      return header !== undefined && path !== undefined && isBlobProven(sha256, header, { namespace, commitment }, path);
    },
    close,
    [Symbol.dispose]: close,
  };
}

function openOrRelease<T>(open: () => T, release: () => void): T {
  try {
    return open();
  } catch (error) {
    release();
    throw error;
  }
}

function isMoreThanTwoBlocks(submissions: readonly (readonly NamedBlob[])[]): boolean {
  const bytes = submissions.reduce((sum, blobs) => blobs.reduce((total, { data }) => total + data.length, sum), 0);
  const blobs = submissions.reduce((sum, { length }) => sum + length, 0);
  return bytes > 2 * BLOCK_BYTES_MAX || blobs > 2 * BLOCK_BLOBS_MAX;
}

/** As many whole submissions as fit into one DA block. */
function takeBlock(waiting: readonly Waiting[]): readonly Waiting[] {
  let bytes = 0;
  let blobs = 0;
  const over = waiting.findIndex((one) => {
    bytes += one.blobs.reduce((sum, { data }) => sum + data.length, 0);
    blobs += one.blobs.length;
    return bytes > BLOCK_BYTES_MAX || blobs > BLOCK_BLOBS_MAX;
  });
  return over < 0 ? waiting : waiting.slice(0, over);
}

function receiptOf(height: bigint, blobs: readonly NamedBlob[]): DaReceipt {
  return { height, commitments: blobs.map(({ commitment }) => commitment) };
}

function nextTime(nowMs: () => number, last: DaHeader | undefined): UnixNanos {
  const now = BigInt(Math.trunc(nowMs())) * 1_000_000n;
  return unixNanos(last !== undefined && now <= last.time ? last.time + 1n : now);
}

function requireSizes(namespace: Uint8Array, blobs: readonly Uint8Array[]): void {
  if (namespace.length !== DA_NAMESPACE_BYTES) throw daError("DA_REFUSED", `a namespace has ${DA_NAMESPACE_BYTES} bytes`);
  if (blobs.length === 0 || blobs.some(({ length }) => length === 0)) throw daError("DA_REFUSED", "submit one or more blobs of one or more bytes");
  const total = blobs.reduce((sum, { length }) => sum + length, 0);
  if (blobs.some(({ length }) => length > BLOB_BYTES_MAX) || total > BLOCK_BYTES_MAX || blobs.length > BLOCK_BLOBS_MAX) {
    throw daError("DA_TOO_BIG", `a blob has at most ${BLOB_BYTES_MAX} bytes, a submission ${BLOCK_BYTES_MAX} and ${BLOCK_BLOBS_MAX} blobs`);
  }
}

const proofSchema = z.object({ index: z.number().int().min(0), aunts: z.array(z.string().max(64)).max(64) });

function encodeProof({ index, aunts }: { readonly index: number; readonly aunts: readonly Uint8Array[] }): Uint8Array {
  return toUtf8(JSON.stringify({ index, aunts: aunts.map(toBase64) }));
}

function decodeProof(proof: Uint8Array): { readonly index: number; readonly aunts: readonly Uint8Array[] } | undefined {
  try {
    const { index, aunts } = proofSchema.parse(JSON.parse(fromUtf8(proof)));
    return { index, aunts: aunts.map(fromBase64) };
  } catch {
    return undefined;
  }
}
