import { assert } from "@openledger/primitives";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { SpanIndex } from "./span-index.ts";

/**
 * The index as if the struck contributions were not in it, without building it again: only runs that a struck one holds
 * first are looked up a second time, in all places where they stand. Contributions and positions keep their numbers.
 */
export function withoutStruck(index: SpanIndex, isStruck: (contribution: ContributionRef) => boolean): SpanIndex {
  const struck = new Set<number>();
  index.contributions.forEach(({ ref }, number) => {
    if (isStruck(ref)) struck.add(number);
  });
  if (struck.size === 0) return index;
  const isLeft = (position: number): boolean => !struck.has(index.locate(position).contribution);
  const all = (position: number, length: number): number[] =>
    index.occurrences(position, length, Number.MAX_SAFE_INTEGER).filter(isLeft);
  return {
    contributions: index.contributions,
    symbolsOf: (bytes, tokens) => index.symbolsOf(bytes, tokens),
    symbolAt: (position) => index.symbolAt(position),
    locate: (position) => index.locate(position),
    earliest(symbols, from, to) {
      const found = index.earliest(symbols, from, to);
      for (let i = 0; i < found.length; i++) {
        const position = found[i] as number;
        if (position < 0 || isLeft(position)) continue;
        found[i] = all(position, (to[i] as number) - (from[i] as number))[0] ?? -1;
      }
      return found;
    },
    occurrences(position, length, max) {
      const few = index.occurrences(position, length, max);
      const left = few.length === 1 ? all(position, length) : few.filter(isLeft);
      if (left.length <= max) return left;
      const smallest = left[0];
      assert(smallest !== undefined, "a run that stands in more places than asked for stands somewhere");
      return [smallest];
    },
  };
}
