import type { Module } from "@openledger/state-machine";
import { bankErrors } from "./errors.ts";
import { exportBankGenesis, initBankGenesis } from "./genesis.ts";
import { createMultiSendHandler } from "./handlers/multi-send.ts";
import { createSendHandler } from "./handlers/send.ts";
import { createSetSendEnabledHandler, createUpdateParamsHandler } from "./handlers/update-params.ts";
import { bankBrokenBy, bankIdentities } from "./invariants.ts";
import type { FullBankKeeper } from "./keeper.ts";
import { createBankQueries } from "./queries.ts";
import { BANK_STORE } from "./state.ts";

/** Balances and supply. */
export function createBankModule(keeper: FullBankKeeper): Module {
  return {
    name: "bank",
    storeName: BANK_STORE,
    errors: bankErrors,
    messages: [
      createSendHandler(keeper),
      createMultiSendHandler(keeper),
      createUpdateParamsHandler(keeper),
      createSetSendEnabledHandler(keeper),
    ],
    queries: createBankQueries(keeper),
    initGenesis: (ctx, genesis) => initBankGenesis(ctx, keeper, genesis),
    exportGenesis: exportBankGenesis,
    identities: bankIdentities,
    brokenBy: bankBrokenBy,
  };
}
