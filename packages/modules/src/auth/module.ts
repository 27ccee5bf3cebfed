import type { AnyMessageHandler, Module } from "@openledger/state-machine";
import { exportAuthGenesis, initAuthGenesis, type ModuleAccountSpec } from "./genesis.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { authIdentities } from "./invariants.ts";
import type { AuthKeeper } from "./keeper.ts";
import { createAuthQueries } from "./queries.ts";
import { AUTH_STORE } from "./state.ts";

/**
 * Accounts, their numbers, sequences and keys. `moduleAccounts` come to life at genesis, in this order; `messages` are
 * those of others that create accounts of special kinds.
 */
export function createAuthModule(
  keeper: AuthKeeper,
  moduleAccounts: readonly ModuleAccountSpec[],
  messages: readonly AnyMessageHandler[] = [],
): Module {
  return {
    name: "auth",
    storeName: AUTH_STORE,
    errors: [],
    messages: [createUpdateParamsHandler(keeper), ...messages],
    queries: createAuthQueries(
      keeper,
      moduleAccounts.map(({ name }) => name),
    ),
    initGenesis: (ctx, genesis) => initAuthGenesis(ctx, keeper, moduleAccounts, genesis),
    exportGenesis: exportAuthGenesis,
    identities: authIdentities,
  };
}
