import { openRecordLog, type RecordLogOptions } from "./record-log.ts";

/**
 * A {@link RecordLog} whose syncs do not hold up the thread. Records that come while the disk works wait and go as one
 * frame behind one sync, so never more than one frame is unfinished and a crash leaves a torn tail at most. Whoever hands
 * something out that rests on a record waits for `durable` first.
 */
export interface GroupLog extends Disposable {
  /** Takes records and returns the number of the first. Throws `DISK_*`, or `LOG_BROKEN` after an earlier failure. */
  append(...records: readonly Uint8Array[]): number;
  /** A copy of a record, written or not. Throws `LOG_RANGE` or `LOG_CORRUPT`. */
  read(record: number): Uint8Array;
  /** Resolves when what was taken so far outlives this process. */
  written(): Promise<void>;
  /** Resolves when what was taken so far outlives the machine's power. */
  durable(): Promise<void>;
  /** Writes and syncs what still waits. */
  close(): void;
}

interface Waiter {
  /** Records that must have been passed on. */
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens or creates a group log. When a frame that waited cannot be written or synced, every later call fails until the log
 * is opened again: records that were taken before are missing then.
 */
export function openGroupLog(path: string, options: Omit<RecordLogOptions, "syncOnAppend">): GroupLog {
  const log = openRecordLog(path, { ...options, syncOnAppend: false });
  let waiting: Uint8Array[] = [];
  let synced = log.count;
  let isSyncing = false;
  let failure: { readonly error: unknown } | undefined;
  let forWritten: Waiter[] = [];
  let forDurable: Waiter[] = [];

  const settle = (): void => {
    const pass = (waiters: readonly Waiter[], reached: number): Waiter[] =>
      waiters.filter(({ count, resolve, reject }) => {
        if (count <= reached) resolve();
        else if (failure !== undefined) reject(failure.error);
        return count > reached && failure === undefined;
      });
    forWritten = pass(forWritten, log.count);
    forDurable = pass(forDurable, synced);
  };

  const syncAll = async (): Promise<void> => {
    isSyncing = true;
    try {
      while (synced < log.count) {
        const reached = log.count;
        await log.syncInBackground();
        synced = Math.max(synced, reached);
        if (waiting.length > 0) log.append(...waiting.splice(0));
        settle();
      }
    } catch (error) {
      failure = { error };
      settle();
    } finally {
      isSyncing = false;
    }
  };

  const requireWhole = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  const total = (): number => log.count + waiting.length;
  const until = (waiters: () => Waiter[], reached: () => number): Promise<void> => {
    if (failure !== undefined) return Promise.reject(failure.error);
    const count = total();
    if (reached() >= count) return Promise.resolve();
    return new Promise((resolve, reject) => void waiters().push({ count, resolve, reject }));
  };
  const close = (): void => {
    try {
      if (failure === undefined && waiting.length > 0) log.append(...waiting.splice(0));
      if (failure === undefined && synced < log.count) log.sync();
      if (failure === undefined) synced = log.count;
      settle();
    } finally {
      log.close();
    }
  };
  return {
    append(...records) {
      requireWhole();
      const first = total();
      if (isSyncing) {
        waiting.push(...records);
        return first;
      }
      log.append(...records);
      void syncAll();
      return first;
    },
    read(record) {
      const inMemory = waiting[record - log.count];
      return inMemory === undefined ? log.read(record) : inMemory.slice();
    },
    written: () => until(() => forWritten, () => log.count),
    durable: () => until(() => forDurable, () => synced),
    close,
    [Symbol.dispose]: close,
  };
}
