/** Whether the key of this home may make the next block. */
import { existsSync } from "node:fs";
import type { FollowerStatus } from "@openledger/follower";
import { openSignState, type SignState } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { holdsPower, isSignStateOfAnotherKey, lastSealedBy, nextHeight } from "@openledger/sequencer";
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

const ELSE = 'hand over to another key; for a key that never sealed a block anywhere, write {"height":"0","round":0,"step":0} there';

type TurnParts = Pick<Parts, "chain" | "key" | "ownKey" | "paths" | "fileSystem">;

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
 * The last-sign state of a key that is not alone in making blocks, as {@link openHomeSignState} gives it. Throws `HOME` where it is
 * behind the last block that this key sealed.
 */
export function openOwnSignState(parts: TurnParts): SignState {
  const { chain, key, paths } = parts;
  const state = openHomeSignState(parts);
  const sealed = lastSealedBy(chain, key.publicKey);
  const signed = state.last?.height ?? 0n;
  if (signed >= sealed) return state;
  throw nodeError("HOME", `${paths.signStateFile} is at height ${signed}, behind block ${sealed} that its key sealed: restore it, or hand over to another key; this one could sign twice`);
}

/**
 * The last-sign state of the key here, which is made with the key and never later: what a home knows of the chain does not say that a
 * key sealed nothing. Throws `HOME` where it is missing or another key's, and what opening it throws.
 */
export function openHomeSignState({ ownKey, paths, fileSystem }: Omit<TurnParts, "chain" | "key">): SignState {
  const { signStateFile, validatorKeyFile } = paths;
  if (!existsSync(signStateFile)) throw nodeError("HOME", `${signStateFile} is missing, and without it the key here could sign twice: restore it, or ${ELSE}`);
  const state = openSignState(signStateFile, fileSystem === undefined ? {} : { fileSystem });
  if (!isSignStateOfAnotherKey(signStateFile, state, ownKey)) return state;
  throw nodeError("HOME", `${signStateFile} belongs to another key than the one in ${validatorKeyFile}, which could sign twice: move the file that belongs to it here as well, or ${ELSE}`);
}

/** Whether this home sealed the last block of its log, and knows that it did: then no other node has a later one. */
export function sealedLast(parts: TurnParts): boolean {
  const { lastHeight } = parts.chain.store;
  return lastHeight > 0n && lastSealedBy(parts.chain, parts.key.publicKey) === lastHeight && turnProblem(parts) === undefined;
}
