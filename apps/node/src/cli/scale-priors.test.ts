import fc from "fast-check";
import { expect, test } from "vitest";
import { scalePriors } from "./scale-priors.ts";

const entry = (datanetId: bigint, priorBps: number, version = 1n): { datanetId: bigint; version: bigint; priorBps: number } => ({ datanetId, version, priorBps });
const said = (entries: ReturnType<typeof scalePriors>): readonly string[] => entries.map((one) => `${one.datanetId}@${one.version}:${one.priorBps}`);

test("a datanet that joins gets an equal share of the base's priors, and the others keep their proportions", () => {
  const base = [entry(1n, 3_000), entry(4n, 1_500)];
  expect(said(scalePriors(base, [{ datanetId: 2n, version: 5n }], new Map()))).toEqual(["1@1:2000", "2@5:1500", "4@1:1000"]);
});

test("a named prior stands, minimums of licences are kept, and a newer version takes the place of the base's", () => {
  const base = [entry(1n, 3_000), entry(4n, 1_000)];
  const minimums = new Map([[4n, 900]]);
  expect(said(scalePriors(base, [{ datanetId: 2n, version: 1n, priorBps: 2_000 }], minimums))).toEqual(["1@1:1500", "2@1:2000", "4@1:900"]);
  expect(said(scalePriors(base, [{ datanetId: 1n, version: 3n }], minimums))).toEqual(["1@3:3000", "4@1:1000"]);
});

test("priors above the whole are refused with the part of each datanet", () => {
  const minimums = new Map([[1n, 6_000], [2n, 6_000]]);
  expect(() => scalePriors([entry(1n, 6_000)], [{ datanetId: 2n, version: 1n }], minimums)).toThrow(
    "priors would be 12000 of 10000 bps: datanet 1 6000, datanet 2 6000; name lower ones",
  );
});

test("without minimums the sum never grows, whatever joins", () => {
  const bases = fc.uniqueArray(fc.record({ datanetId: fc.bigInt({ min: 1n, max: 20n }), version: fc.constant(1n), priorBps: fc.nat(1_000) }), { selector: (one) => one.datanetId, maxLength: 8 });
  const joined = fc.uniqueArray(fc.record({ datanetId: fc.bigInt({ min: 1n, max: 20n }), version: fc.constant(2n) }), { selector: (one) => one.datanetId, minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(bases, joined, (base, added) => {
      const entries = scalePriors(base, added, new Map());
      const sum = (all: readonly { readonly priorBps: number }[]): number => all.reduce((total, { priorBps }) => total + priorBps, 0);
      expect(sum(entries)).toBeLessThanOrEqual(sum(base));
      expect(entries.every(({ datanetId }, i) => i === 0 || datanetId > (entries[i - 1]?.datanetId ?? 0n))).toBe(true);
    }),
  );
});
