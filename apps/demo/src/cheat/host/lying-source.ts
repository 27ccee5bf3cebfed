import { contributionKey, createSpanIndex, type AttributionSource } from "@openledger/attribution";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { Desk } from "../network/stage.ts";

/** The host's source with an index that has forgotten some contributions. */
export function forgetting({ served }: Desk, isForgotten: (contributor: string, ref: ContributionRef) => boolean): AttributionSource {
  const { source } = served;
  const known = source.index.contributions.filter(({ ref }) => !isForgotten(source.held(ref).leaf.contributor, ref));
  const indexed = known.map(({ ref }) => {
    const { documents, leaf } = source.held(ref);
    return { ref, sequence: leaf.sequence, documents };
  });
  return { ...source, index: createSpanIndex(indexed) };
}

/** The host's source, with one contribution passed off as part of the model's manifest. */
export function passingOff({ served }: Desk, ref: ContributionRef): AttributionSource {
  const { source } = served;
  const key = contributionKey(ref);
  return { ...source, standing: (one) => (contributionKey(one) === key ? "manifest" : source.standing(one)) };
}
