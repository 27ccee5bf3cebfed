import { join } from "node:path";
import { listIfThere, makeFolder, nodeFileSystem, openRecordLog, type FileSystem, type RecordLog, type TornTail } from "@openledger/kv";
import { daError } from "@openledger/ports";
import { equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import { daHeaderHash, decodeDaBlock, encodeDaBlock, isWholeDaBlock, NO_PARENT, type DaBlock, type DaHeader } from "./da-block.ts";

/** DA blocks in append-only files, each named after its first height. */
export interface DaSegments extends Disposable {
  /** What opening cut off after a crash: a block that nobody was told of. */
  readonly tornTail: TornTail | undefined;
  /** 0 while there is none. */
  readonly height: bigint;
  /** Hash of the newest header, zeros before the first. */
  readonly tip: Uint8Array;
  header(height: bigint): DaHeader | undefined;
  /** Whether a block has blobs of a namespace, without reading it. */
  holds(height: bigint, namespace: Uint8Array): boolean;
  /** The block at a height, undefined outside 1..height. */
  read(height: bigint): DaBlock | undefined;
  /** Durable, and to be seen by readers, when it resolves; one at a time. Syncs do not hold up the thread. */
  append(block: DaBlock): Promise<void>;
  close(): void;
}

interface Kept {
  readonly header: DaHeader;
  readonly segment: number;
  readonly record: number;
  readonly namespaces: ReadonlySet<string>;
}

const SUFFIX = ".da";
const NAME = /^\d{16}\.da$/;

/** Opens the segments of a folder and checks every hash of every block. Throws `DA_CORRUPT`, or what record logs throw. */
export function openDaSegments(
  folder: string,
  sha256: Sha256,
  { segmentBytes, fileSystem = nodeFileSystem }: { readonly segmentBytes: number; readonly fileSystem?: FileSystem | undefined },
): DaSegments {
  makeFolder(folder, { mode: 0o700, fileSystem });
  const kept: Kept[] = [];
  const logs: RecordLog[] = [];
  let tip = NO_PARENT;

  const remember = (segment: number, record: number, { header, blobs }: DaBlock): void => {
    const namespaces = new Set(blobs.map(({ namespace }) => toHex(namespace)));
    tip = daHeaderHash(sha256, header);
    kept.push({ header, segment, record, namespaces });
  };
  const openSegment = (name: string): RecordLog => {
    const path = join(folder, name);
    const segment = logs.length;
    const log = openRecordLog(path, {
      syncOnAppend: false,
      fileSystem,
      onRecord(record, bytes) {
        const block = decodeDaBlock(bytes);
        const follows = block !== undefined && block.header.height === BigInt(kept.length + 1) && equalBytes(block.header.parent, tip);
        if (!follows || !isWholeDaBlock(sha256, block)) {
          throw daError("DA_CORRUPT", `${path}: DA block ${kept.length + 1} is not what its hashes say; restore the folder from a copy`);
        }
        remember(segment, record, block);
      },
    });
    logs.push(log);
    return log;
  };
  const close = (): void => logs.forEach((log) => log.close());
  const read = (height: bigint): DaBlock | undefined => {
    const found = kept[Number(height) - 1];
    const log = logs[found?.segment ?? 0];
    return found === undefined || log === undefined ? undefined : decodeDaBlock(log.read(found.record));
  };

  try {
    const names = listIfThere(fileSystem, folder).filter((name) => NAME.test(name));
    for (const name of names.toSorted(compareText)) {
      if (BigInt(name.slice(0, -SUFFIX.length)) !== BigInt(kept.length + 1)) {
        throw daError("DA_CORRUPT", `${join(folder, name)}: DA blocks before it are missing; restore the folder from a copy`);
      }
      openSegment(name);
    }
  } catch (error) {
    close();
    throw error;
  }
  return {
    tornTail: logs.at(-1)?.tornTail,
    get height() {
      return BigInt(kept.length);
    },
    get tip() {
      return tip;
    },
    header: (height) => kept[Number(height) - 1]?.header,
    holds: (height, namespace) => kept[Number(height) - 1]?.namespaces.has(toHex(namespace)) ?? false,
    read,
    async append(block) {
      const last = logs.at(-1);
      const log = last === undefined || (last.bytes >= segmentBytes && last.count > 0) ? openSegment(nameFrom(block.header.height)) : last;
      const record = log.append(encodeDaBlock(block));
      await log.syncInBackground();
      remember(logs.length - 1, record, block);
    },
    close,
    [Symbol.dispose]: close,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameFrom(height: bigint): string {
  return `${height}`.padStart(16, "0") + SUFFIX;
}
