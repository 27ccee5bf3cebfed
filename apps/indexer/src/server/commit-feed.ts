import type { CommitFeed } from "../graphql/builder.ts";

/** Wakes subscriptions after each commit of this process's writer. */
export interface CommitAnnouncer extends CommitFeed {
  announce(): void;
  /** Wakes every waiter for the last time. */
  close(): void;
}

export function createCommitFeed(): CommitAnnouncer {
  const waiting = new Set<() => void>();
  let count = 0;
  const wakeAll = (): void => {
    count += 1;
    for (const wake of [...waiting]) wake();
  };
  let closed = false;
  return {
    get count() {
      return count;
    },
    async next(signal) {
      if (!signal.aborted && !closed) await new Promise<void>((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
      return !signal.aborted && !closed;
    },
    announce: wakeAll,
    close() {
      closed = true;
      wakeAll();
    },
  };
}
