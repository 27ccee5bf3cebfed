import { Params } from "@openledger/messages/cosmos/distribution/v1beta1";
import type { Module } from "@openledger/state-machine";
import { reportOfParams } from "../support/params-report.ts";
import { beginDistributionBlock } from "./allocate.ts";
import { distributionErrors } from "./errors.ts";
import { exportDistributionGenesis, initDistributionGenesis } from "./genesis.ts";
import { createCommunityPoolSpendHandler } from "./handlers/community-pool-spend.ts";
import { createDepositValidatorRewardsPoolHandler } from "./handlers/deposit-validator-rewards-pool.ts";
import { createFundCommunityPoolHandler } from "./handlers/fund-community-pool.ts";
import { createSetWithdrawAddressHandler } from "./handlers/set-withdraw-address.ts";
import { createUpdateParamsHandler } from "./handlers/update-params.ts";
import { createWithdrawDelegatorRewardHandler } from "./handlers/withdraw-delegator-reward.ts";
import { createWithdrawValidatorCommissionHandler } from "./handlers/withdraw-validator-commission.ts";
import { distributionIdentities } from "./invariants.ts";
import type { FullDistributionKeeper } from "./keeper.ts";
import { distributionQueries } from "./queries.ts";
import { DISTRIBUTION_STORE, distributionParams } from "./state.ts";

/**
 * Rewards of those who stake. Its genesis comes between those of the bank and of staking, its begin of block behind that of
 * mint and before those of slashing and evidence, so that who is slashed has first earned for the block before.
 */
export function createDistributionModule({ parts }: FullDistributionKeeper): Module {
  return {
    name: "distribution",
    storeName: DISTRIBUTION_STORE,
    errors: distributionErrors,
    messages: [
      createSetWithdrawAddressHandler(parts),
      createWithdrawDelegatorRewardHandler(parts),
      createWithdrawValidatorCommissionHandler(parts),
      createFundCommunityPoolHandler(parts),
      createUpdateParamsHandler(parts),
      createCommunityPoolSpendHandler(parts),
      createDepositValidatorRewardsPoolHandler(parts),
    ],
    queries: distributionQueries(parts),
    initGenesis: (ctx, genesis) => initDistributionGenesis(parts, ctx, genesis),
    exportGenesis: exportDistributionGenesis,
    beginBlock: (ctx) => beginDistributionBlock(parts, ctx),
    identities: (ctx) => distributionIdentities(parts, ctx),
    report: reportOfParams("distribution", distributionParams.keyBytes, Params),
  };
}
