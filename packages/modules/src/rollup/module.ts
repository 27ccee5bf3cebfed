import { Sequencer } from "@openledger/messages/openledger/rollup/v1";
import type { Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { errors } from "./errors.ts";
import { exportRollupGenesis, initRollupGenesis } from "./genesis.ts";
import { createHandOverHandler, type HandOverDeps } from "./handlers/hand-over-sequencer.ts";
import { forgetSequencer, updatesOfBlock } from "./keeper.ts";
import { queries } from "./queries.ts";
import { ROLLUP, sequencerItem } from "./state.ts";

/** Who seals blocks under `valset_source: sequencer`. Its genesis comes after staking's. */
export function createRollupModule(deps: HandOverDeps): Module {
  return {
    name: ROLLUP,
    storeName: ROLLUP,
    errors,
    messages: [createHandOverHandler(deps)],
    queries,
    initGenesis: (ctx, genesis) => initRollupGenesis(deps.staking, ctx, genesis),
    exportGenesis: exportRollupGenesis,
    handOver: forgetSequencer,
    validatorUpdates: updatesOfBlock,
    report: reportOfParams(ROLLUP, sequencerItem.keyBytes, Sequencer),
  };
}
