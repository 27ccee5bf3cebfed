import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** Who follows value that came in from outside; each call is about one coin of a movement. */
export interface ExternalValueKeeper {
  /** After an account came down to `left` units: the external units that go along. */
  take(ctx: Context, from: Address, denom: string, left: bigint): bigint;
  /** External units that came along to an account. */
  give(ctx: Context, to: Address, denom: string, units: bigint): void;
}

/** External units that go along with coins on their way; empty for most. */
export type Carried = readonly { readonly denom: string; readonly units: bigint }[];

/** What the bank needs of whoever holds accounts. */
export interface AccountsKeeper {
  hasAccount(ctx: Context | QueryContext, address: Address): boolean;
  createAccount(ctx: Context, address: Address): void;
  moduleAddress(ctx: Context | QueryContext, name: string): Address;
  /** Stops with an InvariantViolation when the module has no account, or one without this permission. */
  requirePermission(ctx: Context, module: string, permission: string): void;
  /** Coins that the account cannot spend now. */
  lockedCoins(ctx: Context | QueryContext, address: Address): readonly Coin[];
  trackDelegation(ctx: Context, address: Address, amount: readonly Coin[]): void;
  trackUndelegation(ctx: Context, address: Address, amount: readonly Coin[]): void;
}

/**
 * Coins that wait in an account for others. Unlike locked ones they cannot be delegated either. Runs with every payment,
 * so it reads state only for accounts that may hold such coins.
 */
export type ReservedCoins = (ctx: Context | QueryContext, address: Address) => readonly Coin[];
