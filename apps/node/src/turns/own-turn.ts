/** Whether the key of this home may make the next block. */
import type { FollowerStatus } from "@openledger/follower";
import { openSignState, type SignState } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { holdsPower, lastSealedBy, nextHeight } from "@openledger/sequencer";
import { nodeError } from "../node-error.ts";
import type { Parts } from "../node-parts.ts";
import { mayBegin } from "./may-begin.ts";

/** Where a node stands when it is asked. */
export interface TurnState {
  /** Of following; undefined while this node makes blocks. */
  readonly following: FollowerStatus | undefined;
}

/** Asked while a node follows and while it makes blocks, some times a second. */
export type IsMyTurn = (state: TurnState) => boolean | Promise<boolean>;

type TurnParts = Pick<Parts, "chain" | "key" | "paths" | "fileSystem">;

/** Whether the key of this home seals the next block. */
export function holdsNext({ chain, key }: Pick<Parts, "chain" | "key">): boolean {
  return holdsPower(chain.validators.at(nextHeight(chain)), key.publicKey);
}

/**
 * The turn of a key that no other home has: it seals the next block, everything on DA is executed here, and whatever is
 * not on DA yet is its own to post.
 */
export function createOwnKeyTurn(parts: TurnParts): IsMyTurn {
  return ({ following }) => holdsNext(parts) && mayBegin(following) && (following === undefined || (isOwnToPost(parts, following) && turnProblem(parts) === undefined));
}

/** Nobody else can post what another key sealed, and nobody could derive what is built on it. */
function isOwnToPost({ chain, key }: TurnParts, { includedHeight, softHeight }: FollowerStatus): boolean {
  for (let at = includedHeight + 1n; at <= softHeight; at++) if (!holdsPower(chain.validators.at(at), key.publicKey)) return false;
  return true;
}

/** Why the key here must not seal though it is its turn, in a sentence; undefined when it may. */
export function turnProblem(parts: TurnParts): string | undefined {
  try {
    openOwnSignState(parts);
    return undefined;
  } catch (error) {
    if (error instanceof OperationalError) return error.message;
    throw error;
  }
}

/**
 * The last-sign state of the key here, new for a key that never sealed a block of this chain. Throws `HOME` for one that
 * does not know the last block that this key sealed, and what opening it throws.
 */
export function openOwnSignState({ chain, key, paths, fileSystem }: TurnParts): SignState {
  const sealed = lastSealedBy(chain, key.publicKey);
  const state = openSignState(paths.signStateFile, { create: sealed === 0n, ...(fileSystem === undefined ? {} : { fileSystem }) });
  const signed = state.last?.height ?? 0n;
  if (signed >= sealed) return state;
  throw nodeError("HOME", `${paths.signStateFile} is at height ${signed}, behind block ${sealed} that its key sealed: restore it, or hand over to another key; this one could sign twice`);
}

/** Whether this home sealed the last block of its log, and knows that it did: then no other node has a later one. */
export function sealedLast(parts: TurnParts): boolean {
  const { lastHeight } = parts.chain.store;
  return lastHeight > 0n && lastSealedBy(parts.chain, parts.key.publicKey) === lastHeight && turnProblem(parts) === undefined;
}
