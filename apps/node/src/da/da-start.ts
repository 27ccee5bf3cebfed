import type { ForcedInclusion } from "@openledger/chain";
import { nodeError } from "../node-error.ts";

/** A node whose settings say nothing begins to read DA here. */
const UNSET = 1n;

/**
 * First DA height of a chain. With forced inclusion genesis says it, since what is owed depends on where reading begins: a
 * node with another one of its own would come to other ends. Throws `CONFIG`.
 */
export function daStartOf(rule: ForcedInclusion | undefined, given: bigint): bigint {
  if (rule === undefined || given === rule.startHeight) return given;
  if (given === UNSET) return rule.startHeight;
  throw nodeError("CONFIG", `the chain begins at DA height ${rule.startHeight} by its genesis (app_state.rollup.forced_inclusion.start_height), not ${given}: remove da_start_height, or --da.start-height`);
}
