import type { Address } from "@openledger/primitives";
import { defineError, type Context, type ErrorDefinition } from "@openledger/state-machine";

/** Knows the account of governance. */
export interface AuthorityKeeper {
  moduleAddress(ctx: Context, module: string): Address;
}

/** x/gov's refusal of what did not come from a proposal. */
const invalidAuthority: ErrorDefinition = defineError("gov", 13, "expected gov account as only signer for proposal message");

/** Throws x/gov's error for an authority that is not governance. */
export function requireGovAuthority(ctx: Context, authorities: AuthorityKeeper, authority: string): void {
  const expected = authorities.moduleAddress(ctx, "gov");
  if (authority !== expected) throw invalidAuthority(`invalid authority; expected ${expected}, got ${authority.slice(0, 200)}`);
}
