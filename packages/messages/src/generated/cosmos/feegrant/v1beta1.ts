// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any, Duration, Timestamp } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";

/**
 * BasicAllowance implements Allowance with a one-time grant of coins
 * that optionally expires. The grantee can use up to SpendLimit to cover fees.
 */
export interface BasicAllowance {
  /**
   * spend_limit specifies the maximum amount of coins that can be spent
   * by this allowance and will be updated as coins are spent. If it is
   * empty, there is no spend limit and any amount of coins can be spent.
   */
  spendLimit: Coin[];
  /** expiration specifies an optional time when this allowance expires */
  expiration?: Timestamp | undefined;
}
export const BasicAllowance: MessageCodec<BasicAllowance> = defineMessage<BasicAllowance>("cosmos.feegrant.v1beta1.BasicAllowance", [
  { no: 1, key: "spendLimit", name: "spend_limit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "expiration", name: "expiration", type: "message", rule: "optional", of: () => Timestamp },
], { name: "cosmos-sdk/BasicAllowance" });

/**
 * PeriodicAllowance extends Allowance to allow for both a maximum cap,
 * as well as a limit per time period.
 */
export interface PeriodicAllowance {
  /** basic specifies a struct of `BasicAllowance` */
  basic?: BasicAllowance | undefined;
  /**
   * period specifies the time duration in which period_spend_limit coins can
   * be spent before that allowance is reset
   */
  period?: Duration | undefined;
  /**
   * period_spend_limit specifies the maximum number of coins that can be spent
   * in the period
   */
  periodSpendLimit: Coin[];
  /** period_can_spend is the number of coins left to be spent before the period_reset time */
  periodCanSpend: Coin[];
  /**
   * period_reset is the time at which this period resets and a new one begins,
   * it is calculated from the start time of the first transaction after the
   * last period ended
   */
  periodReset?: Timestamp | undefined;
}
export const PeriodicAllowance: MessageCodec<PeriodicAllowance> = defineMessage<PeriodicAllowance>("cosmos.feegrant.v1beta1.PeriodicAllowance", [
  { no: 1, key: "basic", name: "basic", type: "message", rule: "optional", of: () => BasicAllowance, amino: { keep: true } },
  { no: 2, key: "period", name: "period", type: "message", rule: "optional", of: () => Duration, amino: { keep: true } },
  { no: 3, key: "periodSpendLimit", name: "period_spend_limit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 4, key: "periodCanSpend", name: "period_can_spend", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 5, key: "periodReset", name: "period_reset", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
], { name: "cosmos-sdk/PeriodicAllowance" });

/** AllowedMsgAllowance creates allowance only for specified message types. */
export interface AllowedMsgAllowance {
  /** allowance can be any of basic and periodic fee allowance. */
  allowance?: Any | undefined;
  /** allowed_messages are the messages for which the grantee has the access. */
  allowedMessages: string[];
}
export const AllowedMsgAllowance: MessageCodec<AllowedMsgAllowance> = defineMessage<AllowedMsgAllowance>("cosmos.feegrant.v1beta1.AllowedMsgAllowance", [
  { no: 1, key: "allowance", name: "allowance", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "allowedMessages", name: "allowed_messages", type: "string", rule: "repeated" },
], { name: "cosmos-sdk/AllowedMsgAllowance" });

/** Grant is stored in the KVStore to record a grant with full context */
export interface Grant {
  /** granter is the address of the user granting an allowance of their funds. */
  granter: string;
  /** grantee is the address of the user being granted an allowance of another user's funds. */
  grantee: string;
  /** allowance can be any of basic, periodic, allowed fee allowance. */
  allowance?: Any | undefined;
}
export const Grant: MessageCodec<Grant> = defineMessage<Grant>("cosmos.feegrant.v1beta1.Grant", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
  { no: 3, key: "allowance", name: "allowance", type: "message", rule: "optional", of: () => Any },
]);

/** GenesisState contains a set of fee allowances, persisted from the store */
export interface GenesisState {
  allowances: Grant[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.feegrant.v1beta1.GenesisState", [
  { no: 1, key: "allowances", name: "allowances", type: "message", rule: "repeated", of: () => Grant, amino: { keep: true } },
]);

/** QueryAllowanceRequest is the request type for the Query/Allowance RPC method. */
export interface QueryAllowanceRequest {
  /** granter is the address of the user granting an allowance of their funds. */
  granter: string;
  /** grantee is the address of the user being granted an allowance of another user's funds. */
  grantee: string;
}
export const QueryAllowanceRequest: MessageCodec<QueryAllowanceRequest> = defineMessage<QueryAllowanceRequest>("cosmos.feegrant.v1beta1.QueryAllowanceRequest", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
]);

