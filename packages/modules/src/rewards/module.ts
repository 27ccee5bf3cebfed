import { Params } from "@openledger/messages/openledger/rewards/v1";
import { assert } from "@openledger/primitives";
import { messageHandler, type Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import type { BankKeeper } from "../expected-keepers.ts";
import { uncoveredHoldings } from "../support/holdings.ts";
import { errors } from "./errors.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { initGenesis } from "./genesis.ts";
import { createClaimRewards } from "./handlers/claim-rewards.ts";
import { createSpendTreasuryHandler } from "./handlers/spend-treasury.ts";
import { identities } from "./invariants.ts";
import { createQueries } from "./queries.ts";
import { params, REWARDS, unitsHeld } from "./state.ts";

export type { Distributed, DistributedParts, Distribution, OwnedAmount } from "./distribution.ts";
export { createRewardsKeeper, type RewardsKeeper } from "./keeper.ts";

/** Rewards: divides fees and pays what was earned. */
export function createRewardsModule(deps: { readonly bank: BankKeeper; readonly datanets: DatanetKeeper }): Module {
  return {
    name: REWARDS,
    storeName: REWARDS,
    errors,
    messages: [messageHandler(createClaimRewards(deps)), createSpendTreasuryHandler(deps.bank)],
    queries: createQueries(deps.datanets),
    initGenesis,
    endBlock(ctx) {
      const uncovered = uncoveredHoldings(ctx, deps.bank, REWARDS, unitsHeld.entries(ctx.store.store(REWARDS)));
      assert(uncovered.length === 0, uncovered.join("; "));
    },
    identities: (ctx) => identities(ctx, deps.bank),
    report: reportOfParams(REWARDS, params.keyBytes, Params),
  };
}
