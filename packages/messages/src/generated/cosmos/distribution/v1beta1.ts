// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin, DecCoin } from "../base/v1beta1.ts";

/** Params defines the set of params for the distribution module. */
export interface Params {
  communityTax: string;
  /**
   * Deprecated: The base_proposer_reward field is deprecated and is no longer used
   * in the x/distribution module's reward mechanism.
   */
  baseProposerReward: string;
  /**
   * Deprecated: The bonus_proposer_reward field is deprecated and is no longer used
   * in the x/distribution module's reward mechanism.
   */
  bonusProposerReward: string;
  withdrawAddrEnabled: boolean;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.distribution.v1beta1.Params", [
  { no: 1, key: "communityTax", name: "community_tax", type: "string", amino: { keep: true, as: "dec" } },
  { no: 2, key: "baseProposerReward", name: "base_proposer_reward", type: "string", amino: { keep: true, as: "dec" } },
  { no: 3, key: "bonusProposerReward", name: "bonus_proposer_reward", type: "string", amino: { keep: true, as: "dec" } },
  { no: 4, key: "withdrawAddrEnabled", name: "withdraw_addr_enabled", type: "bool" },
], { name: "cosmos-sdk/x/distribution/Params" });

/**
 * ValidatorHistoricalRewards represents historical rewards for a validator.
 * Height is implicit within the store key.
 * Cumulative reward ratio is the sum from the zeroeth period
 * until this period of rewards / tokens, per the spec.
 * The reference count indicates the number of objects
 * which might need to reference this historical entry at any point.
 * ReferenceCount =
 * number of outstanding delegations which ended the associated period (and
 * might need to read that record)
 * + number of slashes which ended the associated period (and might need to
 * read that record)
 * + one per validator for the zeroeth period, set on initialization
 */
