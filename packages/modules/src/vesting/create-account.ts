import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { BaseVestingAccount, type Period } from "@openledger/messages/cosmos/vesting/v1beta1";
import type { Address } from "@openledger/primitives";
import { areValidCoins, coinsText, parseAmount, sdkErrors, type Context } from "@openledger/state-machine";
import { DENOMS_MAX } from "../support/coins.ts";
import type { VestingKind } from "../support/vesting-account.ts";
import { requireAddress } from "../support/sdk-address.ts";
import type { AccountsKeeper, MoneyKeeper } from "./expected-keepers.ts";

/** Keepers that every message of this module uses. */
export interface VestingParts {
  readonly accounts: AccountsKeeper;
  readonly bank: MoneyKeeper;
}

/** A vesting account as a message asks for it. Times are Unix seconds. */
export interface VestingRequest {
  readonly kind: VestingKind;
  readonly from: Address;
  readonly to: Address;
  readonly coins: readonly Coin[];
  readonly startTime: bigint;
  readonly endTime: bigint;
  readonly periods: readonly Period[];
}

/** Sender and receiver of a message. Throws the SDK's invalid-address error. */
export function requireParties(
  { chain }: Context,
  { fromAddress, toAddress }: { readonly fromAddress: string; readonly toAddress: string },
): { readonly from: Address; readonly to: Address } {
  return { from: requireAddress(chain, fromAddress, "'from'"), to: requireAddress(chain, toAddress, "'to'") };
}

/** Throws the SDK's decode error for an amount that is no integer. */
export function checkAmountTexts(coins: readonly Coin[]): void {
  for (const { amount } of coins) {
    if (parseAmount(amount) === undefined) {
      throw sdkErrors.txDecode(`math/big: cannot unmarshal ${JSON.stringify(amount.slice(0, 100))} into a *big.Int`);
    }
  }
}

/** Throws the SDK's invalid-coins error, also for more denoms than an account may lock. */
export function requireCoins(coins: readonly Coin[]): void {
  if (coins.length > DENOMS_MAX) {
    throw sdkErrors.invalidCoins(`${coins.length} denoms shall vest, send at most ${DENOMS_MAX}`);
  }
  if (coins.length === 0 || !areValidCoins(coins)) throw sdkErrors.invalidCoins(coinsText(coins).slice(0, 200));
}

/** Creates the account and fills it. Throws the SDK's errors where the receiver may not have it or the sender cannot pay. */
export function createVestingAccount({ accounts, bank }: VestingParts, ctx: Context, request: VestingRequest): void {
  const { kind, from, to, coins, startTime, endTime, periods } = request;
  bank.requireSendEnabled(ctx, coins);
  if (bank.isBlocked(ctx, to)) throw sdkErrors.unauthorized(`${to} is not allowed to receive funds`);
  if (accounts.hasAccount(ctx, to)) throw sdkErrors.invalidRequest(`account ${to} already exists`);
  const base = BaseVestingAccount.create({ originalVesting: [...coins], endTime });
  accounts.createVestingAccount(ctx, to, { kind, base, startTime, periods });
  bank.sendCoins(ctx, from, to, coins);
}
