import { SpanStatus, type Claim, type ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { OwnedWeight } from "./owner-amounts.ts";

/**
 * Tokens of each cited contribution as a claim's spans state them, weights and owners believed. `sequenceOf` is asked
 * once for every contribution that a span cites, owned or not, and throws for one that may not be cited.
 */
export function claimedWeights(claim: Claim, sequenceOf: (ref: ContributionRef) => bigint): readonly OwnedWeight[] {
  const sequences = new Map<string, bigint>();
  const weighed = new Map<string, OwnedWeight>();
  for (const { status, owner, weight, match } of claim.spans) {
    const contribution = match?.contribution;
    if (contribution === undefined) continue;
    const key = `${contribution.datanetId}/${contribution.seq}`;
    const sequence = sequences.get(key) ?? sequenceOf(contribution);
    sequences.set(key, sequence);
    if (status !== SpanStatus.SPAN_STATUS_OWNED) continue;
    const sum = (weighed.get(key)?.weight ?? 0) + Number(weight);
    weighed.set(key, { contribution, sequence, owner, weight: sum });
  }
  return [...weighed.values()];
}
