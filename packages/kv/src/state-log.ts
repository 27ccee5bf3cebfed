import { join } from "node:path";
import { corruptRecord } from "./block-log.ts";
import { kvError } from "./errors.ts";
import type { FileSystem } from "./file-system.ts";
import { openRecordLog, type TornTail } from "./record-log.ts";
import { decodeStateSummary, decodeStateVersion, encodeStateVersion, type StateSummary, type StateVersion } from "./state-record.ts";

export interface StateLogOptions {
  /** Called for each version while opening, in order; `read` then gives what a version wrote, to rebuild the trees. */
  readonly onVersion: (version: StateSummary) => void;
  readonly fileSystem?: FileSystem;
}

/** A version whose record was encoded ahead, so that appending it only writes. */
export interface EncodedVersion {
  readonly version: bigint;
  readonly record: Uint8Array;
}

/** Encodes a version for {@link StateLog.append}. */
export function encodeAhead(value: StateVersion): EncodedVersion {
  return { version: value.version, record: encodeStateVersion(value) };
}

/** The write-ahead log of state: a version is committed when its record is durable, and never before. */
export interface StateLog extends Disposable {
  /** 0 while the log is empty. */
  readonly firstVersion: bigint;
  /** 0 while the log is empty. */
  readonly lastVersion: bigint;
  readonly tornTail: TornTail | undefined;
  /** Makes a version durable. The first may have any number, each other follows its predecessor (`LOG_GAP`). */
  append(version: StateVersion | EncodedVersion): void;
  /** A whole version, undefined outside first..last. Throws `LOG_CORRUPT`. */
  read(version: bigint): StateVersion | undefined;
  /** App hash and results of a version, without its change set. Throws `LOG_CORRUPT`. */
  summary(version: bigint): StateSummary | undefined;
  /** Bytes of the records after a version: what rebuilding from there has to read. */
  bytesAfter(version: bigint): number;
  /** Drops every version above `version`; the caller rebuilds its trees. */
  truncateTo(version: bigint): void;
  close(): void;
}

/** Opens or creates `state.log` in a folder and reads it through. Throws `LOG_CORRUPT`, `LOG_FORMAT` or `DISK_*`. */
export function openStateLog(folder: string, options: StateLogOptions): StateLog {
  const path = join(folder, "state.log");
  let firstVersion = 0n;
  let lastVersion = 0n;

  const requireNext = (next: bigint): void => {
    const follows = lastVersion === 0n ? next > 0n : next === lastVersion + 1n;
    if (!follows) throw kvError("LOG_GAP", `${path}: version ${next} does not follow version ${lastVersion}`);
  };
  /** Sum of the lengths of all records up to each version. */
  const ends: number[] = [];
  const remember = (version: bigint, length: number): void => {
    if (firstVersion === 0n) firstVersion = version;
    lastVersion = version;
    ends.push((ends.at(-1) ?? 0) + length);
  };
  const decoded = <T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T => {
    try {
      return decode(bytes);
    } catch (error) {
      throw corruptRecord(path, "state", error);
    }
  };
  const { onVersion, ...logOptions } = options;
  const log = openRecordLog(path, {
    syncOnAppend: true,
    onRecord(_record, bytes) {
      const value = decoded(decodeStateSummary, bytes);
      requireNext(value.version);
      onVersion(value);
      remember(value.version, bytes.length);
    },
    ...logOptions,
  });
  const lookUp = <T>(version: bigint, decode: (bytes: Uint8Array) => T): T | undefined => {
    if (firstVersion === 0n || version < firstVersion || version > lastVersion) return undefined;
    return decoded(decode, log.read(Number(version - firstVersion)));
  };

  return {
    get firstVersion() {
      return firstVersion;
    },
    get lastVersion() {
      return lastVersion;
    },
    tornTail: log.tornTail,
    append(value) {
      requireNext(value.version);
      const bytes = "record" in value ? value.record : encodeStateVersion(value);
      log.append(bytes);
      remember(value.version, bytes.length);
    },
    read: (version) => lookUp(version, decodeStateVersion),
    summary: (version) => lookUp(version, decodeStateSummary),
    bytesAfter(version) {
      const before = version < firstVersion ? 0 : (ends[Number(version - firstVersion)] ?? 0);
      return version >= lastVersion ? 0 : (ends.at(-1) ?? 0) - before;
    },
    truncateTo(keep) {
      if (keep >= lastVersion || firstVersion === 0n) return;
      log.truncateTo(keep < firstVersion ? 0 : Number(keep - firstVersion) + 1);
      ends.length = keep < firstVersion ? 0 : Number(keep - firstVersion) + 1;
      lastVersion = keep < firstVersion ? 0n : keep;
      if (lastVersion === 0n) firstVersion = 0n;
    },
    close: () => log.close(),
    [Symbol.dispose]: () => log.close(),
  };
}
