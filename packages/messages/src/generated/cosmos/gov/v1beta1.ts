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
  /** deposit_params defines all the parameters related to deposit. */
  depositParams?: DepositParams | undefined;
  /** voting_params defines all the parameters related to voting. */
  votingParams?: VotingParams | undefined;
  /** tally_params defines all the parameters related to tally. */
  tallyParams?: TallyParams | undefined;
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.gov.v1beta1.GenesisState", [
  { no: 1, key: "startingProposalId", name: "starting_proposal_id", type: "uint64" },
  { no: 2, key: "deposits", name: "deposits", type: "message", rule: "repeated", of: () => Deposit, amino: { keep: true } },
  { no: 3, key: "votes", name: "votes", type: "message", rule: "repeated", of: () => Vote, amino: { keep: true } },
  { no: 4, key: "proposals", name: "proposals", type: "message", rule: "repeated", of: () => Proposal, amino: { keep: true } },
  { no: 5, key: "depositParams", name: "deposit_params", type: "message", rule: "optional", of: () => DepositParams, amino: { keep: true } },
  { no: 6, key: "votingParams", name: "voting_params", type: "message", rule: "optional", of: () => VotingParams, amino: { keep: true } },
  { no: 7, key: "tallyParams", name: "tally_params", type: "message", rule: "optional", of: () => TallyParams, amino: { keep: true } },
]);

/**
 * WeightedVoteOption defines a unit of vote for vote split.
 *
 * Since: cosmos-sdk 0.43
 */
export interface WeightedVoteOption {
  /** option defines the valid vote options, it must not contain duplicate vote options. */
  option: VoteOption;
  /** weight is the vote weight associated with the vote option. */
  weight: string;
}
export const WeightedVoteOption: MessageCodec<WeightedVoteOption> = defineMessage<WeightedVoteOption>("cosmos.gov.v1beta1.WeightedVoteOption", [
  { no: 1, key: "option", name: "option", type: "enum", enumTable: () => VoteOption },
  { no: 2, key: "weight", name: "weight", type: "string", amino: { keep: true, as: "dec" } },
]);

/**
 * TextProposal defines a standard text proposal whose changes need to be
 * manually updated in case of approval.
 */
export interface TextProposal {
  /** title of the proposal. */
  title: string;
  /** description associated with the proposal. */
  description: string;
}
export const TextProposal: MessageCodec<TextProposal> = defineMessage<TextProposal>("cosmos.gov.v1beta1.TextProposal", [
  { no: 1, key: "title", name: "title", type: "string" },
  { no: 2, key: "description", name: "description", type: "string" },
], { name: "cosmos-sdk/TextProposal" });

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
export const Deposit: MessageCodec<Deposit> = defineMessage<Deposit>("cosmos.gov.v1beta1.Deposit", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
]);

/** Proposal defines the core field members of a governance proposal. */
export interface Proposal {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** content is the proposal's content. */
  content?: Any | undefined;
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
}
export const Proposal: MessageCodec<Proposal> = defineMessage<Proposal>("cosmos.gov.v1beta1.Proposal", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "content", name: "content", type: "message", rule: "optional", of: () => Any },
  { no: 3, key: "status", name: "status", type: "enum", enumTable: () => ProposalStatus },
  { no: 4, key: "finalTallyResult", name: "final_tally_result", type: "message", rule: "optional", of: () => TallyResult, amino: { keep: true } },
  { no: 5, key: "submitTime", name: "submit_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 6, key: "depositEndTime", name: "deposit_end_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 7, key: "totalDeposit", name: "total_deposit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true } },
  { no: 8, key: "votingStartTime", name: "voting_start_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 9, key: "votingEndTime", name: "voting_end_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
]);

