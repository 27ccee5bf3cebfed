import { contributionKey } from "@openledger/attribution";
import type { Corpus, ModelFacts } from "@openledger/client";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";

/**
 * Tells contributions of a commons that bind answers of the model, by the chain's own rule: those of the last version of
 * the commons that was frozen in the model's own block or before. `commons` are the ids of all commons datanets.
 */
export function bindingCommons(
  { entries, versions }: Corpus,
  model: Pick<ModelFacts, "publishedHeight">,
  commons: readonly bigint[],
): (ref: ContributionRef) => boolean {
  const height = BigInt(model.publishedHeight);
  const sizes = new Map<bigint, bigint>();
  for (const { datanetId, frozenHeight, logSize } of versions) {
    if (frozenHeight > height || !commons.includes(datanetId)) continue;
    const known = sizes.get(datanetId) ?? 0n;
    sizes.set(datanetId, logSize > known ? logSize : known);
  }
  const binding = entries
    .map(({ contribution }) => contribution)
    .filter(({ datanetId, logIndex }) => logIndex < (sizes.get(datanetId) ?? 0n));
  const keys = new Set(binding.map(contributionKey));
  return (ref) => keys.has(contributionKey(ref));
}
