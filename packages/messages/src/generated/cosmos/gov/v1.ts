// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any, Duration, Timestamp } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";

/** VoteOption enumerates the valid vote options for a given governance proposal. */
export const VoteOption = {
  /** VOTE_OPTION_UNSPECIFIED defines a no-op vote option. */
  VOTE_OPTION_UNSPECIFIED: 0,
  /** VOTE_OPTION_YES defines a yes vote option. */
  VOTE_OPTION_YES: 1,
  /** VOTE_OPTION_ABSTAIN defines an abstain vote option. */
  VOTE_OPTION_ABSTAIN: 2,
  /** VOTE_OPTION_NO defines a no vote option. */
  VOTE_OPTION_NO: 3,
  /** VOTE_OPTION_NO_WITH_VETO defines a no with veto vote option. */
  VOTE_OPTION_NO_WITH_VETO: 4,
} as const;
export type VoteOption = EnumValue<typeof VoteOption>;

/** ProposalStatus enumerates the valid statuses of a proposal. */
export const ProposalStatus = {
  /** PROPOSAL_STATUS_UNSPECIFIED defines the default proposal status. */
  PROPOSAL_STATUS_UNSPECIFIED: 0,
  /**
   * PROPOSAL_STATUS_DEPOSIT_PERIOD defines a proposal status during the deposit
   * period.
   */
  PROPOSAL_STATUS_DEPOSIT_PERIOD: 1,
  /**
   * PROPOSAL_STATUS_VOTING_PERIOD defines a proposal status during the voting
   * period.
   */
  PROPOSAL_STATUS_VOTING_PERIOD: 2,
  /**
   * PROPOSAL_STATUS_PASSED defines a proposal status of a proposal that has
   * passed.
   */
  PROPOSAL_STATUS_PASSED: 3,
  /**
   * PROPOSAL_STATUS_REJECTED defines a proposal status of a proposal that has
   * been rejected.
   */
  PROPOSAL_STATUS_REJECTED: 4,
  /**
   * PROPOSAL_STATUS_FAILED defines a proposal status of a proposal that has
   * failed.
   */
  PROPOSAL_STATUS_FAILED: 5,
} as const;
export type ProposalStatus = EnumValue<typeof ProposalStatus>;

/** GenesisState defines the gov module's genesis state. */
export interface GenesisState {
  /** starting_proposal_id is the ID of the starting proposal. */
  startingProposalId: bigint;
  /** deposits defines all the deposits present at genesis. */
  deposits: Deposit[];
  /** votes defines all the votes present at genesis. */
  votes: Vote[];
  /** proposals defines all the proposals present at genesis. */
  proposals: Proposal[];
  /**
   * Deprecated: Prefer to use `params` instead.
   * deposit_params defines all the paramaters of related to deposit.
   */
  depositParams?: DepositParams | undefined;
  /**
   * Deprecated: Prefer to use `params` instead.
   * voting_params defines all the paramaters of related to voting.
   */
  votingParams?: VotingParams | undefined;
  /**
   * Deprecated: Prefer to use `params` instead.
   * tally_params defines all the paramaters of related to tally.
   */
  tallyParams?: TallyParams | undefined;
  /**
   * params defines all the paramaters of x/gov module.
   *
   * Since: cosmos-sdk 0.47
   */
  params?: Params | undefined;
  /**
   * The constitution allows builders to lay a foundation and define purpose.
   * This is an immutable string set in genesis.
   * There are no amendments, to go outside of scope, just fork.
   * constitution is an immutable string in genesis for a chain builder to lay out their vision, ideas and ideals.
   *
   * Since: cosmos-sdk 0.50
   */
  constitution: string;
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.gov.v1.GenesisState", [
  { no: 1, key: "startingProposalId", name: "starting_proposal_id", type: "uint64" },
  { no: 2, key: "deposits", name: "deposits", type: "message", rule: "repeated", of: () => Deposit },
  { no: 3, key: "votes", name: "votes", type: "message", rule: "repeated", of: () => Vote },
  { no: 4, key: "proposals", name: "proposals", type: "message", rule: "repeated", of: () => Proposal },
  { no: 5, key: "depositParams", name: "deposit_params", type: "message", rule: "optional", of: () => DepositParams },
  { no: 6, key: "votingParams", name: "voting_params", type: "message", rule: "optional", of: () => VotingParams },
  { no: 7, key: "tallyParams", name: "tally_params", type: "message", rule: "optional", of: () => TallyParams },
  { no: 8, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
  { no: 9, key: "constitution", name: "constitution", type: "string" },
]);

