/** What the fields of distribution's messages must be, with the SDK's errors. */
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { EncodingError } from "@openledger/primitives";
import { areValidCoins, coinsText, sdkErrors, type ChainConfig, type Context } from "@openledger/state-machine";
import { requireAddress } from "../support/sdk-address.ts";
import { operatorBytes } from "../support/validator-addresses.ts";
import { invalidAuthority } from "./errors.ts";
import type { DistributionBank } from "./expected-keepers.ts";

/** Bytes of an operator's text. Throws the SDK's invalid-address error. */
export function requireOperator(chain: ChainConfig, text: string): Uint8Array {
  try {
    return operatorBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`invalid validator address: ${error.message}`);
    throw error;
  }
}

/** At least one coin, positive and sorted. */
export function requireCoins(coins: readonly Coin[]): void {
  if (coins.length === 0) throw sdkErrors.invalidCoins("amount cannot be nil");
  if (!areValidCoins(coins)) throw sdkErrors.invalidCoins(coinsText(coins).slice(0, 200));
}

/** Only what a governance proposal decided comes from the account of gov. */
export function requireAuthority(bank: DistributionBank, ctx: Context, authority: string): void {
  requireAddress(ctx.chain, authority, "authority");
  const expected = bank.moduleAddress(ctx, "gov");
  if (authority !== expected) throw invalidAuthority(`invalid authority; expected ${expected}, got ${authority}`);
}
