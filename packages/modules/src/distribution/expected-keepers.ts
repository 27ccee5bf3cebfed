import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** What distribution needs of the bank. Lists of coins are valid: positive, sorted by denom. */
export interface DistributionBank {
  sendCoinsToModule(ctx: Context, from: Address, module: string, coins: readonly Coin[]): void;
  /** Throws the SDK's unauthorized error where the receiver is a module. */
  sendCoinsFromModule(ctx: Context, module: string, to: Address, coins: readonly Coin[]): void;
  sendCoinsBetweenModules(ctx: Context, from: string, to: string, coins: readonly Coin[]): void;
  allBalances(ctx: Context | QueryContext, address: Address): readonly Coin[];
  moduleAddress(ctx: Context | QueryContext, module: string): Address;
  /** True for accounts of modules, which people must not send to. */
  isBlocked(ctx: Context | QueryContext, address: Address): boolean;
}
