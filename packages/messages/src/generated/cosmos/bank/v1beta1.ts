// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";

export interface Params {
  /** Deprecated upstream; always empty in state. */
  sendEnabled: SendEnabled[];
  defaultSendEnabled: boolean;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.bank.v1beta1.Params", [
  { no: 1, key: "sendEnabled", name: "send_enabled", type: "message", rule: "repeated", of: () => SendEnabled },
  { no: 2, key: "defaultSendEnabled", name: "default_send_enabled", type: "bool" },
]);

export interface SendEnabled {
  denom: string;
  enabled: boolean;
}
export const SendEnabled: MessageCodec<SendEnabled> = defineMessage<SendEnabled>("cosmos.bank.v1beta1.SendEnabled", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "enabled", name: "enabled", type: "bool" },
]);

export interface Input {
  address: string;
  coins: Coin[];
}
export const Input: MessageCodec<Input> = defineMessage<Input>("cosmos.bank.v1beta1.Input", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "coins", name: "coins", type: "message", rule: "repeated", of: () => Coin },
]);

export interface Output {
  address: string;
  coins: Coin[];
}
export const Output: MessageCodec<Output> = defineMessage<Output>("cosmos.bank.v1beta1.Output", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "coins", name: "coins", type: "message", rule: "repeated", of: () => Coin },
]);

export interface Supply {
  total: Coin[];
}
export const Supply: MessageCodec<Supply> = defineMessage<Supply>("cosmos.bank.v1beta1.Supply", [
  { no: 1, key: "total", name: "total", type: "message", rule: "repeated", of: () => Coin },
]);

export interface DenomUnit {
  denom: string;
  /** 1 of this unit is 10^exponent of the base denom. */
  exponent: number;
  aliases: string[];
}
export const DenomUnit: MessageCodec<DenomUnit> = defineMessage<DenomUnit>("cosmos.bank.v1beta1.DenomUnit", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "exponent", name: "exponent", type: "uint32" },
  { no: 3, key: "aliases", name: "aliases", type: "string", rule: "repeated" },
]);

export interface Metadata {
  description: string;
  denomUnits: DenomUnit[];
  base: string;
  display: string;
  name: string;
  symbol: string;
  uri: string;
  uriHash: string;
}
export const Metadata: MessageCodec<Metadata> = defineMessage<Metadata>("cosmos.bank.v1beta1.Metadata", [
  { no: 1, key: "description", name: "description", type: "string" },
  { no: 2, key: "denomUnits", name: "denom_units", type: "message", rule: "repeated", of: () => DenomUnit },
  { no: 3, key: "base", name: "base", type: "string" },
  { no: 4, key: "display", name: "display", type: "string" },
  { no: 5, key: "name", name: "name", type: "string" },
  { no: 6, key: "symbol", name: "symbol", type: "string" },
  { no: 7, key: "uri", name: "uri", type: "string" },
  { no: 8, key: "uriHash", name: "uri_hash", type: "string" },
]);

export interface QueryBalanceRequest {
  address: string;
  denom: string;
}
export const QueryBalanceRequest: MessageCodec<QueryBalanceRequest> = defineMessage<QueryBalanceRequest>("cosmos.bank.v1beta1.QueryBalanceRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "denom", name: "denom", type: "string" },
]);

export interface QueryBalanceResponse {
  balance?: Coin | undefined;
}
export const QueryBalanceResponse: MessageCodec<QueryBalanceResponse> = defineMessage<QueryBalanceResponse>("cosmos.bank.v1beta1.QueryBalanceResponse", [
  { no: 1, key: "balance", name: "balance", type: "message", rule: "optional", of: () => Coin },
]);

export interface QueryAllBalancesRequest {
  address: string;
  pagination?: PageRequest | undefined;
  resolveDenom: boolean;
}
export const QueryAllBalancesRequest: MessageCodec<QueryAllBalancesRequest> = defineMessage<QueryAllBalancesRequest>("cosmos.bank.v1beta1.QueryAllBalancesRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
  { no: 3, key: "resolveDenom", name: "resolve_denom", type: "bool" },
]);

