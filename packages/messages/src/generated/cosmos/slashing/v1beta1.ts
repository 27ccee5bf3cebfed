// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Duration, Timestamp } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";

/** GenesisState defines the slashing module's genesis state. */
export interface GenesisState {
  /** params defines all the parameters of the module. */
  params?: Params | undefined;
  /**
   * signing_infos represents a map between validator addresses and their
   * signing infos.
   */
  signingInfos: SigningInfo[];
  /**
   * missed_blocks represents a map between validator addresses and their
   * missed blocks.
   */
  missedBlocks: ValidatorMissedBlocks[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.slashing.v1beta1.GenesisState", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
  { no: 2, key: "signingInfos", name: "signing_infos", type: "message", rule: "repeated", of: () => SigningInfo, amino: { keep: true } },
  { no: 3, key: "missedBlocks", name: "missed_blocks", type: "message", rule: "repeated", of: () => ValidatorMissedBlocks, amino: { keep: true } },
]);

/** SigningInfo stores validator signing info of corresponding address. */
export interface SigningInfo {
  /** address is the validator address. */
  address: string;
  /** validator_signing_info represents the signing info of this validator. */
  validatorSigningInfo?: ValidatorSigningInfo | undefined;
}
export const SigningInfo: MessageCodec<SigningInfo> = defineMessage<SigningInfo>("cosmos.slashing.v1beta1.SigningInfo", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "validatorSigningInfo", name: "validator_signing_info", type: "message", rule: "optional", of: () => ValidatorSigningInfo, amino: { keep: true } },
]);

/**
 * ValidatorMissedBlocks contains array of missed blocks of corresponding
 * address.
 */
export interface ValidatorMissedBlocks {
  /** address is the validator address. */
  address: string;
  /** missed_blocks is an array of missed blocks by the validator. */
  missedBlocks: MissedBlock[];
}
export const ValidatorMissedBlocks: MessageCodec<ValidatorMissedBlocks> = defineMessage<ValidatorMissedBlocks>("cosmos.slashing.v1beta1.ValidatorMissedBlocks", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "missedBlocks", name: "missed_blocks", type: "message", rule: "repeated", of: () => MissedBlock, amino: { keep: true } },
]);

/** MissedBlock contains height and missed status as boolean. */
export interface MissedBlock {
  /** index is the height at which the block was missed. */
  index: bigint;
  /** missed is the missed status. */
  missed: boolean;
}
export const MissedBlock: MessageCodec<MissedBlock> = defineMessage<MissedBlock>("cosmos.slashing.v1beta1.MissedBlock", [
  { no: 1, key: "index", name: "index", type: "int64" },
  { no: 2, key: "missed", name: "missed", type: "bool" },
]);

/**
 * ValidatorSigningInfo defines a validator's signing info for monitoring their
 * liveness activity.
 */
export interface ValidatorSigningInfo {
  address: string;
  /** Height at which validator was first a candidate OR was un-jailed */
  startHeight: bigint;
  /**
   * Index which is incremented every time a validator is bonded in a block and
   * _may_ have signed a pre-commit or not. This in conjunction with the
   * signed_blocks_window param determines the index in the missed block bitmap.
   */
  indexOffset: bigint;
  /** Timestamp until which the validator is jailed due to liveness downtime. */
  jailedUntil?: Timestamp | undefined;
  /**
   * Whether or not a validator has been tombstoned (killed out of validator
   * set). It is set once the validator commits an equivocation or for any other
   * configured misbehavior.
   */
  tombstoned: boolean;
  /**
   * A counter of missed (unsigned) blocks. It is used to avoid unnecessary
   * reads in the missed block bitmap.
   */
  missedBlocksCounter: bigint;
}
export const ValidatorSigningInfo: MessageCodec<ValidatorSigningInfo> = defineMessage<ValidatorSigningInfo>("cosmos.slashing.v1beta1.ValidatorSigningInfo", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "startHeight", name: "start_height", type: "int64" },
  { no: 3, key: "indexOffset", name: "index_offset", type: "int64" },
  { no: 4, key: "jailedUntil", name: "jailed_until", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 5, key: "tombstoned", name: "tombstoned", type: "bool" },
  { no: 6, key: "missedBlocksCounter", name: "missed_blocks_counter", type: "int64" },
]);

/** Params represents the parameters used for by the slashing module. */
export interface Params {
  signedBlocksWindow: bigint;
  minSignedPerWindow: Uint8Array;
  downtimeJailDuration?: Duration | undefined;
  slashFractionDoubleSign: Uint8Array;
  slashFractionDowntime: Uint8Array;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.slashing.v1beta1.Params", [
  { no: 1, key: "signedBlocksWindow", name: "signed_blocks_window", type: "int64" },
  { no: 2, key: "minSignedPerWindow", name: "min_signed_per_window", type: "bytes", amino: { keep: true, as: "dec" } },
  { no: 3, key: "downtimeJailDuration", name: "downtime_jail_duration", type: "message", rule: "optional", of: () => Duration, amino: { keep: true } },
  { no: 4, key: "slashFractionDoubleSign", name: "slash_fraction_double_sign", type: "bytes", amino: { keep: true, as: "dec" } },
  { no: 5, key: "slashFractionDowntime", name: "slash_fraction_downtime", type: "bytes", amino: { keep: true, as: "dec" } },
], { name: "cosmos-sdk/x/slashing/Params" });

