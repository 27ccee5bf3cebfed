import type { SnapshotFolder, StateVersion } from "@openledger/kv";
import { assert, equalBytes, height, type Height, type UnixNanos } from "@openledger/primitives";
import { makesSnapshots, type App } from "@openledger/state-machine";
import { sequencerError } from "./errors.ts";

/** What a restart reads: the state log, with the time of each of its blocks. A ChainStore is one. */
export interface RestorableLog {
  /** 0 while the log is empty. */
  readonly firstHeight: Height;
  /** 0 while the log is empty. */
  readonly stateHeight: Height;
  block(height: Height): { readonly block: { readonly header: { readonly time: UnixNanos } } } | undefined;
  results(height: Height): { readonly appHash: Uint8Array } | undefined;
  version(height: Height): StateVersion | undefined;
  stateBytesAfter(height: Height): number;
}

/** What a restart started from. */
export interface RestoredState {
  /** Version of the snapshot, 0 for none. */
  readonly snapshot: Height;
  /** Versions that were rebuilt from what they wrote. */
  readonly versions: number;
  /** Sentences about snapshots that could not be used; the log made up for them. */
  readonly refused: readonly string[];
}

/** What of the state log a restart reads at most for the sake of historical queries: about a second. */
export const REPLAY_BYTES: number = 8 * 1024 * 1024;

export interface RestoreOptions {
  readonly replayBytes: number;
  /** False: the first block in the log is not the chain's first, and its state comes from a snapshot. */
  readonly fromGenesis: boolean;
  /** Stops at this height instead of the last, which is at least as high. */
  readonly until?: Height;
}

/**
 * Brings an App without state to the end of the state log: from its start or from the oldest snapshot after which not
 * more than `replayBytes` follow, so that queries can go back far; else from the newest snapshot. A snapshot is checked against the app hash that the log recorded;
 * what is wrong with one costs time, not state. Throws `STATE_MISSING` when there is no start to go back to.
 */
export function restoreState(app: App, store: RestorableLog, snapshots: SnapshotFolder, options: RestoreOptions): RestoredState {
  const refused: string[] = [];
  const last = options.until ?? store.stateHeight;
  let from = height(0n);
  for (const version of makesSnapshots(app) ? candidates(store, snapshots, last, options) : []) {
    const problem = restoreFrom(app, store, snapshots, version);
    if (problem === undefined) {
      from = version;
      break;
    }
    refused.push(problem);
  }
  if (from === 0n && !options.fromGenesis) {
    const why = refused.length === 0 ? "none is there" : refused.join("; ");
    throw sequencerError("STATE_MISSING", `the chain began here from a snapshot at height ${store.firstHeight} and needs one up to height ${last}: ${why}; restore a snapshot into an empty folder`);
  }
  let versions = 0;
  const first = from === 0n ? store.firstHeight : height(from + 1n);
  for (let at = first; at > 0n && at <= last; at = height(at + 1n)) {
    const version = store.version(at);
    const sealed = store.block(at);
    assert(version !== undefined && sealed !== undefined, `height ${at} is in both logs`);
    const { appHash, changeSet } = version;
    app.restore({ height: at, time: sealed.block.header.time, appHash, changeSet });
    versions += 1;
  }
  return { snapshot: from, versions, refused };
}

/** Versions to try in order; when all fail, or there is none, the log is replayed from its start. */
function candidates(store: RestorableLog, snapshots: SnapshotFolder, last: Height, options: RestoreOptions): readonly Height[] {
  const { replayBytes, fromGenesis, until } = options;
  const newestFirst = snapshots.versions
    .filter((version) => version >= store.firstHeight && version <= last)
    .map((version) => height(version))
    .toReversed();
  if (until !== undefined) return newestFirst;
  if (fromGenesis && store.stateBytesAfter(height(0n)) <= replayBytes) return [];
  const cheap = newestFirst.filter((version) => store.stateBytesAfter(version) <= replayBytes);
  const oldestCheap = cheap.at(-1);
  if (oldestCheap === undefined) return newestFirst;
  return [oldestCheap, ...newestFirst.filter((version) => version !== oldestCheap)];
}

/** Sentence about why a snapshot cannot be used, undefined when the App now stands at its version. */
function restoreFrom(app: App, store: RestorableLog, snapshots: SnapshotFolder, version: Height): string | undefined {
  assert(makesSnapshots(app), "only an App that makes snapshots has any to begin from");
  try {
    const { summary, blocks } = snapshots.read(version);
    const recorded = store.results(version)?.appHash;
    if (summary.version !== version || recorded === undefined || !equalBytes(summary.appHash, recorded)) {
      return `the snapshot of version ${version} is of another state than the log`;
    }
    app.restoreSnapshot(summary, blocks);
    return undefined;
  } catch (error) {
    // The App is as it was before, and whatever a file can make a reader throw, the log makes up for it.
    return error instanceof Error ? error.message : `the snapshot of version ${version} cannot be read`;
  }
}

/** Removes snapshots of heights that the log does not reach, whatever left them: the next ones would wait for it. Returns a sentence for each. */
export function removeUnreached(snapshots: SnapshotFolder, last: Height): readonly string[] {
  return snapshots.versions
    .filter((version) => version > last)
    .map((version) => {
      snapshots.remove(version);
      return `the snapshot of version ${version} was removed: the log ends at height ${last}`;
    });
}
