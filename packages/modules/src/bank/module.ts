import type { Module } from "@openledger/state-machine";
import { bankErrors } from "./errors.ts";
import { initBankGenesis } from "./genesis.ts";
import { createMultiSendHandler } from "./handlers/multi-send.ts";
import { createSendHandler } from "./handlers/send.ts";
import { bankBrokenBy, bankIdentities } from "./invariants.ts";
import type { FullBankKeeper } from "./keeper.ts";
import { bankQueries } from "./queries.ts";
import { BANK_STORE } from "./state.ts";

/** Balances and supply. */
export function createBankModule(keeper: FullBankKeeper): Module {
  return {
    name: "bank",
    storeName: BANK_STORE,
    errors: bankErrors,
    messages: [createSendHandler(keeper), createMultiSendHandler(keeper)],
    queries: bankQueries,
    initGenesis: (ctx, genesis) => initBankGenesis(ctx, keeper, genesis),
    identities: bankIdentities,
    brokenBy: bankBrokenBy,
  };
}
