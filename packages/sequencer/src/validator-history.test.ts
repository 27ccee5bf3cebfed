import { createRankedSet, nextProposer, updateRankedSet } from "@openledger/comet";
import { height } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crypto } from "./sequencer.fixture.ts";
import { createValidatorHistory, type SetChange } from "./validator-history.ts";

const { sha256 } = crypto;
const keys = [0, 1, 2].map((n) => sha256(Uint8Array.of(n)));
const [first, ...rest] = keys as [Uint8Array, Uint8Array, Uint8Array];

test("any height in any order gives the set of stepping there one block at a time", () => {
  const powers = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 400 }), key: fc.nat({ max: 1 }), power: fc.integer({ min: 1, max: 50 }) }), { maxLength: 6 });
  fc.assert(
    fc.property(powers, fc.array(fc.integer({ min: 5, max: 2_000 }), { minLength: 1, maxLength: 12 }), (joining, asked) => {
      let at = 5;
      const changes = joining.map(({ gap, key, power }): SetChange => {
        at += gap + 1;
        return { height: height(BigInt(at)), updates: [{ publicKey: rest[key] ?? first, power: BigInt(power) }] };
      });
      const genesis = createRankedSet(sha256, [{ publicKey: first, power: 10n }]);
      const history = createValidatorHistory(sha256, { initialHeight: height(5n), validators: genesis }, changes);
      const byStep = [genesis];
      for (let now = 6; now <= Math.max(...asked); now++) {
        const change = changes.find((one) => one.height + 2n === BigInt(now));
        const before = byStep[now - 6] ?? genesis;
        byStep.push(nextProposer(change === undefined ? before : updateRankedSet(sha256, before, change.updates)));
      }
      for (const one of asked) expect(history.at(BigInt(one))).toEqual(byStep[one - 5]);
    }),
    { numRuns: 15 },
  );
});

test("a height below the first is no height of the chain", () => {
  const validators = createRankedSet(sha256, [{ publicKey: first, power: 10n }]);
  const history = createValidatorHistory(sha256, { initialHeight: height(5n), validators }, []);
  expect(() => history.at(4n)).toThrow("a height of the chain");
  expect(history.at(10n ** 12n)).toBe(validators);
});
