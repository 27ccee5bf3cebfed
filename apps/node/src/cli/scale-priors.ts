import type { ManifestEntry } from "@openledger/messages/openledger/model/v1";
import { nodeError } from "../node-error.ts";

/** A datanet version that joins a manifest, with its prior where somebody named one. */
export interface AddedEntry {
  readonly datanetId: bigint;
  readonly version: bigint;
  readonly priorBps?: number;
}

/**
 * The entries of a base's manifest with those that join it, ascending by datanet. One that the base has already takes the
 * new version in its place. The sum of priors stays what it was: a new datanet without a prior of its own gets an equal
 * share of it, the others keep their proportions in what is left, each at least at the minimum of its licence (bps, by
 * datanet). Throws `CONFIG` when minimums and named priors exceed the whole.
 */
export function scalePriors(
  base: readonly ManifestEntry[],
  added: readonly AddedEntry[],
  minimums: ReadonlyMap<bigint, number>,
): readonly ManifestEntry[] {
  const atLeast = (datanetId: bigint, bps: number): number => Math.max(bps, minimums.get(datanetId) ?? 0);
  const before = new Map(base.map((entry) => [entry.datanetId, entry]));
  const sum = base.reduce((total, { priorBps }) => total + priorBps, 0);
  const count = new Set([...base, ...added].map(({ datanetId }) => datanetId)).size;
  const share = Math.floor(sum / count);
  const named = added.flatMap(({ datanetId, version, priorBps }) => {
    if (priorBps !== undefined) return [{ datanetId, version, priorBps }];
    return before.has(datanetId) ? [] : [{ datanetId, version, priorBps: atLeast(datanetId, share) }];
  });
  const newer = new Map(added.map(({ datanetId, version }) => [datanetId, version]));
  const kept = base.filter(({ datanetId }) => !named.some((entry) => entry.datanetId === datanetId));
  const left = Math.max(0, named.reduce((rest, { priorBps }) => rest - priorBps, sum));
  const keptSum = kept.reduce((total, { priorBps }) => total + priorBps, 0);
  const scaled = kept.map(({ datanetId, version, priorBps }) => ({
    ...{ datanetId, version: newer.get(datanetId) ?? version },
    priorBps: atLeast(datanetId, keptSum === 0 ? 0 : Math.floor((priorBps * left) / keptSum)),
  }));
  const entries = [...named, ...scaled].toSorted((a, b) => (a.datanetId < b.datanetId ? -1 : 1));
  const total = entries.reduce((all, { priorBps }) => all + priorBps, 0);
  if (total <= 10_000) return entries;
  const parts = entries.map(({ datanetId, priorBps }) => `datanet ${datanetId} ${priorBps}`).join(", ");
  throw nodeError("CONFIG", `priors would be ${total} of 10000 bps: ${parts}; name lower ones, as in --datanet 3@1:500`);
}
