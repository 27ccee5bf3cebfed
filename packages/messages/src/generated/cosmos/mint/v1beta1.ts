// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** GenesisState defines the mint module's genesis state. */
export interface GenesisState {
  /** minter is a space for holding current inflation information. */
  minter?: Minter | undefined;
  /** params defines all the parameters of the module. */
  params?: Params | undefined;
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.mint.v1beta1.GenesisState", [
  { no: 1, key: "minter", name: "minter", type: "message", rule: "optional", of: () => Minter, amino: { keep: true } },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
]);

/** Minter represents the minting state. */
export interface Minter {
  /** current annual inflation rate */
  inflation: string;
  /** current annual expected provisions */
  annualProvisions: string;
}
export const Minter: MessageCodec<Minter> = defineMessage<Minter>("cosmos.mint.v1beta1.Minter", [
  { no: 1, key: "inflation", name: "inflation", type: "string", amino: { as: "dec" } },
  { no: 2, key: "annualProvisions", name: "annual_provisions", type: "string", amino: { as: "dec" } },
]);

/** Params defines the parameters for the x/mint module. */
export interface Params {
  /** type of coin to mint */
  mintDenom: string;
  /** maximum annual change in inflation rate */
  inflationRateChange: string;
  /** maximum inflation rate */
  inflationMax: string;
  /** minimum inflation rate */
  inflationMin: string;
  /** goal of percent bonded atoms */
  goalBonded: string;
  /** expected blocks per year */
  blocksPerYear: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.mint.v1beta1.Params", [
  { no: 1, key: "mintDenom", name: "mint_denom", type: "string" },
  { no: 2, key: "inflationRateChange", name: "inflation_rate_change", type: "string", amino: { keep: true, as: "dec" } },
  { no: 3, key: "inflationMax", name: "inflation_max", type: "string", amino: { keep: true, as: "dec" } },
  { no: 4, key: "inflationMin", name: "inflation_min", type: "string", amino: { keep: true, as: "dec" } },
  { no: 5, key: "goalBonded", name: "goal_bonded", type: "string", amino: { keep: true, as: "dec" } },
  { no: 6, key: "blocksPerYear", name: "blocks_per_year", type: "uint64" },
], { name: "cosmos-sdk/x/mint/Params" });

/** QueryParamsRequest is the request type for the Query/Params RPC method. */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.mint.v1beta1.QueryParamsRequest", []);

/** QueryParamsResponse is the response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /** params defines the parameters of the module. */
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.mint.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
]);

/** QueryInflationRequest is the request type for the Query/Inflation RPC method. */
export interface QueryInflationRequest {}
export const QueryInflationRequest: MessageCodec<QueryInflationRequest> = defineMessage<QueryInflationRequest>("cosmos.mint.v1beta1.QueryInflationRequest", []);

/**
 * QueryInflationResponse is the response type for the Query/Inflation RPC
 * method.
 */
export interface QueryInflationResponse {
  /** inflation is the current minting inflation value. */
  inflation: Uint8Array;
}
export const QueryInflationResponse: MessageCodec<QueryInflationResponse> = defineMessage<QueryInflationResponse>("cosmos.mint.v1beta1.QueryInflationResponse", [
  { no: 1, key: "inflation", name: "inflation", type: "bytes", amino: { keep: true, as: "dec" } },
]);

/**
 * QueryAnnualProvisionsRequest is the request type for the
 * Query/AnnualProvisions RPC method.
 */
export interface QueryAnnualProvisionsRequest {}
export const QueryAnnualProvisionsRequest: MessageCodec<QueryAnnualProvisionsRequest> = defineMessage<QueryAnnualProvisionsRequest>("cosmos.mint.v1beta1.QueryAnnualProvisionsRequest", []);

/**
 * QueryAnnualProvisionsResponse is the response type for the
 * Query/AnnualProvisions RPC method.
 */
export interface QueryAnnualProvisionsResponse {
  /** annual_provisions is the current minting annual provisions value. */
  annualProvisions: Uint8Array;
}
export const QueryAnnualProvisionsResponse: MessageCodec<QueryAnnualProvisionsResponse> = defineMessage<QueryAnnualProvisionsResponse>("cosmos.mint.v1beta1.QueryAnnualProvisionsResponse", [
  { no: 1, key: "annualProvisions", name: "annual_provisions", type: "bytes", amino: { keep: true, as: "dec" } },
]);

/**
 * MsgUpdateParams is the Msg/UpdateParams request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/mint parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.mint.v1beta1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/x/mint/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.mint.v1beta1.MsgUpdateParamsResponse", []);

/** Query provides defines the gRPC querier service. */
export const QueryService: {
  /** Params returns the total set of minting parameters. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /** Inflation returns the current minting inflation value. */
  readonly Inflation: MethodDefinition<QueryInflationRequest, QueryInflationResponse>;
  /** AnnualProvisions current minting annual provisions value. */
  readonly AnnualProvisions: MethodDefinition<QueryAnnualProvisionsRequest, QueryAnnualProvisionsResponse>;
} = {
  Params: { path: "/cosmos.mint.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  Inflation: { path: "/cosmos.mint.v1beta1.Query/Inflation", request: QueryInflationRequest, response: QueryInflationResponse },
  AnnualProvisions: { path: "/cosmos.mint.v1beta1.Query/AnnualProvisions", request: QueryAnnualProvisionsRequest, response: QueryAnnualProvisionsResponse },
};

/** Msg defines the x/mint Msg service. */
export const MsgService: {
  /**
   * UpdateParams defines a governance operation for updating the x/mint module
   * parameters. The authority is defaults to the x/gov module account.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
} = {
  UpdateParams: { path: "/cosmos.mint.v1beta1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
};