/** QueryAllowanceResponse is the response type for the Query/Allowance RPC method. */
export interface QueryAllowanceResponse {
  /** allowance is a allowance granted for grantee by granter. */
  allowance?: Grant | undefined;
}
export const QueryAllowanceResponse: MessageCodec<QueryAllowanceResponse> = defineMessage<QueryAllowanceResponse>("cosmos.feegrant.v1beta1.QueryAllowanceResponse", [
  { no: 1, key: "allowance", name: "allowance", type: "message", rule: "optional", of: () => Grant },
]);

/** QueryAllowancesRequest is the request type for the Query/Allowances RPC method. */
export interface QueryAllowancesRequest {
  grantee: string;
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryAllowancesRequest: MessageCodec<QueryAllowancesRequest> = defineMessage<QueryAllowancesRequest>("cosmos.feegrant.v1beta1.QueryAllowancesRequest", [
  { no: 1, key: "grantee", name: "grantee", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryAllowancesResponse is the response type for the Query/Allowances RPC method. */
export interface QueryAllowancesResponse {
  /** allowances are allowance's granted for grantee by granter. */
  allowances: Grant[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const QueryAllowancesResponse: MessageCodec<QueryAllowancesResponse> = defineMessage<QueryAllowancesResponse>("cosmos.feegrant.v1beta1.QueryAllowancesResponse", [
  { no: 1, key: "allowances", name: "allowances", type: "message", rule: "repeated", of: () => Grant },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryAllowancesByGranterRequest is the request type for the Query/AllowancesByGranter RPC method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryAllowancesByGranterRequest {
  granter: string;
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryAllowancesByGranterRequest: MessageCodec<QueryAllowancesByGranterRequest> = defineMessage<QueryAllowancesByGranterRequest>("cosmos.feegrant.v1beta1.QueryAllowancesByGranterRequest", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryAllowancesByGranterResponse is the response type for the Query/AllowancesByGranter RPC method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryAllowancesByGranterResponse {
  /** allowances that have been issued by the granter. */
  allowances: Grant[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const QueryAllowancesByGranterResponse: MessageCodec<QueryAllowancesByGranterResponse> = defineMessage<QueryAllowancesByGranterResponse>("cosmos.feegrant.v1beta1.QueryAllowancesByGranterResponse", [
  { no: 1, key: "allowances", name: "allowances", type: "message", rule: "repeated", of: () => Grant },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * MsgGrantAllowance adds permission for Grantee to spend up to Allowance
 * of fees from the account of Granter.
 */
export interface MsgGrantAllowance {
  /** granter is the address of the user granting an allowance of their funds. */
  granter: string;
  /** grantee is the address of the user being granted an allowance of another user's funds. */
  grantee: string;
  /** allowance can be any of basic, periodic, allowed fee allowance. */
  allowance?: Any | undefined;
}
export const MsgGrantAllowance: MessageCodec<MsgGrantAllowance> = defineMessage<MsgGrantAllowance>("cosmos.feegrant.v1beta1.MsgGrantAllowance", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
  { no: 3, key: "allowance", name: "allowance", type: "message", rule: "optional", of: () => Any },
], { name: "cosmos-sdk/MsgGrantAllowance" });

/** MsgGrantAllowanceResponse defines the Msg/GrantAllowanceResponse response type. */
export interface MsgGrantAllowanceResponse {}
export const MsgGrantAllowanceResponse: MessageCodec<MsgGrantAllowanceResponse> = defineMessage<MsgGrantAllowanceResponse>("cosmos.feegrant.v1beta1.MsgGrantAllowanceResponse", []);

/** MsgRevokeAllowance removes any existing Allowance from Granter to Grantee. */
export interface MsgRevokeAllowance {
  /** granter is the address of the user granting an allowance of their funds. */
  granter: string;
  /** grantee is the address of the user being granted an allowance of another user's funds. */
  grantee: string;
}
export const MsgRevokeAllowance: MessageCodec<MsgRevokeAllowance> = defineMessage<MsgRevokeAllowance>("cosmos.feegrant.v1beta1.MsgRevokeAllowance", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
], { name: "cosmos-sdk/MsgRevokeAllowance" });

/** MsgRevokeAllowanceResponse defines the Msg/RevokeAllowanceResponse response type. */
export interface MsgRevokeAllowanceResponse {}
export const MsgRevokeAllowanceResponse: MessageCodec<MsgRevokeAllowanceResponse> = defineMessage<MsgRevokeAllowanceResponse>("cosmos.feegrant.v1beta1.MsgRevokeAllowanceResponse", []);

/**
 * MsgPruneAllowances prunes expired fee allowances.
 *
 * Since cosmos-sdk 0.50
 */
export interface MsgPruneAllowances {
  /** pruner is the address of the user pruning expired allowances. */
  pruner: string;
}
export const MsgPruneAllowances: MessageCodec<MsgPruneAllowances> = defineMessage<MsgPruneAllowances>("cosmos.feegrant.v1beta1.MsgPruneAllowances", [
  { no: 1, key: "pruner", name: "pruner", type: "string" },
]);

/**
 * MsgPruneAllowancesResponse defines the Msg/PruneAllowancesResponse response type.
 *
 * Since cosmos-sdk 0.50
 */
export interface MsgPruneAllowancesResponse {}
export const MsgPruneAllowancesResponse: MessageCodec<MsgPruneAllowancesResponse> = defineMessage<MsgPruneAllowancesResponse>("cosmos.feegrant.v1beta1.MsgPruneAllowancesResponse", []);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /** Allowance returns granted allwance to the grantee by the granter. */
  readonly Allowance: MethodDefinition<QueryAllowanceRequest, QueryAllowanceResponse>;
  /** Allowances returns all the grants for the given grantee address. */
  readonly Allowances: MethodDefinition<QueryAllowancesRequest, QueryAllowancesResponse>;
  /**
   * AllowancesByGranter returns all the grants given by an address
   *
   * Since: cosmos-sdk 0.46
   */
  readonly AllowancesByGranter: MethodDefinition<QueryAllowancesByGranterRequest, QueryAllowancesByGranterResponse>;
} = {
  Allowance: { path: "/cosmos.feegrant.v1beta1.Query/Allowance", request: QueryAllowanceRequest, response: QueryAllowanceResponse },
  Allowances: { path: "/cosmos.feegrant.v1beta1.Query/Allowances", request: QueryAllowancesRequest, response: QueryAllowancesResponse },
  AllowancesByGranter: { path: "/cosmos.feegrant.v1beta1.Query/AllowancesByGranter", request: QueryAllowancesByGranterRequest, response: QueryAllowancesByGranterResponse },
};

/** Msg defines the feegrant msg service. */
export const MsgService: {
  /**
   * GrantAllowance grants fee allowance to the grantee on the granter's
   * account with the provided expiration time.
   */
  readonly GrantAllowance: MethodDefinition<MsgGrantAllowance, MsgGrantAllowanceResponse>;
  /**
   * RevokeAllowance revokes any fee allowance of granter's account that
   * has been granted to the grantee.
   */
  readonly RevokeAllowance: MethodDefinition<MsgRevokeAllowance, MsgRevokeAllowanceResponse>;
  /**
   * PruneAllowances prunes expired fee allowances, currently up to 75 at a time.
   *
   * Since cosmos-sdk 0.50
   */
  readonly PruneAllowances: MethodDefinition<MsgPruneAllowances, MsgPruneAllowancesResponse>;
} = {
  GrantAllowance: { path: "/cosmos.feegrant.v1beta1.Msg/GrantAllowance", request: MsgGrantAllowance, response: MsgGrantAllowanceResponse },
  RevokeAllowance: { path: "/cosmos.feegrant.v1beta1.Msg/RevokeAllowance", request: MsgRevokeAllowance, response: MsgRevokeAllowanceResponse },
  PruneAllowances: { path: "/cosmos.feegrant.v1beta1.Msg/PruneAllowances", request: MsgPruneAllowances, response: MsgPruneAllowancesResponse },
};