/** WeightedVoteOption defines a unit of vote for vote split. */
export interface WeightedVoteOption {
  /** option defines the valid vote options, it must not contain duplicate vote options. */
  option: VoteOption;
  /** weight is the vote weight associated with the vote option. */
  weight: string;
}
export const WeightedVoteOption: MessageCodec<WeightedVoteOption> = defineMessage<WeightedVoteOption>("cosmos.gov.v1.WeightedVoteOption", [
  { no: 1, key: "option", name: "option", type: "enum", enumTable: () => VoteOption },
  { no: 2, key: "weight", name: "weight", type: "string" },
]);

/**
 * Deposit defines an amount deposited by an account address to an active
 * proposal.
 */
export interface Deposit {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** depositor defines the deposit addresses from the proposals. */
  depositor: string;
  /** amount to be deposited by depositor. */
  amount: Coin[];
}
export const Deposit: MessageCodec<Deposit> = defineMessage<Deposit>("cosmos.gov.v1.Deposit", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
]);

/** Proposal defines the core field members of a governance proposal. */
export interface Proposal {
  /** id defines the unique id of the proposal. */
  id: bigint;
  /** messages are the arbitrary messages to be executed if the proposal passes. */
  messages: Any[];
  /** status defines the proposal status. */
  status: ProposalStatus;
  /**
   * final_tally_result is the final tally result of the proposal. When
   * querying a proposal via gRPC, this field is not populated until the
   * proposal's voting period has ended.
   */
  finalTallyResult?: TallyResult | undefined;
  /** submit_time is the time of proposal submission. */
  submitTime?: Timestamp | undefined;
  /** deposit_end_time is the end time for deposition. */
  depositEndTime?: Timestamp | undefined;
  /** total_deposit is the total deposit on the proposal. */
  totalDeposit: Coin[];
  /** voting_start_time is the starting time to vote on a proposal. */
  votingStartTime?: Timestamp | undefined;
  /** voting_end_time is the end time of voting on a proposal. */
  votingEndTime?: Timestamp | undefined;
  /**
   * metadata is any arbitrary metadata attached to the proposal.
   * the recommended format of the metadata is to be found here:
   * https://docs.cosmos.network/v0.47/modules/gov#proposal-3
   */
  metadata: string;
  /**
   * title is the title of the proposal
   *
   * Since: cosmos-sdk 0.47
   */
  title: string;
  /**
   * summary is a short summary of the proposal
   *
   * Since: cosmos-sdk 0.47
   */
  summary: string;
  /**
   * proposer is the address of the proposal sumbitter
   *
   * Since: cosmos-sdk 0.47
   */
  proposer: string;
  /**
   * expedited defines if the proposal is expedited
   *
   * Since: cosmos-sdk 0.50
   */
  expedited: boolean;
  /**
   * failed_reason defines the reason why the proposal failed
   *
   * Since: cosmos-sdk 0.50
   */
  failedReason: string;
}
export const Proposal: MessageCodec<Proposal> = defineMessage<Proposal>("cosmos.gov.v1.Proposal", [
  { no: 1, key: "id", name: "id", type: "uint64" },
  { no: 2, key: "messages", name: "messages", type: "message", rule: "repeated", of: () => Any },
  { no: 3, key: "status", name: "status", type: "enum", enumTable: () => ProposalStatus },
  { no: 4, key: "finalTallyResult", name: "final_tally_result", type: "message", rule: "optional", of: () => TallyResult },
  { no: 5, key: "submitTime", name: "submit_time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 6, key: "depositEndTime", name: "deposit_end_time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 7, key: "totalDeposit", name: "total_deposit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
  { no: 8, key: "votingStartTime", name: "voting_start_time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 9, key: "votingEndTime", name: "voting_end_time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 10, key: "metadata", name: "metadata", type: "string" },
  { no: 11, key: "title", name: "title", type: "string" },
  { no: 12, key: "summary", name: "summary", type: "string" },
  { no: 13, key: "proposer", name: "proposer", type: "string" },
  { no: 14, key: "expedited", name: "expedited", type: "bool" },
  { no: 15, key: "failedReason", name: "failed_reason", type: "string" },
]);

/** TallyResult defines a standard tally for a governance proposal. */
export interface TallyResult {
  /** yes_count is the number of yes votes on a proposal. */
  yesCount: string;
  /** abstain_count is the number of abstain votes on a proposal. */
  abstainCount: string;
  /** no_count is the number of no votes on a proposal. */
  noCount: string;
  /** no_with_veto_count is the number of no with veto votes on a proposal. */
  noWithVetoCount: string;
}
export const TallyResult: MessageCodec<TallyResult> = defineMessage<TallyResult>("cosmos.gov.v1.TallyResult", [
  { no: 1, key: "yesCount", name: "yes_count", type: "string", amino: { as: "int" } },
  { no: 2, key: "abstainCount", name: "abstain_count", type: "string", amino: { as: "int" } },
  { no: 3, key: "noCount", name: "no_count", type: "string", amino: { as: "int" } },
  { no: 4, key: "noWithVetoCount", name: "no_with_veto_count", type: "string", amino: { as: "int" } },
]);

/**
 * Vote defines a vote on a governance proposal.
 * A Vote consists of a proposal ID, the voter, and the vote option.
 */
export interface Vote {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter is the voter address of the proposal. */
  voter: string;
  /** options is the weighted vote options. */
  options: WeightedVoteOption[];
  /**
   * metadata is any arbitrary metadata attached to the vote.
   * the recommended format of the metadata is to be found here: https://docs.cosmos.network/v0.47/modules/gov#vote-5
   */
  metadata: string;
}
export const Vote: MessageCodec<Vote> = defineMessage<Vote>("cosmos.gov.v1.Vote", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 4, key: "options", name: "options", type: "message", rule: "repeated", of: () => WeightedVoteOption },
  { no: 5, key: "metadata", name: "metadata", type: "string" },
]);