export interface ValidatorHistoricalRewards {
  cumulativeRewardRatio: DecCoin[];
  referenceCount: number;
}
export const ValidatorHistoricalRewards: MessageCodec<ValidatorHistoricalRewards> = defineMessage<ValidatorHistoricalRewards>("cosmos.distribution.v1beta1.ValidatorHistoricalRewards", [
  { no: 1, key: "cumulativeRewardRatio", name: "cumulative_reward_ratio", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
  { no: 2, key: "referenceCount", name: "reference_count", type: "uint32" },
]);

/**
 * ValidatorCurrentRewards represents current rewards and current
 * period for a validator kept as a running counter and incremented
 * each block as long as the validator's tokens remain constant.
 */
export interface ValidatorCurrentRewards {
  rewards: DecCoin[];
  period: bigint;
}
export const ValidatorCurrentRewards: MessageCodec<ValidatorCurrentRewards> = defineMessage<ValidatorCurrentRewards>("cosmos.distribution.v1beta1.ValidatorCurrentRewards", [
  { no: 1, key: "rewards", name: "rewards", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
  { no: 2, key: "period", name: "period", type: "uint64" },
]);

/**
 * ValidatorAccumulatedCommission represents accumulated commission
 * for a validator kept as a running counter, can be withdrawn at any time.
 */
export interface ValidatorAccumulatedCommission {
  commission: DecCoin[];
}
export const ValidatorAccumulatedCommission: MessageCodec<ValidatorAccumulatedCommission> = defineMessage<ValidatorAccumulatedCommission>("cosmos.distribution.v1beta1.ValidatorAccumulatedCommission", [
  { no: 1, key: "commission", name: "commission", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * ValidatorOutstandingRewards represents outstanding (un-withdrawn) rewards
 * for a validator inexpensive to track, allows simple sanity checks.
 */
export interface ValidatorOutstandingRewards {
  rewards: DecCoin[];
}
export const ValidatorOutstandingRewards: MessageCodec<ValidatorOutstandingRewards> = defineMessage<ValidatorOutstandingRewards>("cosmos.distribution.v1beta1.ValidatorOutstandingRewards", [
  { no: 1, key: "rewards", name: "rewards", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * ValidatorSlashEvent represents a validator slash event.
 * Height is implicit within the store key.
 * This is needed to calculate appropriate amount of staking tokens
 * for delegations which are withdrawn after a slash has occurred.
 */
export interface ValidatorSlashEvent {
  validatorPeriod: bigint;
  fraction: string;
}
export const ValidatorSlashEvent: MessageCodec<ValidatorSlashEvent> = defineMessage<ValidatorSlashEvent>("cosmos.distribution.v1beta1.ValidatorSlashEvent", [
  { no: 1, key: "validatorPeriod", name: "validator_period", type: "uint64" },
  { no: 2, key: "fraction", name: "fraction", type: "string", amino: { as: "dec" } },
]);

/** ValidatorSlashEvents is a collection of ValidatorSlashEvent messages. */
export interface ValidatorSlashEvents {
  validatorSlashEvents: ValidatorSlashEvent[];
}
export const ValidatorSlashEvents: MessageCodec<ValidatorSlashEvents> = defineMessage<ValidatorSlashEvents>("cosmos.distribution.v1beta1.ValidatorSlashEvents", [
  { no: 1, key: "validatorSlashEvents", name: "validator_slash_events", type: "message", rule: "repeated", of: () => ValidatorSlashEvent, amino: { keep: true } },
]);

/** FeePool is the global fee pool for distribution. */
export interface FeePool {
  communityPool: DecCoin[];
}
export const FeePool: MessageCodec<FeePool> = defineMessage<FeePool>("cosmos.distribution.v1beta1.FeePool", [
  { no: 1, key: "communityPool", name: "community_pool", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * CommunityPoolSpendProposal details a proposal for use of community funds,
 * together with how many coins are proposed to be spent, and to which
 * recipient account.
 *
 * Deprecated: Do not use. As of the Cosmos SDK release v0.47.x, there is no
 * longer a need for an explicit CommunityPoolSpendProposal. To spend community
 * pool funds, a simple MsgCommunityPoolSpend can be invoked from the x/gov
 * module via a v1 governance proposal.
 */
export interface CommunityPoolSpendProposal {
  title: string;
  description: string;
  recipient: string;
  amount: Coin[];
}
export const CommunityPoolSpendProposal: MessageCodec<CommunityPoolSpendProposal> = defineMessage<CommunityPoolSpendProposal>("cosmos.distribution.v1beta1.CommunityPoolSpendProposal", [
  { no: 1, key: "title", name: "title", type: "string" },
  { no: 2, key: "description", name: "description", type: "string" },
  { no: 3, key: "recipient", name: "recipient", type: "string" },
  { no: 4, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/**
 * DelegatorStartingInfo represents the starting info for a delegator reward
 * period. It tracks the previous validator period, the delegation's amount of
 * staking token, and the creation height (to check later on if any slashes have
 * occurred). NOTE: Even though validators are slashed to whole staking tokens,
 * the delegators within the validator may be left with less than a full token,
 * thus sdk.Dec is used.
 */
export interface DelegatorStartingInfo {
  previousPeriod: bigint;
  stake: string;
  height: bigint;
}
export const DelegatorStartingInfo: MessageCodec<DelegatorStartingInfo> = defineMessage<DelegatorStartingInfo>("cosmos.distribution.v1beta1.DelegatorStartingInfo", [
  { no: 1, key: "previousPeriod", name: "previous_period", type: "uint64" },
  { no: 2, key: "stake", name: "stake", type: "string", amino: { keep: true, as: "dec" } },
  { no: 3, key: "height", name: "height", type: "uint64", amino: { name: "creation_height", keep: true } },
]);

/**
 * DelegationDelegatorReward represents the properties
 * of a delegator's delegation reward.
 */
export interface DelegationDelegatorReward {
  validatorAddress: string;
  reward: DecCoin[];
}
export const DelegationDelegatorReward: MessageCodec<DelegationDelegatorReward> = defineMessage<DelegationDelegatorReward>("cosmos.distribution.v1beta1.DelegationDelegatorReward", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "reward", name: "reward", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * CommunityPoolSpendProposalWithDeposit defines a CommunityPoolSpendProposal
 * with a deposit
 */
export interface CommunityPoolSpendProposalWithDeposit {
  title: string;
  description: string;
  recipient: string;
  amount: string;
  deposit: string;
}
export const CommunityPoolSpendProposalWithDeposit: MessageCodec<CommunityPoolSpendProposalWithDeposit> = defineMessage<CommunityPoolSpendProposalWithDeposit>("cosmos.distribution.v1beta1.CommunityPoolSpendProposalWithDeposit", [
  { no: 1, key: "title", name: "title", type: "string" },
  { no: 2, key: "description", name: "description", type: "string" },
  { no: 3, key: "recipient", name: "recipient", type: "string" },
  { no: 4, key: "amount", name: "amount", type: "string" },
  { no: 5, key: "deposit", name: "deposit", type: "string" },
]);

/**
 * DelegatorWithdrawInfo is the address for where distributions rewards are
 * withdrawn to by default this struct is only used at genesis to feed in
 * default withdraw addresses.
 */
export interface DelegatorWithdrawInfo {
  /** delegator_address is the address of the delegator. */
  delegatorAddress: string;
  /** withdraw_address is the address to withdraw the delegation rewards to. */
  withdrawAddress: string;
}
export const DelegatorWithdrawInfo: MessageCodec<DelegatorWithdrawInfo> = defineMessage<DelegatorWithdrawInfo>("cosmos.distribution.v1beta1.DelegatorWithdrawInfo", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "withdrawAddress", name: "withdraw_address", type: "string" },
]);

/** ValidatorOutstandingRewardsRecord is used for import/export via genesis json. */
export interface ValidatorOutstandingRewardsRecord {
  /** validator_address is the address of the validator. */
  validatorAddress: string;
  /** outstanding_rewards represents the outstanding rewards of a validator. */
  outstandingRewards: DecCoin[];
}
export const ValidatorOutstandingRewardsRecord: MessageCodec<ValidatorOutstandingRewardsRecord> = defineMessage<ValidatorOutstandingRewardsRecord>("cosmos.distribution.v1beta1.ValidatorOutstandingRewardsRecord", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "outstandingRewards", name: "outstanding_rewards", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * ValidatorAccumulatedCommissionRecord is used for import / export via genesis
 * json.
 */
export interface ValidatorAccumulatedCommissionRecord {
  /** validator_address is the address of the validator. */
  validatorAddress: string;
  /** accumulated is the accumulated commission of a validator. */
  accumulated?: ValidatorAccumulatedCommission | undefined;
}
export const ValidatorAccumulatedCommissionRecord: MessageCodec<ValidatorAccumulatedCommissionRecord> = defineMessage<ValidatorAccumulatedCommissionRecord>("cosmos.distribution.v1beta1.ValidatorAccumulatedCommissionRecord", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "accumulated", name: "accumulated", type: "message", rule: "optional", of: () => ValidatorAccumulatedCommission, amino: { keep: true } },
]);

/**
 * ValidatorHistoricalRewardsRecord is used for import / export via genesis
 * json.
 */
export interface ValidatorHistoricalRewardsRecord {
  /** validator_address is the address of the validator. */
  validatorAddress: string;
  /** period defines the period the historical rewards apply to. */
  period: bigint;
  /** rewards defines the historical rewards of a validator. */
  rewards?: ValidatorHistoricalRewards | undefined;
}
export const ValidatorHistoricalRewardsRecord: MessageCodec<ValidatorHistoricalRewardsRecord> = defineMessage<ValidatorHistoricalRewardsRecord>("cosmos.distribution.v1beta1.ValidatorHistoricalRewardsRecord", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "period", name: "period", type: "uint64" },
  { no: 3, key: "rewards", name: "rewards", type: "message", rule: "optional", of: () => ValidatorHistoricalRewards, amino: { keep: true } },
]);

/** ValidatorCurrentRewardsRecord is used for import / export via genesis json. */
export interface ValidatorCurrentRewardsRecord {
  /** validator_address is the address of the validator. */
  validatorAddress: string;
  /** rewards defines the current rewards of a validator. */
  rewards?: ValidatorCurrentRewards | undefined;
}
export const ValidatorCurrentRewardsRecord: MessageCodec<ValidatorCurrentRewardsRecord> = defineMessage<ValidatorCurrentRewardsRecord>("cosmos.distribution.v1beta1.ValidatorCurrentRewardsRecord", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "rewards", name: "rewards", type: "message", rule: "optional", of: () => ValidatorCurrentRewards, amino: { keep: true } },
]);

/** DelegatorStartingInfoRecord used for import / export via genesis json. */
export interface DelegatorStartingInfoRecord {
  /** delegator_address is the address of the delegator. */
  delegatorAddress: string;
  /** validator_address is the address of the validator. */
  validatorAddress: string;
  /** starting_info defines the starting info of a delegator. */
  startingInfo?: DelegatorStartingInfo | undefined;
}
export const DelegatorStartingInfoRecord: MessageCodec<DelegatorStartingInfoRecord> = defineMessage<DelegatorStartingInfoRecord>("cosmos.distribution.v1beta1.DelegatorStartingInfoRecord", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "startingInfo", name: "starting_info", type: "message", rule: "optional", of: () => DelegatorStartingInfo, amino: { keep: true } },
]);

/** ValidatorSlashEventRecord is used for import / export via genesis json. */
export interface ValidatorSlashEventRecord {
  /** validator_address is the address of the validator. */
  validatorAddress: string;
  /** height defines the block height at which the slash event occurred. */
  height: bigint;
  /** period is the period of the slash event. */
  period: bigint;
  /** validator_slash_event describes the slash event. */
  validatorSlashEvent?: ValidatorSlashEvent | undefined;
}
export const ValidatorSlashEventRecord: MessageCodec<ValidatorSlashEventRecord> = defineMessage<ValidatorSlashEventRecord>("cosmos.distribution.v1beta1.ValidatorSlashEventRecord", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "height", name: "height", type: "uint64" },
  { no: 3, key: "period", name: "period", type: "uint64" },
  { no: 4, key: "validatorSlashEvent", name: "validator_slash_event", type: "message", rule: "optional", of: () => ValidatorSlashEvent, amino: { keep: true } },
]);

/** GenesisState defines the distribution module's genesis state. */
export interface GenesisState {
  /** params defines all the parameters of the module. */
  params?: Params | undefined;
  /** fee_pool defines the fee pool at genesis. */
  feePool?: FeePool | undefined;
  /** fee_pool defines the delegator withdraw infos at genesis. */
  delegatorWithdrawInfos: DelegatorWithdrawInfo[];
  /** fee_pool defines the previous proposer at genesis. */
  previousProposer: string;
  /** fee_pool defines the outstanding rewards of all validators at genesis. */
  outstandingRewards: ValidatorOutstandingRewardsRecord[];
  /** fee_pool defines the accumulated commissions of all validators at genesis. */
  validatorAccumulatedCommissions: ValidatorAccumulatedCommissionRecord[];
  /** fee_pool defines the historical rewards of all validators at genesis. */
  validatorHistoricalRewards: ValidatorHistoricalRewardsRecord[];
  /** fee_pool defines the current rewards of all validators at genesis. */
  validatorCurrentRewards: ValidatorCurrentRewardsRecord[];
  /** fee_pool defines the delegator starting infos at genesis. */
  delegatorStartingInfos: DelegatorStartingInfoRecord[];
  /** fee_pool defines the validator slash events at genesis. */
  validatorSlashEvents: ValidatorSlashEventRecord[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.distribution.v1beta1.GenesisState", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
  { no: 2, key: "feePool", name: "fee_pool", type: "message", rule: "optional", of: () => FeePool, amino: { keep: true } },
  { no: 3, key: "delegatorWithdrawInfos", name: "delegator_withdraw_infos", type: "message", rule: "repeated", of: () => DelegatorWithdrawInfo, amino: { keep: true } },
  { no: 4, key: "previousProposer", name: "previous_proposer", type: "string" },
  { no: 5, key: "outstandingRewards", name: "outstanding_rewards", type: "message", rule: "repeated", of: () => ValidatorOutstandingRewardsRecord, amino: { keep: true } },
  { no: 6, key: "validatorAccumulatedCommissions", name: "validator_accumulated_commissions", type: "message", rule: "repeated", of: () => ValidatorAccumulatedCommissionRecord, amino: { keep: true } },
  { no: 7, key: "validatorHistoricalRewards", name: "validator_historical_rewards", type: "message", rule: "repeated", of: () => ValidatorHistoricalRewardsRecord, amino: { keep: true } },
  { no: 8, key: "validatorCurrentRewards", name: "validator_current_rewards", type: "message", rule: "repeated", of: () => ValidatorCurrentRewardsRecord, amino: { keep: true } },
  { no: 9, key: "delegatorStartingInfos", name: "delegator_starting_infos", type: "message", rule: "repeated", of: () => DelegatorStartingInfoRecord, amino: { keep: true } },
  { no: 10, key: "validatorSlashEvents", name: "validator_slash_events", type: "message", rule: "repeated", of: () => ValidatorSlashEventRecord, amino: { keep: true } },
]);

/** QueryParamsRequest is the request type for the Query/Params RPC method. */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.distribution.v1beta1.QueryParamsRequest", []);

/** QueryParamsResponse is the response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /** params defines the parameters of the module. */
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.distribution.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
]);

/** QueryValidatorDistributionInfoRequest is the request type for the Query/ValidatorDistributionInfo RPC method. */
export interface QueryValidatorDistributionInfoRequest {
  /** validator_address defines the validator address to query for. */
  validatorAddress: string;
}
export const QueryValidatorDistributionInfoRequest: MessageCodec<QueryValidatorDistributionInfoRequest> = defineMessage<QueryValidatorDistributionInfoRequest>("cosmos.distribution.v1beta1.QueryValidatorDistributionInfoRequest", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
]);

/** QueryValidatorDistributionInfoResponse is the response type for the Query/ValidatorDistributionInfo RPC method. */
export interface QueryValidatorDistributionInfoResponse {
  /** operator_address defines the validator operator address. */
  operatorAddress: string;
  /** self_bond_rewards defines the self delegations rewards. */
  selfBondRewards: DecCoin[];
  /** commission defines the commission the validator received. */
  commission: DecCoin[];
}
export const QueryValidatorDistributionInfoResponse: MessageCodec<QueryValidatorDistributionInfoResponse> = defineMessage<QueryValidatorDistributionInfoResponse>("cosmos.distribution.v1beta1.QueryValidatorDistributionInfoResponse", [
  { no: 1, key: "operatorAddress", name: "operator_address", type: "string" },
  { no: 2, key: "selfBondRewards", name: "self_bond_rewards", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
  { no: 3, key: "commission", name: "commission", type: "message", rule: "repeated", of: () => DecCoin },
]);

/**
 * QueryValidatorOutstandingRewardsRequest is the request type for the
 * Query/ValidatorOutstandingRewards RPC method.
 */
export interface QueryValidatorOutstandingRewardsRequest {
  /** validator_address defines the validator address to query for. */
  validatorAddress: string;
}
export const QueryValidatorOutstandingRewardsRequest: MessageCodec<QueryValidatorOutstandingRewardsRequest> = defineMessage<QueryValidatorOutstandingRewardsRequest>("cosmos.distribution.v1beta1.QueryValidatorOutstandingRewardsRequest", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
]);

/**
 * QueryValidatorOutstandingRewardsResponse is the response type for the
 * Query/ValidatorOutstandingRewards RPC method.
 */
export interface QueryValidatorOutstandingRewardsResponse {
  rewards?: ValidatorOutstandingRewards | undefined;
}
export const QueryValidatorOutstandingRewardsResponse: MessageCodec<QueryValidatorOutstandingRewardsResponse> = defineMessage<QueryValidatorOutstandingRewardsResponse>("cosmos.distribution.v1beta1.QueryValidatorOutstandingRewardsResponse", [
  { no: 1, key: "rewards", name: "rewards", type: "message", rule: "optional", of: () => ValidatorOutstandingRewards, amino: { keep: true } },
]);

/**
 * QueryValidatorCommissionRequest is the request type for the
 * Query/ValidatorCommission RPC method
 */
export interface QueryValidatorCommissionRequest {
  /** validator_address defines the validator address to query for. */
  validatorAddress: string;
}
export const QueryValidatorCommissionRequest: MessageCodec<QueryValidatorCommissionRequest> = defineMessage<QueryValidatorCommissionRequest>("cosmos.distribution.v1beta1.QueryValidatorCommissionRequest", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
]);

