import type { Claim, ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { areAscending, contributionKey } from "./contribution-key.ts";
import { demand } from "./errors.ts";
import type { ReceiptContext } from "./receipt-context.ts";

/**
 * Checks what a claim says of its passages as far as that shows without rows: sources stand in order, are not more than
 * the passages, and are contributions of the manifest that were not revoked; kinds without derivation name neither.
 * `registered` knows contributions that were accepted before the model was published. Throws {@link ClaimError}.
 */
export function verifySources(
  { passages, sources }: Pick<Claim, "passages" | "sources">,
  context: Pick<ReceiptContext, "derive" | "manifestLogSize" | "isRevoked">,
  registered: (ref: ContributionRef) => { logIndex: bigint } | undefined,
): void {
  const mayName = context.derive !== undefined || (passages.length === 0 && sources.length === 0);
  demand(mayName, "derivation", "the model's kind makes outputs of no passages, and yet the claim names some");
  const isPossible = sources.length <= passages.length && areAscending(sources);
  demand(isPossible, "derivation", "sources are more than the passages, or not ascending");
  for (const ref of sources) {
    const name = `contribution ${contributionKey(ref)}`;
    const known = registered(ref);
    demand(known !== undefined, "contribution-late", `${name} was not accepted before the model was published`);
    const isIn = known.logIndex < context.manifestLogSize(ref.datanetId);
    demand(isIn, "outside-manifest", `${name} is no source: it is outside the manifest`);
    demand(!context.isRevoked(ref), "revoked", `${name} is no source: it was revoked when the session opened`);
  }
}
