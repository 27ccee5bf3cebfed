import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addCoins, coinsCover, equalCoins, smallerCoins, subtractCoins, sumCoins, unitsOfDenom } from "./coins.ts";

const names = ["aaa", "bbb", "ccc", "ddd"];
const list = fc
  .dictionary(fc.constantFrom(...names), fc.bigInt({ min: 1n, max: 9n }))
  .map((units): readonly Coin[] => Object.entries(units).map(([denom, amount]) => ({ denom, amount: String(amount) })));
const wide = (count: number): readonly Coin[] =>
  Array.from({ length: count }, (_, i) => ({ denom: `d${String(i).padStart(6, "0")}`, amount: "1" }));

test("sums, differences and smaller amounts are those of each denom, sorted and without zeros", () => {
  fc.assert(
    fc.property(list, list, list, (a, b, c) => {
      const of = (units: (denom: string) => bigint): readonly Coin[] =>
        names.map((denom) => ({ denom, amount: String(units(denom)) })).filter(({ amount }) => amount !== "0");
      const inA = (denom: string): bigint => unitsOfDenom(a, denom);
      const inB = (denom: string): bigint => unitsOfDenom(b, denom);
      const covers = names.every((denom) => inA(denom) >= inB(denom));
      expect(addCoins(a, b)).toEqual(of((denom) => inA(denom) + inB(denom)));
      expect(sumCoins([a, b, c])).toEqual(addCoins(addCoins(a, b), c));
      expect(subtractCoins(a, b)).toEqual(covers ? of((denom) => inA(denom) - inB(denom)) : undefined);
      expect(smallerCoins(a, b)).toEqual(of((denom) => (inA(denom) < inB(denom) ? inA(denom) : inB(denom))));
      expect([coinsCover(a, b), equalCoins(a, b)]).toEqual([covers, covers && coinsCover(b, a)]);
    }),
    { numRuns: 200 },
  );
});

test("of a denom that stands twice the first amount counts", () => {
  const twice = [...wide(1), { denom: "d000000", amount: "5" }];
  expect(addCoins(twice, wide(1))).toEqual([{ denom: "d000000", amount: "2" }]);
});

test("the work grows with the number of denoms, not with its square", { timeout: 5_000 }, () => {
  // Comparing each of 40,000 denoms with each other takes more than ten seconds.
  const many = wide(40_000);
  expect(subtractCoins(addCoins(many, many), many)).toEqual(many);
  expect(sumCoins(many.map((coin) => [coin])).length).toBe(many.length);
});
