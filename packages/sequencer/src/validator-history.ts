import { nextProposer, updateRankedSet, type RankedSet } from "@openledger/comet";
import { assert, type Height, type Sha256 } from "@openledger/primitives";
import type { ValidatorUpdate } from "@openledger/state-machine";
import { createRecent } from "./recent.ts";

/** What a block made of the validator set; never empty. */
export interface SetChange {
  readonly height: Height;
  readonly updates: readonly ValidatorUpdate[];
}

/** Which validators sign which block. */
export interface ValidatorHistory {
  /**
   * The set that signs the block at `height`, from the first one to two after the last block whose state is durable:
   * what a block changes takes effect two blocks later, as in CometBFT.
   */
  at(height: bigint): RankedSet;
}

/** Heights between sets that are kept, of a chain whose validators take turns without changing. */
const KEPT_EVERY = 256n;
const RECENT_SETS = 16;

interface KeptSet {
  readonly height: bigint;
  readonly set: RankedSet;
  /** How many changes are in it. */
  readonly applied: number;
}

/** `changes` are those of all blocks so far, by height, and grow at the end. */
export function createValidatorHistory(
  sha256: Sha256,
  genesis: { readonly initialHeight: Height; readonly validators: RankedSet },
  changes: readonly SetChange[],
): ValidatorHistory {
  const kept: KeptSet[] = [{ height: genesis.initialHeight, set: genesis.validators, applied: 0 }];
  const recent = createRecent<bigint, RankedSet>(RECENT_SETS);

  /** The set of the next height, or of the last one up to `limit` at which it is still the same. */
  const step = ({ height, set, applied }: KeptSet, limit: bigint): KeptSet => {
    const change = changes[applied];
    const at = change === undefined ? undefined : change.height + 2n;
    if (change !== undefined && at === height + 1n) {
      return { height: at, set: nextProposer(updateRankedSet(sha256, set, change.updates)), applied: applied + 1 };
    }
    const next = nextProposer(set);
    if (next !== set) return { height: height + 1n, set: next, applied };
    return { height: at === undefined || at > limit ? limit : at - 1n, set, applied };
  };

  const newestUpTo = (height: bigint): KeptSet => {
    let low = 0;
    let high = kept.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((kept[middle]?.height ?? height) <= height) low = middle;
      else high = middle - 1;
    }
    const found = kept[low];
    assert(found !== undefined && found.height <= height, "a validator set is asked for a height of the chain");
    return found;
  };

  const find = (height: bigint): RankedSet => {
    let at = newestUpTo(height);
    while (at.height < height) {
      const before = at;
      at = step(before, height);
      const last = kept.at(-1);
      const isNew = last !== undefined && at.height > last.height;
      if (isNew && (at.applied > last.applied || at.height >= last.height + KEPT_EVERY)) kept.push(at);
    }
    return at.set;
  };

  return {
    at(height) {
      const known = recent.get(height);
      if (known !== undefined) return known;
      const set = find(height);
      recent.set(height, set);
      return set;
    },
  };
}
