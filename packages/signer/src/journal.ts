import { join } from "node:path";
import { nodeFileSystem, openRecordLog, type FileSystem, type RecordLog } from "@openledger/kv";
import { decodeRecord, encodeBaseRecord, encodeBlockRecord, encodeSignatureRecord, type JournalBase } from "./journal-record.ts";
import { signerError } from "./errors.ts";

/** A decision to seal. From here on no other block of its height is signed. */
export interface JournalEntry {
  readonly height: bigint;
  readonly round: number;
  /** Number of the lease under which it was sealed. */
  readonly lease: bigint;
  /** Header hash. */
  readonly hash: Uint8Array;
  readonly signBytes: Uint8Array;
  /** Undefined while it is to be signed. */
  readonly signature: Uint8Array | undefined;
  /** Length of the encoded block. */
  readonly blockBytes: number;
}

/** What was sealed and may not be on DA yet, in files of consecutive heights; where other keys sealed between, a file begins after the last of theirs. Every block is durable before `append` returns. */
export interface Journal extends Disposable {
  /** Of the entries that are kept since the last gap; undefined while there is none. */
  readonly firstHeight: bigint | undefined;
  readonly last: JournalEntry | undefined;
  /** The block of another key that ended the last gap; undefined while there was none. */
  readonly base: JournalBase | undefined;
  /** What the next block comes after: `base` or `last`, whichever is higher. */
  readonly tip: JournalBase | undefined;
  /** On disk. */
  readonly bytes: number;
  at(height: bigint): JournalEntry | undefined;
  /** The encoded block of an entry. */
  block(height: bigint): Uint8Array;
  /** The next block comes after this one of another key, which is above all that is here. Durable when it returns. */
  advance(base: JournalBase): void;
  append(entry: Omit<JournalEntry, "signature" | "blockBytes">, block: Uint8Array): void;
  /** Notes the signature of the last entry. A crash may lose the note, and then it is signed again, to the same bytes. */
  sign(signature: Uint8Array): void;
  /** Deletes files of which every block is on DA, but never the one of the last block. */
  forget(upTo: bigint): void;
}

interface Segment {
  readonly path: string;
  readonly log: RecordLog;
  /** By height. */
  readonly entries: Map<bigint, { readonly entry: JournalEntry; readonly record: number }>;
}

export interface JournalOptions {
  readonly fileSystem?: FileSystem;
  /** A file with so many blocks, or bytes, is followed by another one; 1,024 and 32 MiB by default. */
  readonly segmentBlocks?: number;
  readonly segmentBytes?: number;
}

const NAME = /^journal-(\d{20})\.log$/;

