import { createRankedSet, nextProposer, updateRankedSet } from "@openledger/comet";
import { height } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crypto } from "./sequencer.fixture.ts";
import type { Rotation } from "@openledger/derivation";
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

function rotationTo(newKey: Uint8Array, lastHeight: bigint, number = 1n): Rotation {
  return { number, lastHeight, lastHash: newKey, miss: { txHash: newKey, daHeight: 1n, deadline: 2n }, newKey, signatures: [] };
}

test("a rotation is the whole set at its own block, whoever was asked before, and what was to take effect then is forgotten", () => {
  fc.assert(
    fc.property(fc.integer({ min: 7, max: 600 }), fc.array(fc.integer({ min: 5, max: 900 }), { maxLength: 8 }), fc.nat({ max: 2 }), (at, asked, before) => {
      const changes: SetChange[] = [];
      const genesis = createRankedSet(sha256, [{ publicKey: first, power: 10n }]);
      const history = createValidatorHistory(sha256, { initialHeight: height(5n), validators: genesis }, changes);
      // A hand-over of one of the three blocks before, of which two are in flight.
      const handedAt = BigInt(at - 1 - before);
      const known = (upTo: bigint): void => asked.filter((one) => BigInt(one) <= upTo).forEach((one) => void history.at(BigInt(one)));
      if (handedAt >= 5n) {
        known(handedAt + 1n);
        changes.push({ height: height(handedAt), updates: [{ publicKey: first, power: 0n }, { publicKey: rest[0] ?? first, power: 10n }] });
      }
      known(BigInt(at));
      const rotation = rotationTo(rest[1] ?? first, BigInt(at - 1));
      const rotated = createRankedSet(sha256, [{ publicKey: rotation.newKey, power: 10n }]);
      history.expect(rotation);
      expect(history.expected()).toBe(rotation);
      for (const one of [at, at + 1]) expect(history.at(BigInt(one))).toEqual(rotated);
      const last = history.at(BigInt(at - 1));
      changes.push({ height: height(BigInt(at)), updates: [], rotation });
      expect(history.expected()).toBeUndefined();
      for (const one of [at + 300, at, at + 1, at + 2]) expect(history.at(BigInt(one))).toEqual(rotated);
      expect(history.at(BigInt(at - 1))).toEqual(last);
      expect(history.at(5n)).toEqual(genesis);
    }),
    { numRuns: 40 },
  );
});

test("a rotation is expected no more when a later one was crossed in its place", () => {
  const genesis = createRankedSet(sha256, [{ publicKey: first, power: 10n }]);
  const crossed = rotationTo(rest[1] ?? first, 6n, 2n);
  const changes: SetChange[] = [];
  const history = createValidatorHistory(sha256, { initialHeight: height(5n), validators: genesis }, changes);
  history.expect(rotationTo(rest[0] ?? first, 6n));
  expect(history.at(7n).validators.map(({ publicKey }) => publicKey)).toEqual([rest[0]]);
  changes.push({ height: height(7n), updates: [], rotation: crossed });
  for (const rotation of [rotationTo(rest[0] ?? first, 6n), crossed]) {
    history.expect(rotation);
    expect(history.expected()).toBeUndefined();
    expect(history.at(7n).validators.map(({ publicKey }) => publicKey)).toEqual([rest[1]]);
  }
});
