import type { ChainClient } from "@openledger/client";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as DatanetQuery, QuotePolicy } from "@openledger/messages/openledger/datanet/v1";
import { Visibility, type Session } from "@openledger/messages/openledger/market/v1";
import type { Revocations } from "@openledger/served-model";

/** Openings go on the chain with every settlement, only to those who demand them, or early wherever that is allowed. */
export type OpeningsPolicy = "early" | "on-demand" | "auto";

/** Says whether the openings of a batch are attached to its settlement. */
export interface EarlyOpenings {
  /** Before the batch is known. */
  mayOpen(session: Session): boolean;
  /** Asks the chain for the terms of cited datanets, which never change, once each. Throws ClientError. */
  mayAttach(openings: readonly ReceiptOpening[]): Promise<boolean>;
}

export function createEarlyOpenings(options: {
  readonly client: ChainClient;
  readonly revocations: Pick<Revocations, "isErased">;
  readonly policy: OpeningsPolicy;
}): EarlyOpenings {
  const { client, revocations, policy } = options;
  const isQuotedFreely = new Map<bigint, boolean>();
  const allowsQuotes = async (datanetId: bigint): Promise<boolean> => {
    const known = isQuotedFreely.get(datanetId);
    if (known !== undefined) return known;
    const { datanet } = await client.query(DatanetQuery.Datanet, { datanetId });
    const allows = datanet?.licence?.quote === QuotePolicy.QUOTE_POLICY_PUBLIC;
    isQuotedFreely.set(datanetId, allows);
    return allows;
  };
  return {
    mayOpen: ({ visibility }) =>
      policy === "early" || (policy === "auto" && visibility === Visibility.VISIBILITY_PUBLIC),
    async mayAttach(openings) {
      const cited = openings.flatMap(({ contributions }) => contributions.flatMap(({ leaf }) => (leaf === undefined ? [] : [leaf])));
      // The chain refuses them under every policy.
      if (cited.some((leaf) => revocations.isErased(leaf))) return false;
      if (policy !== "auto") return policy === "early";
      for (const datanetId of new Set(cited.map((leaf) => leaf.datanetId))) {
        if (!(await allowsQuotes(datanetId))) return false;
      }
      return true;
    },
  };
}