/** Opens the journal in a folder, whose lock the caller holds. Throws what opening logs throws, and `JOURNAL_CORRUPT`. */
export function openJournal(folder: string, options: JournalOptions = {}): Journal {
  const { fileSystem = nodeFileSystem, segmentBlocks = 1_024, segmentBytes = 32 * 1024 * 1024 } = options;
  const segments: Segment[] = [];
  let last: JournalEntry | undefined;
  let base: JournalBase | undefined;

  const take = (segment: Segment, record: number, bytes: Uint8Array): void => {
    const read = decodeRecord(bytes);
    if (read === undefined) throw signerError("JOURNAL_CORRUPT", `${segment.path}: record ${record} is none of a journal; do not sign with this key before you know why`);
    if ("base" in read) {
      const before = tipOf(last, base);
      if (segment.entries.size > 0 || (before !== undefined && read.base.height <= before.height)) {
        throw signerError("JOURNAL_CORRUPT", `${segment.path}: a gap up to ${read.base.height} that is not above what is before it`);
      }
      base = read.base;
      return;
    }
    if ("signature" in read) {
      const kept = segment.entries.get(read.height);
      if (kept === undefined || kept.entry.round !== read.round) throw signerError("JOURNAL_CORRUPT", `${segment.path}: a signature of height ${read.height} without its block`);
      const signed = { ...kept.entry, signature: read.signature };
      segment.entries.set(read.height, { ...kept, entry: signed });
      if (last?.height === read.height) last = signed;
      return;
    }
    const before = tipOf(last, base);
    if (before !== undefined && read.entry.height !== before.height + 1n) {
      throw signerError("JOURNAL_CORRUPT", `${segment.path}: block ${read.entry.height} does not follow block ${before.height}; a file of the journal is missing`);
    }
    last = { ...read.entry, signature: undefined };
    segment.entries.set(read.entry.height, { entry: last, record });
  };

  const open = (path: string): Segment => {
    const entries: Segment["entries"] = new Map();
    // Whatever is read while it is opened is taken afterwards, when there is a log to name.
    const found: Uint8Array[] = [];
    const log = openRecordLog(path, { syncOnAppend: false, fileSystem, onRecord: (_record, bytes) => found.push(bytes.slice()) });
    const segment = { path, log, entries };
    segments.push(segment);
    found.forEach((bytes, record) => take(segment, record, bytes));
    return segment;
  };

  const closeAll = (): void => segments.forEach(({ log }) => log.close());
  const names = fileSystem.list(folder).filter((name) => NAME.test(name)).toSorted();
  try {
    for (const name of names) open(join(folder, name));
  } catch (error) {
    closeAll();
    throw error;
  }

  const segmentOf = (height: bigint): Segment | undefined => segments.findLast(({ entries }) => entries.has(height));

  /** A file that can take another block, or one without any. */
  function segmentFor(height: bigint, isFirst = false): Segment {
    const newest = segments.at(-1);
    const isApart = isFirst && newest !== undefined && newest.entries.size > 0;
    if (newest !== undefined && !isApart && newest.entries.size < segmentBlocks && newest.log.bytes < segmentBytes) return newest;
    // What is in it is durable before a file that follows is begun.
    newest?.log.sync();
    return open(join(folder, `journal-${`${height}`.padStart(20, "0")}.log`));
  }

  return {
    get firstHeight() {
      const after = base?.height ?? -1n;
      for (const { entries } of segments) for (const at of entries.keys()) if (at > after) return at;
      return undefined;
    },
    get last() {
      return last;
    },
    get base() {
      return base;
    },
    get tip() {
      return tipOf(last, base);
    },
    get bytes() {
      return segments.reduce((sum, { log }) => sum + log.bytes, 0);
    },
    at: (height) => segmentOf(height)?.entries.get(height)?.entry,
    block(height) {
      const segment = segmentOf(height);
      const kept = segment?.entries.get(height);
      if (segment === undefined || kept === undefined) throw signerError("JOURNAL_CORRUPT", `block ${height} is not in the journal`);
      const read = decodeRecord(segment.log.read(kept.record));
      if (read === undefined || !("block" in read)) throw signerError("JOURNAL_CORRUPT", `${segment.path}: block ${height} is not where it was written`);
      return read.block;
    },
    advance(to) {
      const segment = segmentFor(to.height + 1n, true);
      segment.log.append(encodeBaseRecord(to));
      segment.log.sync();
      base = to;
    },
    append(entry, block) {
      const segment = segmentFor(entry.height);
      const record = segment.log.append(encodeBlockRecord(entry, block));
      segment.log.sync();
      last = { ...entry, signature: undefined, blockBytes: block.length };
      segment.entries.set(entry.height, { entry: last, record });
    },
    sign(signature) {
      const segment = last === undefined ? undefined : segmentOf(last.height);
      const kept = last === undefined ? undefined : segment?.entries.get(last.height);
      if (last === undefined || segment === undefined || kept === undefined || last.signature !== undefined) return;
      segment.log.append(encodeSignatureRecord({ ...last, signature }));
      last = { ...last, signature };
      segment.entries.set(last.height, { ...kept, entry: last });
    },
    forget(upTo) {
      while (segments.length > 1) {
        const [oldest] = segments;
        const highest = oldest === undefined ? undefined : [...oldest.entries.keys()].at(-1);
        if (oldest === undefined || highest === undefined || highest > upTo || highest === last?.height) return;
        oldest.log.close();
        fileSystem.remove(oldest.path);
        segments.shift();
      }
    },
    [Symbol.dispose]: closeAll,
  };
}

/** What the next block comes after: the last entry, or the gap above it. */
function tipOf(last: JournalEntry | undefined, base: JournalBase | undefined): JournalBase | undefined {
  return base !== undefined && (last === undefined || base.height > last.height) ? base : last;
}
