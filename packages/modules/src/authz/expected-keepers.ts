import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** What grants need of whoever holds accounts. */
export interface AccountsKeeper {
  hasAccount(ctx: Context | QueryContext, address: Address): boolean;
  createAccount(ctx: Context, address: Address): void;
}

/** What grants need of the bank. */
export interface BlockedKeeper {
  /** True for accounts that must not receive. */
  isBlocked(ctx: Context | QueryContext, address: Address): boolean;
}
