import type { Address } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";

/** Knows the account of governance. */
export interface AuthorityKeeper {
  moduleAddress(ctx: Context, module: string): Address;
}
