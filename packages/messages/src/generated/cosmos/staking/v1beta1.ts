// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any, Duration, Timestamp } from "../../google/protobuf.ts";
import { ValidatorUpdate } from "../../tendermint/abci.ts";
import { Header } from "../../tendermint/types.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";

/**
 * AuthorizationType defines the type of staking module authorization type
 *
 * Since: cosmos-sdk 0.43
 */
export const AuthorizationType = {
  /** AUTHORIZATION_TYPE_UNSPECIFIED specifies an unknown authorization type */
  AUTHORIZATION_TYPE_UNSPECIFIED: 0,
  /** AUTHORIZATION_TYPE_DELEGATE defines an authorization type for Msg/Delegate */
  AUTHORIZATION_TYPE_DELEGATE: 1,
  /** AUTHORIZATION_TYPE_UNDELEGATE defines an authorization type for Msg/Undelegate */
  AUTHORIZATION_TYPE_UNDELEGATE: 2,
  /** AUTHORIZATION_TYPE_REDELEGATE defines an authorization type for Msg/BeginRedelegate */
  AUTHORIZATION_TYPE_REDELEGATE: 3,
  /** AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION defines an authorization type for Msg/MsgCancelUnbondingDelegation */
  AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION: 4,
} as const;
export type AuthorizationType = EnumValue<typeof AuthorizationType>;

/** BondStatus is the status of a validator. */
export const BondStatus = {
  /** UNSPECIFIED defines an invalid validator status. */
  BOND_STATUS_UNSPECIFIED: 0,
  /** UNBONDED defines a validator that is not bonded. */
  BOND_STATUS_UNBONDED: 1,
  /** UNBONDING defines a validator that is unbonding. */
  BOND_STATUS_UNBONDING: 2,
  /** BONDED defines a validator that is bonded. */
  BOND_STATUS_BONDED: 3,
} as const;
export type BondStatus = EnumValue<typeof BondStatus>;

/** Infraction indicates the infraction a validator commited. */
export const Infraction = {
  /** UNSPECIFIED defines an empty infraction. */
  INFRACTION_UNSPECIFIED: 0,
  /** DOUBLE_SIGN defines a validator that double-signs a block. */
  INFRACTION_DOUBLE_SIGN: 1,
  /** DOWNTIME defines a validator that missed signing too many blocks. */
  INFRACTION_DOWNTIME: 2,
} as const;
export type Infraction = EnumValue<typeof Infraction>;

/**
 * StakeAuthorization defines authorization for delegate/undelegate/redelegate.
 *
 * Since: cosmos-sdk 0.43
 */
export interface StakeAuthorization {
  /**
   * max_tokens specifies the maximum amount of tokens can be delegate to a validator. If it is
   * empty, there is no spend limit and any amount of coins can be delegated.
   */
  maxTokens?: Coin | undefined;
  /**
   * allow_list specifies list of validator addresses to whom grantee can delegate tokens on behalf of granter's
   * account.
   */
  allowList?: StakeAuthorization_Validators | undefined;
  /** deny_list specifies list of validator addresses to whom grantee can not delegate tokens. */
  denyList?: StakeAuthorization_Validators | undefined;
  /** authorization_type defines one of AuthorizationType. */
  authorizationType: AuthorizationType;
}
export const StakeAuthorization: MessageCodec<StakeAuthorization> = defineMessage<StakeAuthorization>("cosmos.staking.v1beta1.StakeAuthorization", [
  { no: 1, key: "maxTokens", name: "max_tokens", type: "message", rule: "optional", of: () => Coin },
  { no: 2, key: "allowList", name: "allow_list", type: "message", rule: "optional", oneof: "validators", of: () => StakeAuthorization_Validators, amino: { member: "cosmos-sdk/StakeAuthorization/AllowList" } },
  { no: 3, key: "denyList", name: "deny_list", type: "message", rule: "optional", oneof: "validators", of: () => StakeAuthorization_Validators, amino: { member: "cosmos-sdk/StakeAuthorization/DenyList" } },
  { no: 4, key: "authorizationType", name: "authorization_type", type: "enum", enumTable: () => AuthorizationType },
], { name: "cosmos-sdk/StakeAuthorization" });

/** Validators defines list of validator addresses. */
export interface StakeAuthorization_Validators {
  address: string[];
}
export const StakeAuthorization_Validators: MessageCodec<StakeAuthorization_Validators> = defineMessage<StakeAuthorization_Validators>("cosmos.staking.v1beta1.StakeAuthorization.Validators", [
  { no: 1, key: "address", name: "address", type: "string", rule: "repeated" },
]);

/** GenesisState defines the staking module's genesis state. */
export interface GenesisState {
  /** params defines all the parameters of related to deposit. */
  params?: Params | undefined;
  /**
   * last_total_power tracks the total amounts of bonded tokens recorded during
   * the previous end block.
   */
  lastTotalPower: Uint8Array;
  /**
   * last_validator_powers is a special index that provides a historical list
   * of the last-block's bonded validators.
   */
  lastValidatorPowers: LastValidatorPower[];
  /** validators defines the validator set at genesis. */
  validators: Validator[];
  /** delegations defines the delegations active at genesis. */
  delegations: Delegation[];
  /** unbonding_delegations defines the unbonding delegations active at genesis. */
  unbondingDelegations: UnbondingDelegation[];
  /** redelegations defines the redelegations active at genesis. */
  redelegations: Redelegation[];
  /** exported defines a bool to identify whether the chain dealing with exported or initialized genesis. */
  exported: boolean;
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.staking.v1beta1.GenesisState", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
  { no: 2, key: "lastTotalPower", name: "last_total_power", type: "bytes", amino: { keep: true, as: "int" } },
  { no: 3, key: "lastValidatorPowers", name: "last_validator_powers", type: "message", rule: "repeated", of: () => LastValidatorPower, amino: { keep: true } },
  { no: 4, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => Validator, amino: { keep: true } },
  { no: 5, key: "delegations", name: "delegations", type: "message", rule: "repeated", of: () => Delegation, amino: { keep: true } },
  { no: 6, key: "unbondingDelegations", name: "unbonding_delegations", type: "message", rule: "repeated", of: () => UnbondingDelegation, amino: { keep: true } },
  { no: 7, key: "redelegations", name: "redelegations", type: "message", rule: "repeated", of: () => Redelegation, amino: { keep: true } },
  { no: 8, key: "exported", name: "exported", type: "bool" },
]);

/** LastValidatorPower required for validator set update logic. */
export interface LastValidatorPower {
  /** address is the address of the validator. */
  address: string;
  /** power defines the power of the validator. */
  power: bigint;
}
export const LastValidatorPower: MessageCodec<LastValidatorPower> = defineMessage<LastValidatorPower>("cosmos.staking.v1beta1.LastValidatorPower", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "power", name: "power", type: "int64" },
]);

