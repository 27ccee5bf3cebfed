// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any, Timestamp } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";

/**
 * GenericAuthorization gives the grantee unrestricted permissions to execute
 * the provided method on behalf of the granter's account.
 */
export interface GenericAuthorization {
  /** Msg, identified by it's type URL, to grant unrestricted permissions to execute */
  msg: string;
}
export const GenericAuthorization: MessageCodec<GenericAuthorization> = defineMessage<GenericAuthorization>("cosmos.authz.v1beta1.GenericAuthorization", [
  { no: 1, key: "msg", name: "msg", type: "string" },
], { name: "cosmos-sdk/GenericAuthorization" });

/**
 * Grant gives permissions to execute
 * the provide method with expiration time.
 */
export interface Grant {
  authorization?: Any | undefined;
  /**
   * time when the grant will expire and will be pruned. If null, then the grant
   * doesn't have a time expiration (other conditions  in `authorization`
   * may apply to invalidate the grant)
   */
  expiration?: Timestamp | undefined;
}
export const Grant: MessageCodec<Grant> = defineMessage<Grant>("cosmos.authz.v1beta1.Grant", [
  { no: 1, key: "authorization", name: "authorization", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "expiration", name: "expiration", type: "message", rule: "optional", of: () => Timestamp },
]);

/**
 * GrantAuthorization extends a grant with both the addresses of the grantee and granter.
 * It is used in genesis.proto and query.proto
 */
export interface GrantAuthorization {
  granter: string;
  grantee: string;
  authorization?: Any | undefined;
  expiration?: Timestamp | undefined;
}
export const GrantAuthorization: MessageCodec<GrantAuthorization> = defineMessage<GrantAuthorization>("cosmos.authz.v1beta1.GrantAuthorization", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
  { no: 3, key: "authorization", name: "authorization", type: "message", rule: "optional", of: () => Any },
  { no: 4, key: "expiration", name: "expiration", type: "message", rule: "optional", of: () => Timestamp },
]);

/** GrantQueueItem contains the list of TypeURL of a sdk.Msg. */
export interface GrantQueueItem {
  /** msg_type_urls contains the list of TypeURL of a sdk.Msg. */
  msgTypeUrls: string[];
}
export const GrantQueueItem: MessageCodec<GrantQueueItem> = defineMessage<GrantQueueItem>("cosmos.authz.v1beta1.GrantQueueItem", [
  { no: 1, key: "msgTypeUrls", name: "msg_type_urls", type: "string", rule: "repeated" },
]);

/** EventGrant is emitted on Msg/Grant */
export interface EventGrant {
  /** Msg type URL for which an autorization is granted */
  msgTypeUrl: string;
  /** Granter account address */
  granter: string;
  /** Grantee account address */
  grantee: string;
}
export const EventGrant: MessageCodec<EventGrant> = defineMessage<EventGrant>("cosmos.authz.v1beta1.EventGrant", [
  { no: 2, key: "msgTypeUrl", name: "msg_type_url", type: "string" },
  { no: 3, key: "granter", name: "granter", type: "string" },
  { no: 4, key: "grantee", name: "grantee", type: "string" },
]);

/** EventRevoke is emitted on Msg/Revoke */
export interface EventRevoke {
  /** Msg type URL for which an autorization is revoked */
  msgTypeUrl: string;
  /** Granter account address */
  granter: string;
  /** Grantee account address */
  grantee: string;
}
export const EventRevoke: MessageCodec<EventRevoke> = defineMessage<EventRevoke>("cosmos.authz.v1beta1.EventRevoke", [
  { no: 2, key: "msgTypeUrl", name: "msg_type_url", type: "string" },
  { no: 3, key: "granter", name: "granter", type: "string" },
  { no: 4, key: "grantee", name: "grantee", type: "string" },
]);

/** GenesisState defines the authz module's genesis state. */
export interface GenesisState {
  authorization: GrantAuthorization[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.authz.v1beta1.GenesisState", [
  { no: 1, key: "authorization", name: "authorization", type: "message", rule: "repeated", of: () => GrantAuthorization, amino: { keep: true } },
]);

