import type { QueryContext } from "@openledger/state-machine";
import type { BankKeeper } from "../expected-keepers.ts";
import { countUnits, differingTotals, uncoveredHoldings } from "../support/holdings.ts";
import { claimables, poolBalances, REWARDS, unitsHeld } from "./state.ts";

/** What the module owes (claimable balances and undrawn pools) is counted and covered by its account. */
export function brokenInvariants(ctx: QueryContext, bank: BankKeeper): readonly string[] {
  const reader = ctx.store.store(REWARDS);
  const owed = new Map<string, bigint>();
  for (const [[, denom], units] of claimables.iterate(reader)) countUnits(owed, denom, units);
  for (const [[, , denom], units] of poolBalances.iterate(reader)) countUnits(owed, denom, units);
  const held = unitsHeld.entries(reader);
  return [...uncoveredHoldings(ctx, bank, REWARDS, held), ...differingTotals("rewards", held, owed)];
}
