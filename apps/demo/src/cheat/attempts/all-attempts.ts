import type { HonestBatch } from "../host/honest-batch.ts";
import type { Attempt } from "./attempt.ts";
import { falseChallenges } from "./false-challenges.ts";
import { lateRegistration } from "./late-registration.ts";
import { liesAboutSums } from "./lies-about-sums.ts";
import { liesByOmission } from "./lies-by-omission.ts";
import { liesInClaims } from "./lies-in-claims.ts";
import { silentHosts } from "./silent-hosts.ts";
import { tricksOfContributors } from "./tricks-of-contributors.ts";

/**
 * Everything that is tried, in its order. What leaves a settlement pending comes first, and what needs the honest batch
 * to be final comes last, so that nobody waits for a window.
 */
export function allAttempts(batch: HonestBatch): readonly Attempt[] {
  return [
    ...liesAboutSums,
    ...falseChallenges,
    ...liesInClaims,
    ...liesByOmission,
    ...silentHosts,
    ...tricksOfContributors(batch),
    lateRegistration,
  ];
}
