// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** ParameterChangeProposal defines a proposal to change one or more parameters. */
export interface ParameterChangeProposal {
  title: string;
  description: string;
  changes: ParamChange[];
}
export const ParameterChangeProposal: MessageCodec<ParameterChangeProposal> = defineMessage<ParameterChangeProposal>("cosmos.params.v1beta1.ParameterChangeProposal", [
  { no: 1, key: "title", name: "title", type: "string" },
  { no: 2, key: "description", name: "description", type: "string" },
  { no: 3, key: "changes", name: "changes", type: "message", rule: "repeated", of: () => ParamChange, amino: { keep: true } },
], { name: "cosmos-sdk/ParameterChangeProposal" });

/**
 * ParamChange defines an individual parameter change, for use in
 * ParameterChangeProposal.
 */
export interface ParamChange {
  subspace: string;
  key: string;
  value: string;
}
export const ParamChange: MessageCodec<ParamChange> = defineMessage<ParamChange>("cosmos.params.v1beta1.ParamChange", [
  { no: 1, key: "subspace", name: "subspace", type: "string" },
  { no: 2, key: "key", name: "key", type: "string" },
  { no: 3, key: "value", name: "value", type: "string" },
]);

/** QueryParamsRequest is request type for the Query/Params RPC method. */
export interface QueryParamsRequest {
  /** subspace defines the module to query the parameter for. */
  subspace: string;
  /** key defines the key of the parameter in the subspace. */
  key: string;
}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.params.v1beta1.QueryParamsRequest", [
  { no: 1, key: "subspace", name: "subspace", type: "string" },
  { no: 2, key: "key", name: "key", type: "string" },
]);

/** QueryParamsResponse is response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /** param defines the queried parameter. */
  param?: ParamChange | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.params.v1beta1.QueryParamsResponse", [
  { no: 1, key: "param", name: "param", type: "message", rule: "optional", of: () => ParamChange, amino: { keep: true } },
]);

/**
 * QuerySubspacesRequest defines a request type for querying for all registered
 * subspaces and all keys for a subspace.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QuerySubspacesRequest {}
export const QuerySubspacesRequest: MessageCodec<QuerySubspacesRequest> = defineMessage<QuerySubspacesRequest>("cosmos.params.v1beta1.QuerySubspacesRequest", []);

/**
 * QuerySubspacesResponse defines the response types for querying for all
 * registered subspaces and all keys for a subspace.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QuerySubspacesResponse {
  subspaces: Subspace[];
}
export const QuerySubspacesResponse: MessageCodec<QuerySubspacesResponse> = defineMessage<QuerySubspacesResponse>("cosmos.params.v1beta1.QuerySubspacesResponse", [
  { no: 1, key: "subspaces", name: "subspaces", type: "message", rule: "repeated", of: () => Subspace },
]);

/**
 * Subspace defines a parameter subspace name and all the keys that exist for
 * the subspace.
 *
 * Since: cosmos-sdk 0.46
 */
export interface Subspace {
  subspace: string;
  keys: string[];
}
export const Subspace: MessageCodec<Subspace> = defineMessage<Subspace>("cosmos.params.v1beta1.Subspace", [
  { no: 1, key: "subspace", name: "subspace", type: "string" },
  { no: 2, key: "keys", name: "keys", type: "string", rule: "repeated" },
]);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /**
   * Params queries a specific parameter of a module, given its subspace and
   * key.
   */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /**
   * Subspaces queries for all registered subspaces and all keys for a subspace.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly Subspaces: MethodDefinition<QuerySubspacesRequest, QuerySubspacesResponse>;
} = {
  Params: { path: "/cosmos.params.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  Subspaces: { path: "/cosmos.params.v1beta1.Query/Subspaces", request: QuerySubspacesRequest, response: QuerySubspacesResponse },
};
