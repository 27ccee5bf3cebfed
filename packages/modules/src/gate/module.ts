import { Params } from "@openledger/messages/openledger/gate/v1";
import { messageHandler, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { errors } from "./errors.ts";
import type { GateBank } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createGateDeposit } from "./handlers/gate-deposit.ts";
import { createGateWithdraw } from "./handlers/gate-withdraw.ts";
import { createSetGate } from "./handlers/set-gate.ts";
import { brokenBy, identities } from "./invariants.ts";
import type { GateKeeper } from "./keeper.ts";
import { queries } from "./queries.ts";
import { GATE, params } from "./state.ts";

export { createGateKeeper, type GateKeeper } from "./keeper.ts";

/** Gates: where value enters and leaves, and how much of what is spent came in from outside. */
export function createGateModule(deps: { readonly bank: GateBank; readonly gates: GateKeeper }): Module {
  return {
    name: GATE,
    storeName: GATE,
    errors,
    messages: [
      messageHandler(createSetGate(deps.bank)),
      messageHandler(createGateDeposit(deps)),
      messageHandler(createGateWithdraw(deps.bank)),
    ],
    queries,
    initGenesis,
    identities: (ctx) => identities(ctx, deps.bank),
    brokenBy,
    report: reportOfParams(GATE, params.keyBytes, Params),
  };
}
