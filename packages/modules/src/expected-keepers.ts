import type { Address } from "@openledger/primitives";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Context, QueryContext } from "@openledger/state-machine";

/**
 * What modules need of the bank. Every movement emits the SDK's coin_spent, coin_received and transfer events.
 * Amounts are positive decimal strings inside {@link Coin}; an overdraft throws the SDK's insufficient-funds error.
 */
export interface BankKeeper {
  send(ctx: Context, from: Address, to: Address, coin: Coin): void;
  sendToModule(ctx: Context, from: Address, module: string, coin: Coin): void;
  sendFromModule(ctx: Context, module: string, to: Address, coin: Coin): void;
  /** Moves several coins, positive and sorted by denom; throws the SDK's unauthorized error where the receiver is a module. */
  sendCoinsFromModule(ctx: Context, module: string, to: Address, coins: readonly Coin[]): void;
  sendBetweenModules(ctx: Context, from: string, to: string, coin: Coin): void;
  /** Destroys coins of a module account and lowers the supply. */
  burnFromModule(ctx: Context, module: string, coin: Coin): void;
  balance(ctx: QueryContext | Context, address: Address, denom: string): bigint;
  moduleAddress(ctx: QueryContext | Context, module: string): Address;
}
