import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { compareDenoms } from "@openledger/state-machine";

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

function combine(a: readonly Coin[], b: readonly Coin[], of: (x: bigint, y: bigint) => bigint): readonly Coin[] {
  const denoms = [...new Set([...a, ...b].map(({ denom }) => denom))].sort(compareDenoms);
  return denoms
    .map((denom) => ({ denom, units: of(unitsOfDenom(a, denom), unitsOfDenom(b, denom)) }))
    .filter(({ units }) => units !== 0n)
    .map(({ denom, units }) => ({ denom, amount: String(units) }));
}
