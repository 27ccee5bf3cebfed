import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";

/** What gate needs of the bank. */
export interface GateBank extends BankKeeper {
  /** Creates coins in the account of a module with permission `minter`. */
  mintCoins(ctx: Context, module: string, coins: readonly Coin[]): void;
  /** All units of `denom` that there are. */
  supply(ctx: Context | QueryContext, denom: string): bigint;
}

/** What gate needs of whoever knows accounts: it comes before the bank, which tells it what moves. */
export interface ModuleAddresses {
  moduleAddress(ctx: Context | QueryContext, name: string): Address;
}
