export type { ModuleAccountSpec } from "./auth/genesis.ts";
export { createAuthKeeper, type AuthKeeper } from "./auth/keeper.ts";
export { createAuthModule } from "./auth/module.ts";
export { createBankKeeper, FEE_COLLECTOR, type FullBankKeeper } from "./bank/keeper.ts";
export { createBankModule } from "./bank/module.ts";
export { sendAuthorization } from "./bank/send-authorization.ts";
export type { BankKeeper } from "./expected-keepers.ts";
export { createAuthzModule } from "./authz/module.ts";
export { createFeegrantKeeper, type FeegrantKeeper } from "./feegrant/keeper.ts";
export { createFeegrantModule } from "./feegrant/module.ts";
export { createVestingMessages } from "./vesting/module.ts";
export { createAttributionKeeper, createAttributionModule, type AttributionKeeper } from "./attribution/module.ts";
export {
  createDatanetActions,
  createDatanetModule,
  datanetKeeper,
  type DatanetActions,
  type DatanetKeeper,
} from "./datanet/module.ts";
export { createFeedbackModule } from "./feedback/module.ts";
export { createMarketModule, findSession, marketKeeper, receiptPrice, settledReceipt, type SettledReceipt } from "./market/module.ts";
export { createAccountabilityModule } from "./accountability/module.ts";
export { createModelModule, flattenLineage, modelKeeper, type ModelKeeper } from "./model/module.ts";
export { messageFromJson, messageToJson } from "./support/proto-json.ts";
export { createDistributionKeeper, type DistributionKeeper, type FullDistributionKeeper } from "./distribution/keeper.ts";
export { createDistributionModule } from "./distribution/module.ts";
export { createMintModule, type MintModuleOptions } from "./mint/module.ts";
export { createConsensusModule, evidenceAge } from "./consensus/module.ts";
export { createGateKeeper, createGateModule, type GateKeeper } from "./gate/module.ts";
export { createDepositReserve, type ReservedDeposits } from "./gov/invariants.ts";
export { createGovModule, type GovModuleOptions } from "./gov/module.ts";
export { createUpgradeModule, type UpgradeModuleOptions } from "./upgrade/module.ts";
export type { UpgradeHandler } from "./upgrade/plans.ts";
export { createEvidenceModule, type EvidenceModuleOptions } from "./evidence/module.ts";
export { createSlashingKeeper, type FullSlashingKeeper } from "./slashing/keeper.ts";
export { createSlashingModule, type SlashingModuleOptions } from "./slashing/module.ts";
export { createStakingKeeper, type FullStakingKeeper } from "./staking/keeper.ts";
export { createStakingModule } from "./staking/module.ts";
export { BONDED_POOL, NOT_BONDED_POOL } from "./staking/pools.ts";
export type { StakedDelegation, StakedValidator, StakingHooks, StakingKeeper, ValsetSource } from "./support/staking.ts";
export { createRollupModule } from "./rollup/module.ts";
export { createRewardsKeeper, createRewardsModule, type RewardsKeeper } from "./rewards/module.ts";
