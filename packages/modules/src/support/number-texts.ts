/** Numbers as text inside messages, which the SDK reads while it decodes: what is no number is a tx parse error. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { parseDecAtomics, type Dec } from "@openledger/primitives";
import { parseAmount, sdkErrors } from "@openledger/state-machine";

/** Throws the SDK's error where an amount is no integer. */
export function checkCoinTexts(coins: readonly Coin[]): void {
  for (const { amount } of coins) if (parseAmount(amount) === undefined) refuse(amount);
}

/** The decimal behind its protobuf form; empty text is 0. Throws the SDK's error. */
export function readDecText(text: string): Dec {
  return parseDecAtomics(text) ?? refuse(text);
}

function refuse(text: string): never {
  throw sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(text.slice(0, 100))} into a *big.Int`);
}
