import type { Identity, QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { countUnits, holdingIdentities } from "../support/holdings.ts";
import { claimables, poolBalances, REWARDS, unitsHeld } from "./state.ts";

/** What the module owes (claimable balances and undrawn pools) is counted and covered by its account. */
export function identities(ctx: QueryContext, bank: BankKeeper): readonly Identity[] {
  const reader = ctx.store.store(REWARDS);
  const owed = new Map<string, bigint>();
  for (const [[, denom], units] of claimables.iterate(reader)) countUnits(owed, denom, units);
  for (const [[, , denom], units] of poolBalances.iterate(reader)) countUnits(owed, denom, units);
  return holdingIdentities(ctx, bank, { module: REWARDS, what: "claimable balances and undrawn pools", totals: unitsHeld.entries(reader), parts: owed });
}