/** QueryGrantsRequest is the request type for the Query/Grants RPC method. */
export interface QueryGrantsRequest {
  granter: string;
  grantee: string;
  /** Optional, msg_type_url, when set, will query only grants matching given msg type. */
  msgTypeUrl: string;
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryGrantsRequest: MessageCodec<QueryGrantsRequest> = defineMessage<QueryGrantsRequest>("cosmos.authz.v1beta1.QueryGrantsRequest", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
  { no: 3, key: "msgTypeUrl", name: "msg_type_url", type: "string" },
  { no: 4, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryGrantsResponse is the response type for the Query/Authorizations RPC method. */
export interface QueryGrantsResponse {
  /** authorizations is a list of grants granted for grantee by granter. */
  grants: Grant[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const QueryGrantsResponse: MessageCodec<QueryGrantsResponse> = defineMessage<QueryGrantsResponse>("cosmos.authz.v1beta1.QueryGrantsResponse", [
  { no: 1, key: "grants", name: "grants", type: "message", rule: "repeated", of: () => Grant },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryGranterGrantsRequest is the request type for the Query/GranterGrants RPC method. */
export interface QueryGranterGrantsRequest {
  granter: string;
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryGranterGrantsRequest: MessageCodec<QueryGranterGrantsRequest> = defineMessage<QueryGranterGrantsRequest>("cosmos.authz.v1beta1.QueryGranterGrantsRequest", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryGranterGrantsResponse is the response type for the Query/GranterGrants RPC method. */
export interface QueryGranterGrantsResponse {
  /** grants is a list of grants granted by the granter. */
  grants: GrantAuthorization[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const QueryGranterGrantsResponse: MessageCodec<QueryGranterGrantsResponse> = defineMessage<QueryGranterGrantsResponse>("cosmos.authz.v1beta1.QueryGranterGrantsResponse", [
  { no: 1, key: "grants", name: "grants", type: "message", rule: "repeated", of: () => GrantAuthorization },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryGranteeGrantsRequest is the request type for the Query/GranteeGrants RPC method. */
export interface QueryGranteeGrantsRequest {
  grantee: string;
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryGranteeGrantsRequest: MessageCodec<QueryGranteeGrantsRequest> = defineMessage<QueryGranteeGrantsRequest>("cosmos.authz.v1beta1.QueryGranteeGrantsRequest", [
  { no: 1, key: "grantee", name: "grantee", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** QueryGranteeGrantsResponse is the response type for the Query/GranteeGrants RPC method. */
export interface QueryGranteeGrantsResponse {
  /** grants is a list of grants granted to the grantee. */
  grants: GrantAuthorization[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const QueryGranteeGrantsResponse: MessageCodec<QueryGranteeGrantsResponse> = defineMessage<QueryGranteeGrantsResponse>("cosmos.authz.v1beta1.QueryGranteeGrantsResponse", [
  { no: 1, key: "grants", name: "grants", type: "message", rule: "repeated", of: () => GrantAuthorization },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * MsgGrant is a request type for Grant method. It declares authorization to the grantee
 * on behalf of the granter with the provided expiration time.
 */
export interface MsgGrant {
  granter: string;
  grantee: string;
  grant?: Grant | undefined;
}
export const MsgGrant: MessageCodec<MsgGrant> = defineMessage<MsgGrant>("cosmos.authz.v1beta1.MsgGrant", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
  { no: 3, key: "grant", name: "grant", type: "message", rule: "optional", of: () => Grant, amino: { keep: true } },
], { name: "cosmos-sdk/MsgGrant" });

/** MsgGrantResponse defines the Msg/MsgGrant response type. */
export interface MsgGrantResponse {}
export const MsgGrantResponse: MessageCodec<MsgGrantResponse> = defineMessage<MsgGrantResponse>("cosmos.authz.v1beta1.MsgGrantResponse", []);

/**
 * MsgExec attempts to execute the provided messages using
 * authorizations granted to the grantee. Each message should have only
 * one signer corresponding to the granter of the authorization.
 */
export interface MsgExec {
  grantee: string;
  /**
   * Execute Msg.
   * The x/authz will try to find a grant matching (msg.signers[0], grantee, MsgTypeURL(msg))
   * triple and validate it.
   */
  msgs: Any[];
}
export const MsgExec: MessageCodec<MsgExec> = defineMessage<MsgExec>("cosmos.authz.v1beta1.MsgExec", [
  { no: 1, key: "grantee", name: "grantee", type: "string" },
  { no: 2, key: "msgs", name: "msgs", type: "message", rule: "repeated", of: () => Any },
], { name: "cosmos-sdk/MsgExec" });

/** MsgExecResponse defines the Msg/MsgExecResponse response type. */
export interface MsgExecResponse {
  results: Uint8Array[];
}
export const MsgExecResponse: MessageCodec<MsgExecResponse> = defineMessage<MsgExecResponse>("cosmos.authz.v1beta1.MsgExecResponse", [
  { no: 1, key: "results", name: "results", type: "bytes", rule: "repeated" },
]);

/**
 * MsgRevoke revokes any authorization with the provided sdk.Msg type on the
 * granter's account with that has been granted to the grantee.
 */
export interface MsgRevoke {
  granter: string;
  grantee: string;
  msgTypeUrl: string;
}
export const MsgRevoke: MessageCodec<MsgRevoke> = defineMessage<MsgRevoke>("cosmos.authz.v1beta1.MsgRevoke", [
  { no: 1, key: "granter", name: "granter", type: "string" },
  { no: 2, key: "grantee", name: "grantee", type: "string" },
  { no: 3, key: "msgTypeUrl", name: "msg_type_url", type: "string" },
], { name: "cosmos-sdk/MsgRevoke" });

/** MsgRevokeResponse defines the Msg/MsgRevokeResponse response type. */
export interface MsgRevokeResponse {}
export const MsgRevokeResponse: MessageCodec<MsgRevokeResponse> = defineMessage<MsgRevokeResponse>("cosmos.authz.v1beta1.MsgRevokeResponse", []);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /** Returns list of `Authorization`, granted to the grantee by the granter. */
  readonly Grants: MethodDefinition<QueryGrantsRequest, QueryGrantsResponse>;
  /**
   * GranterGrants returns list of `GrantAuthorization`, granted by granter.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly GranterGrants: MethodDefinition<QueryGranterGrantsRequest, QueryGranterGrantsResponse>;
  /**
   * GranteeGrants returns a list of `GrantAuthorization` by grantee.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly GranteeGrants: MethodDefinition<QueryGranteeGrantsRequest, QueryGranteeGrantsResponse>;
} = {
  Grants: { path: "/cosmos.authz.v1beta1.Query/Grants", request: QueryGrantsRequest, response: QueryGrantsResponse },
  GranterGrants: { path: "/cosmos.authz.v1beta1.Query/GranterGrants", request: QueryGranterGrantsRequest, response: QueryGranterGrantsResponse },
  GranteeGrants: { path: "/cosmos.authz.v1beta1.Query/GranteeGrants", request: QueryGranteeGrantsRequest, response: QueryGranteeGrantsResponse },
};

/** Msg defines the authz Msg service. */
export const MsgService: {
  /**
   * Grant grants the provided authorization to the grantee on the granter's
   * account with the provided expiration time. If there is already a grant
   * for the given (granter, grantee, Authorization) triple, then the grant
   * will be overwritten.
   */
  readonly Grant: MethodDefinition<MsgGrant, MsgGrantResponse>;
  /**
   * Exec attempts to execute the provided messages using
   * authorizations granted to the grantee. Each message should have only
   * one signer corresponding to the granter of the authorization.
   */
  readonly Exec: MethodDefinition<MsgExec, MsgExecResponse>;
  /**
   * Revoke revokes any authorization corresponding to the provided method name on the
   * granter's account that has been granted to the grantee.
   */
  readonly Revoke: MethodDefinition<MsgRevoke, MsgRevokeResponse>;
} = {
  Grant: { path: "/cosmos.authz.v1beta1.Msg/Grant", request: MsgGrant, response: MsgGrantResponse },
  Exec: { path: "/cosmos.authz.v1beta1.Msg/Exec", request: MsgExec, response: MsgExecResponse },
  Revoke: { path: "/cosmos.authz.v1beta1.Msg/Revoke", request: MsgRevoke, response: MsgRevokeResponse },
};