/** DepositParams defines the params for deposits on governance proposals. */
export interface DepositParams {
  /** Minimum deposit for a proposal to enter voting period. */
  minDeposit: Coin[];
  /**
   * Maximum period for Atom holders to deposit on a proposal. Initial value: 2
   * months.
   */
  maxDepositPeriod?: Duration | undefined;
}
export const DepositParams: MessageCodec<DepositParams> = defineMessage<DepositParams>("cosmos.gov.v1.DepositParams", [
  { no: 1, key: "minDeposit", name: "min_deposit", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "maxDepositPeriod", name: "max_deposit_period", type: "message", rule: "optional", of: () => Duration },
]);

/** VotingParams defines the params for voting on governance proposals. */
export interface VotingParams {
  /** Duration of the voting period. */
  votingPeriod?: Duration | undefined;
}
export const VotingParams: MessageCodec<VotingParams> = defineMessage<VotingParams>("cosmos.gov.v1.VotingParams", [
  { no: 1, key: "votingPeriod", name: "voting_period", type: "message", rule: "optional", of: () => Duration },
]);

/** TallyParams defines the params for tallying votes on governance proposals. */
export interface TallyParams {
  /**
   * Minimum percentage of total stake needed to vote for a result to be
   * considered valid.
   */
  quorum: string;
  /** Minimum proportion of Yes votes for proposal to pass. Default value: 0.5. */
  threshold: string;
  /**
   * Minimum value of Veto votes to Total votes ratio for proposal to be
   * vetoed. Default value: 1/3.
   */
  vetoThreshold: string;
}
export const TallyParams: MessageCodec<TallyParams> = defineMessage<TallyParams>("cosmos.gov.v1.TallyParams", [
  { no: 1, key: "quorum", name: "quorum", type: "string" },
  { no: 2, key: "threshold", name: "threshold", type: "string" },
  { no: 3, key: "vetoThreshold", name: "veto_threshold", type: "string" },
]);

/**
 * Params defines the parameters for the x/gov module.
 *
 * Since: cosmos-sdk 0.47
 */
