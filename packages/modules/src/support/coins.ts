import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { compareDenoms } from "@openledger/state-machine";

/**
 * Denoms that a transaction may lock in an account or permit others to spend. Whoever pays with such an account makes
 * every node read them all, before the payer's signature is checked.
 */
export const DENOMS_MAX = 100;

/** Units of `denom` in a list of coins; 0 when it is not there. */
export function unitsOfDenom(coins: readonly Coin[], denom: string): bigint {
  return BigInt(coins.find((coin) => coin.denom === denom)?.amount ?? "0");
}

/** Sum of two lists of coins: denoms ascend, and none has zero units. */
export function addCoins(a: readonly Coin[], b: readonly Coin[]): readonly Coin[] {
  return combine(a, b, (x, y) => x + y);
}

/** What is left of `a` after `b`; undefined when `b` has more of a denom than `a`. */
export function subtractCoins(a: readonly Coin[], b: readonly Coin[]): readonly Coin[] | undefined {
  const left = combine(a, b, (x, y) => x - y);
  return left.some(({ amount }) => amount.startsWith("-")) ? undefined : left;
}

/** The smaller amount of each denom that stands in both lists. */
export function smallerCoins(a: readonly Coin[], b: readonly Coin[]): readonly Coin[] {
  return combine(a, b, (x, y) => (x < y ? x : y));
}

/** True when `b` has at least as much of each denom as `a`. */
export function coinsCover(b: readonly Coin[], a: readonly Coin[]): boolean {
  return subtractCoins(b, a) !== undefined;
}

/** True when both lists name the same units of each denom. */
export function equalCoins(a: readonly Coin[], b: readonly Coin[]): boolean {
  return combine(a, b, (x, y) => x - y).length === 0;
}

/** Sum of any number of lists of coins, in time linear in all of them: denoms ascend, and none has zero units. */
export function sumCoins(lists: Iterable<readonly Coin[]>): readonly Coin[] {
  const sums = new Map<string, bigint>();
  for (const list of lists) {
    for (const [denom, units] of unitsByDenom(list)) sums.set(denom, (sums.get(denom) ?? 0n) + units);
  }
  return nonZeroCoins(sums);
}

function combine(a: readonly Coin[], b: readonly Coin[], of: (x: bigint, y: bigint) => bigint): readonly Coin[] {
  const left = unitsByDenom(a);
  const right = unitsByDenom(b);
  const results = new Map<string, bigint>();
  for (const denom of [...left.keys(), ...right.keys()]) results.set(denom, of(left.get(denom) ?? 0n, right.get(denom) ?? 0n));
  return nonZeroCoins(results);
}

/** Units of each denom; of a denom that stands twice the first, as {@link unitsOfDenom} reads it. */
function unitsByDenom(coins: readonly Coin[]): ReadonlyMap<string, bigint> {
  const units = new Map<string, bigint>();
  for (const { denom, amount } of coins) if (!units.has(denom)) units.set(denom, BigInt(amount));
  return units;
}

function nonZeroCoins(units: ReadonlyMap<string, bigint>): readonly Coin[] {
  return [...units]
    .filter(([, amount]) => amount !== 0n)
    .sort(([a], [b]) => compareDenoms(a, b))
    .map(([denom, amount]) => ({ denom, amount: String(amount) }));
}
