import { QueryService } from "@openledger/messages/cosmos/consensus/v1";
import { queryHandler, type Context, type Module } from "@openledger/state-machine";
import type { AuthorityKeeper } from "../support/gov-authority.ts";
import { exportConsensusGenesis, initConsensusGenesis } from "./genesis.ts";
import { durationNanos } from "../support/timestamps.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { CONSENSUS_STORE, consensusParams } from "./state.ts";

/** How old evidence of misbehaviour may be, in blocks and in nanoseconds. */
export function evidenceAge(ctx: Context): { readonly blocks: bigint; readonly nanos: bigint } {
  const { maxAgeNumBlocks = 0n, maxAgeDuration } = consensusParams.require(ctx.store.store(CONSENSUS_STORE)).evidence ?? {};
  return { blocks: maxAgeNumBlocks, nanos: durationNanos(maxAgeDuration) };
}

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
      const { block, evidence, validator } = consensusParams.require(ctx.store.store(CONSENSUS_STORE));
      return {
        maxBlockBytes: block?.maxBytes ?? 0n,
        maxBlockGas: block?.maxGas ?? 0n,
        evidence: {
          maxAgeBlocks: evidence?.maxAgeNumBlocks ?? 0n,
          maxAgeNanos: durationNanos(evidence?.maxAgeDuration),
          maxBytes: evidence?.maxBytes ?? 0n,
        },
        pubKeyTypes: validator?.pubKeyTypes ?? [],
      };
    },
  };
}
