import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** What staking needs of the bank. Both pools are module accounts with permissions `burner` and `staking`. */
export interface StakingBank {
  /** Moves coins, locked ones too, to a pool; emits coin_spent and coin_received only. */
  delegateCoins(ctx: Context, from: Address, module: string, coins: readonly Coin[]): void;
  /** Moves coins from a pool back to who delegated them. */
  undelegateCoins(ctx: Context, module: string, to: Address, coins: readonly Coin[]): void;
  sendBetweenModules(ctx: Context, from: string, to: string, coin: Coin): void;
  burnFromModule(ctx: Context, module: string, coin: Coin): void;
  balance(ctx: Context | QueryContext, address: Address, denom: string): bigint;
  supply(ctx: Context | QueryContext, denom: string): bigint;
  moduleAddress(ctx: Context | QueryContext, module: string): Address;
}
