import type { Module, Router } from "@openledger/state-machine";
import type { AuthorizationKind } from "../support/authorization.ts";
import { createAuthorizations } from "./authorizations.ts";
import { authzErrors } from "./errors.ts";
import type { AccountsKeeper, BlockedKeeper } from "./expected-keepers.ts";
import { genericAuthorization } from "./generic-authorization.ts";
import { exportAuthzGenesis, initAuthzGenesis } from "./genesis.ts";
import { createExecHandler } from "./handlers/exec.ts";
import { createGrantHandler } from "./handlers/grant.ts";
import { createRevokeHandler } from "./handlers/revoke.ts";
import { authzKeeper } from "./keeper.ts";
import { authzQueries } from "./queries.ts";
import { stakeAuthorization } from "./stake-authorization.ts";
import { AUTHZ_STORE } from "./state.ts";

export interface AuthzParts {
  readonly accounts: AccountsKeeper;
  readonly bank: BlockedKeeper;
  /** Finds the handlers of what is executed in other names. */
  readonly router: Router;
  /** Kinds of authorization that other modules bring; generic and stake ones are always there. */
  readonly authorizations: readonly AuthorizationKind[];
}

/** Messages that one account sends in the name of another. */
export function createAuthzModule({ accounts, bank, router, authorizations: brought }: AuthzParts): Module {
  const authorizations = createAuthorizations([genericAuthorization, stakeAuthorization, ...brought]);
  const keeper = authzKeeper;
  return {
    name: "authz",
    storeName: AUTHZ_STORE,
    errors: authzErrors,
    messages: [
      createGrantHandler({ keeper, authorizations, accounts, bank, router }),
      createRevokeHandler(keeper),
      createExecHandler({ keeper, authorizations, router }),
    ],
    types: authorizations.kinds.map(({ codec }) => codec),
    queries: authzQueries,
    initGenesis: (ctx, genesis) => initAuthzGenesis(ctx, keeper, authorizations, genesis),
    exportGenesis: (ctx) => exportAuthzGenesis(ctx, authorizations),
    beginBlock: keeper.prune,
  };
}
