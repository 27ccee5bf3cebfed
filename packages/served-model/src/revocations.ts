import { contributionKey, NO_RULING, NOT_REVOKED, revocationAt, rulingAt, type IsStruck, type Revocation, type Ruling } from "@openledger/attribution";
import { allContributions, allDatanets, ClientError, isErased, type ChainClient } from "@openledger/client";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { createStrikes } from "./strikes.ts";

const LOOKS_MAX = 3;

/** The marks of all contributions, as the chain had them a moment ago. */
export interface Revocations {
  /** Makes sure that the marks of all blocks before `height` are known. Throws ClientError. */
  upTo(height: bigint): Promise<void>;
  /** Looks for new marks. Throws ClientError. */
  refresh(): Promise<void>;
  /** What of a contribution a session does not pay for that opened at block `openedHeight`. */
  revocationOf(contribution: ContributionRef, openedHeight: bigint): Revocation;
  /** What disputes had decided of a contribution when a session opened at block `openedHeight`. */
  rulingOf(contribution: ContributionRef, openedHeight: bigint): Ruling;
  /**
   * What was struck when a session opened at block `openedHeight`: one function for all sessions with the same strikes,
   * undefined when there are none.
   */
  struckAt(openedHeight: bigint): IsStruck | undefined;
  /** The first contribution that was erased and whose erasure a session of that block does not see. */
  erasedUnseen(openedHeight: bigint): Contribution | undefined;
  isErased(contribution: ContributionRef): boolean;
}

export interface RevocationsOptions {
  readonly client: ChainClient;
  /** Contributions that answers are made from: their erasure ends the sessions that do not see it. */
  isServed(contribution: Contribution): boolean;
  /** Called with contributions that were found erased for the first time. */
  onErased(contributions: readonly Contribution[]): void;
}

export function createRevocations({ client, isServed, onErased }: RevocationsOptions): Revocations {
  const counts = new Map<bigint, bigint>();
  const marked = new Map<string, Contribution>();
  const strikes = createStrikes();
  let seen = 0n;
  let running: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const height = await client.height();
    const erased: Contribution[] = [];
    for (const { id, markCount } of await allDatanets(client)) {
      if ((counts.get(id) ?? 0n) === markCount) continue;
      for (const contribution of await allContributions(client, id)) {
        if (contribution.marks.length === 0) continue;
        const key = contributionKey(contribution);
        const before = marked.get(key);
        if (isErased(contribution) && (before === undefined || !isErased(before))) erased.push(contribution);
        marked.set(key, contribution);
        strikes.learn(contribution);
      }
      counts.set(id, markCount);
    }
    if (erased.length > 0) onErased(erased);
    seen = height;
  };
  const refresh = (): Promise<void> => {
    running ??= look().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    refresh,
    async upTo(height) {
      // A look that began before may have missed the block, the next one cannot.
      for (let i = 0; i < LOOKS_MAX && seen < height; i++) await refresh();
      if (seen < height) throw new ClientError("unreachable", `the node is at block ${seen}, behind ${height}; try again`);
    },
    revocationOf(contribution, openedHeight) {
      const found = marked.get(contributionKey(contribution));
      return found === undefined ? NOT_REVOKED : revocationAt(found.marks, openedHeight);
    },
    rulingOf(contribution, openedHeight) {
      const found = marked.get(contributionKey(contribution));
      return found === undefined ? NO_RULING : rulingAt(found.marks, openedHeight);
    },
    struckAt: (openedHeight) => strikes.before(openedHeight),
    erasedUnseen: (openedHeight) =>
      [...marked.values()].find(
        (one) => isServed(one) && one.marks.some((mark) => mark.erase && mark.height >= openedHeight),
      ),
    isErased(contribution) {
      const found = marked.get(contributionKey(contribution));
      return found !== undefined && isErased(found);
    },
  };
}
