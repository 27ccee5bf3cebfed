import { assertDefined } from "@openledger/primitives";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";

const DIGITS = /^(?:0|[1-9][0-9]{0,38})$/;
const AMOUNT_MAX = (1n << 127n) - 1n;
const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;
const BASIS = 10_000n;

/** Units behind decimal text, 0..2^127-1, or undefined when the text is not canonical (no sign, no leading zero). */
export function parseAmount(text: string): bigint | undefined {
  if (!DIGITS.test(text)) return undefined;
  const value = BigInt(text);
  return value <= AMOUNT_MAX ? value : undefined;
}

/** Units behind text that was checked before it was stored; anything else is our bug. */
export function amountOf(text: string): bigint {
  return assertDefined(parseAmount(text), `stored amount ${text} is not canonical`);
}

/** A coin that was checked before it was stored; anything else is our bug. */
export function coinOf(coin: Coin | undefined): Coin {
  return assertDefined(coin, "a stored coin is present");
}

/** Builds a coin of `amount` units. */
export function makeCoin(denom: string, amount: bigint): Coin {
  return { denom, amount: amount.toString() };
}

/** True for a denom as the Cosmos SDK allows it. */
export function isDenom(text: string): boolean {
  return DENOM.test(text);
}

/** `5000000udemo`: the text of a coin in events. */
export function coinText(coin: Coin): string {
  return `${coin.amount}${coin.denom}`;
}

/** floor(value x bps / 10,000). */
export function bpsOf(value: bigint, bps: number): bigint {
  return (value * BigInt(bps)) / BASIS;
}

/** ceil(numerator / denominator) of non-negative numbers. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