/**
 * HistoricalInfo contains header and validator information for a given block.
 * It is stored as part of staking module's state, which persists the `n` most
 * recent HistoricalInfo
 * (`n` is set by the staking module's `historical_entries` parameter).
 */
export interface HistoricalInfo {
  header?: Header | undefined;
  valset: Validator[];
}
export const HistoricalInfo: MessageCodec<HistoricalInfo> = defineMessage<HistoricalInfo>("cosmos.staking.v1beta1.HistoricalInfo", [
  { no: 1, key: "header", name: "header", type: "message", rule: "optional", of: () => Header, amino: { keep: true } },
  { no: 2, key: "valset", name: "valset", type: "message", rule: "repeated", of: () => Validator, amino: { keep: true } },
]);

/**
 * CommissionRates defines the initial commission rates to be used for creating
 * a validator.
 */
export interface CommissionRates {
  /** rate is the commission rate charged to delegators, as a fraction. */
  rate: string;
  /** max_rate defines the maximum commission rate which validator can ever charge, as a fraction. */
  maxRate: string;
  /** max_change_rate defines the maximum daily increase of the validator commission, as a fraction. */
  maxChangeRate: string;
}
export const CommissionRates: MessageCodec<CommissionRates> = defineMessage<CommissionRates>("cosmos.staking.v1beta1.CommissionRates", [
  { no: 1, key: "rate", name: "rate", type: "string", amino: { keep: true, as: "dec" } },
  { no: 2, key: "maxRate", name: "max_rate", type: "string", amino: { keep: true, as: "dec" } },
  { no: 3, key: "maxChangeRate", name: "max_change_rate", type: "string", amino: { keep: true, as: "dec" } },
]);

/** Commission defines commission parameters for a given validator. */
export interface Commission {
  /** commission_rates defines the initial commission rates to be used for creating a validator. */
  commissionRates?: CommissionRates | undefined;
  /** update_time is the last time the commission rate was changed. */
  updateTime?: Timestamp | undefined;
}
export const Commission: MessageCodec<Commission> = defineMessage<Commission>("cosmos.staking.v1beta1.Commission", [
  { no: 1, key: "commissionRates", name: "commission_rates", type: "message", rule: "optional", of: () => CommissionRates, amino: { keep: true } },
  { no: 2, key: "updateTime", name: "update_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
]);

/** Description defines a validator description. */
export interface Description {
  /** moniker defines a human-readable name for the validator. */
  moniker: string;
  /** identity defines an optional identity signature (ex. UPort or Keybase). */
  identity: string;
  /** website defines an optional website link. */
  website: string;
  /** security_contact defines an optional email for security contact. */
  securityContact: string;
  /** details define other optional details. */
  details: string;
}
export const Description: MessageCodec<Description> = defineMessage<Description>("cosmos.staking.v1beta1.Description", [
  { no: 1, key: "moniker", name: "moniker", type: "string" },
  { no: 2, key: "identity", name: "identity", type: "string" },
  { no: 3, key: "website", name: "website", type: "string" },
  { no: 4, key: "securityContact", name: "security_contact", type: "string" },
  { no: 5, key: "details", name: "details", type: "string" },
]);

/**
 * Validator defines a validator, together with the total amount of the
 * Validator's bond shares and their exchange rate to coins. Slashing results in
 * a decrease in the exchange rate, allowing correct calculation of future
 * undelegations without iterating over delegators. When coins are delegated to
 * this validator, the validator is credited with a delegation whose number of
 * bond shares is based on the amount of coins delegated divided by the current
 * exchange rate. Voting power can be calculated as total bonded shares
 * multiplied by exchange rate.
 */
export interface Validator {
  /** operator_address defines the address of the validator's operator; bech encoded in JSON. */
  operatorAddress: string;
  /** consensus_pubkey is the consensus public key of the validator, as a Protobuf Any. */
  consensusPubkey?: Any | undefined;
  /** jailed defined whether the validator has been jailed from bonded status or not. */
  jailed: boolean;
  /** status is the validator status (bonded/unbonding/unbonded). */
  status: BondStatus;
  /** tokens define the delegated tokens (incl. self-delegation). */
  tokens: string;
  /** delegator_shares defines total shares issued to a validator's delegators. */
  delegatorShares: string;
  /** description defines the description terms for the validator. */
  description?: Description | undefined;
  /** unbonding_height defines, if unbonding, the height at which this validator has begun unbonding. */
  unbondingHeight: bigint;
  /** unbonding_time defines, if unbonding, the min time for the validator to complete unbonding. */
  unbondingTime?: Timestamp | undefined;
  /** commission defines the commission parameters. */
  commission?: Commission | undefined;
  /**
   * min_self_delegation is the validator's self declared minimum self delegation.
   *
   * Since: cosmos-sdk 0.46
   */
  minSelfDelegation: string;
  /** strictly positive if this validator's unbonding has been stopped by external modules */
  unbondingOnHoldRefCount: bigint;
  /** list of unbonding ids, each uniquely identifing an unbonding of this validator */
  unbondingIds: bigint[];
}
export const Validator: MessageCodec<Validator> = defineMessage<Validator>("cosmos.staking.v1beta1.Validator", [
  { no: 1, key: "operatorAddress", name: "operator_address", type: "string" },
  { no: 2, key: "consensusPubkey", name: "consensus_pubkey", type: "message", rule: "optional", of: () => Any },
  { no: 3, key: "jailed", name: "jailed", type: "bool" },
  { no: 4, key: "status", name: "status", type: "enum", enumTable: () => BondStatus },
  { no: 5, key: "tokens", name: "tokens", type: "string", amino: { as: "int" } },
  { no: 6, key: "delegatorShares", name: "delegator_shares", type: "string", amino: { as: "dec" } },
  { no: 7, key: "description", name: "description", type: "message", rule: "optional", of: () => Description, amino: { keep: true } },
  { no: 8, key: "unbondingHeight", name: "unbonding_height", type: "int64" },
  { no: 9, key: "unbondingTime", name: "unbonding_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 10, key: "commission", name: "commission", type: "message", rule: "optional", of: () => Commission, amino: { keep: true } },
  { no: 11, key: "minSelfDelegation", name: "min_self_delegation", type: "string", amino: { as: "int" } },
  { no: 12, key: "unbondingOnHoldRefCount", name: "unbonding_on_hold_ref_count", type: "int64" },
  { no: 13, key: "unbondingIds", name: "unbonding_ids", type: "uint64", rule: "repeated" },
]);

/** ValAddresses defines a repeated set of validator addresses. */
export interface ValAddresses {
  addresses: string[];
}
export const ValAddresses: MessageCodec<ValAddresses> = defineMessage<ValAddresses>("cosmos.staking.v1beta1.ValAddresses", [
  { no: 1, key: "addresses", name: "addresses", type: "string", rule: "repeated" },
]);

/**
 * DVPair is struct that just has a delegator-validator pair with no other data.
 * It is intended to be used as a marshalable pointer. For example, a DVPair can
 * be used to construct the key to getting an UnbondingDelegation from state.
 */
export interface DVPair {
  delegatorAddress: string;
  validatorAddress: string;
}
export const DVPair: MessageCodec<DVPair> = defineMessage<DVPair>("cosmos.staking.v1beta1.DVPair", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
]);

/** DVPairs defines an array of DVPair objects. */
export interface DVPairs {
  pairs: DVPair[];
}
export const DVPairs: MessageCodec<DVPairs> = defineMessage<DVPairs>("cosmos.staking.v1beta1.DVPairs", [
  { no: 1, key: "pairs", name: "pairs", type: "message", rule: "repeated", of: () => DVPair, amino: { keep: true } },
]);

/**
 * DVVTriplet is struct that just has a delegator-validator-validator triplet
 * with no other data. It is intended to be used as a marshalable pointer. For
 * example, a DVVTriplet can be used to construct the key to getting a
 * Redelegation from state.
 */
export interface DVVTriplet {
  delegatorAddress: string;
  validatorSrcAddress: string;
  validatorDstAddress: string;
}
export const DVVTriplet: MessageCodec<DVVTriplet> = defineMessage<DVVTriplet>("cosmos.staking.v1beta1.DVVTriplet", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorSrcAddress", name: "validator_src_address", type: "string" },
  { no: 3, key: "validatorDstAddress", name: "validator_dst_address", type: "string" },
]);