/** TallyResult defines a standard tally for a governance proposal. */
export interface TallyResult {
  /** yes is the number of yes votes on a proposal. */
  yes: string;
  /** abstain is the number of abstain votes on a proposal. */
  abstain: string;
  /** no is the number of no votes on a proposal. */
  no: string;
  /** no_with_veto is the number of no with veto votes on a proposal. */
  noWithVeto: string;
}
export const TallyResult: MessageCodec<TallyResult> = defineMessage<TallyResult>("cosmos.gov.v1beta1.TallyResult", [
  { no: 1, key: "yes", name: "yes", type: "string", amino: { as: "int" } },
  { no: 2, key: "abstain", name: "abstain", type: "string", amino: { as: "int" } },
  { no: 3, key: "no", name: "no", type: "string", amino: { as: "int" } },
  { no: 4, key: "noWithVeto", name: "no_with_veto", type: "string", amino: { as: "int" } },
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
  /**
   * Deprecated: Prefer to use `options` instead. This field is set in queries
   * if and only if `len(options) == 1` and that option has weight 1. In all
   * other cases, this field will default to VOTE_OPTION_UNSPECIFIED.
   */
  option: VoteOption;
  /**
   * options is the weighted vote options.
   *
   * Since: cosmos-sdk 0.43
   */
  options: WeightedVoteOption[];
}
export const Vote: MessageCodec<Vote> = defineMessage<Vote>("cosmos.gov.v1beta1.Vote", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { name: "id", keep: true } },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 3, key: "option", name: "option", type: "enum", enumTable: () => VoteOption },
  { no: 4, key: "options", name: "options", type: "message", rule: "repeated", of: () => WeightedVoteOption, amino: { keep: true } },
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
export const DepositParams: MessageCodec<DepositParams> = defineMessage<DepositParams>("cosmos.gov.v1beta1.DepositParams", [
  { no: 1, key: "minDeposit", name: "min_deposit", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "maxDepositPeriod", name: "max_deposit_period", type: "message", rule: "optional", of: () => Duration },
]);

/** VotingParams defines the params for voting on governance proposals. */
export interface VotingParams {
  /** Duration of the voting period. */
  votingPeriod?: Duration | undefined;
}
export const VotingParams: MessageCodec<VotingParams> = defineMessage<VotingParams>("cosmos.gov.v1beta1.VotingParams", [
  { no: 1, key: "votingPeriod", name: "voting_period", type: "message", rule: "optional", of: () => Duration },
]);

/** TallyParams defines the params for tallying votes on governance proposals. */
export interface TallyParams {
  /**
   * Minimum percentage of total stake needed to vote for a result to be
   * considered valid.
   */
  quorum: Uint8Array;
  /** Minimum proportion of Yes votes for proposal to pass. Default value: 0.5. */
  threshold: Uint8Array;
  /**
   * Minimum value of Veto votes to Total votes ratio for proposal to be
   * vetoed. Default value: 1/3.
   */
  vetoThreshold: Uint8Array;
}
export const TallyParams: MessageCodec<TallyParams> = defineMessage<TallyParams>("cosmos.gov.v1beta1.TallyParams", [
  { no: 1, key: "quorum", name: "quorum", type: "bytes", amino: { as: "dec" } },
  { no: 2, key: "threshold", name: "threshold", type: "bytes", amino: { as: "dec" } },
  { no: 3, key: "vetoThreshold", name: "veto_threshold", type: "bytes", amino: { as: "dec" } },
]);

/** QueryProposalRequest is the request type for the Query/Proposal RPC method. */
export interface QueryProposalRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
}
export const QueryProposalRequest: MessageCodec<QueryProposalRequest> = defineMessage<QueryProposalRequest>("cosmos.gov.v1beta1.QueryProposalRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
]);

