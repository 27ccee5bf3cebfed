import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import type { ChainFacts, ContributionFacts, DatanetVersionFacts } from "../receipt/chain-facts.ts";
import type { ChainClient } from "./chain-client.ts";
import { fetchContributionFacts, fetchVersionFacts, type BaseFacts } from "./session-facts.ts";

/** Fetches, and remembers, what openings cite. What a session sees of contributions and frozen versions never changes. */
export interface CitedFacts {
  /** The session's facts completed by what the opening cites. */
  complete(base: BaseFacts, opening: ReceiptOpening): Promise<ChainFacts>;
  /**
   * Fetches for a session that begins what was last cited of the same datanets in others, so that its answers need not wait
   * for it. Never rejects: what does not come now is asked for when it is cited.
   */
  warm(base: BaseFacts): Promise<void>;
}

/** What is kept; what was forgotten is fetched again. */
const FACTS_MAX = 8_192;
const WARM_MAX = 256;
const WARM_AT_ONCE = 4;

interface Ref {
  readonly datanetId: bigint;
  readonly seq: bigint;
}

export function createCitedFacts(client: Pick<ChainClient, "query">): CitedFacts {
  const contributions = new Map<string, Promise<ContributionFacts>>();
  const versions = new Map<string, Promise<DatanetVersionFacts>>();
  /** The last cited ones, the newest last. */
  const recent = new Map<string, Ref>();
  const factsOf = ({ datanetId, seq }: Ref, openedHeight: bigint): Promise<ContributionFacts> =>
    remember(contributions, `${datanetId}/${seq} at ${openedHeight}`, () => fetchContributionFacts(client, { datanetId, seq }, openedHeight));
  return {
    async complete(base, opening) {
      const leaves = opening.contributions.flatMap(({ leaf }) => (leaf === undefined ? [] : [leaf]));
      const openedHeight = BigInt(base.session.openedHeight);
      const cited = await Promise.all(leaves.map((leaf) => factsOf(leaf, openedHeight)));
      for (const { datanetId, seq } of leaves) {
        const name = `${datanetId}/${seq}`;
        recent.delete(name);
        keepLast(recent, WARM_MAX, name, { datanetId, seq });
      }
      const listed = new Map(base.datanetVersions.map((one) => [`${one.datanetId}@${one.version}`, one]));
      for (const { leaf, version } of opening.contributions) {
        if (leaf === undefined || listed.has(`${leaf.datanetId}@${version}`)) continue;
        const key = `${leaf.datanetId}@${version}`;
        listed.set(key, await remember(versions, key, () => fetchVersionFacts(client, leaf.datanetId, version)));
      }
      return { ...base, datanetVersions: [...listed.values()].sort(byVersion), contributions: cited };
    },
    async warm({ session, datanetVersions }) {
      const openedHeight = BigInt(session.openedHeight);
      const datanets = new Set(datanetVersions.map(({ datanetId }) => datanetId));
      const refs = [...recent.values()].filter(({ datanetId }) => datanets.has(datanetId.toString())).reverse();
      for (let from = 0; from < refs.length; from += WARM_AT_ONCE) {
        const asked = await Promise.allSettled(refs.slice(from, from + WARM_AT_ONCE).map((ref) => factsOf(ref, openedHeight)));
        // A node that does not answer one of them is not bothered with the others.
        if (asked.some(({ status }) => status === "rejected")) return;
      }
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
  keepLast(known, FACTS_MAX, key, asked);
  return asked;
}

function keepLast<Value>(map: Map<string, Value>, limit: number, key: string, value: Value): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
