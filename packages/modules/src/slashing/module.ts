import type { Module } from "@openledger/state-machine";
import type { StakingKeeper } from "../support/staking.ts";
import { slashingErrors } from "./errors.ts";
import type { AuthorityKeeper } from "./expected-keepers.ts";
import { exportSlashingGenesis, initSlashingGenesis } from "./genesis.ts";
import { createUnjailHandler } from "./handlers/unjail.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import type { FullSlashingKeeper } from "./keeper.ts";
import { restartWindows } from "./missed-blocks.ts";
import { slashingQueries } from "./queries.ts";
import { slashingReport } from "./report.ts";
import { SLASHING_STORE } from "./state.ts";

export interface SlashingModuleOptions {
  readonly keeper: FullSlashingKeeper;
  readonly staking: StakingKeeper;
  readonly authorities: AuthorityKeeper;
}

/** Liveness and jail. Its genesis comes after staking's, its begin of block before that of evidence. */
export function createSlashingModule({ keeper, staking, authorities }: SlashingModuleOptions): Module {
  return {
    name: "slashing",
    storeName: SLASHING_STORE,
    errors: slashingErrors,
    messages: [createUnjailHandler(keeper), createUpdateParamsHandler(authorities)],
    queries: slashingQueries,
    initGenesis: (ctx, genesis) => initSlashingGenesis(staking, ctx, genesis),
    exportGenesis: exportSlashingGenesis,
    handOver: restartWindows,
    report: slashingReport,
    beginBlock(ctx) {
      // Nobody but the sequencer signs: a validator that merely bonded must not be jailed for silence.
      if (staking.valsetSource(ctx) === "sequencer") return;
      for (const vote of ctx.block.votes ?? []) keeper.handleVote(ctx, vote);
    },
  };
}
