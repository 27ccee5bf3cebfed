import { decAdd, decMulTruncate, decQuoTruncate, decWithPrecision, dec, type Dec } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDecCoins,
  amountOfDenom,
  decCoinsFromCoins,
  decCoinsOf,
  decCoinsText,
  divideDecCoinsTruncated,
  multiplyDecCoinsTruncated,
  smallerDecCoins,
  storedDecCoins,
  subtractDecCoins,
  takeDecCoins,
  truncateDecCoins,
  type DecCoins,
} from "./dec-coins.ts";

const denoms = ["uaaa", "ubbb", "uccc"];
const amount = fc.bigInt({ min: 0n, max: 10n ** 40n }).map((value) => dec(value));
const coins: fc.Arbitrary<DecCoins> = fc
  .tuple(amount, amount, amount)
  .map((list) => list.map((value, i) => ({ denom: denoms[i] ?? "", amount: value })).filter((coin) => coin.amount > 0n));
const positive = fc.bigInt({ min: 1n, max: 10n ** 30n }).map((value) => dec(value));

const isCanonical = (list: DecCoins): boolean =>
  list.every((coin, i) => coin.amount !== 0n && (i === 0 || (list[i - 1]?.denom ?? "") < coin.denom));
const each = (list: DecCoins, of: (denom: string) => Dec) => denoms.map((denom) => [amountOfDenom(list, denom), of(denom)]);

test("sums, differences and minima are those of each denom", () => {
  fc.assert(
    fc.property(coins, coins, (a, b) => {
      const sum = addDecCoins(a, b);
      for (const [got, expected] of each(sum, (denom) => decAdd(amountOfDenom(a, denom), amountOfDenom(b, denom)))) expect(got).toBe(expected);
      expect(takeDecCoins(sum, b)).toEqual(a);
      const least = smallerDecCoins(a, b);
      expect(subtractDecCoins(a, least)).toBeDefined();
      expect(subtractDecCoins(b, least)).toBeDefined();
      const exceeds = denoms.some((denom) => amountOfDenom(b, denom) > amountOfDenom(a, denom));
      expect(subtractDecCoins(a, b) === undefined).toBe(exceeds);
      expect([sum, least].every(isCanonical)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("products and quotients are those of each amount, and zeros are left out", () => {
  fc.assert(
    fc.property(coins, positive, (a, by) => {
      const product = multiplyDecCoinsTruncated(a, by);
      const quotient = divideDecCoinsTruncated(a, by);
      for (const [got, expected] of each(product, (denom) => decMulTruncate(amountOfDenom(a, denom), by))) expect(got).toBe(expected);
      for (const [got, expected] of each(quotient, (denom) => decQuoTruncate(amountOfDenom(a, denom), by))) expect(got).toBe(expected);
      expect([product, quotient].every(isCanonical)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("whole units and the rest are the coins again, and so is the stored form", () => {
  fc.assert(
    fc.property(coins, (a) => {
      const { whole, rest } = truncateDecCoins(a);
      expect(addDecCoins(decCoinsFromCoins(whole), rest)).toEqual(a);
      expect(rest.every((coin) => coin.amount < 10n ** 18n)).toBe(true);
      expect(decCoinsOf(storedDecCoins(a))).toEqual(a);
    }),
    { numRuns: 200 },
  );
});

test("their text is the SDK's", () => {
  const two = [
    { denom: "udemo", amount: decWithPrecision(15n, 1) },
    { denom: "uopen", amount: decWithPrecision(2n, 0) },
  ];
  expect([decCoinsText(two), decCoinsText([])]).toEqual(["1.500000000000000000udemo,2.000000000000000000uopen", ""]);
});
