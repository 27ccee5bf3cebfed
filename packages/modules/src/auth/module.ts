import type { Module } from "@openledger/state-machine";
import { initAuthGenesis, type ModuleAccountSpec } from "./genesis.ts";
import { authIdentities } from "./invariants.ts";
import type { AuthKeeper } from "./keeper.ts";
import { authQueries } from "./queries.ts";
import { AUTH_STORE } from "./state.ts";

/** Accounts, their numbers, sequences and keys. `moduleAccounts` come to life at genesis, in this order. */
export function createAuthModule(keeper: AuthKeeper, moduleAccounts: readonly ModuleAccountSpec[]): Module {
  return {
    name: "auth",
    storeName: AUTH_STORE,
    errors: [],
    messages: [],
    queries: authQueries,
    initGenesis: (ctx, genesis) => initAuthGenesis(ctx, keeper, moduleAccounts, genesis),
    identities: authIdentities,
  };
}
