import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { compareDenoms, isDenom, parseAmount } from "../coins.ts";

const DECIMALS = 18;
const ONE = 10n ** BigInt(DECIMALS);

/** Least price of one unit of gas in one denom. */
export interface MinGasPrice {
  readonly denom: string;
  /** In units of 10^-18 of the denom. */
  readonly price: bigint;
}

/**
 * Parses a node's setting such as `0.025uopen,0.001udemo`; empty text is no floor. Undefined when it is malformed or
 * names a denom twice. The prices are sorted by denom.
 */
export function parseMinGasPrices(text: string): readonly MinGasPrice[] | undefined {
  if (text.trim() === "") return [];
  const prices = text.split(",").map((part) => parsePrice(part.trim()));
  if (!prices.every((price) => price !== undefined)) return undefined;
  const sorted = prices.toSorted((a, b) => compareDenoms(a.denom, b.denom));
  return sorted.some(({ denom }, i) => denom === sorted[i + 1]?.denom) ? undefined : sorted;
}

/** What `gasLimit` costs at least in each denom: ceil(price * gas). Zero prices are left out. */
export function requiredFees(prices: readonly MinGasPrice[], gasLimit: bigint): readonly Coin[] {
  return prices
    .map(({ denom, price }) => ({ denom, amount: String((price * gasLimit + ONE - 1n) / ONE) }))
    .filter(({ amount }) => amount !== "0");
}

/** True when the fee reaches the floor in any one denom. */
export function reachesAny(fee: readonly Coin[], required: readonly Coin[]): boolean {
  return required.some(({ denom, amount }) =>
    fee.some((coin) => coin.denom === denom && (parseAmount(coin.amount) ?? 0n) >= BigInt(amount)),
  );
}

function parsePrice(text: string): MinGasPrice | undefined {
  const match = /^([0-9]{1,18})(?:\.([0-9]{1,18}))?([a-zA-Z].*)$/.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", denom = ""] = match;
  if (!isDenom(denom)) return undefined;
  return { denom, price: BigInt(whole) * ONE + BigInt(fraction.padEnd(DECIMALS, "0")) };
}
