import { OperationalError } from "@openledger/ports";
import type { FollowerStatus } from "@openledger/follower";
import { lastSealedBy } from "@openledger/sequencer";
import type { Parts } from "../node-parts.ts";
import { mayBegin } from "./may-begin.ts";
import { holdsNext, type IsMyTurn } from "./own-turn.ts";

/** When a key that several nodes share seals here. */
export interface SharedTurn {
  readonly isMyTurn?: IsMyTurn;
  readonly isTurnLost?: (error: unknown) => boolean;
}

/** The signer says that another node seals, or that it has a block that this node lacks. */
const LOST: ReadonlySet<string> = new Set(["LEASE_LOST", "SEAL_CONFLICT"]);

/**
 * The turn of a shared key: the lease is this node's, and when it came every sealed block was executed here. Nothing where this
 * node seals with its own key.
 */
export function sharedTurn({ chain, key, shared }: Pick<Parts, "chain" | "key" | "shared">): SharedTurn {
  if (shared === undefined) return {};
  /** After a hand-over to another key: nobody but who may use this one can post what it sealed. */
  const hasToPost = (following: FollowerStatus | undefined): boolean => following !== undefined && following.includedHeight < lastSealedBy(chain, key.publicKey);
  /** Whether the signer takes the block after the last one here; after blocks of other keys it hears of them first. */
  const isAtTip = (): boolean => (shared.status().tip?.height ?? -1n) >= chain.store.stateHeight;
  return {
    isMyTurn: ({ following }) => mayBegin(following) && shared.isMyTurn() && (holdsNext({ chain, key }) ? following === undefined || isAtTip() : hasToPost(following)),
    isTurnLost(error) {
      if (!(error instanceof OperationalError)) return false;
      // Whoever was paused beyond its lease may see on DA what the other one made meanwhile, before it hears of the lease.
      const isLost = LOST.has(error.code) || (error.code === "DA_AHEAD_OF_LOG" && !shared.isMyTurn());
      if (isLost) shared.yieldTurn();
      return isLost;
    },
  };
}
