import { join } from "node:path";
import { concatBytes, height, toHex, u32be, u64be, type Height } from "@openledger/primitives";
import { createByteCursor } from "./byte-cursor.ts";
import { kvError } from "./errors.ts";
import type { FileSystem } from "./file-system.ts";
import { openRecordLog, type TornTail } from "./record-log.ts";

/** A sealed block as it is kept: encoded block, its 32-byte header hash, and the encoded commit that seals it. */
export interface StoredBlock {
  readonly height: Height;
  readonly hash: Uint8Array;
  readonly block: Uint8Array;
  readonly seenCommit: Uint8Array;
}

/** Every block of a chain by contiguous height, durable before {@link BlockLog.append} returns. */
export interface BlockLog extends Disposable {
  /** 0 while the log is empty. */
  readonly firstHeight: Height;
  /** 0 while the log is empty. */
  readonly lastHeight: Height;
  readonly tornTail: TornTail | undefined;
  /** Appends blocks with one sync. The first may have any height, each other follows its predecessor (`LOG_GAP`). */
  append(...blocks: readonly StoredBlock[]): void;
  /** The block at a height, undefined outside first..last. Throws `LOG_CORRUPT`. */
  read(height: Height): StoredBlock | undefined;
  /** Height of the block with this header hash. */
  heightOf(hash: Uint8Array): Height | undefined;
  /** Drops every block above `height`. */
  truncateTo(height: Height): void;
  close(): void;
}

const FORMAT = 1;
const HASH_BYTES = 32;

/** Opens or creates `blocks.log` in a folder. Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
export function openBlockLog(folder: string, options: { readonly fileSystem?: FileSystem } = {}): BlockLog {
  const path = join(folder, "blocks.log");
  const heights = new Map<string, Height>();
  let firstHeight = height(0n);
  let lastHeight = height(0n);

  const remember = (stored: Pick<StoredBlock, "height" | "hash">): void => {
    if (firstHeight === 0n) firstHeight = stored.height;
    lastHeight = stored.height;
    heights.set(toHex(stored.hash), stored.height);
  };
  const requireNext = (next: Height, last: Height): void => {
    const follows = last === 0n ? next > 0n : next === last + 1n;
    if (!follows) throw kvError("LOG_GAP", `${path}: block ${next} does not follow block ${last}`);
  };
  const log = openRecordLog(path, {
    syncOnAppend: true,
    onRecord(_record, bytes) {
      const stored = decode(path, bytes);
      requireNext(stored.height, lastHeight);
      remember(stored);
    },
    ...options,
  });
  const read = (at: Height): StoredBlock | undefined => {
    if (firstHeight === 0n || at < firstHeight || at > lastHeight) return undefined;
    return decode(path, log.read(Number(at - firstHeight)));
  };

  return {
    get firstHeight() {
      return firstHeight;
    },
    get lastHeight() {
      return lastHeight;
    },
    tornTail: log.tornTail,
    append(...blocks) {
      let last = lastHeight;
      for (const block of blocks) {
        requireNext(block.height, last);
        last = block.height;
      }
      log.append(...blocks.map(encode));
      blocks.forEach(remember);
    },
    read,
    heightOf: (hash) => heights.get(toHex(hash)),
    truncateTo(keep) {
      if (keep >= lastHeight || firstHeight === 0n) return;
      for (let at = lastHeight; at > keep && at >= firstHeight; at = height(at - 1n)) {
        heights.delete(toHex((read(at) as StoredBlock).hash));
      }
      log.truncateTo(keep < firstHeight ? 0 : Number(keep - firstHeight) + 1);
      lastHeight = keep < firstHeight ? height(0n) : keep;
      if (lastHeight === 0n) firstHeight = lastHeight;
    },
    close: () => log.close(),
    [Symbol.dispose]: () => log.close(),
  };
}

function encode(stored: StoredBlock): Uint8Array {
  if (stored.hash.length !== HASH_BYTES) throw kvError("LOG_FORMAT", `a block hash has ${HASH_BYTES} bytes`);
  return concatBytes(
    Uint8Array.of(FORMAT),
    u64be(stored.height),
    stored.hash,
    u32be(stored.block.length),
    stored.block,
    u32be(stored.seenCommit.length),
    stored.seenCommit,
  );
}

function decode(path: string, bytes: Uint8Array): StoredBlock {
  const cursor = createByteCursor(bytes);
  try {
    const format = cursor.u8();
    if (format !== FORMAT) throw kvError("LOG_FORMAT", `${path}: a block record of format ${format}, not ${FORMAT}`);
    const stored = {
      height: height(cursor.u64()),
      hash: cursor.take(HASH_BYTES),
      block: cursor.sized(),
      seenCommit: cursor.sized(),
    };
    cursor.end();
    return stored;
  } catch (error) {
    throw corruptRecord(path, "block", error);
  }
}

/** The checksum of a record held and its content does not: another program wrote it. */
export function corruptRecord(path: string, what: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.name === "OperationalError") return error;
  return kvError("LOG_CORRUPT", `${path}: a ${what} record cannot be read: ${error.message}`, error);
}
