import type { Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";

/** Knows the account of governance. */
export interface AuthorityKeeper {
  moduleAddress(ctx: Context | QueryContext, module: string): Address;
}
