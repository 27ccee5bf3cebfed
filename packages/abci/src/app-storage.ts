/** What keeps an App's state under CometBFT: the state log and snapshots, without blocks, which CometBFT keeps. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { encodeAhead, openBlockLog, openSnapshotFolder, openStateLog, type EncodedVersion, type FileSystem, type SnapshotFolder, type StateLog, type TornTail } from "@openledger/kv";
import { assert, height, readU64be, unixNanos, concatBytes, u64be, type Height, type UnixNanos } from "@openledger/primitives";
import { removeUnreached, REPLAY_BYTES, restoreState, type RestoredState } from "@openledger/sequencer";
import type { App, ExecutedBlock } from "@openledger/state-machine";
import { abciError } from "./errors.ts";

export interface AppStorageOptions {
  /** Of the node's data; the caller holds its lock. */
  readonly folder: string;
  /** Without genesis or state yet. */
  readonly app: App;
  readonly fileSystem?: FileSystem;
  /** How much of the state log is read rather than starting from a later snapshot; 8 MiB by default. */
  readonly replayBytes?: number;
  /** Stops at the state of this height, to look at it: nothing may be appended then. */
  readonly until?: Height;
}

/** The durable state of an App. A version is committed when its record is on disk, and never before. */
export interface AppStorage extends Disposable {
  /** Of the first durable version, 0 before there is one. */
  readonly firstHeight: Height;
  /** Of the last durable version, 0 before the first. */
  readonly lastHeight: Height;
  readonly snapshots: SnapshotFolder;
  readonly restored: RestoredState;
  readonly tornTail: TornTail | undefined;
  /** Encodes what a block wrote before it is appended, so that its append takes the thread for less long. */
  stage(executed: ExecutedBlock): void;
  /** Makes the state after a block durable. Throws `DISK_*`, after which nothing was written. */
  append(executed: ExecutedBlock): void;
  /** Records that the App's state came from a snapshot, which is in `snapshots` already. */
  adopt(version: { readonly height: Height; readonly appHash: Uint8Array }): void;
  /** Bytes of the state log after a version. */
  stateBytesAfter(height: Height): number;
  close(): void;
}

/** Stands where the embedded node keeps results, which begin with another byte: CometBFT keeps them here. */
const RECORD_FORMAT = 0x02;
const EXECUTED = 0;
const FROM_SNAPSHOT = 1;

interface Origin {
  readonly origin: number;
  readonly time: UnixNanos;
}

/**
 * Opens the state of a data folder and brings the App to it. Throws `EMBEDDED_HOME` for a folder with blocks of our own,
 * `STATE_MISSING` when the state began from a snapshot that is gone, `HEIGHT_NOT_KEPT`, or what opening the log throws.
 */
export function openAppStorage(options: AppStorageOptions): AppStorage {
  const { folder, app, replayBytes = REPLAY_BYTES, until, ...disk } = options;
  if (hasBlocks(folder, disk)) {
    throw abciError("EMBEDDED_HOME", `${folder} holds a chain that this node made without CometBFT; export it and begin from that genesis in another --home`);
  }
  const log = openStateLog(folder, { onVersion: ({ results }) => void decodeOrigin(folder, results), ...disk });
  try {
    if (until !== undefined) requireKept(log, until);
    const snapshots = openSnapshotFolder(folder, disk);
    const first = log.summary(log.firstVersion);
    const fromGenesis = first === undefined || decodeOrigin(folder, first.results).origin === EXECUTED;
    const found = restoreState(app, restorable(log, folder), snapshots, { replayBytes, fromGenesis, ...(until === undefined ? {} : { until }) });
    const removed = until === undefined ? removeUnreached(snapshots, height(log.lastVersion)) : [];
    const restored = { ...found, refused: [...found.refused, ...removed] };
    return storageOf(log, snapshots, restored);
  } catch (error) {
    log.close();
    throw error;
  }
}

function requireKept({ firstVersion, lastVersion }: StateLog, until: Height): void {
  if (lastVersion > 0n && until >= firstVersion && until <= lastVersion) return;
  const kept = lastVersion === 0n ? "none is" : `heights ${firstVersion} to ${lastVersion} are`;
  throw abciError("HEIGHT_NOT_KEPT", `the state at height ${until} is not kept; ${kept}`);
}

/** An empty log is what a command leaves that looked for blocks here. */
function hasBlocks(folder: string, disk: { readonly fileSystem?: FileSystem }): boolean {
  if (!existsSync(join(folder, "blocks.log"))) return false;
  using log = openBlockLog(folder, disk);
  return log.lastHeight > 0n;
}

function storageOf(log: StateLog, snapshots: SnapshotFolder, restored: RestoredState): AppStorage {
  const close = (): void => log.close();
  const staged = new WeakMap<ExecutedBlock, EncodedVersion>();
  const encoded = ({ request, response, changeSet }: ExecutedBlock): EncodedVersion =>
    encodeAhead({ version: request.height, appHash: response.appHash, changeSet, results: encodeOrigin({ origin: EXECUTED, time: request.time }) });
  return {
    get firstHeight() {
      return height(log.firstVersion);
    },
    get lastHeight() {
      return height(log.lastVersion);
    },
    snapshots,
    restored,
    tornTail: log.tornTail,
    stage: (executed) => void staged.set(executed, encoded(executed)),
    append: (executed) => log.append(staged.get(executed) ?? encoded(executed)),
    adopt({ height: version, appHash }) {
      assert(log.lastVersion === 0n, "a snapshot is taken over only where there is no state");
      log.append({ version, appHash, changeSet: [], results: encodeOrigin({ origin: FROM_SNAPSHOT, time: unixNanos(0n) }) });
    },
    stateBytesAfter: (at) => log.bytesAfter(at),
    close,
    [Symbol.dispose]: close,
  };
}

/** Read from the log as they are asked for: a chain has more versions than a restart goes back to. */
function restorable(log: StateLog, folder: string): Parameters<typeof restoreState>[1] {
  return {
    firstHeight: height(log.firstVersion),
    stateHeight: height(log.lastVersion),
    block(at) {
      const summary = log.summary(at);
      return summary === undefined ? undefined : { block: { header: { time: decodeOrigin(folder, summary.results).time } } };
    },
    results: (at) => log.summary(at),
    version: (at) => log.read(at),
    stateBytesAfter: (at) => log.bytesAfter(at),
  };
}

function encodeOrigin({ origin, time }: Origin): Uint8Array {
  return concatBytes(Uint8Array.of(RECORD_FORMAT, origin), u64be(time));
}

function decodeOrigin(folder: string, bytes: Uint8Array): Origin {
  const [format, origin] = bytes;
  if (format !== RECORD_FORMAT || origin === undefined || bytes.length !== 10) {
    throw abciError("EMBEDDED_HOME", `${folder} holds a state that this node made without CometBFT; choose another --home`);
  }
  return { origin, time: unixNanos(readU64be(bytes, 2)) };
}
