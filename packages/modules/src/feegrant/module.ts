import type { Module } from "@openledger/state-machine";
import { feegrantErrors } from "./errors.ts";
import { allowanceTypes, exportFeegrantGenesis, initFeegrantGenesis } from "./genesis.ts";
import { createGrantAllowanceHandler } from "./handlers/grant-allowance.ts";
import { createPruneAllowancesHandler } from "./handlers/prune-allowances.ts";
import { createRevokeAllowanceHandler } from "./handlers/revoke-allowance.ts";
import type { FeegrantKeeper } from "./keeper.ts";
import { feegrantQueries } from "./queries.ts";
import { FEEGRANT_STORE } from "./state.ts";

/** How many grants that have ended a block deletes: x/feegrant's number. */
const PRUNED_PER_BLOCK = 200;

/** Fees that one account pays for another. */
export function createFeegrantModule(keeper: FeegrantKeeper): Module {
  return {
    name: "feegrant",
    storeName: FEEGRANT_STORE,
    errors: feegrantErrors,
    messages: [
      createGrantAllowanceHandler(keeper),
      createRevokeAllowanceHandler(keeper),
      createPruneAllowancesHandler(keeper),
    ],
    types: allowanceTypes,
    queries: feegrantQueries,
    initGenesis: (ctx, genesis) => initFeegrantGenesis(ctx, keeper, genesis),
    exportGenesis: exportFeegrantGenesis,
    endBlock: (ctx) => keeper.prune(ctx, PRUNED_PER_BLOCK),
  };
}
