import { createRankedSet, nextProposer, updateRankedSet, type RankedSet } from "@openledger/comet";
import type { Rotation } from "@openledger/derivation";
import { assert, type Height, type Sha256 } from "@openledger/primitives";
import type { ValidatorUpdate } from "@openledger/state-machine";
import { createRecent } from "./recent.ts";

/** What a block made of the validator set; never empty. */
export interface SetChange {
  readonly height: Height;
  readonly updates: readonly ValidatorUpdate[];
  /** By which the block crossed an open break: its key alone signs this block already. */
  readonly rotation?: Rotation | undefined;
}

/** Which validators sign which block. */
export interface ValidatorHistory {
  /**
   * The set that signs the block at `height`, from the first one to two after the last block whose state is durable:
   * what a block changes takes effect two blocks later, as in CometBFT.
   */
  at(height: bigint): RankedSet;
  /**
   * A rotation counts that the next block must begin with: its key alone signs from then on. Forgotten when that block is
   * there, or when undefined says that it counts no more.
   */
  expect(rotation: Rotation | undefined): void;
  /** The rotation that the block after the last one must begin with; undefined when there is none. */
  expected(): Rotation | undefined;
}

/** The history as a block sees it that claims to cross an open break. */
export type ValidatorSets = Pick<ValidatorHistory, "at">;

/** The set of a key that takes the place of all others, with their power. */
export function rotatedSet(sha256: Sha256, before: RankedSet, { newKey }: Pick<Rotation, "newKey">): RankedSet {
  return createRankedSet(sha256, [{ publicKey: newKey, power: before.totalPower }]);
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

/** A change, and the first height whose set has it. */
interface Effect extends SetChange {
  readonly at: bigint;
}

/** `changes` are those of all blocks so far, by height, and grow at the end. */
export function createValidatorHistory(
  sha256: Sha256,
  genesis: { readonly initialHeight: Height; readonly validators: RankedSet },
  changes: readonly SetChange[],
): ValidatorHistory {
  const kept: KeptSet[] = [{ height: genesis.initialHeight, set: genesis.validators, applied: 0 }];
  let recent = createRecent<bigint, RankedSet>(RECENT_SETS);
  const effects: Effect[] = [];
  let seen = 0;
  let expected: Rotation | undefined;

  /** A rotation is the set at once, whatever those before it had decided for then. */
  const absorb = (): void => {
    for (const change of changes.slice(seen)) {
      const at = change.rotation === undefined ? change.height + 2n : BigInt(change.height);
      if (change.rotation !== undefined) {
        while ((effects.at(-1)?.at ?? -1n) >= at) effects.pop();
        while ((kept.at(-1)?.height ?? -1n) >= at) kept.pop();
        recent = createRecent(RECENT_SETS);
      }
      effects.push({ ...change, at });
    }
    seen = changes.length;
  };

  /** A later one may have been crossed in its place, where DA is read anew. */
  const isMet = ({ number }: Rotation): boolean => changes.some(({ rotation }) => rotation !== undefined && rotation.number >= number);
  const unmet = (): Rotation | undefined => (expected === undefined || isMet(expected) ? undefined : expected);

  const after = (set: RankedSet, { rotation, updates }: Effect): RankedSet =>
    rotation === undefined ? nextProposer(updateRankedSet(sha256, set, updates)) : rotatedSet(sha256, set, rotation);

  /** The set of the next height, or of the last one up to `limit` at which it is still the same. */
  const step = ({ height, set, applied }: KeptSet, limit: bigint): KeptSet => {
    const effect = effects[applied];
    const at = effect?.at;
    if (effect !== undefined && at === height + 1n) return { height: at, set: after(set, effect), applied: applied + 1 };
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
    expect(rotation) {
      expected = rotation;
      recent = createRecent(RECENT_SETS);
    },
    expected: () => unmet(),
    at(height) {
      if (seen < changes.length) absorb();
      expected = unmet();
      if (expected !== undefined && height > expected.lastHeight) return rotatedSet(sha256, find(expected.lastHeight), expected);
      const known = recent.get(height);
      if (known !== undefined) return known;
      const set = find(height);
      recent.set(height, set);
      return set;
    },
  };
}
