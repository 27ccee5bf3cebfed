import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address, Dec } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** What mint needs of the bank. Its own account has permission `minter`. */
export interface MintBank {
  mintCoins(ctx: Context, module: string, coins: readonly Coin[]): void;
  sendCoinsBetweenModules(ctx: Context, from: string, to: string, coins: readonly Coin[]): void;
  moduleAddress(ctx: Context | QueryContext, module: string): Address;
}

/** What mint needs of staking. */
export interface MintStaking {
  /** Supply of the bond denom. */
  tokenSupply(ctx: Context | QueryContext): bigint;
  /** Bonded tokens over supply; 0 without supply. */
  bondedRatio(ctx: Context | QueryContext): Dec;
}
