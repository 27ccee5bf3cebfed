import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { addressFromBytes, addressToBytes, EncodingError, type Address } from "@openledger/primitives";
import { areValidCoins, coinsText, parseAmount, sdkErrors, type ChainConfig, type Context } from "@openledger/state-machine";
import type { FullBankKeeper } from "./keeper.ts";

/** The SDK cannot even decode an amount that is no integer. */
export function checkAmountTexts(coins: readonly Coin[]): void {
  for (const { amount } of coins) {
    if (parseAmount(amount) === undefined) {
      throw sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(amount.slice(0, 100))} into a *big.Int`);
    }
  }
}

export function requireSender({ chain }: Context, address: string): Address {
  return parse(chain, address, "from");
}

/** The receiver, who is not a module. */
export function requireReceiver(ctx: Context, keeper: FullBankKeeper, address: string): Address {
  const to = parse(ctx.chain, address, "to");
  if (keeper.isBlocked(ctx, to)) throw sdkErrors.unauthorized(`${to} is not allowed to receive funds`);
  return to;
}

/** Positive amounts of sorted denoms that may all be sent. */
export function requireSendable(ctx: Context, keeper: FullBankKeeper, coins: readonly Coin[]): void {
  if (coins.length === 0 || !areValidCoins(coins)) throw sdkErrors.invalidCoins(coinsText(coins).slice(0, 200));
  keeper.requireSendEnabled(ctx, coins);
}

function parse(chain: ChainConfig, address: string, which: "from" | "to"): Address {
  try {
    return addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, address));
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`invalid ${which} address: ${error.message}`);
    throw error;
  }
}
