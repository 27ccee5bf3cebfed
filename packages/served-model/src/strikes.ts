import { contributionKey, type IsStruck } from "@openledger/attribution";
import { MarkKind, type Contribution } from "@openledger/messages/openledger/datanet/v1";

/** Which contributions were struck at which block. */
export interface Strikes {
  learn(contribution: Contribution): void;
  /**
   * What was struck in blocks before `height`, undefined when nothing was. Heights between the same strikes share one
   * function, until a further one is learnt.
   */
  before(height: bigint): IsStruck | undefined;
}

export function createStrikes(): Strikes {
  const heights = new Map<string, bigint>();
  const functions = new Map<bigint, IsStruck>();
  return {
    learn(contribution) {
      const mark = contribution.marks.find(({ kind }) => kind === MarkKind.MARK_KIND_STRUCK);
      const key = contributionKey(contribution);
      if (mark === undefined || heights.has(key)) return;
      heights.set(key, mark.height);
      functions.clear();
    },
    before(height) {
      let last: bigint | undefined;
      for (const struck of heights.values()) if (struck < height && (last === undefined || struck > last)) last = struck;
      if (last === undefined) return undefined;
      const until = last;
      const known = functions.get(until) ?? isStruckUntil(heights, until);
      functions.set(until, known);
      return known;
    },
  };
}

function isStruckUntil(heights: ReadonlyMap<string, bigint>, until: bigint): IsStruck {
  return (contribution) => {
    const height = heights.get(contributionKey(contribution));
    return height !== undefined && height <= until;
  };
}