export interface Params {
  /** Minimum deposit for a proposal to enter voting period. */
  minDeposit: Coin[];
  /**
   * Maximum period for Atom holders to deposit on a proposal. Initial value: 2
   * months.
   */
  maxDepositPeriod?: Duration | undefined;
  /** Duration of the voting period. */
  votingPeriod?: Duration | undefined;
  /**
   * Minimum percentage of total stake needed to vote for a result to be
   * considered valid.
   */
  quorum: string;
  /** Minimum proportion of Yes votes for proposal to pass. Default value: 0.5. */
  threshold: string;
  /**
   * Minimum value of Veto votes to Total votes ratio for proposal to be
   * vetoed. Default value: 1/3.
   */
  vetoThreshold: string;
  /** The ratio representing the proportion of the deposit value that must be paid at proposal submission. */
  minInitialDepositRatio: string;
  /**
   * The cancel ratio which will not be returned back to the depositors when a proposal is cancelled.
   *
   * Since: cosmos-sdk 0.50
   */
  proposalCancelRatio: string;
  /**
   * The address which will receive (proposal_cancel_ratio * deposit) proposal deposits.
   * If empty, the (proposal_cancel_ratio * deposit) proposal deposits will be burned.
   *
   * Since: cosmos-sdk 0.50
   */
  proposalCancelDest: string;
  /**
   * Duration of the voting period of an expedited proposal.
   *
   * Since: cosmos-sdk 0.50
   */
  expeditedVotingPeriod?: Duration | undefined;
  /**
   * Minimum proportion of Yes votes for proposal to pass. Default value: 0.67.
   *
   * Since: cosmos-sdk 0.50
   */
  expeditedThreshold: string;
  /** Minimum expedited deposit for a proposal to enter voting period. */
  expeditedMinDeposit: Coin[];
  /** burn deposits if a proposal does not meet quorum */
  burnVoteQuorum: boolean;
  /** burn deposits if the proposal does not enter voting period */
  burnProposalDepositPrevote: boolean;
  /** burn deposits if quorum with vote type no_veto is met */
  burnVoteVeto: boolean;
  /**
   * The ratio representing the proportion of the deposit value minimum that must be met when making a deposit.
   * Default value: 0.01. Meaning that for a chain with a min_deposit of 100stake, a deposit of 1stake would be
   * required.
   *
   * Since: cosmos-sdk 0.50
   */
  minDepositRatio: string;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.gov.v1.Params", [
  { no: 1, key: "minDeposit", name: "min_deposit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
  { no: 2, key: "maxDepositPeriod", name: "max_deposit_period", type: "message", rule: "optional", of: () => Duration },
  { no: 3, key: "votingPeriod", name: "voting_period", type: "message", rule: "optional", of: () => Duration },
  { no: 4, key: "quorum", name: "quorum", type: "string" },
  { no: 5, key: "threshold", name: "threshold", type: "string" },
  { no: 6, key: "vetoThreshold", name: "veto_threshold", type: "string" },
  { no: 7, key: "minInitialDepositRatio", name: "min_initial_deposit_ratio", type: "string" },
  { no: 8, key: "proposalCancelRatio", name: "proposal_cancel_ratio", type: "string" },
  { no: 9, key: "proposalCancelDest", name: "proposal_cancel_dest", type: "string" },
  { no: 10, key: "expeditedVotingPeriod", name: "expedited_voting_period", type: "message", rule: "optional", of: () => Duration },
  { no: 11, key: "expeditedThreshold", name: "expedited_threshold", type: "string" },
  { no: 12, key: "expeditedMinDeposit", name: "expedited_min_deposit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
  { no: 13, key: "burnVoteQuorum", name: "burn_vote_quorum", type: "bool" },
  { no: 14, key: "burnProposalDepositPrevote", name: "burn_proposal_deposit_prevote", type: "bool" },
  { no: 15, key: "burnVoteVeto", name: "burn_vote_veto", type: "bool" },
  { no: 16, key: "minDepositRatio", name: "min_deposit_ratio", type: "string" },
]);

/** QueryConstitutionRequest is the request type for the Query/Constitution RPC method */
export interface QueryConstitutionRequest {}
export const QueryConstitutionRequest: MessageCodec<QueryConstitutionRequest> = defineMessage<QueryConstitutionRequest>("cosmos.gov.v1.QueryConstitutionRequest", []);

/** QueryConstitutionResponse is the response type for the Query/Constitution RPC method */
export interface QueryConstitutionResponse {
  constitution: string;
}
export const QueryConstitutionResponse: MessageCodec<QueryConstitutionResponse> = defineMessage<QueryConstitutionResponse>("cosmos.gov.v1.QueryConstitutionResponse", [
  { no: 1, key: "constitution", name: "constitution", type: "string" },
]);

/** QueryProposalRequest is the request type for the Query/Proposal RPC method. */
export interface QueryProposalRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
}
export const QueryProposalRequest: MessageCodec<QueryProposalRequest> = defineMessage<QueryProposalRequest>("cosmos.gov.v1.QueryProposalRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
]);

/** QueryProposalResponse is the response type for the Query/Proposal RPC method. */
export interface QueryProposalResponse {
  /** proposal is the requested governance proposal. */
  proposal?: Proposal | undefined;
}
export const QueryProposalResponse: MessageCodec<QueryProposalResponse> = defineMessage<QueryProposalResponse>("cosmos.gov.v1.QueryProposalResponse", [
  { no: 1, key: "proposal", name: "proposal", type: "message", rule: "optional", of: () => Proposal },
]);