/** DVVTriplets defines an array of DVVTriplet objects. */
export interface DVVTriplets {
  triplets: DVVTriplet[];
}
export const DVVTriplets: MessageCodec<DVVTriplets> = defineMessage<DVVTriplets>("cosmos.staking.v1beta1.DVVTriplets", [
  { no: 1, key: "triplets", name: "triplets", type: "message", rule: "repeated", of: () => DVVTriplet, amino: { keep: true } },
]);

/**
 * Delegation represents the bond with tokens held by an account. It is
 * owned by one delegator, and is associated with the voting power of one
 * validator.
 */
export interface Delegation {
  /** delegator_address is the encoded address of the delegator. */
  delegatorAddress: string;
  /** validator_address is the encoded address of the validator. */
  validatorAddress: string;
  /** shares define the delegation shares received. */
  shares: string;
}
export const Delegation: MessageCodec<Delegation> = defineMessage<Delegation>("cosmos.staking.v1beta1.Delegation", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "shares", name: "shares", type: "string", amino: { as: "dec" } },
]);

/**
 * UnbondingDelegation stores all of a single delegator's unbonding bonds
 * for a single validator in an time-ordered list.
 */
export interface UnbondingDelegation {
  /** delegator_address is the encoded address of the delegator. */
  delegatorAddress: string;
  /** validator_address is the encoded address of the validator. */
  validatorAddress: string;
  /** entries are the unbonding delegation entries. */
  entries: UnbondingDelegationEntry[];
}
export const UnbondingDelegation: MessageCodec<UnbondingDelegation> = defineMessage<UnbondingDelegation>("cosmos.staking.v1beta1.UnbondingDelegation", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "entries", name: "entries", type: "message", rule: "repeated", of: () => UnbondingDelegationEntry, amino: { keep: true } },
]);

/** UnbondingDelegationEntry defines an unbonding object with relevant metadata. */
export interface UnbondingDelegationEntry {
  /** creation_height is the height which the unbonding took place. */
  creationHeight: bigint;
  /** completion_time is the unix time for unbonding completion. */
  completionTime?: Timestamp | undefined;
  /** initial_balance defines the tokens initially scheduled to receive at completion. */
  initialBalance: string;
  /** balance defines the tokens to receive at completion. */
  balance: string;
  /** Incrementing id that uniquely identifies this entry */
  unbondingId: bigint;
  /** Strictly positive if this entry's unbonding has been stopped by external modules */
  unbondingOnHoldRefCount: bigint;
}
export const UnbondingDelegationEntry: MessageCodec<UnbondingDelegationEntry> = defineMessage<UnbondingDelegationEntry>("cosmos.staking.v1beta1.UnbondingDelegationEntry", [
  { no: 1, key: "creationHeight", name: "creation_height", type: "int64" },
  { no: 2, key: "completionTime", name: "completion_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 3, key: "initialBalance", name: "initial_balance", type: "string", amino: { as: "int" } },
  { no: 4, key: "balance", name: "balance", type: "string", amino: { as: "int" } },
  { no: 5, key: "unbondingId", name: "unbonding_id", type: "uint64" },
  { no: 6, key: "unbondingOnHoldRefCount", name: "unbonding_on_hold_ref_count", type: "int64" },
]);

/** RedelegationEntry defines a redelegation object with relevant metadata. */
export interface RedelegationEntry {
  /** creation_height  defines the height which the redelegation took place. */
  creationHeight: bigint;
  /** completion_time defines the unix time for redelegation completion. */
  completionTime?: Timestamp | undefined;
  /** initial_balance defines the initial balance when redelegation started. */
  initialBalance: string;
  /** shares_dst is the amount of destination-validator shares created by redelegation. */
  sharesDst: string;
  /** Incrementing id that uniquely identifies this entry */
  unbondingId: bigint;
  /** Strictly positive if this entry's unbonding has been stopped by external modules */
  unbondingOnHoldRefCount: bigint;
}
export const RedelegationEntry: MessageCodec<RedelegationEntry> = defineMessage<RedelegationEntry>("cosmos.staking.v1beta1.RedelegationEntry", [
  { no: 1, key: "creationHeight", name: "creation_height", type: "int64" },
  { no: 2, key: "completionTime", name: "completion_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 3, key: "initialBalance", name: "initial_balance", type: "string", amino: { as: "int" } },
  { no: 4, key: "sharesDst", name: "shares_dst", type: "string", amino: { as: "dec" } },
  { no: 5, key: "unbondingId", name: "unbonding_id", type: "uint64" },
  { no: 6, key: "unbondingOnHoldRefCount", name: "unbonding_on_hold_ref_count", type: "int64" },
]);

/**
 * Redelegation contains the list of a particular delegator's redelegating bonds
 * from a particular source validator to a particular destination validator.
 */
export interface Redelegation {
  /** delegator_address is the bech32-encoded address of the delegator. */
  delegatorAddress: string;
  /** validator_src_address is the validator redelegation source operator address. */
  validatorSrcAddress: string;
  /** validator_dst_address is the validator redelegation destination operator address. */
  validatorDstAddress: string;
  /** entries are the redelegation entries. */
  entries: RedelegationEntry[];
}
export const Redelegation: MessageCodec<Redelegation> = defineMessage<Redelegation>("cosmos.staking.v1beta1.Redelegation", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorSrcAddress", name: "validator_src_address", type: "string" },
  { no: 3, key: "validatorDstAddress", name: "validator_dst_address", type: "string" },
  { no: 4, key: "entries", name: "entries", type: "message", rule: "repeated", of: () => RedelegationEntry, amino: { keep: true } },
]);

/** Params defines the parameters for the x/staking module. */
export interface Params {
  /** unbonding_time is the time duration of unbonding. */
  unbondingTime?: Duration | undefined;
  /** max_validators is the maximum number of validators. */
  maxValidators: number;
  /** max_entries is the max entries for either unbonding delegation or redelegation (per pair/trio). */
  maxEntries: number;
  /** historical_entries is the number of historical entries to persist. */
  historicalEntries: number;
  /** bond_denom defines the bondable coin denomination. */
  bondDenom: string;
  /** min_commission_rate is the chain-wide minimum commission rate that a validator can charge their delegators */
  minCommissionRate: string;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.staking.v1beta1.Params", [
  { no: 1, key: "unbondingTime", name: "unbonding_time", type: "message", rule: "optional", of: () => Duration, amino: { keep: true } },
  { no: 2, key: "maxValidators", name: "max_validators", type: "uint32" },
  { no: 3, key: "maxEntries", name: "max_entries", type: "uint32" },
  { no: 4, key: "historicalEntries", name: "historical_entries", type: "uint32" },
  { no: 5, key: "bondDenom", name: "bond_denom", type: "string" },
  { no: 6, key: "minCommissionRate", name: "min_commission_rate", type: "string", amino: { keep: true, as: "dec" } },
], { name: "cosmos-sdk/x/staking/Params" });

