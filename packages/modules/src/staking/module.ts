import { ValidatorUpdates } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Module, QueryContext, ValidatorUpdate } from "@openledger/state-machine";
import { endStakingBlock } from "./end-block.ts";
import { stakingErrors } from "./errors.ts";
import { exportStakingGenesis, initStakingGenesis } from "./genesis.ts";
import { createBeginRedelegateHandler } from "./handlers/begin-redelegate.ts";
import { createCancelUnbondingHandler } from "./handlers/cancel-unbonding-delegation.ts";
import { createCreateValidatorHandler } from "./handlers/create-validator.ts";
import { createDelegateHandler } from "./handlers/delegate.ts";
import { createEditValidatorHandler } from "./handlers/edit-validator.ts";
import { createUndelegateHandler } from "./handlers/undelegate.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { handOverTo } from "./handover.ts";
import { trackHistoricalInfo } from "./historical-info.ts";
import { stakingIdentities } from "./invariants.ts";
import type { FullStakingKeeper } from "./keeper.ts";
import { stakingQueries } from "./queries.ts";
import { stakingReport } from "./report.ts";
import { setUpdates, STAKING_STORE } from "./state.ts";
import { applySetChanges, noteWholeSet } from "./validator-set.ts";

/** Validators, delegations and what unbonds. Its end of block comes after that of modules that move stake. */
export function createStakingModule(keeper: FullStakingKeeper): Module {
  const { parts } = keeper;
  return {
    name: "staking",
    storeName: STAKING_STORE,
    errors: stakingErrors,
    messages: [
      createCreateValidatorHandler(parts),
      createEditValidatorHandler(parts),
      createDelegateHandler(parts),
      createBeginRedelegateHandler(parts),
      createUndelegateHandler(parts),
      createCancelUnbondingHandler(parts),
      createUpdateParamsHandler(parts),
    ],
    queries: stakingQueries(parts),
    initGenesis: (ctx, genesis) => initStakingGenesis(parts, ctx, genesis),
    finishGenesis(ctx) {
      applySetChanges(parts, ctx);
      noteWholeSet(ctx);
    },
    exportGenesis: exportStakingGenesis,
    handOver: (ctx, { validators }) => handOverTo(parts, ctx, validators),
    beginBlock: trackHistoricalInfo,
    endBlock: (ctx) => endStakingBlock(parts, ctx),
    validatorUpdates: (ctx) => (keeper.valsetSource(ctx) === "staking" ? lastUpdates(ctx) : []),
    identities: (ctx) => stakingIdentities(parts, ctx),
    report: stakingReport,
  };
}

function lastUpdates(ctx: QueryContext): readonly ValidatorUpdate[] {
  const { updates } = setUpdates.get(ctx.store.store(STAKING_STORE)) ?? ValidatorUpdates.create();
  return updates.map(({ pubKey, power }) => ({ publicKey: pubKey?.ed25519 ?? new Uint8Array(0), power }));
}
