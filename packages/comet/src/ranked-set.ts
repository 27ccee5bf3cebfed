/** Validator sets that change, and whose turn it is to propose (types/validator_set.go of CometBFT v0.38). */
import { assert, compareBytes, equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import { CometError, ensure } from "./errors.ts";
import type { Validator, ValidatorSet } from "./types.ts";
import { createValidatorSet } from "./validators.ts";

/** A validator with its `ProposerPriority`, an int64. */
export interface RankedValidator extends Validator {
  readonly priority: bigint;
}

/** A validator set in which each validator proposes as often as its power says. */
export interface RankedSet extends ValidatorSet {
  readonly validators: readonly RankedValidator[];
  /** Address of who proposes in round 0. */
  readonly proposer: Uint8Array;
}

interface Member {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** Priorities lie within this many times the total power of each other. */
const PRIORITY_WINDOW = 2n;

/** The set of a genesis: `NewValidatorSet`. Throws `MALFORMED` as `createValidatorSet` does, and for no members. */
export function createRankedSet(sha256: Sha256, members: readonly Member[]): RankedSet {
  return nextProposer(withChanges(sha256, [], members));
}

/**
 * The set after `changes`, of which those with power 0 remove a validator: `UpdateWithChangeSet`. Whose turn it is
 * follows from {@link nextProposer}. Throws `MALFORMED` for a key that occurs twice or is removed without being
 * there, for too much power and when nobody would be left.
 */
export function updateRankedSet(sha256: Sha256, set: RankedSet, changes: readonly Member[]): RankedSet {
  return changes.length === 0 ? set : withChanges(sha256, set.validators, changes);
}

/** The set one block, or one round, later: `IncrementProposerPriority(1)`. */
export function nextProposer(set: RankedSet): RankedSet {
  const [only, ...others] = set.validators;
  assert(only !== undefined, "a validator set has members");
  if (others.length === 0 && only.priority === 0n) return set;
  const raised = centred(set.validators, set.totalPower).map((one) => ({ ...one, priority: one.priority + one.power }));
  const first = raised.reduce((best, one) => (comesBefore(one, best) ? one : best));
  const validators = raised.map((one) => (one === first ? { ...one, priority: one.priority - set.totalPower } : one));
  return { validators, totalPower: set.totalPower, proposer: first.address };
}

function withChanges(sha256: Sha256, before: readonly RankedValidator[], changes: readonly Member[]): RankedSet {
  const byKey = new Map(before.map((one) => [toHex(one.publicKey), one]));
  const kept = new Map<string, Member>(byKey);
  const changed = new Set<string>();
  let removed = 0n;
  for (const { publicKey, power } of changes) {
    const key = toHex(publicKey);
    ensure(!changed.has(key), "MALFORMED", `the change of validator ${key} occurs twice`);
    ensure(power >= 0n, "MALFORMED", `a validator with power ${power}`);
    changed.add(key);
    if (power === 0n) {
      const known = byKey.get(key);
      ensure(known !== undefined, "MALFORMED", `validator ${key} is to be removed and is not in the set`);
      removed += known.power;
      kept.delete(key);
    } else kept.set(key, { publicKey, power });
  }
  if (kept.size === 0) throw new CometError("MALFORMED", "the changes leave no validator");
  const { validators, totalPower } = createValidatorSet(sha256, [...kept.values()]);
  // Who joins starts behind all others, so that nobody gets turns by leaving and coming back.
  const joining = -(totalPower + removed + ((totalPower + removed) >> 3n));
  const ranked = validators.map((one) => ({ ...one, priority: byKey.get(toHex(one.publicKey))?.priority ?? joining }));
  const [first] = ranked;
  assert(first !== undefined, "a validator set has members");
  return { validators: centred(ranked, totalPower), totalPower, proposer: first.address };
}

/** Priorities moved closer together where they lie too far apart, and so that their mean is 0. */
function centred(validators: readonly RankedValidator[], totalPower: bigint): readonly RankedValidator[] {
  const priorities = validators.map(({ priority }) => priority);
  const highest = priorities.reduce((a, b) => (a > b ? a : b));
  const lowest = priorities.reduce((a, b) => (a < b ? a : b));
  const window = PRIORITY_WINDOW * totalPower;
  const ratio = highest - lowest > window ? (highest - lowest + window - 1n) / window : 1n;
  const scaled = priorities.map((priority) => priority / ratio);
  const mean = floorDivide(scaled.reduce((sum, priority) => sum + priority, 0n), BigInt(scaled.length));
  return validators.map((one, i) => ({ ...one, priority: (scaled[i] ?? 0n) - mean }));
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}

function comesBefore(a: RankedValidator, b: RankedValidator): boolean {
  assert(!equalBytes(a.address, b.address) || a === b, "a validator occurs once");
  return a.priority === b.priority ? compareBytes(a.address, b.address) < 0 : a.priority > b.priority;
}
