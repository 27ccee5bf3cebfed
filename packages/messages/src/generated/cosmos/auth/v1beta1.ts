// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";

export interface BaseAccount {
  address: string;
  pubKey?: Any | undefined;
  accountNumber: bigint;
  sequence: bigint;
}
export const BaseAccount: MessageCodec<BaseAccount> = defineMessage<BaseAccount>("cosmos.auth.v1beta1.BaseAccount", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pubKey", name: "pub_key", type: "message", rule: "optional", of: () => Any },
  { no: 3, key: "accountNumber", name: "account_number", type: "uint64" },
  { no: 4, key: "sequence", name: "sequence", type: "uint64" },
]);

/** An account that a module holds and no key controls. */
export interface ModuleAccount {
  baseAccount?: BaseAccount | undefined;
  name: string;
  permissions: string[];
}
export const ModuleAccount: MessageCodec<ModuleAccount> = defineMessage<ModuleAccount>("cosmos.auth.v1beta1.ModuleAccount", [
  { no: 1, key: "baseAccount", name: "base_account", type: "message", rule: "optional", of: () => BaseAccount },
  { no: 2, key: "name", name: "name", type: "string" },
  { no: 3, key: "permissions", name: "permissions", type: "string", rule: "repeated" },
]);

export interface Params {
  maxMemoCharacters: bigint;
  txSigLimit: bigint;
  txSizeCostPerByte: bigint;
  sigVerifyCostEd25519: bigint;
  sigVerifyCostSecp256k1: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.auth.v1beta1.Params", [
  { no: 1, key: "maxMemoCharacters", name: "max_memo_characters", type: "uint64" },
  { no: 2, key: "txSigLimit", name: "tx_sig_limit", type: "uint64" },
  { no: 3, key: "txSizeCostPerByte", name: "tx_size_cost_per_byte", type: "uint64" },
  { no: 4, key: "sigVerifyCostEd25519", name: "sig_verify_cost_ed25519", type: "uint64" },
  { no: 5, key: "sigVerifyCostSecp256k1", name: "sig_verify_cost_secp256k1", type: "uint64" },
]);

