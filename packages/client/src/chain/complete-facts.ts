import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { ChainFacts, ContributionFacts, DatanetVersionFacts } from "../receipt/chain-facts.ts";
import type { ChainClient } from "./chain-client.ts";
import { fetchContributionFacts, fetchVersionFacts, type BaseFacts } from "./session-facts.ts";

/** Fetches, and remembers, what openings cite. What a session sees of contributions and frozen versions never changes. */
export interface CitedFacts {
  /** The session's facts completed by what the opening cites. */
  complete(base: BaseFacts, opening: ReceiptOpening): Promise<ChainFacts>;
}

export function createCitedFacts(client: ChainClient): CitedFacts {
  const contributions = new Map<string, Promise<ContributionFacts>>();
  const versions = new Map<string, Promise<DatanetVersionFacts>>();
  return {
    async complete(base, opening) {
      const leaves = opening.contributions.flatMap(({ leaf }) => (leaf === undefined ? [] : [leaf]));
      const openedHeight = BigInt(base.session.openedHeight);
      const cited = await Promise.all(
        leaves.map((leaf) => {
          const key = `${leaf.datanetId}/${leaf.seq} at ${openedHeight}`;
          return remember(contributions, key, () => fetchContributionFacts(client, leaf, openedHeight));
        }),
      );
      const listed = new Map(base.datanetVersions.map((one) => [`${one.datanetId}@${one.version}`, one]));
      for (const { leaf, version } of opening.contributions) {
        if (leaf === undefined || listed.has(`${leaf.datanetId}@${version}`)) continue;
        const key = `${leaf.datanetId}@${version}`;
        listed.set(key, await remember(versions, key, () => fetchVersionFacts(client, leaf.datanetId, version)));
      }
      return { ...base, datanetVersions: [...listed.values()].sort(byVersion), contributions: cited };
    },
  };
}

function byVersion(a: DatanetVersionFacts, b: DatanetVersionFacts): number {
  const first = BigInt(a.datanetId) - BigInt(b.datanetId);
  const difference = first === 0n ? BigInt(a.version) - BigInt(b.version) : first;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A failed look-up is forgotten, so that the next one asks again. */
function remember<T>(known: Map<string, Promise<T>>, key: string, fetchIt: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const asked = fetchIt().catch((error: unknown) => {
    known.delete(key);
    throw error;
  });
  known.set(key, asked);
  return asked;
}
