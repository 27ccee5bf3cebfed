import { QueryService } from "@openledger/messages/cosmos/consensus/v1";
import { queryHandler, type Module } from "@openledger/state-machine";
import type { AuthorityKeeper } from "../support/gov-authority.ts";
import { exportConsensusGenesis, initConsensusGenesis } from "./genesis.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { CONSENSUS_STORE, consensusParams } from "./state.ts";

/** What consensus may put into a block. */
export function createConsensusModule(authorities: AuthorityKeeper): Module {
  return {
    name: "consensus",
    storeName: CONSENSUS_STORE,
    errors: [],
    messages: [createUpdateParamsHandler(authorities)],
    queries: [
      queryHandler({ ...QueryService.Params, handle: (ctx) => ({ params: consensusParams.require(ctx.store.store(CONSENSUS_STORE)) }) }),
    ],
    initGenesis: initConsensusGenesis,
    exportGenesis: exportConsensusGenesis,
    consensusParams(ctx) {
      const { maxBytes = 0n, maxGas = 0n } = consensusParams.require(ctx.store.store(CONSENSUS_STORE)).block ?? {};
      return { maxBlockBytes: maxBytes, maxBlockGas: maxGas };
    },
  };
}