export interface QueryAccountsRequest {
  pagination?: PageRequest | undefined;
}
export const QueryAccountsRequest: MessageCodec<QueryAccountsRequest> = defineMessage<QueryAccountsRequest>("cosmos.auth.v1beta1.QueryAccountsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

export interface QueryAccountsResponse {
  accounts: Any[];
  pagination?: PageResponse | undefined;
}
export const QueryAccountsResponse: MessageCodec<QueryAccountsResponse> = defineMessage<QueryAccountsResponse>("cosmos.auth.v1beta1.QueryAccountsResponse", [
  { no: 1, key: "accounts", name: "accounts", type: "message", rule: "repeated", of: () => Any },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

export interface QueryAccountRequest {
  address: string;
}
export const QueryAccountRequest: MessageCodec<QueryAccountRequest> = defineMessage<QueryAccountRequest>("cosmos.auth.v1beta1.QueryAccountRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

export interface QueryAccountResponse {
  account?: Any | undefined;
}
export const QueryAccountResponse: MessageCodec<QueryAccountResponse> = defineMessage<QueryAccountResponse>("cosmos.auth.v1beta1.QueryAccountResponse", [
  { no: 1, key: "account", name: "account", type: "message", rule: "optional", of: () => Any },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.auth.v1beta1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.auth.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export interface QueryModuleAccountsRequest {}
export const QueryModuleAccountsRequest: MessageCodec<QueryModuleAccountsRequest> = defineMessage<QueryModuleAccountsRequest>("cosmos.auth.v1beta1.QueryModuleAccountsRequest", []);

export interface QueryModuleAccountsResponse {
  accounts: Any[];
}
export const QueryModuleAccountsResponse: MessageCodec<QueryModuleAccountsResponse> = defineMessage<QueryModuleAccountsResponse>("cosmos.auth.v1beta1.QueryModuleAccountsResponse", [
  { no: 1, key: "accounts", name: "accounts", type: "message", rule: "repeated", of: () => Any },
]);

export interface QueryModuleAccountByNameRequest {
  name: string;
}
export const QueryModuleAccountByNameRequest: MessageCodec<QueryModuleAccountByNameRequest> = defineMessage<QueryModuleAccountByNameRequest>("cosmos.auth.v1beta1.QueryModuleAccountByNameRequest", [
  { no: 1, key: "name", name: "name", type: "string" },
]);

export interface QueryModuleAccountByNameResponse {
  account?: Any | undefined;
}
export const QueryModuleAccountByNameResponse: MessageCodec<QueryModuleAccountByNameResponse> = defineMessage<QueryModuleAccountByNameResponse>("cosmos.auth.v1beta1.QueryModuleAccountByNameResponse", [
  { no: 1, key: "account", name: "account", type: "message", rule: "optional", of: () => Any },
]);

export interface Bech32PrefixRequest {}
export const Bech32PrefixRequest: MessageCodec<Bech32PrefixRequest> = defineMessage<Bech32PrefixRequest>("cosmos.auth.v1beta1.Bech32PrefixRequest", []);

export interface Bech32PrefixResponse {
  bech32Prefix: string;
}
export const Bech32PrefixResponse: MessageCodec<Bech32PrefixResponse> = defineMessage<Bech32PrefixResponse>("cosmos.auth.v1beta1.Bech32PrefixResponse", [
  { no: 1, key: "bech32Prefix", name: "bech32_prefix", type: "string" },
]);

export interface QueryAccountInfoRequest {
  address: string;
}
export const QueryAccountInfoRequest: MessageCodec<QueryAccountInfoRequest> = defineMessage<QueryAccountInfoRequest>("cosmos.auth.v1beta1.QueryAccountInfoRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

export interface QueryAccountInfoResponse {
  info?: BaseAccount | undefined;
}
export const QueryAccountInfoResponse: MessageCodec<QueryAccountInfoResponse> = defineMessage<QueryAccountInfoResponse>("cosmos.auth.v1beta1.QueryAccountInfoResponse", [
  { no: 1, key: "info", name: "info", type: "message", rule: "optional", of: () => BaseAccount },
]);

export const QueryService: {
  readonly Accounts: MethodDefinition<QueryAccountsRequest, QueryAccountsResponse>;
  readonly Account: MethodDefinition<QueryAccountRequest, QueryAccountResponse>;
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  readonly ModuleAccounts: MethodDefinition<QueryModuleAccountsRequest, QueryModuleAccountsResponse>;
  readonly ModuleAccountByName: MethodDefinition<QueryModuleAccountByNameRequest, QueryModuleAccountByNameResponse>;
  readonly Bech32Prefix: MethodDefinition<Bech32PrefixRequest, Bech32PrefixResponse>;
  readonly AccountInfo: MethodDefinition<QueryAccountInfoRequest, QueryAccountInfoResponse>;
} = {
  Accounts: { path: "/cosmos.auth.v1beta1.Query/Accounts", request: QueryAccountsRequest, response: QueryAccountsResponse },
  Account: { path: "/cosmos.auth.v1beta1.Query/Account", request: QueryAccountRequest, response: QueryAccountResponse },
  Params: { path: "/cosmos.auth.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  ModuleAccounts: { path: "/cosmos.auth.v1beta1.Query/ModuleAccounts", request: QueryModuleAccountsRequest, response: QueryModuleAccountsResponse },
  ModuleAccountByName: { path: "/cosmos.auth.v1beta1.Query/ModuleAccountByName", request: QueryModuleAccountByNameRequest, response: QueryModuleAccountByNameResponse },
  Bech32Prefix: { path: "/cosmos.auth.v1beta1.Query/Bech32Prefix", request: Bech32PrefixRequest, response: Bech32PrefixResponse },
  AccountInfo: { path: "/cosmos.auth.v1beta1.Query/AccountInfo", request: QueryAccountInfoRequest, response: QueryAccountInfoResponse },
};
