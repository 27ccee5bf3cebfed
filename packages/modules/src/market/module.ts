import { Params } from "@openledger/messages/openledger/market/v1";
import { assert } from "@openledger/primitives";
import { messageHandler, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { uncoveredHoldings } from "../support/holdings.ts";
import { decideDemands, decideSettlements, expireSessions } from "./decide.ts";
import { errors } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createAnswerDemand } from "./handlers/answer-demand.ts";
import { createCloseOffer } from "./handlers/close-offer.ts";
import { closeSession } from "./handlers/close-session.ts";
import { createCounterexample } from "./handlers/counterexample.ts";
import { createCreateOffer } from "./handlers/create-offer.ts";
import { createDemand } from "./handlers/demand.ts";
import { createOpenSession } from "./handlers/open-session.ts";
import { createSettle } from "./handlers/settle.ts";
import { forgetSessions } from "./session-records.ts";
import { identities } from "./invariants.ts";
import { queries } from "./queries.ts";
import { MARKET, params, unitsHeld } from "./state.ts";

export { findSession } from "./keeper.ts";
export { marketKeeper } from "./market-keeper.ts";
export { receiptPrice } from "./price.ts";
export { settledReceipt, type SettledReceipt } from "./receipt-inclusion.ts";

/** Market: offers, sessions and settlements. */
export function createMarketModule(deps: Neighbours): Module {
  return {
    name: MARKET,
    storeName: MARKET,
    errors,
    messages: [
      messageHandler(createCreateOffer(deps)),
      messageHandler(createCloseOffer(deps)),
      messageHandler(createOpenSession(deps)),
      messageHandler(createSettle(deps)),
      messageHandler(closeSession),
      messageHandler(createDemand(deps)),
      messageHandler(createAnswerDemand(deps)),
      messageHandler(createCounterexample(deps)),
    ],
    queries,
    initGenesis,
    endBlock(ctx) {
      decideDemands(ctx, deps);
      decideSettlements(ctx, deps);
      expireSessions(ctx, deps);
      forgetSessions(ctx);
      const uncovered = uncoveredHoldings(ctx, deps.bank, MARKET, unitsHeld.entries(ctx.store.store(MARKET)));
      assert(uncovered.length === 0, uncovered.join("; "));
    },
    identities: (ctx) => identities(ctx, deps.bank),
    report: reportOfParams(MARKET, params.keyBytes, Params),
  };
}
