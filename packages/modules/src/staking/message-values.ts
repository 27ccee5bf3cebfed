/** What the fields of staking's messages must be, with the SDK's errors. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { EncodingError, parseDecAtomics, type Dec } from "@openledger/primitives";
import { isDenom, parseAmount, sdkErrors, type ChainConfig, type Context } from "@openledger/state-machine";
import { accountBytes, operatorBytes } from "../support/validator-addresses.ts";
import { bondDenom } from "./pools.ts";

/** The SDK cannot decode a coin whose amount is no integer. */
export function checkCoinText(coin: Coin | undefined): void {
  if (coin !== undefined) checkIntegerText(coin.amount);
}

/** The SDK cannot decode such an integer; empty text is absent. */
export function checkIntegerText(text: string): void {
  if (text !== "" && parseAmount(text) === undefined) {
    throw sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(text.slice(0, 100))} into a *big.Int`);
  }
}

/** The SDK cannot decode such a decimal; empty text is absent. */
export function checkDecText(text: string): void {
  if (parseDecAtomics(text) === undefined) {
    throw sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(text.slice(0, 100))} into a *big.Int`);
  }
}

/** A decimal that {@link checkDecText} has let through. */
export function decOf(text: string): Dec {
  const value = parseDecAtomics(text);
  if (value === undefined) throw sdkErrors.txDecode("a decimal is malformed");
  return value;
}

export function requireOperator(chain: ChainConfig, text: string, what = "validator"): Uint8Array {
  return parsed(() => operatorBytes(chain, text), what);
}

export function requireDelegator(chain: ChainConfig, text: string): Uint8Array {
  return parsed(() => accountBytes(chain, text), "delegator");
}

function parsed(read: () => Uint8Array, what: string): Uint8Array {
  try {
    return read();
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`invalid ${what} address: ${error.message}`);
    throw error;
  }
}

/** Units of a valid, positive coin; otherwise `refusal` is the text of the error. */
export function requirePositive(coin: Coin | undefined, refusal: string): bigint {
  const units = coin === undefined ? undefined : parseAmount(coin.amount);
  if (coin === undefined || units === undefined || units <= 0n || !isDenom(coin.denom)) {
    throw sdkErrors.invalidRequest(refusal);
  }
  return units;
}

export function requireBondDenom(ctx: Context, coin: Coin | undefined): Coin {
  const expected = bondDenom(ctx);
  const denom = coin?.denom ?? "";
  if (coin === undefined || denom !== expected) {
    throw sdkErrors.invalidRequest(`invalid coin denomination: got ${denom}, expected ${expected}`);
  }
  return coin;
}