/** QueryProposalResponse is the response type for the Query/Proposal RPC method. */
export interface QueryProposalResponse {
  proposal?: Proposal | undefined;
}
export const QueryProposalResponse: MessageCodec<QueryProposalResponse> = defineMessage<QueryProposalResponse>("cosmos.gov.v1beta1.QueryProposalResponse", [
  { no: 1, key: "proposal", name: "proposal", type: "message", rule: "optional", of: () => Proposal, amino: { keep: true } },
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
export const QueryProposalsRequest: MessageCodec<QueryProposalsRequest> = defineMessage<QueryProposalsRequest>("cosmos.gov.v1beta1.QueryProposalsRequest", [
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
export const QueryProposalsResponse: MessageCodec<QueryProposalsResponse> = defineMessage<QueryProposalsResponse>("cosmos.gov.v1beta1.QueryProposalsResponse", [
  { no: 1, key: "proposals", name: "proposals", type: "message", rule: "repeated", of: () => Proposal, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryVoteRequest is the request type for the Query/Vote RPC method. */
export interface QueryVoteRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter defines the voter address for the proposals. */
  voter: string;
}
export const QueryVoteRequest: MessageCodec<QueryVoteRequest> = defineMessage<QueryVoteRequest>("cosmos.gov.v1beta1.QueryVoteRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "voter", name: "voter", type: "string" },
]);

/** QueryVoteResponse is the response type for the Query/Vote RPC method. */
export interface QueryVoteResponse {
  /** vote defines the queried vote. */
  vote?: Vote | undefined;
}
export const QueryVoteResponse: MessageCodec<QueryVoteResponse> = defineMessage<QueryVoteResponse>("cosmos.gov.v1beta1.QueryVoteResponse", [
  { no: 1, key: "vote", name: "vote", type: "message", rule: "optional", of: () => Vote, amino: { keep: true } },
]);

/** QueryVotesRequest is the request type for the Query/Votes RPC method. */
export interface QueryVotesRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryVotesRequest: MessageCodec<QueryVotesRequest> = defineMessage<QueryVotesRequest>("cosmos.gov.v1beta1.QueryVotesRequest", [
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
export const QueryVotesResponse: MessageCodec<QueryVotesResponse> = defineMessage<QueryVotesResponse>("cosmos.gov.v1beta1.QueryVotesResponse", [
  { no: 1, key: "votes", name: "votes", type: "message", rule: "repeated", of: () => Vote, amino: { keep: true } },
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
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.gov.v1beta1.QueryParamsRequest", [
  { no: 1, key: "paramsType", name: "params_type", type: "string" },
]);

/** QueryParamsResponse is the response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /** voting_params defines the parameters related to voting. */
  votingParams?: VotingParams | undefined;
  /** deposit_params defines the parameters related to deposit. */
  depositParams?: DepositParams | undefined;
  /** tally_params defines the parameters related to tally. */
  tallyParams?: TallyParams | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.gov.v1beta1.QueryParamsResponse", [
  { no: 1, key: "votingParams", name: "voting_params", type: "message", rule: "optional", of: () => VotingParams, amino: { keep: true } },
  { no: 2, key: "depositParams", name: "deposit_params", type: "message", rule: "optional", of: () => DepositParams, amino: { keep: true } },
  { no: 3, key: "tallyParams", name: "tally_params", type: "message", rule: "optional", of: () => TallyParams, amino: { keep: true } },
]);

/** QueryDepositRequest is the request type for the Query/Deposit RPC method. */
export interface QueryDepositRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** depositor defines the deposit addresses from the proposals. */
  depositor: string;
}
export const QueryDepositRequest: MessageCodec<QueryDepositRequest> = defineMessage<QueryDepositRequest>("cosmos.gov.v1beta1.QueryDepositRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
]);

/** QueryDepositResponse is the response type for the Query/Deposit RPC method. */
export interface QueryDepositResponse {
  /** deposit defines the requested deposit. */
  deposit?: Deposit | undefined;
}
export const QueryDepositResponse: MessageCodec<QueryDepositResponse> = defineMessage<QueryDepositResponse>("cosmos.gov.v1beta1.QueryDepositResponse", [
  { no: 1, key: "deposit", name: "deposit", type: "message", rule: "optional", of: () => Deposit, amino: { keep: true } },
]);

/** QueryDepositsRequest is the request type for the Query/Deposits RPC method. */
export interface QueryDepositsRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDepositsRequest: MessageCodec<QueryDepositsRequest> = defineMessage<QueryDepositsRequest>("cosmos.gov.v1beta1.QueryDepositsRequest", [
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
export const QueryDepositsResponse: MessageCodec<QueryDepositsResponse> = defineMessage<QueryDepositsResponse>("cosmos.gov.v1beta1.QueryDepositsResponse", [
  { no: 1, key: "deposits", name: "deposits", type: "message", rule: "repeated", of: () => Deposit, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryTallyResultRequest is the request type for the Query/Tally RPC method. */
export interface QueryTallyResultRequest {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
}
export const QueryTallyResultRequest: MessageCodec<QueryTallyResultRequest> = defineMessage<QueryTallyResultRequest>("cosmos.gov.v1beta1.QueryTallyResultRequest", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
]);

/** QueryTallyResultResponse is the response type for the Query/Tally RPC method. */
export interface QueryTallyResultResponse {
  /** tally defines the requested tally. */
  tally?: TallyResult | undefined;
}
export const QueryTallyResultResponse: MessageCodec<QueryTallyResultResponse> = defineMessage<QueryTallyResultResponse>("cosmos.gov.v1beta1.QueryTallyResultResponse", [
  { no: 1, key: "tally", name: "tally", type: "message", rule: "optional", of: () => TallyResult, amino: { keep: true } },
]);

/**
 * MsgSubmitProposal defines an sdk.Msg type that supports submitting arbitrary
 * proposal Content.
 */
export interface MsgSubmitProposal {
  /** content is the proposal's content. */
  content?: Any | undefined;
  /** initial_deposit is the deposit value that must be paid at proposal submission. */
  initialDeposit: Coin[];
  /** proposer is the account address of the proposer. */
  proposer: string;
}
export const MsgSubmitProposal: MessageCodec<MsgSubmitProposal> = defineMessage<MsgSubmitProposal>("cosmos.gov.v1beta1.MsgSubmitProposal", [
  { no: 1, key: "content", name: "content", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "initialDeposit", name: "initial_deposit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 3, key: "proposer", name: "proposer", type: "string" },
], { name: "cosmos-sdk/MsgSubmitProposal" });

/** MsgSubmitProposalResponse defines the Msg/SubmitProposal response type. */
export interface MsgSubmitProposalResponse {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
}
export const MsgSubmitProposalResponse: MessageCodec<MsgSubmitProposalResponse> = defineMessage<MsgSubmitProposalResponse>("cosmos.gov.v1beta1.MsgSubmitProposalResponse", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { keep: true } },
]);

/** MsgVote defines a message to cast a vote. */
export interface MsgVote {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter is the voter address for the proposal. */
  voter: string;
  /** option defines the vote option. */
  option: VoteOption;
}
export const MsgVote: MessageCodec<MsgVote> = defineMessage<MsgVote>("cosmos.gov.v1beta1.MsgVote", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64" },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 3, key: "option", name: "option", type: "enum", enumTable: () => VoteOption },
], { name: "cosmos-sdk/MsgVote" });

/** MsgVoteResponse defines the Msg/Vote response type. */
export interface MsgVoteResponse {}
export const MsgVoteResponse: MessageCodec<MsgVoteResponse> = defineMessage<MsgVoteResponse>("cosmos.gov.v1beta1.MsgVoteResponse", []);

/**
 * MsgVoteWeighted defines a message to cast a vote.
 *
 * Since: cosmos-sdk 0.43
 */
export interface MsgVoteWeighted {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** voter is the voter address for the proposal. */
  voter: string;
  /** options defines the weighted vote options. */
  options: WeightedVoteOption[];
}
export const MsgVoteWeighted: MessageCodec<MsgVoteWeighted> = defineMessage<MsgVoteWeighted>("cosmos.gov.v1beta1.MsgVoteWeighted", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { keep: true } },
  { no: 2, key: "voter", name: "voter", type: "string" },
  { no: 3, key: "options", name: "options", type: "message", rule: "repeated", of: () => WeightedVoteOption, amino: { keep: true } },
], { name: "cosmos-sdk/MsgVoteWeighted" });

/**
 * MsgVoteWeightedResponse defines the Msg/VoteWeighted response type.
 *
 * Since: cosmos-sdk 0.43
 */
export interface MsgVoteWeightedResponse {}
export const MsgVoteWeightedResponse: MessageCodec<MsgVoteWeightedResponse> = defineMessage<MsgVoteWeightedResponse>("cosmos.gov.v1beta1.MsgVoteWeightedResponse", []);

/** MsgDeposit defines a message to submit a deposit to an existing proposal. */
export interface MsgDeposit {
  /** proposal_id defines the unique id of the proposal. */
  proposalId: bigint;
  /** depositor defines the deposit addresses from the proposals. */
  depositor: string;
  /** amount to be deposited by depositor. */
  amount: Coin[];
}
export const MsgDeposit: MessageCodec<MsgDeposit> = defineMessage<MsgDeposit>("cosmos.gov.v1beta1.MsgDeposit", [
  { no: 1, key: "proposalId", name: "proposal_id", type: "uint64", amino: { keep: true } },
  { no: 2, key: "depositor", name: "depositor", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
], { name: "cosmos-sdk/MsgDeposit" });

/** MsgDepositResponse defines the Msg/Deposit response type. */
export interface MsgDepositResponse {}
export const MsgDepositResponse: MessageCodec<MsgDepositResponse> = defineMessage<MsgDepositResponse>("cosmos.gov.v1beta1.MsgDepositResponse", []);

/** Query defines the gRPC querier service for gov module */
export const QueryService: {
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
  /** Deposit queries single deposit information based on proposalID, depositor address. */
  readonly Deposit: MethodDefinition<QueryDepositRequest, QueryDepositResponse>;
  /** Deposits queries all deposits of a single proposal. */
  readonly Deposits: MethodDefinition<QueryDepositsRequest, QueryDepositsResponse>;
  /** TallyResult queries the tally of a proposal vote. */
  readonly TallyResult: MethodDefinition<QueryTallyResultRequest, QueryTallyResultResponse>;
} = {
  Proposal: { path: "/cosmos.gov.v1beta1.Query/Proposal", request: QueryProposalRequest, response: QueryProposalResponse },
  Proposals: { path: "/cosmos.gov.v1beta1.Query/Proposals", request: QueryProposalsRequest, response: QueryProposalsResponse },
  Vote: { path: "/cosmos.gov.v1beta1.Query/Vote", request: QueryVoteRequest, response: QueryVoteResponse },
  Votes: { path: "/cosmos.gov.v1beta1.Query/Votes", request: QueryVotesRequest, response: QueryVotesResponse },
  Params: { path: "/cosmos.gov.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  Deposit: { path: "/cosmos.gov.v1beta1.Query/Deposit", request: QueryDepositRequest, response: QueryDepositResponse },
  Deposits: { path: "/cosmos.gov.v1beta1.Query/Deposits", request: QueryDepositsRequest, response: QueryDepositsResponse },
  TallyResult: { path: "/cosmos.gov.v1beta1.Query/TallyResult", request: QueryTallyResultRequest, response: QueryTallyResultResponse },
};

/** Msg defines the gov Msg service. */
export const MsgService: {
  /** SubmitProposal defines a method to create new proposal given a content. */
  readonly SubmitProposal: MethodDefinition<MsgSubmitProposal, MsgSubmitProposalResponse>;
  /** Vote defines a method to add a vote on a specific proposal. */
  readonly Vote: MethodDefinition<MsgVote, MsgVoteResponse>;
  /**
   * VoteWeighted defines a method to add a weighted vote on a specific proposal.
   *
   * Since: cosmos-sdk 0.43
   */
  readonly VoteWeighted: MethodDefinition<MsgVoteWeighted, MsgVoteWeightedResponse>;
  /** Deposit defines a method to add deposit on a specific proposal. */
  readonly Deposit: MethodDefinition<MsgDeposit, MsgDepositResponse>;
} = {
  SubmitProposal: { path: "/cosmos.gov.v1beta1.Msg/SubmitProposal", request: MsgSubmitProposal, response: MsgSubmitProposalResponse },
  Vote: { path: "/cosmos.gov.v1beta1.Msg/Vote", request: MsgVote, response: MsgVoteResponse },
  VoteWeighted: { path: "/cosmos.gov.v1beta1.Msg/VoteWeighted", request: MsgVoteWeighted, response: MsgVoteWeightedResponse },
  Deposit: { path: "/cosmos.gov.v1beta1.Msg/Deposit", request: MsgDeposit, response: MsgDepositResponse },
};
