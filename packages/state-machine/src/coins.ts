/** Coins as the Cosmos SDK reads and prints them (types/coin.go). */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";

const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;
const AMOUNT = /^-?[0-9]{1,78}$/;

/** True for 3..128 characters that begin with a letter. */
export function isDenom(text: string): boolean {
  return DENOM.test(text);
}

/** The integer of a coin's amount, which may be negative; undefined when it is not one of at most 78 digits. */
export function parseAmount(text: string): bigint | undefined {
  return AMOUNT.test(text) ? BigInt(text) : undefined;
}

/** Order of denoms by code unit, which for their characters is byte order. */
export function compareDenoms(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `5uopen,7ustake`; empty text for no coins. */
export function coinsText(coins: readonly Coin[]): string {
  return coins.map(({ denom, amount }) => `${amount}${denom}`).join(",");
}

/** True when every amount is positive and written without leading zeros, and denoms are valid and strictly ascend. */
export function areValidCoins(coins: readonly Coin[]): boolean {
  return coins.every(({ denom, amount }, i) => {
    const value = parseAmount(amount);
    if (value === undefined || value <= 0n || String(value) !== amount || !isDenom(denom)) return false;
    const previous = coins[i - 1];
    return previous === undefined || compareDenoms(previous.denom, denom) < 0;
  });
}