/** QueryProposalsRequest is the request type for the Query/Proposals RPC method. */
export interface QueryProposalsRequest {
  /** proposal_status defines the status of the proposals. */
  proposalStatus: ProposalStatus;
  /** voter defines the voter address for the proposals. */
  voter: string;
  /** depositor defines the deposit addresses from the proposals. */
  depositor: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryProposalsRequest: MessageCodec<QueryProposalsRequest> = defineMessage<QueryProposalsRequest>("cosmos.gov.v1.QueryProposalsRequest", [
  { no: 1, key: "proposalStatus", name: "proposal_status", type: "enum", enumTable: () => ProposalStatus },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 3, key: "depositor", name: "depositor", type: "string" },
  { no: 4, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryProposalsResponse is the response type for the Query/Proposals RPC
 * method.
 */
export interface QueryProposalsResponse {
  /** proposals defines all the requested governance proposals. */
  proposals: Proposal[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryProposalsResponse: MessageCodec<QueryProposalsResponse> = defineMessage<QueryProposalsResponse>("cosmos.gov.v1.QueryProposalsResponse", [
  { no: 1, key: "proposals", name: "proposals", type: "message", rule: "repeated", of: () => Proposal },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryVoteRequest is the request type for the Query/Vote RPC method. */
export interface QueryVoteRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter defines the voter address for the proposals. */
  voter: string;
}
export const QueryVoteRequest: MessageCodec<QueryVoteRequest> = defineMessage<QueryVoteRequest>("cosmos.gov.v1.QueryVoteRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "voter", name: "voter", type: "string" },
]);

/** QueryVoteResponse is the response type for the Query/Vote RPC method. */
export interface QueryVoteResponse {
  /** vote defines the queried vote. */
  vote?: Vote | undefined;
}
export const QueryVoteResponse: MessageCodec<QueryVoteResponse> = defineMessage<QueryVoteResponse>("cosmos.gov.v1.QueryVoteResponse", [
  { no: 1, key: "vote", name: "vote", type: "message", rule: "optional", of: () => Vote },
]);

/** QueryVotesRequest is the request type for the Query/Votes RPC method. */
export interface QueryVotesRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryVotesRequest: MessageCodec<QueryVotesRequest> = defineMessage<QueryVotesRequest>("cosmos.gov.v1.QueryVotesRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryVotesResponse is the response type for the Query/Votes RPC method. */
export interface QueryVotesResponse {
  /** votes defines the queried votes. */
  votes: Vote[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryVotesResponse: MessageCodec<QueryVotesResponse> = defineMessage<QueryVotesResponse>("cosmos.gov.v1.QueryVotesResponse", [
  { no: 1, key: "votes", name: "votes", type: "message", rule: "repeated", of: () => Vote },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryParamsRequest is the request type for the Query/Params RPC method. */
export interface QueryParamsRequest {
  /**
   * params_type defines which parameters to query for, can be one of "voting",
   * "tallying" or "deposit".
   */
  paramsType: string;
}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.gov.v1.QueryParamsRequest", [
  { no: 1, key: "paramsType", name: "params_type", type: "string" },
]);

/** QueryParamsResponse is the response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /**
   * Deprecated: Prefer to use `params` instead.
   * voting_params defines the parameters related to voting.
   */
  votingParams?: VotingParams | undefined;
  /**
   * Deprecated: Prefer to use `params` instead.
   * deposit_params defines the parameters related to deposit.
   */
  depositParams?: DepositParams | undefined;
  /**
   * Deprecated: Prefer to use `params` instead.
   * tally_params defines the parameters related to tally.
   */
  tallyParams?: TallyParams | undefined;
  /**
   * params defines all the paramaters of x/gov module.
   *
   * Since: cosmos-sdk 0.47
   */
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.gov.v1.QueryParamsResponse", [
  { no: 1, key: "votingParams", name: "voting_params", type: "message", rule: "optional", of: () => VotingParams },
  { no: 2, key: "depositParams", name: "deposit_params", type: "message", rule: "optional", of: () => DepositParams },
  { no: 3, key: "tallyParams", name: "tally_params", type: "message", rule: "optional", of: () => TallyParams },
  { no: 4, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

/** QueryDepositRequest is the request type for the Query/Deposit RPC method. */
export interface QueryDepositRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** depositor defines the deposit addresses from the proposals. */
  depositor: string;
}
export const QueryDepositRequest: MessageCodec<QueryDepositRequest> = defineMessage<QueryDepositRequest>("cosmos.gov.v1.QueryDepositRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
]);

/** QueryDepositResponse is the response type for the Query/Deposit RPC method. */
export interface QueryDepositResponse {
  /** deposit defines the requested deposit. */
  deposit?: Deposit | undefined;
}
export const QueryDepositResponse: MessageCodec<QueryDepositResponse> = defineMessage<QueryDepositResponse>("cosmos.gov.v1.QueryDepositResponse", [
  { no: 1, key: "deposit", name: "deposit", type: "message", rule: "optional", of: () => Deposit },
]);

/** QueryDepositsRequest is the request type for the Query/Deposits RPC method. */
export interface QueryDepositsRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDepositsRequest: MessageCodec<QueryDepositsRequest> = defineMessage<QueryDepositsRequest>("cosmos.gov.v1.QueryDepositsRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryDepositsResponse is the response type for the Query/Deposits RPC method. */
export interface QueryDepositsResponse {
  /** deposits defines the requested deposits. */
  deposits: Deposit[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDepositsResponse: MessageCodec<QueryDepositsResponse> = defineMessage<QueryDepositsResponse>("cosmos.gov.v1.QueryDepositsResponse", [
  { no: 1, key: "deposits", name: "deposits", type: "message", rule: "repeated", of: () => Deposit },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryTallyResultRequest is the request type for the Query/Tally RPC method. */
export interface QueryTallyResultRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
}
export const QueryTallyResultRequest: MessageCodec<QueryTallyResultRequest> = defineMessage<QueryTallyResultRequest>("cosmos.gov.v1.QueryTallyResultRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
]);

/** QueryTallyResultResponse is the response type for the Query/Tally RPC method. */
export interface QueryTallyResultResponse {
  /** tally defines the requested tally. */
  tally?: TallyResult | undefined;
}
export const QueryTallyResultResponse: MessageCodec<QueryTallyResultResponse> = defineMessage<QueryTallyResultResponse>("cosmos.gov.v1.QueryTallyResultResponse", [
  { no: 1, key: "tally", name: "tally", type: "message", rule: "optional", of: () => TallyResult },
]);

/**
 * MsgSubmitProposal defines an sdk.Msg type that supports submitting arbitrary
 * proposal Content.
 */
export interface MsgSubmitProposal {
  /** messages are the arbitrary messages to be executed if proposal passes. */
  messages: Any[];
  /** initial_deposit is the deposit value that must be paid at proposal submission. */
  initialDeposit: Coin[];
  /** proposer is the account address of the proposer. */
  proposer: string;
  /** metadata is any arbitrary metadata attached to the proposal. */
  metadata: string;
  /**
   * title is the title of the proposal.
   *
   * Since: cosmos-sdk 0.47
   */
  title: string;
  /**
   * summary is the summary of the proposal
   *
   * Since: cosmos-sdk 0.47
   */
  summary: string;
  /**
   * expedited defines if the proposal is expedited or not
   *
   * Since: cosmos-sdk 0.50
   */
  expedited: boolean;
}
export const MsgSubmitProposal: MessageCodec<MsgSubmitProposal> = defineMessage<MsgSubmitProposal>("cosmos.gov.v1.MsgSubmitProposal", [
  { no: 1, key: "messages", name: "messages", type: "message", rule: "repeated", of: () => Any },
  { no: 2, key: "initialDeposit", name: "initial_deposit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 3, key: "proposer", name: "proposer", type: "string" },
  { no: 4, key: "metadata", name: "metadata", type: "string" },
  { no: 5, key: "title", name: "title", type: "string" },
  { no: 6, key: "summary", name: "summary", type: "string" },
  { no: 7, key: "expedited", name: "expedited", type: "bool" },
], { name: "cosmos-sdk/v1/MsgSubmitProposal" });

/** MsgSubmitProposalResponse defines the Msg/SubmitProposal response type. */
export interface MsgSubmitProposalResponse {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
}
export const MsgSubmitProposalResponse: MessageCodec<MsgSubmitProposalResponse> = defineMessage<MsgSubmitProposalResponse>("cosmos.gov.v1.MsgSubmitProposalResponse", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
]);

/**
 * MsgExecLegacyContent is used to wrap the legacy content field into a message.
 * This ensures backwards compatibility with v1beta1.MsgSubmitProposal.
 */
export interface MsgExecLegacyContent {
  /** content is the proposal's content. */
  content?: Any | undefined;
  /** authority must be the gov module address. */
  authority: string;
}
export const MsgExecLegacyContent: MessageCodec<MsgExecLegacyContent> = defineMessage<MsgExecLegacyContent>("cosmos.gov.v1.MsgExecLegacyContent", [
  { no: 1, key: "content", name: "content", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "authority", name: "authority", type: "string" },
], { name: "cosmos-sdk/v1/MsgExecLegacyContent" });

/** MsgExecLegacyContentResponse defines the Msg/ExecLegacyContent response type. */
export interface MsgExecLegacyContentResponse {}
export const MsgExecLegacyContentResponse: MessageCodec<MsgExecLegacyContentResponse> = defineMessage<MsgExecLegacyContentResponse>("cosmos.gov.v1.MsgExecLegacyContentResponse", []);

/** MsgVote defines a message to cast a vote. */
export interface MsgVote {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter is the voter address for the proposal. */
  voter: string;
  /** option defines the vote option. */
  option: VoteOption;
  /** metadata is any arbitrary metadata attached to the Vote. */
  metadata: string;
}
export const MsgVote: MessageCodec<MsgVote> = defineMessage<MsgVote>("cosmos.gov.v1.MsgVote", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { keep: true } },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 3, key: "option", name: "option", type: "enum", enumTable: () => VoteOption },
  { no: 4, key: "metadata", name: "metadata", type: "string" },
], { name: "cosmos-sdk/v1/MsgVote" });

/** MsgVoteResponse defines the Msg/Vote response type. */
export interface MsgVoteResponse {}
export const MsgVoteResponse: MessageCodec<MsgVoteResponse> = defineMessage<MsgVoteResponse>("cosmos.gov.v1.MsgVoteResponse", []);

/** MsgVoteWeighted defines a message to cast a vote. */
export interface MsgVoteWeighted {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter is the voter address for the proposal. */
  voter: string;
  /** options defines the weighted vote options. */
  options: WeightedVoteOption[];
  /** metadata is any arbitrary metadata attached to the VoteWeighted. */
  metadata: string;
}
export const MsgVoteWeighted: MessageCodec<MsgVoteWeighted> = defineMessage<MsgVoteWeighted>("cosmos.gov.v1.MsgVoteWeighted", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { keep: true } },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 3, key: "options", name: "options", type: "message", rule: "repeated", of: () => WeightedVoteOption },
  { no: 4, key: "metadata", name: "metadata", type: "string" },
], { name: "cosmos-sdk/v1/MsgVoteWeighted" });

/** MsgVoteWeightedResponse defines the Msg/VoteWeighted response type. */
export interface MsgVoteWeightedResponse {}
export const MsgVoteWeightedResponse: MessageCodec<MsgVoteWeightedResponse> = defineMessage<MsgVoteWeightedResponse>("cosmos.gov.v1.MsgVoteWeightedResponse", []);

/** MsgDeposit defines a message to submit a deposit to an existing proposal. */
export interface MsgDeposit {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** depositor defines the deposit addresses from the proposals. */
  depositor: string;
  /** amount to be deposited by depositor. */
  amount: Coin[];
}
export const MsgDeposit: MessageCodec<MsgDeposit> = defineMessage<MsgDeposit>("cosmos.gov.v1.MsgDeposit", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { keep: true } },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
], { name: "cosmos-sdk/v1/MsgDeposit" });

/** MsgDepositResponse defines the Msg/Deposit response type. */
export interface MsgDepositResponse {}
export const MsgDepositResponse: MessageCodec<MsgDepositResponse> = defineMessage<MsgDepositResponse>("cosmos.gov.v1.MsgDepositResponse", []);

/**
 * MsgUpdateParams is the Msg/UpdateParams request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/gov parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.gov.v1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/x/gov/v1/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.gov.v1.MsgUpdateParamsResponse", []);

/**
 * MsgCancelProposal is the Msg/CancelProposal request type.
 *
 * Since: cosmos-sdk 0.50
 */
export interface MsgCancelProposal {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** proposer is the account address of the proposer. */
  proposer: string;
}
export const MsgCancelProposal: MessageCodec<MsgCancelProposal> = defineMessage<MsgCancelProposal>("cosmos.gov.v1.MsgCancelProposal", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "proposer", name: "proposer", type: "string" },
]);

