import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { VestingAccount } from "../support/vesting-account.ts";

/** What vesting needs of whoever holds accounts. */
export interface AccountsKeeper {
  hasAccount(ctx: Context, address: Address): boolean;
  createVestingAccount(ctx: Context, address: Address, account: VestingAccount): void;
}

/** What vesting needs of the bank. */
export interface MoneyKeeper {
  sendCoins(ctx: Context, from: Address, to: Address, coins: readonly Coin[]): void;
  isBlocked(ctx: Context, address: Address): boolean;
  /** Throws x/bank's error for a denom that may not be sent. */
  requireSendEnabled(ctx: Context, coins: readonly Coin[]): void;
}
