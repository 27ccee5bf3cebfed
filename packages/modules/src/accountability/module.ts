import { Params } from "@openledger/messages/openledger/accountability/v1";
import { assert } from "@openledger/primitives";
import { messageHandler, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { uncoveredHoldings } from "../support/holdings.ts";
import { errors } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createDecideIncident } from "./handlers/decide-incident.ts";
import { escalate } from "./handlers/escalate.ts";
import { createReportIncident } from "./handlers/report-incident.ts";
import { createRespond } from "./handlers/respond.ts";
import { identities } from "./invariants.ts";
import { queries } from "./queries.ts";
import { ACCOUNTABILITY, depositsHeld, params } from "./state.ts";
import { endTurns, forgetIncidents } from "./turns.ts";

/** Accountability: who answers for a receipt, a model version or a contribution, and until when. */
export function createAccountabilityModule(deps: Neighbours): Module {
  return {
    name: ACCOUNTABILITY,
    storeName: ACCOUNTABILITY,
    errors,
    messages: [
      messageHandler(createReportIncident(deps)),
      messageHandler(createRespond(deps)),
      messageHandler(escalate),
      messageHandler(createDecideIncident(deps)),
    ],
    queries,
    initGenesis,
    endBlock(ctx) {
      endTurns(ctx, deps);
      forgetIncidents(ctx);
      const held = depositsHeld.entries(ctx.store.store(ACCOUNTABILITY));
      const uncovered = uncoveredHoldings(ctx, deps.bank, ACCOUNTABILITY, held);
      assert(uncovered.length === 0, uncovered.join("; "));
    },
    identities: (ctx) => identities(ctx, deps),
    report: reportOfParams(ACCOUNTABILITY, params.keyBytes, Params),
  };
}
