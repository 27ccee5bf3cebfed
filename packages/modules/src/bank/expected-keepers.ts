import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** What the bank needs of whoever holds accounts. */
export interface AccountsKeeper {
  hasAccount(ctx: Context | QueryContext, address: Address): boolean;
  createAccount(ctx: Context, address: Address): void;
  moduleAddress(ctx: Context | QueryContext, name: string): Address;
}