export interface QueryAllBalancesResponse {
  balances: Coin[];
  pagination?: PageResponse | undefined;
}
export const QueryAllBalancesResponse: MessageCodec<QueryAllBalancesResponse> = defineMessage<QueryAllBalancesResponse>("cosmos.bank.v1beta1.QueryAllBalancesResponse", [
  { no: 1, key: "balances", name: "balances", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QuerySpendableBalancesRequest {
  address: string;
  pagination?: PageRequest | undefined;
}
export const QuerySpendableBalancesRequest: MessageCodec<QuerySpendableBalancesRequest> = defineMessage<QuerySpendableBalancesRequest>("cosmos.bank.v1beta1.QuerySpendableBalancesRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QuerySpendableBalancesResponse {
  balances: Coin[];
  pagination?: PageResponse | undefined;
}
export const QuerySpendableBalancesResponse: MessageCodec<QuerySpendableBalancesResponse> = defineMessage<QuerySpendableBalancesResponse>("cosmos.bank.v1beta1.QuerySpendableBalancesResponse", [
  { no: 1, key: "balances", name: "balances", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QuerySpendableBalanceByDenomRequest {
  address: string;
  denom: string;
}
export const QuerySpendableBalanceByDenomRequest: MessageCodec<QuerySpendableBalanceByDenomRequest> = defineMessage<QuerySpendableBalanceByDenomRequest>("cosmos.bank.v1beta1.QuerySpendableBalanceByDenomRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "denom", name: "denom", type: "string" },
]);

export interface QuerySpendableBalanceByDenomResponse {
  balance?: Coin | undefined;
}
export const QuerySpendableBalanceByDenomResponse: MessageCodec<QuerySpendableBalanceByDenomResponse> = defineMessage<QuerySpendableBalanceByDenomResponse>("cosmos.bank.v1beta1.QuerySpendableBalanceByDenomResponse", [
  { no: 1, key: "balance", name: "balance", type: "message", rule: "optional", of: () => Coin },
]);

export interface QueryTotalSupplyRequest {
  pagination?: PageRequest | undefined;
}
export const QueryTotalSupplyRequest: MessageCodec<QueryTotalSupplyRequest> = defineMessage<QueryTotalSupplyRequest>("cosmos.bank.v1beta1.QueryTotalSupplyRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryTotalSupplyResponse {
  supply: Coin[];
  pagination?: PageResponse | undefined;
}
export const QueryTotalSupplyResponse: MessageCodec<QueryTotalSupplyResponse> = defineMessage<QueryTotalSupplyResponse>("cosmos.bank.v1beta1.QueryTotalSupplyResponse", [
  { no: 1, key: "supply", name: "supply", type: "message", rule: "repeated", of: () => Coin },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QuerySupplyOfRequest {
  denom: string;
}
export const QuerySupplyOfRequest: MessageCodec<QuerySupplyOfRequest> = defineMessage<QuerySupplyOfRequest>("cosmos.bank.v1beta1.QuerySupplyOfRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
]);

export interface QuerySupplyOfResponse {
  amount?: Coin | undefined;
}
export const QuerySupplyOfResponse: MessageCodec<QuerySupplyOfResponse> = defineMessage<QuerySupplyOfResponse>("cosmos.bank.v1beta1.QuerySupplyOfResponse", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.bank.v1beta1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.bank.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export interface QueryDenomsMetadataRequest {
  pagination?: PageRequest | undefined;
}
export const QueryDenomsMetadataRequest: MessageCodec<QueryDenomsMetadataRequest> = defineMessage<QueryDenomsMetadataRequest>("cosmos.bank.v1beta1.QueryDenomsMetadataRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryDenomsMetadataResponse {
  metadatas: Metadata[];
  pagination?: PageResponse | undefined;
}
export const QueryDenomsMetadataResponse: MessageCodec<QueryDenomsMetadataResponse> = defineMessage<QueryDenomsMetadataResponse>("cosmos.bank.v1beta1.QueryDenomsMetadataResponse", [
  { no: 1, key: "metadatas", name: "metadatas", type: "message", rule: "repeated", of: () => Metadata },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryDenomMetadataRequest {
  denom: string;
}
export const QueryDenomMetadataRequest: MessageCodec<QueryDenomMetadataRequest> = defineMessage<QueryDenomMetadataRequest>("cosmos.bank.v1beta1.QueryDenomMetadataRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
]);

export interface QueryDenomMetadataResponse {
  metadata?: Metadata | undefined;
}
export const QueryDenomMetadataResponse: MessageCodec<QueryDenomMetadataResponse> = defineMessage<QueryDenomMetadataResponse>("cosmos.bank.v1beta1.QueryDenomMetadataResponse", [
  { no: 1, key: "metadata", name: "metadata", type: "message", rule: "optional", of: () => Metadata },
]);

export interface QueryDenomMetadataByQueryStringRequest {
  denom: string;
}
export const QueryDenomMetadataByQueryStringRequest: MessageCodec<QueryDenomMetadataByQueryStringRequest> = defineMessage<QueryDenomMetadataByQueryStringRequest>("cosmos.bank.v1beta1.QueryDenomMetadataByQueryStringRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
]);

export interface QueryDenomMetadataByQueryStringResponse {
  metadata?: Metadata | undefined;
}
export const QueryDenomMetadataByQueryStringResponse: MessageCodec<QueryDenomMetadataByQueryStringResponse> = defineMessage<QueryDenomMetadataByQueryStringResponse>("cosmos.bank.v1beta1.QueryDenomMetadataByQueryStringResponse", [
  { no: 1, key: "metadata", name: "metadata", type: "message", rule: "optional", of: () => Metadata },
]);

export interface MsgSend {
  fromAddress: string;
  toAddress: string;
  amount: Coin[];
}
export const MsgSend: MessageCodec<MsgSend> = defineMessage<MsgSend>("cosmos.bank.v1beta1.MsgSend", [
  { no: 1, key: "fromAddress", name: "from_address", type: "string" },
  { no: 2, key: "toAddress", name: "to_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin },
]);

export interface MsgSendResponse {}
export const MsgSendResponse: MessageCodec<MsgSendResponse> = defineMessage<MsgSendResponse>("cosmos.bank.v1beta1.MsgSendResponse", []);

/** One input, many outputs; their sums are equal. */
export interface MsgMultiSend {
  inputs: Input[];
  outputs: Output[];
}
export const MsgMultiSend: MessageCodec<MsgMultiSend> = defineMessage<MsgMultiSend>("cosmos.bank.v1beta1.MsgMultiSend", [
  { no: 1, key: "inputs", name: "inputs", type: "message", rule: "repeated", of: () => Input },
  { no: 2, key: "outputs", name: "outputs", type: "message", rule: "repeated", of: () => Output },
]);

export interface MsgMultiSendResponse {}
export const MsgMultiSendResponse: MessageCodec<MsgMultiSendResponse> = defineMessage<MsgMultiSendResponse>("cosmos.bank.v1beta1.MsgMultiSendResponse", []);

export const QueryService: {
  readonly Balance: MethodDefinition<QueryBalanceRequest, QueryBalanceResponse>;
  readonly AllBalances: MethodDefinition<QueryAllBalancesRequest, QueryAllBalancesResponse>;
  readonly SpendableBalances: MethodDefinition<QuerySpendableBalancesRequest, QuerySpendableBalancesResponse>;
  readonly SpendableBalanceByDenom: MethodDefinition<QuerySpendableBalanceByDenomRequest, QuerySpendableBalanceByDenomResponse>;
  readonly TotalSupply: MethodDefinition<QueryTotalSupplyRequest, QueryTotalSupplyResponse>;
  readonly SupplyOf: MethodDefinition<QuerySupplyOfRequest, QuerySupplyOfResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  readonly DenomMetadata: MethodDefinition<QueryDenomMetadataRequest, QueryDenomMetadataResponse>;
  readonly DenomMetadataByQueryString: MethodDefinition<QueryDenomMetadataByQueryStringRequest, QueryDenomMetadataByQueryStringResponse>;
  readonly DenomsMetadata: MethodDefinition<QueryDenomsMetadataRequest, QueryDenomsMetadataResponse>;
} = {
  Balance: { path: "/cosmos.bank.v1beta1.Query/Balance", request: QueryBalanceRequest, response: QueryBalanceResponse },
  AllBalances: { path: "/cosmos.bank.v1beta1.Query/AllBalances", request: QueryAllBalancesRequest, response: QueryAllBalancesResponse },
  SpendableBalances: { path: "/cosmos.bank.v1beta1.Query/SpendableBalances", request: QuerySpendableBalancesRequest, response: QuerySpendableBalancesResponse },
  SpendableBalanceByDenom: { path: "/cosmos.bank.v1beta1.Query/SpendableBalanceByDenom", request: QuerySpendableBalanceByDenomRequest, response: QuerySpendableBalanceByDenomResponse },
  TotalSupply: { path: "/cosmos.bank.v1beta1.Query/TotalSupply", request: QueryTotalSupplyRequest, response: QueryTotalSupplyResponse },
  SupplyOf: { path: "/cosmos.bank.v1beta1.Query/SupplyOf", request: QuerySupplyOfRequest, response: QuerySupplyOfResponse },
  Params: { path: "/cosmos.bank.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  DenomMetadata: { path: "/cosmos.bank.v1beta1.Query/DenomMetadata", request: QueryDenomMetadataRequest, response: QueryDenomMetadataResponse },
  DenomMetadataByQueryString: { path: "/cosmos.bank.v1beta1.Query/DenomMetadataByQueryString", request: QueryDenomMetadataByQueryStringRequest, response: QueryDenomMetadataByQueryStringResponse },
  DenomsMetadata: { path: "/cosmos.bank.v1beta1.Query/DenomsMetadata", request: QueryDenomsMetadataRequest, response: QueryDenomsMetadataResponse },
};

export const MsgService: {
  readonly Send: MethodDefinition<MsgSend, MsgSendResponse>;
  readonly MultiSend: MethodDefinition<MsgMultiSend, MsgMultiSendResponse>;
} = {
  Send: { path: "/cosmos.bank.v1beta1.Msg/Send", request: MsgSend, response: MsgSendResponse },
  MultiSend: { path: "/cosmos.bank.v1beta1.Msg/MultiSend", request: MsgMultiSend, response: MsgMultiSendResponse },
};
