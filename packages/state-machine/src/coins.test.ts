import { describe, expect, test } from "vitest";
import { parseMinGasPrices, reachesAny, requiredFees } from "./ante/min-gas-price.ts";
import { areValidCoins, coinsText, parseAmount } from "./coins.ts";

describe("coins", () => {
  test.each([
    [[{ denom: "uopen", amount: "1" }], true],
    [[{ denom: "udemo", amount: "1" }, { denom: "uopen", amount: "340282366920938463463374607431768211456" }], true],
    [[{ denom: "uopen", amount: "1" }, { denom: "udemo", amount: "1" }], false],
    [[{ denom: "uopen", amount: "1" }, { denom: "uopen", amount: "1" }], false],
    [[{ denom: "uopen", amount: "0" }], false],
    [[{ denom: "uopen", amount: "-1" }], false],
    [[{ denom: "uopen", amount: "01" }], false],
    [[{ denom: "1up", amount: "1" }], false],
  ])("%j are valid: %s", (coins, valid) => {
    expect(areValidCoins(coins)).toBe(valid);
  });

  test("an amount is at most 78 digits with at most a minus in front", () => {
    expect(["5", "-5", "9".repeat(78)].map(parseAmount)).toEqual([5n, -5n, BigInt("9".repeat(78))]);
    expect(["", "+5", "5.0", "0x5", "1e3", "9".repeat(79)].map(parseAmount)).toEqual(Array(6).fill(undefined));
  });

  test("their text is the SDK's", () => {
    expect(coinsText([{ denom: "udemo", amount: "1" }, { denom: "uopen", amount: "2" }])).toBe("1udemo,2uopen");
  });
});

describe("minimum gas prices", () => {
  test("round each denom's fee up", () => {
    const prices = parseMinGasPrices("0.025uopen, 1udemo,0unull") ?? [];
    expect(requiredFees(prices, 100_001n)).toEqual([
      { denom: "udemo", amount: "100001" },
      { denom: "uopen", amount: "2501" },
    ]);
    expect(reachesAny([{ denom: "uopen", amount: "2501" }], requiredFees(prices, 100_001n))).toBe(true);
    expect(reachesAny([{ denom: "uopen", amount: "2500" }], requiredFees(prices, 100_001n))).toBe(false);
    expect(parseMinGasPrices("1uopen,2uopen")).toBeUndefined();
  });
  test.each(["uopen", "0.1", "-1uopen", "0.0000000000000000001uopen", "1uopen,,"])("%s is malformed", (text) => {
    expect(parseMinGasPrices(text)).toBeUndefined();
  });
});
