/**
 * testdata/validator-sets.json: 161 sets in a row, made by types.NewValidatorSet, UpdateWithChangeSet and
 * IncrementProposerPriority(1) of CometBFT v0.38.19, for keys sha256("validator <n>").
 */
import { createHash } from "node:crypto";
import { toHex, toUtf8, type Sha256 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { validatorsHash } from "./hashes.ts";
import { createRankedSet, nextProposer, updateRankedSet, type RankedSet } from "./ranked-set.ts";
import steps from "./testdata/validator-sets.json" with { type: "json" };

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const keyOf = (index: number): Uint8Array => sha256(toUtf8(`validator ${index}`));
const membersOf = (changes: readonly { readonly key: number; readonly power: string }[]) =>
  changes.map(({ key, power }) => ({ publicKey: keyOf(key), power: BigInt(power) }));

test("sets, turns and priorities are CometBFT's through joining, leaving and every kind of power", () => {
  const indexes = new Map(Array.from({ length: 12 }, (_, i) => [toHex(keyOf(i)), i]));
  let set: RankedSet | undefined;
  for (const { changes, keys, priorities, proposer, hash } of steps) {
    const members = membersOf(changes);
    set = set === undefined ? createRankedSet(sha256, members) : nextProposer(updateRankedSet(sha256, set, members));
    const { validators } = set;
    const first = validators.find(({ address }) => toHex(address) === toHex(set?.proposer ?? keyOf(0)));
    expect({
      keys: validators.map(({ publicKey }) => indexes.get(toHex(publicKey))),
      priorities: validators.map(({ priority }) => `${priority}`),
      proposer: indexes.get(toHex(first?.publicKey ?? keyOf(0))),
      hash: toHex(validatorsHash(sha256, set)),
    }).toEqual({ keys, priorities, proposer, hash });
  }
});

test.each([
  ["nobody would be left", [{ key: 0, power: "0" }], "the changes leave no validator"],
  ["a stranger is removed", [{ key: 5, power: "0" }], "is to be removed and is not in the set"],
  ["a key comes twice", [{ key: 1, power: "1" }, { key: 1, power: "2" }], "occurs twice"],
  ["power is negative", [{ key: 1, power: "-1" }], "power -1"],
  ["there is too much power", [{ key: 1, power: `${1n << 60n}` }], "total voting power"],
])("a change is refused when %s", (_, changes, message) => {
  const set = createRankedSet(sha256, membersOf([{ key: 0, power: "10" }]));
  expect(() => updateRankedSet(sha256, set, membersOf(changes))).toThrow(message);
});
