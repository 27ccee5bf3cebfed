import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { SpanIndex } from "./span-index.ts";

/** Says of a contribution whether it was struck; one function always says the same. */
export type IsStruck = (contribution: ContributionRef) => boolean;

const known = new WeakMap<SpanIndex, WeakMap<IsStruck, SpanIndex>>();

/**
 * The index as if the struck contributions were not in it, without building it again. What a function says of an index is
 * asked once and kept as long as both are, so give the same function for the same strikes.
 */
export function withoutStruck(index: SpanIndex, isStruck: IsStruck): SpanIndex {
  const before = known.get(index)?.get(isStruck);
  if (before !== undefined) return before;
  const struck = new Set<number>();
  index.contributions.forEach(({ ref }, number) => {
    if (isStruck(ref)) struck.add(number);
  });
  const without = struck.size === 0 ? index : index.without(struck);
  const ofIndex = known.get(index) ?? new WeakMap<IsStruck, SpanIndex>();
  known.set(index, ofIndex.set(isStruck, without));
  return without;
}