/**
 * MsgCancelProposalResponse defines the response structure for executing a
 * MsgCancelProposal message.
 *
 * Since: cosmos-sdk 0.50
 */
export interface MsgCancelProposalResponse {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** canceled_time is the time when proposal is canceled. */
  canceledTime?: Timestamp | undefined;
  /** canceled_height defines the block height at which the proposal is canceled. */
  canceledHeight: bigint;
}
export const MsgCancelProposalResponse: MessageCodec<MsgCancelProposalResponse> = defineMessage<MsgCancelProposalResponse>("cosmos.gov.v1.MsgCancelProposalResponse", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "canceledTime", name: "canceled_time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 3, key: "canceledHeight", name: "canceled_height", type: "uint64" },
]);

/** Query defines the gRPC querier service for gov module */
export const QueryService: {
  /** Constitution queries the chain's constitution. */
  readonly Constitution: MethodDefinition<QueryConstitutionRequest, QueryConstitutionResponse>;
  /** Proposal queries proposal details based on ProposalID. */
  readonly Proposal: MethodDefinition<QueryProposalRequest, QueryProposalResponse>;
  /** Proposals queries all proposals based on given status. */
  readonly Proposals: MethodDefinition<QueryProposalsRequest, QueryProposalsResponse>;
  /** Vote queries voted information based on proposalID, voterAddr. */
  readonly Vote: MethodDefinition<QueryVoteRequest, QueryVoteResponse>;
  /** Votes queries votes of a given proposal. */
  readonly Votes: MethodDefinition<QueryVotesRequest, QueryVotesResponse>;
  /** Params queries all parameters of the gov module. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /** Deposit queries single deposit information based on proposalID, depositAddr. */
  readonly Deposit: MethodDefinition<QueryDepositRequest, QueryDepositResponse>;
  /** Deposits queries all deposits of a single proposal. */
  readonly Deposits: MethodDefinition<QueryDepositsRequest, QueryDepositsResponse>;
  /** TallyResult queries the tally of a proposal vote. */
  readonly TallyResult: MethodDefinition<QueryTallyResultRequest, QueryTallyResultResponse>;
} = {
  Constitution: { path: "/cosmos.gov.v1.Query/Constitution", request: QueryConstitutionRequest, response: QueryConstitutionResponse },
  Proposal: { path: "/cosmos.gov.v1.Query/Proposal", request: QueryProposalRequest, response: QueryProposalResponse },
  Proposals: { path: "/cosmos.gov.v1.Query/Proposals", request: QueryProposalsRequest, response: QueryProposalsResponse },
  Vote: { path: "/cosmos.gov.v1.Query/Vote", request: QueryVoteRequest, response: QueryVoteResponse },
  Votes: { path: "/cosmos.gov.v1.Query/Votes", request: QueryVotesRequest, response: QueryVotesResponse },
  Params: { path: "/cosmos.gov.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  Deposit: { path: "/cosmos.gov.v1.Query/Deposit", request: QueryDepositRequest, response: QueryDepositResponse },
  Deposits: { path: "/cosmos.gov.v1.Query/Deposits", request: QueryDepositsRequest, response: QueryDepositsResponse },
  TallyResult: { path: "/cosmos.gov.v1.Query/TallyResult", request: QueryTallyResultRequest, response: QueryTallyResultResponse },
};

/** Msg defines the gov Msg service. */
export const MsgService: {
  /** SubmitProposal defines a method to create new proposal given the messages. */
  readonly SubmitProposal: MethodDefinition<MsgSubmitProposal, MsgSubmitProposalResponse>;
  /**
   * ExecLegacyContent defines a Msg to be in included in a MsgSubmitProposal
   * to execute a legacy content-based proposal.
   */
  readonly ExecLegacyContent: MethodDefinition<MsgExecLegacyContent, MsgExecLegacyContentResponse>;
  /** Vote defines a method to add a vote on a specific proposal. */
  readonly Vote: MethodDefinition<MsgVote, MsgVoteResponse>;
  /** VoteWeighted defines a method to add a weighted vote on a specific proposal. */
  readonly VoteWeighted: MethodDefinition<MsgVoteWeighted, MsgVoteWeightedResponse>;
  /** Deposit defines a method to add deposit on a specific proposal. */
  readonly Deposit: MethodDefinition<MsgDeposit, MsgDepositResponse>;
  /**
   * UpdateParams defines a governance operation for updating the x/gov module
   * parameters. The authority is defined in the keeper.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
  /**
   * CancelProposal defines a method to cancel governance proposal
   *
   * Since: cosmos-sdk 0.50
   */
  readonly CancelProposal: MethodDefinition<MsgCancelProposal, MsgCancelProposalResponse>;
} = {
  SubmitProposal: { path: "/cosmos.gov.v1.Msg/SubmitProposal", request: MsgSubmitProposal, response: MsgSubmitProposalResponse },
  ExecLegacyContent: { path: "/cosmos.gov.v1.Msg/ExecLegacyContent", request: MsgExecLegacyContent, response: MsgExecLegacyContentResponse },
  Vote: { path: "/cosmos.gov.v1.Msg/Vote", request: MsgVote, response: MsgVoteResponse },
  VoteWeighted: { path: "/cosmos.gov.v1.Msg/VoteWeighted", request: MsgVoteWeighted, response: MsgVoteWeightedResponse },
  Deposit: { path: "/cosmos.gov.v1.Msg/Deposit", request: MsgDeposit, response: MsgDepositResponse },
  UpdateParams: { path: "/cosmos.gov.v1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
  CancelProposal: { path: "/cosmos.gov.v1.Msg/CancelProposal", request: MsgCancelProposal, response: MsgCancelProposalResponse },
};