/** QueryParamsRequest is the request type for the Query/Params RPC method */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.slashing.v1beta1.QueryParamsRequest", []);

/** QueryParamsResponse is the response type for the Query/Params RPC method */
export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.slashing.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
]);

/**
 * QuerySigningInfoRequest is the request type for the Query/SigningInfo RPC
 * method
 */
export interface QuerySigningInfoRequest {
  /** cons_address is the address to query signing info of */
  consAddress: string;
}
export const QuerySigningInfoRequest: MessageCodec<QuerySigningInfoRequest> = defineMessage<QuerySigningInfoRequest>("cosmos.slashing.v1beta1.QuerySigningInfoRequest", [
  { no: 1, key: "consAddress", name: "cons_address", type: "string" },
]);

/**
 * QuerySigningInfoResponse is the response type for the Query/SigningInfo RPC
 * method
 */
export interface QuerySigningInfoResponse {
  /** val_signing_info is the signing info of requested val cons address */
  valSigningInfo?: ValidatorSigningInfo | undefined;
}
export const QuerySigningInfoResponse: MessageCodec<QuerySigningInfoResponse> = defineMessage<QuerySigningInfoResponse>("cosmos.slashing.v1beta1.QuerySigningInfoResponse", [
  { no: 1, key: "valSigningInfo", name: "val_signing_info", type: "message", rule: "optional", of: () => ValidatorSigningInfo, amino: { keep: true } },
]);

/**
 * QuerySigningInfosRequest is the request type for the Query/SigningInfos RPC
 * method
 */
export interface QuerySigningInfosRequest {
  pagination?: PageRequest | undefined;
}
export const QuerySigningInfosRequest: MessageCodec<QuerySigningInfosRequest> = defineMessage<QuerySigningInfosRequest>("cosmos.slashing.v1beta1.QuerySigningInfosRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QuerySigningInfosResponse is the response type for the Query/SigningInfos RPC
 * method
 */
export interface QuerySigningInfosResponse {
  /** info is the signing info of all validators */
  info: ValidatorSigningInfo[];
  pagination?: PageResponse | undefined;
}
export const QuerySigningInfosResponse: MessageCodec<QuerySigningInfosResponse> = defineMessage<QuerySigningInfosResponse>("cosmos.slashing.v1beta1.QuerySigningInfosResponse", [
  { no: 1, key: "info", name: "info", type: "message", rule: "repeated", of: () => ValidatorSigningInfo, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** MsgUnjail defines the Msg/Unjail request type */
export interface MsgUnjail {
  validatorAddr: string;
}
export const MsgUnjail: MessageCodec<MsgUnjail> = defineMessage<MsgUnjail>("cosmos.slashing.v1beta1.MsgUnjail", [
  { no: 1, key: "validatorAddr", name: "validator_addr", type: "string", amino: { name: "address", keep: true } },
], { name: "cosmos-sdk/MsgUnjail" });

/** MsgUnjailResponse defines the Msg/Unjail response type */
export interface MsgUnjailResponse {}
export const MsgUnjailResponse: MessageCodec<MsgUnjailResponse> = defineMessage<MsgUnjailResponse>("cosmos.slashing.v1beta1.MsgUnjailResponse", []);

/**
 * MsgUpdateParams is the Msg/UpdateParams request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/slashing parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.slashing.v1beta1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/x/slashing/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.slashing.v1beta1.MsgUpdateParamsResponse", []);

/** Query provides defines the gRPC querier service */
export const QueryService: {
  /** Params queries the parameters of slashing module */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /** SigningInfo queries the signing info of given cons address */
  readonly SigningInfo: MethodDefinition<QuerySigningInfoRequest, QuerySigningInfoResponse>;
  /** SigningInfos queries signing info of all validators */
  readonly SigningInfos: MethodDefinition<QuerySigningInfosRequest, QuerySigningInfosResponse>;
} = {
  Params: { path: "/cosmos.slashing.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  SigningInfo: { path: "/cosmos.slashing.v1beta1.Query/SigningInfo", request: QuerySigningInfoRequest, response: QuerySigningInfoResponse },
  SigningInfos: { path: "/cosmos.slashing.v1beta1.Query/SigningInfos", request: QuerySigningInfosRequest, response: QuerySigningInfosResponse },
};

/** Msg defines the slashing Msg service. */
export const MsgService: {
  /**
   * Unjail defines a method for unjailing a jailed validator, thus returning
   * them into the bonded validator set, so they can begin receiving provisions
   * and rewards again.
   */
  readonly Unjail: MethodDefinition<MsgUnjail, MsgUnjailResponse>;
  /**
   * UpdateParams defines a governance operation for updating the x/slashing module
   * parameters. The authority defaults to the x/gov module account.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
} = {
  Unjail: { path: "/cosmos.slashing.v1beta1.Msg/Unjail", request: MsgUnjail, response: MsgUnjailResponse },
  UpdateParams: { path: "/cosmos.slashing.v1beta1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
};
