import type { InitHomeOptions } from "@openledger/node";
import { BASE_DENOM, DOLLAR_DENOM } from "../../steps/demo-terms.ts";
import type { Parties } from "./parties.ts";

/** Prices, bonds and windows of the network on which everybody cheats; units of the base denom or of demo dollars. */
export const CHEAT_TERMS = {
  fundsEach: 1_000_000_000n,
  bondPerKib: 1_000n,
  curatorBps: 300,
  priorBps: 1_000,
  perCall: 200_000n,
  hostBond: 20_000_000n,
  escrow: 2_000_000n,
  latencyClassMs: 5_000n,
  lateBps: 1_000,
  unsignedCalls: 4,
  sessionSeconds: 3_600n,
  /** Of the watcher: what may be in bonds at one time. */
  watchBudget: 10_000_000n,
} as const;

/** Windows are as short as a person's patience; the gas that a transaction needs is paid for at this price. */
export const MARKET_PARAMS: Readonly<Record<string, string>> = {
  window_seconds: "12",
  window_blocks: "4",
  response_seconds: "4",
  response_blocks: "4",
  settle_period_seconds: "1",
  demand_bond: "20000",
  counterexample_bond: "50000",
};

type Account = NonNullable<InitHomeOptions["accounts"]>[number];

export function cheatAccounts(parties: Parties): Account[] {
  const coins = [BASE_DENOM, DOLLAR_DENOM].map((denom) => ({ denom, amount: CHEAT_TERMS.fundsEach }));
  return Object.values(parties).map(({ address }) => ({ address, coins }));
}

export function cheatAppState(): NonNullable<InitHomeOptions["appState"]> {
  return { market: { params: { ...MARKET_PARAMS, listed_denoms: [BASE_DENOM, DOLLAR_DENOM] } } };
}
