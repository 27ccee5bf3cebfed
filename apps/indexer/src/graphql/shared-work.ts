import type { CommitFeed } from "./builder.ts";

/** Results that are kept between two commits; what comes on top is worked out for each who asks. */
const KEPT_MAX = 100;

/** Work that many subscribers want done at the same state of the index, and that one of them does for all. */
export interface SharedWork {
  /** The result of `work` that began after the newest commit, under a key that says all of what it depends on. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Forgets everything at each commit, so that nobody is given less than what the index holds when asking. */
export function createSharedWork(commits: CommitFeed): SharedWork {
  const kept = new Map<string, Promise<unknown>>();
  let keptAt = commits.count;
  return {
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      if (keptAt !== commits.count) kept.clear();
      keptAt = commits.count;
      // One key always stands for one kind of work.
      const known = kept.get(key) as Promise<T> | undefined;
      if (known !== undefined) return known;
      const begun = work();
      if (kept.size < KEPT_MAX) kept.set(key, begun);
      // What failed is tried again by the next one who asks.
      begun.catch(() => kept.get(key) === begun && kept.delete(key));
      return begun;
    },
  };
}
