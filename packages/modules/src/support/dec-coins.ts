/** Amounts of several denoms with 18 decimals, as the SDK's DecCoins (types/dec_coin.go), rounding included. */
import type { Coin, DecCoin } from "@openledger/messages/cosmos/base/v1beta1";
import {
  assert,
  assertDefined,
  dec,
  decAdd,
  decAtomics,
  decFromInt,
  decMul,
  decMulTruncate,
  decQuoTruncate,
  decText,
  decTruncateInt,
  DEC_ZERO,
  parseDecAtomics,
  type Dec,
} from "@openledger/primitives";
import { compareDenoms } from "@openledger/state-machine";

/** One denom's amount. */
export interface DecAmount {
  readonly denom: string;
  readonly amount: Dec;
}

/** Denoms ascend, each at most once; no amount is zero. */
export type DecCoins = readonly DecAmount[];

/** Reads the protobuf form of coins that were checked before they were stored. */
export function decCoinsOf(stored: readonly DecCoin[]): DecCoins {
  return stored.map(({ denom, amount }) => ({
    denom,
    amount: assertDefined(parseDecAtomics(amount), `stored decimal ${amount} is none`),
  }));
}

/** The protobuf form. */
export function storedDecCoins(coins: DecCoins): DecCoin[] {
  return coins.map(({ denom, amount }) => ({ denom, amount: decAtomics(amount) }));
}

/** Whole units of valid coins. */
export function decCoinsFromCoins(coins: readonly Coin[]): DecCoins {
  return coins.map(({ denom, amount }) => ({ denom, amount: decFromInt(BigInt(amount)) }));
}

/** `1.500000000000000000udemo,2.000000000000000000uopen`; empty text for none. */
export function decCoinsText(coins: DecCoins): string {
  return coins.map(({ denom, amount }) => `${decText(amount)}${denom}`).join(",");
}

export function amountOfDenom(coins: DecCoins, denom: string): Dec {
  return coins.find((coin) => coin.denom === denom)?.amount ?? DEC_ZERO;
}

export function addDecCoins(a: DecCoins, b: DecCoins): DecCoins {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return combine(a, b, decAdd);
}

/** What is left of `a`; undefined when `b` has more of a denom. */
export function subtractDecCoins(a: DecCoins, b: DecCoins): DecCoins | undefined {
  const left = combine(a, b, (x, y) => dec(x - y));
  return left.some(({ amount }) => amount < 0n) ? undefined : left;
}

/** What is left of `a`, which has at least `b`: anything else is our bug. */
export function takeDecCoins(a: DecCoins, b: DecCoins): DecCoins {
  const left = subtractDecCoins(a, b);
  assert(left !== undefined, `${decCoinsText(b)} is taken of ${decCoinsText(a)}`);
  return left;
}

/** The smaller amount of each denom that stands in both. */
export function smallerDecCoins(a: DecCoins, b: DecCoins): DecCoins {
  return combine(a, b, (x, y) => (x < y ? x : y));
}

/** Products, half to even. */
export function multiplyDecCoins(coins: DecCoins, by: Dec): DecCoins {
  return each(coins, (amount) => decMul(amount, by));
}

/** Products, towards zero. */
export function multiplyDecCoinsTruncated(coins: DecCoins, by: Dec): DecCoins {
  return each(coins, (amount) => decMulTruncate(amount, by));
}

/** Quotients, towards zero. The divisor is not zero. */
export function divideDecCoinsTruncated(coins: DecCoins, by: Dec): DecCoins {
  return each(coins, (amount) => decQuoTruncate(amount, by));
}

/** Whole units as coins, and what is left behind the point. */
export function truncateDecCoins(coins: DecCoins): { readonly whole: readonly Coin[]; readonly rest: DecCoins } {
  const whole = coins
    .map(({ denom, amount }) => ({ denom, amount: decTruncateInt(amount).toString() }))
    .filter(({ amount }) => amount !== "0");
  return { whole, rest: takeDecCoins(coins, decCoinsFromCoins(whole)) };
}

function combine(a: DecCoins, b: DecCoins, of: (x: Dec, y: Dec) => Dec): DecCoins {
  const left = amountsByDenom(a);
  const right = amountsByDenom(b);
  const denoms = [...new Set([...left.keys(), ...right.keys()])].sort(compareDenoms);
  return each(
    denoms.map((denom) => ({ denom, amount: of(left.get(denom) ?? DEC_ZERO, right.get(denom) ?? DEC_ZERO) })),
    (amount) => amount,
  );
}

function amountsByDenom(coins: DecCoins): ReadonlyMap<string, Dec> {
  return new Map(coins.map(({ denom, amount }) => [denom, amount]));
}

function each(coins: DecCoins, of: (amount: Dec) => Dec): DecCoins {
  return coins.map(({ denom, amount }) => ({ denom, amount: of(amount) })).filter(({ amount }) => amount !== 0n);
}
