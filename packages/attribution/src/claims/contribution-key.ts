import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";

/** Order of (datanet, seq). */
export function compareRefs(a: ContributionRef, b: ContributionRef): number {
  if (a.datanetId !== b.datanetId) return a.datanetId < b.datanetId ? -1 : 1;
  return a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0;
}

/** True when each stands after the one before it, so none stands twice. */
export function areAscending(refs: readonly ContributionRef[]): boolean {
  return refs.every((ref, i) => i === 0 || compareRefs(refs[i - 1] as ContributionRef, ref) < 0);
}

/** Text by which maps tell contributions apart. */
export function contributionKey(ref: ContributionRef): string {
  return `${ref.datanetId}/${ref.seq}`;
}