/**
 * QueryValidatorCommissionResponse is the response type for the
 * Query/ValidatorCommission RPC method
 */
export interface QueryValidatorCommissionResponse {
  /** commission defines the commission the validator received. */
  commission?: ValidatorAccumulatedCommission | undefined;
}
export const QueryValidatorCommissionResponse: MessageCodec<QueryValidatorCommissionResponse> = defineMessage<QueryValidatorCommissionResponse>("cosmos.distribution.v1beta1.QueryValidatorCommissionResponse", [
  { no: 1, key: "commission", name: "commission", type: "message", rule: "optional", of: () => ValidatorAccumulatedCommission, amino: { keep: true } },
]);

/**
 * QueryValidatorSlashesRequest is the request type for the
 * Query/ValidatorSlashes RPC method
 */
export interface QueryValidatorSlashesRequest {
  /** validator_address defines the validator address to query for. */
  validatorAddress: string;
  /** starting_height defines the optional starting height to query the slashes. */
  startingHeight: bigint;
  /** starting_height defines the optional ending height to query the slashes. */
  endingHeight: bigint;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryValidatorSlashesRequest: MessageCodec<QueryValidatorSlashesRequest> = defineMessage<QueryValidatorSlashesRequest>("cosmos.distribution.v1beta1.QueryValidatorSlashesRequest", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 2, key: "startingHeight", name: "starting_height", type: "uint64" },
  { no: 3, key: "endingHeight", name: "ending_height", type: "uint64" },
  { no: 4, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryValidatorSlashesResponse is the response type for the
 * Query/ValidatorSlashes RPC method.
 */
export interface QueryValidatorSlashesResponse {
  /** slashes defines the slashes the validator received. */
  slashes: ValidatorSlashEvent[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryValidatorSlashesResponse: MessageCodec<QueryValidatorSlashesResponse> = defineMessage<QueryValidatorSlashesResponse>("cosmos.distribution.v1beta1.QueryValidatorSlashesResponse", [
  { no: 1, key: "slashes", name: "slashes", type: "message", rule: "repeated", of: () => ValidatorSlashEvent, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryDelegationRewardsRequest is the request type for the
 * Query/DelegationRewards RPC method.
 */
export interface QueryDelegationRewardsRequest {
  /** delegator_address defines the delegator address to query for. */
  delegatorAddress: string;
  /** validator_address defines the validator address to query for. */
  validatorAddress: string;
}
export const QueryDelegationRewardsRequest: MessageCodec<QueryDelegationRewardsRequest> = defineMessage<QueryDelegationRewardsRequest>("cosmos.distribution.v1beta1.QueryDelegationRewardsRequest", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
]);

/**
 * QueryDelegationRewardsResponse is the response type for the
 * Query/DelegationRewards RPC method.
 */
export interface QueryDelegationRewardsResponse {
  /** rewards defines the rewards accrued by a delegation. */
  rewards: DecCoin[];
}
export const QueryDelegationRewardsResponse: MessageCodec<QueryDelegationRewardsResponse> = defineMessage<QueryDelegationRewardsResponse>("cosmos.distribution.v1beta1.QueryDelegationRewardsResponse", [
  { no: 1, key: "rewards", name: "rewards", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * QueryDelegationTotalRewardsRequest is the request type for the
 * Query/DelegationTotalRewards RPC method.
 */
export interface QueryDelegationTotalRewardsRequest {
  /** delegator_address defines the delegator address to query for. */
  delegatorAddress: string;
}
export const QueryDelegationTotalRewardsRequest: MessageCodec<QueryDelegationTotalRewardsRequest> = defineMessage<QueryDelegationTotalRewardsRequest>("cosmos.distribution.v1beta1.QueryDelegationTotalRewardsRequest", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
]);

/**
 * QueryDelegationTotalRewardsResponse is the response type for the
 * Query/DelegationTotalRewards RPC method.
 */
export interface QueryDelegationTotalRewardsResponse {
  /** rewards defines all the rewards accrued by a delegator. */
  rewards: DelegationDelegatorReward[];
  /** total defines the sum of all the rewards. */
  total: DecCoin[];
}
export const QueryDelegationTotalRewardsResponse: MessageCodec<QueryDelegationTotalRewardsResponse> = defineMessage<QueryDelegationTotalRewardsResponse>("cosmos.distribution.v1beta1.QueryDelegationTotalRewardsResponse", [
  { no: 1, key: "rewards", name: "rewards", type: "message", rule: "repeated", of: () => DelegationDelegatorReward, amino: { keep: true } },
  { no: 2, key: "total", name: "total", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * QueryDelegatorValidatorsRequest is the request type for the
 * Query/DelegatorValidators RPC method.
 */
export interface QueryDelegatorValidatorsRequest {
  /** delegator_address defines the delegator address to query for. */
  delegatorAddress: string;
}
export const QueryDelegatorValidatorsRequest: MessageCodec<QueryDelegatorValidatorsRequest> = defineMessage<QueryDelegatorValidatorsRequest>("cosmos.distribution.v1beta1.QueryDelegatorValidatorsRequest", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
]);

/**
 * QueryDelegatorValidatorsResponse is the response type for the
 * Query/DelegatorValidators RPC method.
 */
export interface QueryDelegatorValidatorsResponse {
  /** validators defines the validators a delegator is delegating for. */
  validators: string[];
}
export const QueryDelegatorValidatorsResponse: MessageCodec<QueryDelegatorValidatorsResponse> = defineMessage<QueryDelegatorValidatorsResponse>("cosmos.distribution.v1beta1.QueryDelegatorValidatorsResponse", [
  { no: 1, key: "validators", name: "validators", type: "string", rule: "repeated" },
]);

/**
 * QueryDelegatorWithdrawAddressRequest is the request type for the
 * Query/DelegatorWithdrawAddress RPC method.
 */
export interface QueryDelegatorWithdrawAddressRequest {
  /** delegator_address defines the delegator address to query for. */
  delegatorAddress: string;
}
export const QueryDelegatorWithdrawAddressRequest: MessageCodec<QueryDelegatorWithdrawAddressRequest> = defineMessage<QueryDelegatorWithdrawAddressRequest>("cosmos.distribution.v1beta1.QueryDelegatorWithdrawAddressRequest", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
]);

/**
 * QueryDelegatorWithdrawAddressResponse is the response type for the
 * Query/DelegatorWithdrawAddress RPC method.
 */
export interface QueryDelegatorWithdrawAddressResponse {
  /** withdraw_address defines the delegator address to query for. */
  withdrawAddress: string;
}
export const QueryDelegatorWithdrawAddressResponse: MessageCodec<QueryDelegatorWithdrawAddressResponse> = defineMessage<QueryDelegatorWithdrawAddressResponse>("cosmos.distribution.v1beta1.QueryDelegatorWithdrawAddressResponse", [
  { no: 1, key: "withdrawAddress", name: "withdraw_address", type: "string" },
]);

/**
 * QueryCommunityPoolRequest is the request type for the Query/CommunityPool RPC
 * method.
 */
export interface QueryCommunityPoolRequest {}
export const QueryCommunityPoolRequest: MessageCodec<QueryCommunityPoolRequest> = defineMessage<QueryCommunityPoolRequest>("cosmos.distribution.v1beta1.QueryCommunityPoolRequest", []);

/**
 * QueryCommunityPoolResponse is the response type for the Query/CommunityPool
 * RPC method.
 */
export interface QueryCommunityPoolResponse {
  /** pool defines community pool's coins. */
  pool: DecCoin[];
}
export const QueryCommunityPoolResponse: MessageCodec<QueryCommunityPoolResponse> = defineMessage<QueryCommunityPoolResponse>("cosmos.distribution.v1beta1.QueryCommunityPoolResponse", [
  { no: 1, key: "pool", name: "pool", type: "message", rule: "repeated", of: () => DecCoin, amino: { keep: true } },
]);

/**
 * MsgSetWithdrawAddress sets the withdraw address for
 * a delegator (or validator self-delegation).
 */
export interface MsgSetWithdrawAddress {
  delegatorAddress: string;
  withdrawAddress: string;
}
export const MsgSetWithdrawAddress: MessageCodec<MsgSetWithdrawAddress> = defineMessage<MsgSetWithdrawAddress>("cosmos.distribution.v1beta1.MsgSetWithdrawAddress", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "withdrawAddress", name: "withdraw_address", type: "string" },
], { name: "cosmos-sdk/MsgModifyWithdrawAddress" });

/**
 * MsgSetWithdrawAddressResponse defines the Msg/SetWithdrawAddress response
 * type.
 */
export interface MsgSetWithdrawAddressResponse {}
export const MsgSetWithdrawAddressResponse: MessageCodec<MsgSetWithdrawAddressResponse> = defineMessage<MsgSetWithdrawAddressResponse>("cosmos.distribution.v1beta1.MsgSetWithdrawAddressResponse", []);

/**
 * MsgWithdrawDelegatorReward represents delegation withdrawal to a delegator
 * from a single validator.
 */
export interface MsgWithdrawDelegatorReward {
  delegatorAddress: string;
  validatorAddress: string;
}
export const MsgWithdrawDelegatorReward: MessageCodec<MsgWithdrawDelegatorReward> = defineMessage<MsgWithdrawDelegatorReward>("cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
], { name: "cosmos-sdk/MsgWithdrawDelegationReward" });

/**
 * MsgWithdrawDelegatorRewardResponse defines the Msg/WithdrawDelegatorReward
 * response type.
 */
export interface MsgWithdrawDelegatorRewardResponse {
  /** Since: cosmos-sdk 0.46 */
  amount: Coin[];
}
export const MsgWithdrawDelegatorRewardResponse: MessageCodec<MsgWithdrawDelegatorRewardResponse> = defineMessage<MsgWithdrawDelegatorRewardResponse>("cosmos.distribution.v1beta1.MsgWithdrawDelegatorRewardResponse", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/**
 * MsgWithdrawValidatorCommission withdraws the full commission to the validator
 * address.
 */
export interface MsgWithdrawValidatorCommission {
  validatorAddress: string;
}
export const MsgWithdrawValidatorCommission: MessageCodec<MsgWithdrawValidatorCommission> = defineMessage<MsgWithdrawValidatorCommission>("cosmos.distribution.v1beta1.MsgWithdrawValidatorCommission", [
  { no: 1, key: "validatorAddress", name: "validator_address", type: "string" },
], { name: "cosmos-sdk/MsgWithdrawValCommission" });

/**
 * MsgWithdrawValidatorCommissionResponse defines the
 * Msg/WithdrawValidatorCommission response type.
 */
export interface MsgWithdrawValidatorCommissionResponse {
  /** Since: cosmos-sdk 0.46 */
  amount: Coin[];
}
export const MsgWithdrawValidatorCommissionResponse: MessageCodec<MsgWithdrawValidatorCommissionResponse> = defineMessage<MsgWithdrawValidatorCommissionResponse>("cosmos.distribution.v1beta1.MsgWithdrawValidatorCommissionResponse", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/**
 * MsgFundCommunityPool allows an account to directly
 * fund the community pool.
 */
export interface MsgFundCommunityPool {
  amount: Coin[];
  depositor: string;
}
export const MsgFundCommunityPool: MessageCodec<MsgFundCommunityPool> = defineMessage<MsgFundCommunityPool>("cosmos.distribution.v1beta1.MsgFundCommunityPool", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
], { name: "cosmos-sdk/MsgFundCommunityPool" });

/** MsgFundCommunityPoolResponse defines the Msg/FundCommunityPool response type. */
export interface MsgFundCommunityPoolResponse {}
export const MsgFundCommunityPoolResponse: MessageCodec<MsgFundCommunityPoolResponse> = defineMessage<MsgFundCommunityPoolResponse>("cosmos.distribution.v1beta1.MsgFundCommunityPoolResponse", []);

/**
 * MsgUpdateParams is the Msg/UpdateParams request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/distribution parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.distribution.v1beta1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/distribution/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.distribution.v1beta1.MsgUpdateParamsResponse", []);

/**
 * MsgCommunityPoolSpend defines a message for sending tokens from the community
 * pool to another account. This message is typically executed via a governance
 * proposal with the governance module being the executing authority.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgCommunityPoolSpend {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  recipient: string;
  amount: Coin[];
}
export const MsgCommunityPoolSpend: MessageCodec<MsgCommunityPoolSpend> = defineMessage<MsgCommunityPoolSpend>("cosmos.distribution.v1beta1.MsgCommunityPoolSpend", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "recipient", name: "recipient", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
], { name: "cosmos-sdk/distr/MsgCommunityPoolSpend" });

/**
 * MsgCommunityPoolSpendResponse defines the response to executing a
 * MsgCommunityPoolSpend message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgCommunityPoolSpendResponse {}
export const MsgCommunityPoolSpendResponse: MessageCodec<MsgCommunityPoolSpendResponse> = defineMessage<MsgCommunityPoolSpendResponse>("cosmos.distribution.v1beta1.MsgCommunityPoolSpendResponse", []);

/**
 * DepositValidatorRewardsPool defines the request structure to provide
 * additional rewards to delegators from a specific validator.
 *
 * Since: cosmos-sdk 0.50
 */
export interface MsgDepositValidatorRewardsPool {
  depositor: string;
  validatorAddress: string;
  amount: Coin[];
}
export const MsgDepositValidatorRewardsPool: MessageCodec<MsgDepositValidatorRewardsPool> = defineMessage<MsgDepositValidatorRewardsPool>("cosmos.distribution.v1beta1.MsgDepositValidatorRewardsPool", [
  { no: 1, key: "depositor", name: "depositor", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
], { name: "cosmos-sdk/distr/MsgDepositValRewards" });

/**
 * MsgDepositValidatorRewardsPoolResponse defines the response to executing a
 * MsgDepositValidatorRewardsPool message.
 *
 * Since: cosmos-sdk 0.50
 */
export interface MsgDepositValidatorRewardsPoolResponse {}
export const MsgDepositValidatorRewardsPoolResponse: MessageCodec<MsgDepositValidatorRewardsPoolResponse> = defineMessage<MsgDepositValidatorRewardsPoolResponse>("cosmos.distribution.v1beta1.MsgDepositValidatorRewardsPoolResponse", []);

/** Query defines the gRPC querier service for distribution module. */
export const QueryService: {
  /** Params queries params of the distribution module. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /** ValidatorDistributionInfo queries validator commission and self-delegation rewards for validator */
  readonly ValidatorDistributionInfo: MethodDefinition<QueryValidatorDistributionInfoRequest, QueryValidatorDistributionInfoResponse>;
  /** ValidatorOutstandingRewards queries rewards of a validator address. */
  readonly ValidatorOutstandingRewards: MethodDefinition<QueryValidatorOutstandingRewardsRequest, QueryValidatorOutstandingRewardsResponse>;
  /** ValidatorCommission queries accumulated commission for a validator. */
  readonly ValidatorCommission: MethodDefinition<QueryValidatorCommissionRequest, QueryValidatorCommissionResponse>;
  /** ValidatorSlashes queries slash events of a validator. */
  readonly ValidatorSlashes: MethodDefinition<QueryValidatorSlashesRequest, QueryValidatorSlashesResponse>;
  /** DelegationRewards queries the total rewards accrued by a delegation. */
  readonly DelegationRewards: MethodDefinition<QueryDelegationRewardsRequest, QueryDelegationRewardsResponse>;
  /**
   * DelegationTotalRewards queries the total rewards accrued by each
   * validator.
   */
  readonly DelegationTotalRewards: MethodDefinition<QueryDelegationTotalRewardsRequest, QueryDelegationTotalRewardsResponse>;
  /** DelegatorValidators queries the validators of a delegator. */
  readonly DelegatorValidators: MethodDefinition<QueryDelegatorValidatorsRequest, QueryDelegatorValidatorsResponse>;
  /** DelegatorWithdrawAddress queries withdraw address of a delegator. */
  readonly DelegatorWithdrawAddress: MethodDefinition<QueryDelegatorWithdrawAddressRequest, QueryDelegatorWithdrawAddressResponse>;
  /** CommunityPool queries the community pool coins. */
  readonly CommunityPool: MethodDefinition<QueryCommunityPoolRequest, QueryCommunityPoolResponse>;
} = {
  Params: { path: "/cosmos.distribution.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  ValidatorDistributionInfo: { path: "/cosmos.distribution.v1beta1.Query/ValidatorDistributionInfo", request: QueryValidatorDistributionInfoRequest, response: QueryValidatorDistributionInfoResponse },
  ValidatorOutstandingRewards: { path: "/cosmos.distribution.v1beta1.Query/ValidatorOutstandingRewards", request: QueryValidatorOutstandingRewardsRequest, response: QueryValidatorOutstandingRewardsResponse },
  ValidatorCommission: { path: "/cosmos.distribution.v1beta1.Query/ValidatorCommission", request: QueryValidatorCommissionRequest, response: QueryValidatorCommissionResponse },
  ValidatorSlashes: { path: "/cosmos.distribution.v1beta1.Query/ValidatorSlashes", request: QueryValidatorSlashesRequest, response: QueryValidatorSlashesResponse },
  DelegationRewards: { path: "/cosmos.distribution.v1beta1.Query/DelegationRewards", request: QueryDelegationRewardsRequest, response: QueryDelegationRewardsResponse },
  DelegationTotalRewards: { path: "/cosmos.distribution.v1beta1.Query/DelegationTotalRewards", request: QueryDelegationTotalRewardsRequest, response: QueryDelegationTotalRewardsResponse },
  DelegatorValidators: { path: "/cosmos.distribution.v1beta1.Query/DelegatorValidators", request: QueryDelegatorValidatorsRequest, response: QueryDelegatorValidatorsResponse },
  DelegatorWithdrawAddress: { path: "/cosmos.distribution.v1beta1.Query/DelegatorWithdrawAddress", request: QueryDelegatorWithdrawAddressRequest, response: QueryDelegatorWithdrawAddressResponse },
  CommunityPool: { path: "/cosmos.distribution.v1beta1.Query/CommunityPool", request: QueryCommunityPoolRequest, response: QueryCommunityPoolResponse },
};

/** Msg defines the distribution Msg service. */
export const MsgService: {
  /**
   * SetWithdrawAddress defines a method to change the withdraw address
   * for a delegator (or validator self-delegation).
   */
  readonly SetWithdrawAddress: MethodDefinition<MsgSetWithdrawAddress, MsgSetWithdrawAddressResponse>;
  /**
   * WithdrawDelegatorReward defines a method to withdraw rewards of delegator
   * from a single validator.
   */
  readonly WithdrawDelegatorReward: MethodDefinition<MsgWithdrawDelegatorReward, MsgWithdrawDelegatorRewardResponse>;
  /**
   * WithdrawValidatorCommission defines a method to withdraw the
   * full commission to the validator address.
   */
  readonly WithdrawValidatorCommission: MethodDefinition<MsgWithdrawValidatorCommission, MsgWithdrawValidatorCommissionResponse>;
  /**
   * FundCommunityPool defines a method to allow an account to directly
   * fund the community pool.
   */
  readonly FundCommunityPool: MethodDefinition<MsgFundCommunityPool, MsgFundCommunityPoolResponse>;
  /**
   * UpdateParams defines a governance operation for updating the x/distribution
   * module parameters. The authority is defined in the keeper.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
  /**
   * CommunityPoolSpend defines a governance operation for sending tokens from
   * the community pool in the x/distribution module to another account, which
   * could be the governance module itself. The authority is defined in the
   * keeper.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly CommunityPoolSpend: MethodDefinition<MsgCommunityPoolSpend, MsgCommunityPoolSpendResponse>;
  /**
   * DepositValidatorRewardsPool defines a method to provide additional rewards
   * to delegators to a specific validator.
   *
   * Since: cosmos-sdk 0.50
   */
  readonly DepositValidatorRewardsPool: MethodDefinition<MsgDepositValidatorRewardsPool, MsgDepositValidatorRewardsPoolResponse>;
} = {
  SetWithdrawAddress: { path: "/cosmos.distribution.v1beta1.Msg/SetWithdrawAddress", request: MsgSetWithdrawAddress, response: MsgSetWithdrawAddressResponse },
  WithdrawDelegatorReward: { path: "/cosmos.distribution.v1beta1.Msg/WithdrawDelegatorReward", request: MsgWithdrawDelegatorReward, response: MsgWithdrawDelegatorRewardResponse },
  WithdrawValidatorCommission: { path: "/cosmos.distribution.v1beta1.Msg/WithdrawValidatorCommission", request: MsgWithdrawValidatorCommission, response: MsgWithdrawValidatorCommissionResponse },
  FundCommunityPool: { path: "/cosmos.distribution.v1beta1.Msg/FundCommunityPool", request: MsgFundCommunityPool, response: MsgFundCommunityPoolResponse },
  UpdateParams: { path: "/cosmos.distribution.v1beta1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
  CommunityPoolSpend: { path: "/cosmos.distribution.v1beta1.Msg/CommunityPoolSpend", request: MsgCommunityPoolSpend, response: MsgCommunityPoolSpendResponse },
  DepositValidatorRewardsPool: { path: "/cosmos.distribution.v1beta1.Msg/DepositValidatorRewardsPool", request: MsgDepositValidatorRewardsPool, response: MsgDepositValidatorRewardsPoolResponse },
};