/**
 * DelegationResponse is equivalent to Delegation except that it contains a
 * balance in addition to shares which is more suitable for client responses.
 */
export interface DelegationResponse {
  delegation?: Delegation | undefined;
  balance?: Coin | undefined;
}
export const DelegationResponse: MessageCodec<DelegationResponse> = defineMessage<DelegationResponse>("cosmos.staking.v1beta1.DelegationResponse", [
  { no: 1, key: "delegation", name: "delegation", type: "message", rule: "optional", of: () => Delegation, amino: { keep: true } },
  { no: 2, key: "balance", name: "balance", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
]);

/**
 * RedelegationEntryResponse is equivalent to a RedelegationEntry except that it
 * contains a balance in addition to shares which is more suitable for client
 * responses.
 */
export interface RedelegationEntryResponse {
  redelegationEntry?: RedelegationEntry | undefined;
  balance: string;
}
export const RedelegationEntryResponse: MessageCodec<RedelegationEntryResponse> = defineMessage<RedelegationEntryResponse>("cosmos.staking.v1beta1.RedelegationEntryResponse", [
  { no: 1, key: "redelegationEntry", name: "redelegation_entry", type: "message", rule: "optional", of: () => RedelegationEntry, amino: { keep: true } },
  { no: 4, key: "balance", name: "balance", type: "string", amino: { as: "int" } },
]);

/**
 * RedelegationResponse is equivalent to a Redelegation except that its entries
 * contain a balance in addition to shares which is more suitable for client
 * responses.
 */
export interface RedelegationResponse {
  redelegation?: Redelegation | undefined;
  entries: RedelegationEntryResponse[];
}
export const RedelegationResponse: MessageCodec<RedelegationResponse> = defineMessage<RedelegationResponse>("cosmos.staking.v1beta1.RedelegationResponse", [
  { no: 1, key: "redelegation", name: "redelegation", type: "message", rule: "optional", of: () => Redelegation, amino: { keep: true } },
  { no: 2, key: "entries", name: "entries", type: "message", rule: "repeated", of: () => RedelegationEntryResponse, amino: { keep: true } },
]);

/**
 * Pool is used for tracking bonded and not-bonded token supply of the bond
 * denomination.
 */
export interface Pool {
  notBondedTokens: string;
  bondedTokens: string;
}
export const Pool: MessageCodec<Pool> = defineMessage<Pool>("cosmos.staking.v1beta1.Pool", [
  { no: 1, key: "notBondedTokens", name: "not_bonded_tokens", type: "string", amino: { keep: true, as: "int" } },
  { no: 2, key: "bondedTokens", name: "bonded_tokens", type: "string", amino: { keep: true, as: "int" } },
]);

/**
 * ValidatorUpdates defines an array of abci.ValidatorUpdate objects.
 * TODO: explore moving this to proto/cosmos/base to separate modules from tendermint dependence
 */
export interface ValidatorUpdates {
  updates: ValidatorUpdate[];
}
export const ValidatorUpdates: MessageCodec<ValidatorUpdates> = defineMessage<ValidatorUpdates>("cosmos.staking.v1beta1.ValidatorUpdates", [
  { no: 1, key: "updates", name: "updates", type: "message", rule: "repeated", of: () => ValidatorUpdate, amino: { keep: true } },
]);

/** QueryValidatorsRequest is request type for Query/Validators RPC method. */
export interface QueryValidatorsRequest {
  /** status enables to query for validators matching a given status. */
  status: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryValidatorsRequest: MessageCodec<QueryValidatorsRequest> = defineMessage<QueryValidatorsRequest>("cosmos.staking.v1beta1.QueryValidatorsRequest", [
  { no: 1, key: "status", name: "status", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryValidatorsResponse is response type for the Query/Validators RPC method */
export interface QueryValidatorsResponse {
  /** validators contains all the queried validators. */
  validators: Validator[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryValidatorsResponse: MessageCodec<QueryValidatorsResponse> = defineMessage<QueryValidatorsResponse>("cosmos.staking.v1beta1.QueryValidatorsResponse", [
  { no: 1, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => Validator, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryValidatorRequest is response type for the Query/Validator RPC method */
export interface QueryValidatorRequest {
  /** validator_addr defines the validator address to query for. */
  validatorAddr: string;
}
export const QueryValidatorRequest: MessageCodec<QueryValidatorRequest> = defineMessage<QueryValidatorRequest>("cosmos.staking.v1beta1.QueryValidatorRequest", [
  { no: 1, key: "validatorAddr", name: "validator_addr", type: "string" },
]);

/** QueryValidatorResponse is response type for the Query/Validator RPC method */
export interface QueryValidatorResponse {
  /** validator defines the validator info. */
  validator?: Validator | undefined;
}
export const QueryValidatorResponse: MessageCodec<QueryValidatorResponse> = defineMessage<QueryValidatorResponse>("cosmos.staking.v1beta1.QueryValidatorResponse", [
  { no: 1, key: "validator", name: "validator", type: "message", rule: "optional", of: () => Validator, amino: { keep: true } },
]);

/**
 * QueryValidatorDelegationsRequest is request type for the
 * Query/ValidatorDelegations RPC method
 */
export interface QueryValidatorDelegationsRequest {
  /** validator_addr defines the validator address to query for. */
  validatorAddr: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryValidatorDelegationsRequest: MessageCodec<QueryValidatorDelegationsRequest> = defineMessage<QueryValidatorDelegationsRequest>("cosmos.staking.v1beta1.QueryValidatorDelegationsRequest", [
  { no: 1, key: "validatorAddr", name: "validator_addr", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryValidatorDelegationsResponse is response type for the
 * Query/ValidatorDelegations RPC method
 */
export interface QueryValidatorDelegationsResponse {
  delegationResponses: DelegationResponse[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryValidatorDelegationsResponse: MessageCodec<QueryValidatorDelegationsResponse> = defineMessage<QueryValidatorDelegationsResponse>("cosmos.staking.v1beta1.QueryValidatorDelegationsResponse", [
  { no: 1, key: "delegationResponses", name: "delegation_responses", type: "message", rule: "repeated", of: () => DelegationResponse, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryValidatorUnbondingDelegationsRequest is required type for the
 * Query/ValidatorUnbondingDelegations RPC method
 */
export interface QueryValidatorUnbondingDelegationsRequest {
  /** validator_addr defines the validator address to query for. */
  validatorAddr: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryValidatorUnbondingDelegationsRequest: MessageCodec<QueryValidatorUnbondingDelegationsRequest> = defineMessage<QueryValidatorUnbondingDelegationsRequest>("cosmos.staking.v1beta1.QueryValidatorUnbondingDelegationsRequest", [
  { no: 1, key: "validatorAddr", name: "validator_addr", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryValidatorUnbondingDelegationsResponse is response type for the
 * Query/ValidatorUnbondingDelegations RPC method.
 */
export interface QueryValidatorUnbondingDelegationsResponse {
  unbondingResponses: UnbondingDelegation[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryValidatorUnbondingDelegationsResponse: MessageCodec<QueryValidatorUnbondingDelegationsResponse> = defineMessage<QueryValidatorUnbondingDelegationsResponse>("cosmos.staking.v1beta1.QueryValidatorUnbondingDelegationsResponse", [
  { no: 1, key: "unbondingResponses", name: "unbonding_responses", type: "message", rule: "repeated", of: () => UnbondingDelegation, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryDelegationRequest is request type for the Query/Delegation RPC method. */
export interface QueryDelegationRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** validator_addr defines the validator address to query for. */
  validatorAddr: string;
}
export const QueryDelegationRequest: MessageCodec<QueryDelegationRequest> = defineMessage<QueryDelegationRequest>("cosmos.staking.v1beta1.QueryDelegationRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "validatorAddr", name: "validator_addr", type: "string" },
]);

/** QueryDelegationResponse is response type for the Query/Delegation RPC method. */
export interface QueryDelegationResponse {
  /** delegation_responses defines the delegation info of a delegation. */
  delegationResponse?: DelegationResponse | undefined;
}
export const QueryDelegationResponse: MessageCodec<QueryDelegationResponse> = defineMessage<QueryDelegationResponse>("cosmos.staking.v1beta1.QueryDelegationResponse", [
  { no: 1, key: "delegationResponse", name: "delegation_response", type: "message", rule: "optional", of: () => DelegationResponse },
]);

/**
 * QueryUnbondingDelegationRequest is request type for the
 * Query/UnbondingDelegation RPC method.
 */
export interface QueryUnbondingDelegationRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** validator_addr defines the validator address to query for. */
  validatorAddr: string;
}
export const QueryUnbondingDelegationRequest: MessageCodec<QueryUnbondingDelegationRequest> = defineMessage<QueryUnbondingDelegationRequest>("cosmos.staking.v1beta1.QueryUnbondingDelegationRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "validatorAddr", name: "validator_addr", type: "string" },
]);

/**
 * QueryDelegationResponse is response type for the Query/UnbondingDelegation
 * RPC method.
 */
export interface QueryUnbondingDelegationResponse {
  /** unbond defines the unbonding information of a delegation. */
  unbond?: UnbondingDelegation | undefined;
}
export const QueryUnbondingDelegationResponse: MessageCodec<QueryUnbondingDelegationResponse> = defineMessage<QueryUnbondingDelegationResponse>("cosmos.staking.v1beta1.QueryUnbondingDelegationResponse", [
  { no: 1, key: "unbond", name: "unbond", type: "message", rule: "optional", of: () => UnbondingDelegation, amino: { keep: true } },
]);

/**
 * QueryDelegatorDelegationsRequest is request type for the
 * Query/DelegatorDelegations RPC method.
 */
export interface QueryDelegatorDelegationsRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDelegatorDelegationsRequest: MessageCodec<QueryDelegatorDelegationsRequest> = defineMessage<QueryDelegatorDelegationsRequest>("cosmos.staking.v1beta1.QueryDelegatorDelegationsRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryDelegatorDelegationsResponse is response type for the
 * Query/DelegatorDelegations RPC method.
 */
export interface QueryDelegatorDelegationsResponse {
  /** delegation_responses defines all the delegations' info of a delegator. */
  delegationResponses: DelegationResponse[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDelegatorDelegationsResponse: MessageCodec<QueryDelegatorDelegationsResponse> = defineMessage<QueryDelegatorDelegationsResponse>("cosmos.staking.v1beta1.QueryDelegatorDelegationsResponse", [
  { no: 1, key: "delegationResponses", name: "delegation_responses", type: "message", rule: "repeated", of: () => DelegationResponse, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryDelegatorUnbondingDelegationsRequest is request type for the
 * Query/DelegatorUnbondingDelegations RPC method.
 */
export interface QueryDelegatorUnbondingDelegationsRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDelegatorUnbondingDelegationsRequest: MessageCodec<QueryDelegatorUnbondingDelegationsRequest> = defineMessage<QueryDelegatorUnbondingDelegationsRequest>("cosmos.staking.v1beta1.QueryDelegatorUnbondingDelegationsRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryUnbondingDelegatorDelegationsResponse is response type for the
 * Query/UnbondingDelegatorDelegations RPC method.
 */
export interface QueryDelegatorUnbondingDelegationsResponse {
  unbondingResponses: UnbondingDelegation[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDelegatorUnbondingDelegationsResponse: MessageCodec<QueryDelegatorUnbondingDelegationsResponse> = defineMessage<QueryDelegatorUnbondingDelegationsResponse>("cosmos.staking.v1beta1.QueryDelegatorUnbondingDelegationsResponse", [
  { no: 1, key: "unbondingResponses", name: "unbonding_responses", type: "message", rule: "repeated", of: () => UnbondingDelegation, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryRedelegationsRequest is request type for the Query/Redelegations RPC
 * method.
 */
export interface QueryRedelegationsRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** src_validator_addr defines the validator address to redelegate from. */
  srcValidatorAddr: string;
  /** dst_validator_addr defines the validator address to redelegate to. */
  dstValidatorAddr: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryRedelegationsRequest: MessageCodec<QueryRedelegationsRequest> = defineMessage<QueryRedelegationsRequest>("cosmos.staking.v1beta1.QueryRedelegationsRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "srcValidatorAddr", name: "src_validator_addr", type: "string" },
  { no: 3, key: "dstValidatorAddr", name: "dst_validator_addr", type: "string" },
  { no: 4, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryRedelegationsResponse is response type for the Query/Redelegations RPC
 * method.
 */
export interface QueryRedelegationsResponse {
  redelegationResponses: RedelegationResponse[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryRedelegationsResponse: MessageCodec<QueryRedelegationsResponse> = defineMessage<QueryRedelegationsResponse>("cosmos.staking.v1beta1.QueryRedelegationsResponse", [
  { no: 1, key: "redelegationResponses", name: "redelegation_responses", type: "message", rule: "repeated", of: () => RedelegationResponse, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryDelegatorValidatorsRequest is request type for the
 * Query/DelegatorValidators RPC method.
 */
export interface QueryDelegatorValidatorsRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDelegatorValidatorsRequest: MessageCodec<QueryDelegatorValidatorsRequest> = defineMessage<QueryDelegatorValidatorsRequest>("cosmos.staking.v1beta1.QueryDelegatorValidatorsRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryDelegatorValidatorsResponse is response type for the
 * Query/DelegatorValidators RPC method.
 */
export interface QueryDelegatorValidatorsResponse {
  /** validators defines the validators' info of a delegator. */
  validators: Validator[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDelegatorValidatorsResponse: MessageCodec<QueryDelegatorValidatorsResponse> = defineMessage<QueryDelegatorValidatorsResponse>("cosmos.staking.v1beta1.QueryDelegatorValidatorsResponse", [
  { no: 1, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => Validator, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryDelegatorValidatorRequest is request type for the
 * Query/DelegatorValidator RPC method.
 */
export interface QueryDelegatorValidatorRequest {
  /** delegator_addr defines the delegator address to query for. */
  delegatorAddr: string;
  /** validator_addr defines the validator address to query for. */
  validatorAddr: string;
}
export const QueryDelegatorValidatorRequest: MessageCodec<QueryDelegatorValidatorRequest> = defineMessage<QueryDelegatorValidatorRequest>("cosmos.staking.v1beta1.QueryDelegatorValidatorRequest", [
  { no: 1, key: "delegatorAddr", name: "delegator_addr", type: "string" },
  { no: 2, key: "validatorAddr", name: "validator_addr", type: "string" },
]);

/**
 * QueryDelegatorValidatorResponse response type for the
 * Query/DelegatorValidator RPC method.
 */
export interface QueryDelegatorValidatorResponse {
  /** validator defines the validator info. */
  validator?: Validator | undefined;
}
export const QueryDelegatorValidatorResponse: MessageCodec<QueryDelegatorValidatorResponse> = defineMessage<QueryDelegatorValidatorResponse>("cosmos.staking.v1beta1.QueryDelegatorValidatorResponse", [
  { no: 1, key: "validator", name: "validator", type: "message", rule: "optional", of: () => Validator, amino: { keep: true } },
]);

/**
 * QueryHistoricalInfoRequest is request type for the Query/HistoricalInfo RPC
 * method.
 */
export interface QueryHistoricalInfoRequest {
  /** height defines at which height to query the historical info. */
  height: bigint;
}
export const QueryHistoricalInfoRequest: MessageCodec<QueryHistoricalInfoRequest> = defineMessage<QueryHistoricalInfoRequest>("cosmos.staking.v1beta1.QueryHistoricalInfoRequest", [
  { no: 1, key: "height", name: "height", type: "int64" },
]);

/**
 * QueryHistoricalInfoResponse is response type for the Query/HistoricalInfo RPC
 * method.
 */
export interface QueryHistoricalInfoResponse {
  /** hist defines the historical info at the given height. */
  hist?: HistoricalInfo | undefined;
}
export const QueryHistoricalInfoResponse: MessageCodec<QueryHistoricalInfoResponse> = defineMessage<QueryHistoricalInfoResponse>("cosmos.staking.v1beta1.QueryHistoricalInfoResponse", [
  { no: 1, key: "hist", name: "hist", type: "message", rule: "optional", of: () => HistoricalInfo },
]);

/** QueryPoolRequest is request type for the Query/Pool RPC method. */
export interface QueryPoolRequest {}
export const QueryPoolRequest: MessageCodec<QueryPoolRequest> = defineMessage<QueryPoolRequest>("cosmos.staking.v1beta1.QueryPoolRequest", []);

/** QueryPoolResponse is response type for the Query/Pool RPC method. */
export interface QueryPoolResponse {
  /** pool defines the pool info. */
  pool?: Pool | undefined;
}
export const QueryPoolResponse: MessageCodec<QueryPoolResponse> = defineMessage<QueryPoolResponse>("cosmos.staking.v1beta1.QueryPoolResponse", [
  { no: 1, key: "pool", name: "pool", type: "message", rule: "optional", of: () => Pool, amino: { keep: true } },
]);

/** QueryParamsRequest is request type for the Query/Params RPC method. */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.staking.v1beta1.QueryParamsRequest", []);

/** QueryParamsResponse is response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /** params holds all the parameters of this module. */
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.staking.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
]);

/** MsgCreateValidator defines a SDK message for creating a new validator. */
export interface MsgCreateValidator {
  description?: Description | undefined;
  commission?: CommissionRates | undefined;
  minSelfDelegation: string;
  /**
   * Deprecated: Use of Delegator Address in MsgCreateValidator is deprecated.
   * The validator address bytes and delegator address bytes refer to the same account while creating validator (defer
   * only in bech32 notation).
   */
  delegatorAddress: string;
  validatorAddress: string;
  pubkey?: Any | undefined;
  value?: Coin | undefined;
}
export const MsgCreateValidator: MessageCodec<MsgCreateValidator> = defineMessage<MsgCreateValidator>("cosmos.staking.v1beta1.MsgCreateValidator", [
  { no: 1, key: "description", name: "description", type: "message", rule: "optional", of: () => Description, amino: { keep: true } },
  { no: 2, key: "commission", name: "commission", type: "message", rule: "optional", of: () => CommissionRates, amino: { keep: true } },
  { no: 3, key: "minSelfDelegation", name: "min_self_delegation", type: "string", amino: { keep: true, as: "int" } },
  { no: 4, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 5, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 6, key: "pubkey", name: "pubkey", type: "message", rule: "optional", of: () => Any },
  { no: 7, key: "value", name: "value", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
], { name: "cosmos-sdk/MsgCreateValidator" });

/** MsgCreateValidatorResponse defines the Msg/CreateValidator response type. */
export interface MsgCreateValidatorResponse {}
export const MsgCreateValidatorResponse: MessageCodec<MsgCreateValidatorResponse> = defineMessage<MsgCreateValidatorResponse>("cosmos.staking.v1beta1.MsgCreateValidatorResponse", []);

/** MsgEditValidator defines a SDK message for editing an existing validator. */
export interface MsgEditValidator {
  description?: Description | undefined;
  validatorAddress: string;
  /**
   * We pass a reference to the new commission rate and min self delegation as
   * it's not mandatory to update. If not updated, the deserialized rate will be
   * zero with no way to distinguish if an update was intended.
   * REF: #2373
   */
  commissionRate: string;
  minSelfDelegation: string;
}
export const MsgEditValidator: MessageCodec<MsgEditValidator> = defineMessage<MsgEditValidator>("cosmos.staking.v1beta1.MsgEditValidator", [
  { no: 1, key: "description", name: "description", type: "message", rule: "optional", of: () => Description, amino: { keep: true } },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "commissionRate", name: "commission_rate", type: "string", amino: { as: "dec" } },
  { no: 4, key: "minSelfDelegation", name: "min_self_delegation", type: "string", amino: { as: "int" } },
], { name: "cosmos-sdk/MsgEditValidator" });

/** MsgEditValidatorResponse defines the Msg/EditValidator response type. */
export interface MsgEditValidatorResponse {}
export const MsgEditValidatorResponse: MessageCodec<MsgEditValidatorResponse> = defineMessage<MsgEditValidatorResponse>("cosmos.staking.v1beta1.MsgEditValidatorResponse", []);

/**
 * MsgDelegate defines a SDK message for performing a delegation of coins
 * from a delegator to a validator.
 */
export interface MsgDelegate {
  delegatorAddress: string;
  validatorAddress: string;
  amount?: Coin | undefined;
}
export const MsgDelegate: MessageCodec<MsgDelegate> = defineMessage<MsgDelegate>("cosmos.staking.v1beta1.MsgDelegate", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
], { name: "cosmos-sdk/MsgDelegate" });

/** MsgDelegateResponse defines the Msg/Delegate response type. */
export interface MsgDelegateResponse {}
export const MsgDelegateResponse: MessageCodec<MsgDelegateResponse> = defineMessage<MsgDelegateResponse>("cosmos.staking.v1beta1.MsgDelegateResponse", []);

/**
 * MsgBeginRedelegate defines a SDK message for performing a redelegation
 * of coins from a delegator and source validator to a destination validator.
 */
export interface MsgBeginRedelegate {
  delegatorAddress: string;
  validatorSrcAddress: string;
  validatorDstAddress: string;
  amount?: Coin | undefined;
}
export const MsgBeginRedelegate: MessageCodec<MsgBeginRedelegate> = defineMessage<MsgBeginRedelegate>("cosmos.staking.v1beta1.MsgBeginRedelegate", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorSrcAddress", name: "validator_src_address", type: "string" },
  { no: 3, key: "validatorDstAddress", name: "validator_dst_address", type: "string" },
  { no: 4, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
], { name: "cosmos-sdk/MsgBeginRedelegate" });

/** MsgBeginRedelegateResponse defines the Msg/BeginRedelegate response type. */
export interface MsgBeginRedelegateResponse {
  completionTime?: Timestamp | undefined;
}
export const MsgBeginRedelegateResponse: MessageCodec<MsgBeginRedelegateResponse> = defineMessage<MsgBeginRedelegateResponse>("cosmos.staking.v1beta1.MsgBeginRedelegateResponse", [
  { no: 1, key: "completionTime", name: "completion_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
]);

/**
 * MsgUndelegate defines a SDK message for performing an undelegation from a
 * delegate and a validator.
 */
export interface MsgUndelegate {
  delegatorAddress: string;
  validatorAddress: string;
  amount?: Coin | undefined;
}
export const MsgUndelegate: MessageCodec<MsgUndelegate> = defineMessage<MsgUndelegate>("cosmos.staking.v1beta1.MsgUndelegate", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
], { name: "cosmos-sdk/MsgUndelegate" });

/** MsgUndelegateResponse defines the Msg/Undelegate response type. */
export interface MsgUndelegateResponse {
  completionTime?: Timestamp | undefined;
  /**
   * amount returns the amount of undelegated coins
   *
   * Since: cosmos-sdk 0.50
   */
  amount?: Coin | undefined;
}
export const MsgUndelegateResponse: MessageCodec<MsgUndelegateResponse> = defineMessage<MsgUndelegateResponse>("cosmos.staking.v1beta1.MsgUndelegateResponse", [
  { no: 1, key: "completionTime", name: "completion_time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 2, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
]);

/**
 * MsgCancelUnbondingDelegation defines the SDK message for performing a cancel unbonding delegation for delegator
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCancelUnbondingDelegation {
  delegatorAddress: string;
  validatorAddress: string;
  /** amount is always less than or equal to unbonding delegation entry balance */
  amount?: Coin | undefined;
  /** creation_height is the height which the unbonding took place. */
  creationHeight: bigint;
}
export const MsgCancelUnbondingDelegation: MessageCodec<MsgCancelUnbondingDelegation> = defineMessage<MsgCancelUnbondingDelegation>("cosmos.staking.v1beta1.MsgCancelUnbondingDelegation", [
  { no: 1, key: "delegatorAddress", name: "delegator_address", type: "string" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
  { no: 4, key: "creationHeight", name: "creation_height", type: "int64" },
], { name: "cosmos-sdk/MsgCancelUnbondingDelegation" });

/**
 * MsgCancelUnbondingDelegationResponse
 *
 * Since: cosmos-sdk 0.46
 */
export interface MsgCancelUnbondingDelegationResponse {}
export const MsgCancelUnbondingDelegationResponse: MessageCodec<MsgCancelUnbondingDelegationResponse> = defineMessage<MsgCancelUnbondingDelegationResponse>("cosmos.staking.v1beta1.MsgCancelUnbondingDelegationResponse", []);

/**
 * MsgUpdateParams is the Msg/UpdateParams request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/staking parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.staking.v1beta1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/x/staking/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.staking.v1beta1.MsgUpdateParamsResponse", []);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /**
   * Validators queries all validators that match the given status.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly Validators: MethodDefinition<QueryValidatorsRequest, QueryValidatorsResponse>;
  /** Validator queries validator info for given validator address. */
  readonly Validator: MethodDefinition<QueryValidatorRequest, QueryValidatorResponse>;
  /**
   * ValidatorDelegations queries delegate info for given validator.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly ValidatorDelegations: MethodDefinition<QueryValidatorDelegationsRequest, QueryValidatorDelegationsResponse>;
  /**
   * ValidatorUnbondingDelegations queries unbonding delegations of a validator.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly ValidatorUnbondingDelegations: MethodDefinition<QueryValidatorUnbondingDelegationsRequest, QueryValidatorUnbondingDelegationsResponse>;
  /** Delegation queries delegate info for given validator delegator pair. */
  readonly Delegation: MethodDefinition<QueryDelegationRequest, QueryDelegationResponse>;
  /**
   * UnbondingDelegation queries unbonding info for given validator delegator
   * pair.
   */
  readonly UnbondingDelegation: MethodDefinition<QueryUnbondingDelegationRequest, QueryUnbondingDelegationResponse>;
  /**
   * DelegatorDelegations queries all delegations of a given delegator address.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly DelegatorDelegations: MethodDefinition<QueryDelegatorDelegationsRequest, QueryDelegatorDelegationsResponse>;
  /**
   * DelegatorUnbondingDelegations queries all unbonding delegations of a given
   * delegator address.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly DelegatorUnbondingDelegations: MethodDefinition<QueryDelegatorUnbondingDelegationsRequest, QueryDelegatorUnbondingDelegationsResponse>;
  /**
   * Redelegations queries redelegations of given address.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly Redelegations: MethodDefinition<QueryRedelegationsRequest, QueryRedelegationsResponse>;
  /**
   * DelegatorValidators queries all validators info for given delegator
   * address.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly DelegatorValidators: MethodDefinition<QueryDelegatorValidatorsRequest, QueryDelegatorValidatorsResponse>;
  /**
   * DelegatorValidator queries validator info for given delegator validator
   * pair.
   */
  readonly DelegatorValidator: MethodDefinition<QueryDelegatorValidatorRequest, QueryDelegatorValidatorResponse>;
  /** HistoricalInfo queries the historical info for given height. */
  readonly HistoricalInfo: MethodDefinition<QueryHistoricalInfoRequest, QueryHistoricalInfoResponse>;
  /** Pool queries the pool info. */
  readonly Pool: MethodDefinition<QueryPoolRequest, QueryPoolResponse>;
  /** Parameters queries the staking parameters. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Validators: { path: "/cosmos.staking.v1beta1.Query/Validators", request: QueryValidatorsRequest, response: QueryValidatorsResponse },
  Validator: { path: "/cosmos.staking.v1beta1.Query/Validator", request: QueryValidatorRequest, response: QueryValidatorResponse },
  ValidatorDelegations: { path: "/cosmos.staking.v1beta1.Query/ValidatorDelegations", request: QueryValidatorDelegationsRequest, response: QueryValidatorDelegationsResponse },
  ValidatorUnbondingDelegations: { path: "/cosmos.staking.v1beta1.Query/ValidatorUnbondingDelegations", request: QueryValidatorUnbondingDelegationsRequest, response: QueryValidatorUnbondingDelegationsResponse },
  Delegation: { path: "/cosmos.staking.v1beta1.Query/Delegation", request: QueryDelegationRequest, response: QueryDelegationResponse },
  UnbondingDelegation: { path: "/cosmos.staking.v1beta1.Query/UnbondingDelegation", request: QueryUnbondingDelegationRequest, response: QueryUnbondingDelegationResponse },
  DelegatorDelegations: { path: "/cosmos.staking.v1beta1.Query/DelegatorDelegations", request: QueryDelegatorDelegationsRequest, response: QueryDelegatorDelegationsResponse },
  DelegatorUnbondingDelegations: { path: "/cosmos.staking.v1beta1.Query/DelegatorUnbondingDelegations", request: QueryDelegatorUnbondingDelegationsRequest, response: QueryDelegatorUnbondingDelegationsResponse },
  Redelegations: { path: "/cosmos.staking.v1beta1.Query/Redelegations", request: QueryRedelegationsRequest, response: QueryRedelegationsResponse },
  DelegatorValidators: { path: "/cosmos.staking.v1beta1.Query/DelegatorValidators", request: QueryDelegatorValidatorsRequest, response: QueryDelegatorValidatorsResponse },
  DelegatorValidator: { path: "/cosmos.staking.v1beta1.Query/DelegatorValidator", request: QueryDelegatorValidatorRequest, response: QueryDelegatorValidatorResponse },
  HistoricalInfo: { path: "/cosmos.staking.v1beta1.Query/HistoricalInfo", request: QueryHistoricalInfoRequest, response: QueryHistoricalInfoResponse },
  Pool: { path: "/cosmos.staking.v1beta1.Query/Pool", request: QueryPoolRequest, response: QueryPoolResponse },
  Params: { path: "/cosmos.staking.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};

/** Msg defines the staking Msg service. */
export const MsgService: {
  /** CreateValidator defines a method for creating a new validator. */
  readonly CreateValidator: MethodDefinition<MsgCreateValidator, MsgCreateValidatorResponse>;
  /** EditValidator defines a method for editing an existing validator. */
  readonly EditValidator: MethodDefinition<MsgEditValidator, MsgEditValidatorResponse>;
  /**
   * Delegate defines a method for performing a delegation of coins
   * from a delegator to a validator.
   */
  readonly Delegate: MethodDefinition<MsgDelegate, MsgDelegateResponse>;
  /**
   * BeginRedelegate defines a method for performing a redelegation
   * of coins from a delegator and source validator to a destination validator.
   */
  readonly BeginRedelegate: MethodDefinition<MsgBeginRedelegate, MsgBeginRedelegateResponse>;
  /**
   * Undelegate defines a method for performing an undelegation from a
   * delegate and a validator.
   */
  readonly Undelegate: MethodDefinition<MsgUndelegate, MsgUndelegateResponse>;
  /**
   * CancelUnbondingDelegation defines a method for performing canceling the unbonding delegation
   * and delegate back to previous validator.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly CancelUnbondingDelegation: MethodDefinition<MsgCancelUnbondingDelegation, MsgCancelUnbondingDelegationResponse>;
  /**
   * UpdateParams defines an operation for updating the x/staking module
   * parameters.
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
} = {
  CreateValidator: { path: "/cosmos.staking.v1beta1.Msg/CreateValidator", request: MsgCreateValidator, response: MsgCreateValidatorResponse },
  EditValidator: { path: "/cosmos.staking.v1beta1.Msg/EditValidator", request: MsgEditValidator, response: MsgEditValidatorResponse },
  Delegate: { path: "/cosmos.staking.v1beta1.Msg/Delegate", request: MsgDelegate, response: MsgDelegateResponse },
  BeginRedelegate: { path: "/cosmos.staking.v1beta1.Msg/BeginRedelegate", request: MsgBeginRedelegate, response: MsgBeginRedelegateResponse },
  Undelegate: { path: "/cosmos.staking.v1beta1.Msg/Undelegate", request: MsgUndelegate, response: MsgUndelegateResponse },
  CancelUnbondingDelegation: { path: "/cosmos.staking.v1beta1.Msg/CancelUnbondingDelegation", request: MsgCancelUnbondingDelegation, response: MsgCancelUnbondingDelegationResponse },
  UpdateParams: { path: "/cosmos.staking.v1beta1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
};
