// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { Any } from "../../google/protobuf.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";

/**
 * BaseAccount defines a base account type. It contains all the necessary fields
 * for basic account functionality. Any custom account type should extend this
 * type for additional functionality (e.g. vesting).
 */
export interface BaseAccount {
  address: string;
  pubKey?: Any | undefined;
  accountNumber: bigint;
  sequence: bigint;
}
export const BaseAccount: MessageCodec<BaseAccount> = defineMessage<BaseAccount>("cosmos.auth.v1beta1.BaseAccount", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pubKey", name: "pub_key", type: "message", rule: "optional", of: () => Any, amino: { name: "public_key" } },
  { no: 3, key: "accountNumber", name: "account_number", type: "uint64" },
  { no: 4, key: "sequence", name: "sequence", type: "uint64" },
], { name: "cosmos-sdk/BaseAccount" });

/** ModuleAccount defines an account for modules that holds coins on a pool. */
export interface ModuleAccount {
  baseAccount?: BaseAccount | undefined;
  name: string;
  permissions: string[];
}
export const ModuleAccount: MessageCodec<ModuleAccount> = defineMessage<ModuleAccount>("cosmos.auth.v1beta1.ModuleAccount", [
  { no: 1, key: "baseAccount", name: "base_account", type: "message", rule: "optional", of: () => BaseAccount },
  { no: 2, key: "name", name: "name", type: "string" },
  { no: 3, key: "permissions", name: "permissions", type: "string", rule: "repeated" },
], { name: "cosmos-sdk/ModuleAccount" });

/**
 * ModuleCredential represents a unclaimable pubkey for base accounts controlled by modules.
 *
 * Since: cosmos-sdk 0.47
 */
export interface ModuleCredential {
  /** module_name is the name of the module used for address derivation (passed into address.Module). */
  moduleName: string;
  /**
   * derivation_keys is for deriving a module account address (passed into address.Module)
   * adding more keys creates sub-account addresses (passed into address.Derive)
   */
  derivationKeys: Uint8Array[];
}
export const ModuleCredential: MessageCodec<ModuleCredential> = defineMessage<ModuleCredential>("cosmos.auth.v1beta1.ModuleCredential", [
  { no: 1, key: "moduleName", name: "module_name", type: "string" },
  { no: 2, key: "derivationKeys", name: "derivation_keys", type: "bytes", rule: "repeated" },
], { name: "cosmos-sdk/GroupAccountCredential" });

/** Params defines the parameters for the auth module. */
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
], { name: "cosmos-sdk/x/auth/Params" });

/** GenesisState defines the auth module's genesis state. */
export interface GenesisState {
  /** params defines all the parameters of the module. */
  params?: Params | undefined;
  /** accounts are the accounts present at genesis. */
  accounts: Any[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.auth.v1beta1.GenesisState", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
  { no: 2, key: "accounts", name: "accounts", type: "message", rule: "repeated", of: () => Any },
]);

/**
 * QueryAccountsRequest is the request type for the Query/Accounts RPC method.
 *
 * Since: cosmos-sdk 0.43
 */
export interface QueryAccountsRequest {
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryAccountsRequest: MessageCodec<QueryAccountsRequest> = defineMessage<QueryAccountsRequest>("cosmos.auth.v1beta1.QueryAccountsRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryAccountsResponse is the response type for the Query/Accounts RPC method.
 *
 * Since: cosmos-sdk 0.43
 */
export interface QueryAccountsResponse {
  /** accounts are the existing accounts */
  accounts: Any[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryAccountsResponse: MessageCodec<QueryAccountsResponse> = defineMessage<QueryAccountsResponse>("cosmos.auth.v1beta1.QueryAccountsResponse", [
  { no: 1, key: "accounts", name: "accounts", type: "message", rule: "repeated", of: () => Any },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryAccountRequest is the request type for the Query/Account RPC method. */
export interface QueryAccountRequest {
  /** address defines the address to query for. */
  address: string;
}
export const QueryAccountRequest: MessageCodec<QueryAccountRequest> = defineMessage<QueryAccountRequest>("cosmos.auth.v1beta1.QueryAccountRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

/** QueryAccountResponse is the response type for the Query/Account RPC method. */
export interface QueryAccountResponse {
  /** account defines the account of the corresponding address. */
  account?: Any | undefined;
}
export const QueryAccountResponse: MessageCodec<QueryAccountResponse> = defineMessage<QueryAccountResponse>("cosmos.auth.v1beta1.QueryAccountResponse", [
  { no: 1, key: "account", name: "account", type: "message", rule: "optional", of: () => Any },
]);

/** QueryParamsRequest is the request type for the Query/Params RPC method. */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.auth.v1beta1.QueryParamsRequest", []);

/** QueryParamsResponse is the response type for the Query/Params RPC method. */
export interface QueryParamsResponse {
  /** params defines the parameters of the module. */
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.auth.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

/**
 * QueryModuleAccountsRequest is the request type for the Query/ModuleAccounts RPC method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryModuleAccountsRequest {}
export const QueryModuleAccountsRequest: MessageCodec<QueryModuleAccountsRequest> = defineMessage<QueryModuleAccountsRequest>("cosmos.auth.v1beta1.QueryModuleAccountsRequest", []);

/**
 * QueryModuleAccountsResponse is the response type for the Query/ModuleAccounts RPC method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryModuleAccountsResponse {
  accounts: Any[];
}
export const QueryModuleAccountsResponse: MessageCodec<QueryModuleAccountsResponse> = defineMessage<QueryModuleAccountsResponse>("cosmos.auth.v1beta1.QueryModuleAccountsResponse", [
  { no: 1, key: "accounts", name: "accounts", type: "message", rule: "repeated", of: () => Any },
]);

/** QueryModuleAccountByNameRequest is the request type for the Query/ModuleAccountByName RPC method. */
export interface QueryModuleAccountByNameRequest {
  name: string;
}
export const QueryModuleAccountByNameRequest: MessageCodec<QueryModuleAccountByNameRequest> = defineMessage<QueryModuleAccountByNameRequest>("cosmos.auth.v1beta1.QueryModuleAccountByNameRequest", [
  { no: 1, key: "name", name: "name", type: "string" },
]);

/** QueryModuleAccountByNameResponse is the response type for the Query/ModuleAccountByName RPC method. */
export interface QueryModuleAccountByNameResponse {
  account?: Any | undefined;
}
export const QueryModuleAccountByNameResponse: MessageCodec<QueryModuleAccountByNameResponse> = defineMessage<QueryModuleAccountByNameResponse>("cosmos.auth.v1beta1.QueryModuleAccountByNameResponse", [
  { no: 1, key: "account", name: "account", type: "message", rule: "optional", of: () => Any },
]);

/**
 * Bech32PrefixRequest is the request type for Bech32Prefix rpc method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface Bech32PrefixRequest {}
export const Bech32PrefixRequest: MessageCodec<Bech32PrefixRequest> = defineMessage<Bech32PrefixRequest>("cosmos.auth.v1beta1.Bech32PrefixRequest", []);

/**
 * Bech32PrefixResponse is the response type for Bech32Prefix rpc method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface Bech32PrefixResponse {
  bech32Prefix: string;
}
export const Bech32PrefixResponse: MessageCodec<Bech32PrefixResponse> = defineMessage<Bech32PrefixResponse>("cosmos.auth.v1beta1.Bech32PrefixResponse", [
  { no: 1, key: "bech32Prefix", name: "bech32_prefix", type: "string" },
]);

/**
 * AddressBytesToStringRequest is the request type for AddressString rpc method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface AddressBytesToStringRequest {
  addressBytes: Uint8Array;
}
export const AddressBytesToStringRequest: MessageCodec<AddressBytesToStringRequest> = defineMessage<AddressBytesToStringRequest>("cosmos.auth.v1beta1.AddressBytesToStringRequest", [
  { no: 1, key: "addressBytes", name: "address_bytes", type: "bytes" },
]);

/**
 * AddressBytesToStringResponse is the response type for AddressString rpc method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface AddressBytesToStringResponse {
  addressString: string;
}
export const AddressBytesToStringResponse: MessageCodec<AddressBytesToStringResponse> = defineMessage<AddressBytesToStringResponse>("cosmos.auth.v1beta1.AddressBytesToStringResponse", [
  { no: 1, key: "addressString", name: "address_string", type: "string" },
]);

/**
 * AddressStringToBytesRequest is the request type for AccountBytes rpc method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface AddressStringToBytesRequest {
  addressString: string;
}
export const AddressStringToBytesRequest: MessageCodec<AddressStringToBytesRequest> = defineMessage<AddressStringToBytesRequest>("cosmos.auth.v1beta1.AddressStringToBytesRequest", [
  { no: 1, key: "addressString", name: "address_string", type: "string" },
]);

/**
 * AddressStringToBytesResponse is the response type for AddressBytes rpc method.
 *
 * Since: cosmos-sdk 0.46
 */
export interface AddressStringToBytesResponse {
  addressBytes: Uint8Array;
}
export const AddressStringToBytesResponse: MessageCodec<AddressStringToBytesResponse> = defineMessage<AddressStringToBytesResponse>("cosmos.auth.v1beta1.AddressStringToBytesResponse", [
  { no: 1, key: "addressBytes", name: "address_bytes", type: "bytes" },
]);

/**
 * QueryAccountAddressByIDRequest is the request type for AccountAddressByID rpc method
 *
 * Since: cosmos-sdk 0.46.2
 */
export interface QueryAccountAddressByIDRequest {
  /**
   * Deprecated, use account_id instead
   *
   * id is the account number of the address to be queried. This field
   * should have been an uint64 (like all account numbers), and will be
   * updated to uint64 in a future version of the auth query.
   */
  id: bigint;
  /**
   * account_id is the account number of the address to be queried.
   *
   * Since: cosmos-sdk 0.47
   */
  accountId: bigint;
}
export const QueryAccountAddressByIDRequest: MessageCodec<QueryAccountAddressByIDRequest> = defineMessage<QueryAccountAddressByIDRequest>("cosmos.auth.v1beta1.QueryAccountAddressByIDRequest", [
  { no: 1, key: "id", name: "id", type: "int64" },
  { no: 2, key: "accountId", name: "account_id", type: "uint64" },
]);

/**
 * QueryAccountAddressByIDResponse is the response type for AccountAddressByID rpc method
 *
 * Since: cosmos-sdk 0.46.2
 */
export interface QueryAccountAddressByIDResponse {
  accountAddress: string;
}
export const QueryAccountAddressByIDResponse: MessageCodec<QueryAccountAddressByIDResponse> = defineMessage<QueryAccountAddressByIDResponse>("cosmos.auth.v1beta1.QueryAccountAddressByIDResponse", [
  { no: 1, key: "accountAddress", name: "account_address", type: "string" },
]);

/**
 * QueryAccountInfoRequest is the Query/AccountInfo request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface QueryAccountInfoRequest {
  /** address is the account address string. */
  address: string;
}
export const QueryAccountInfoRequest: MessageCodec<QueryAccountInfoRequest> = defineMessage<QueryAccountInfoRequest>("cosmos.auth.v1beta1.QueryAccountInfoRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
]);

/**
 * QueryAccountInfoResponse is the Query/AccountInfo response type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface QueryAccountInfoResponse {
  /** info is the account info which is represented by BaseAccount. */
  info?: BaseAccount | undefined;
}
export const QueryAccountInfoResponse: MessageCodec<QueryAccountInfoResponse> = defineMessage<QueryAccountInfoResponse>("cosmos.auth.v1beta1.QueryAccountInfoResponse", [
  { no: 1, key: "info", name: "info", type: "message", rule: "optional", of: () => BaseAccount },
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
   * params defines the x/auth parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.auth.v1beta1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/x/auth/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.auth.v1beta1.MsgUpdateParamsResponse", []);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /**
   * Accounts returns all the existing accounts.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   *
   * Since: cosmos-sdk 0.43
   */
  readonly Accounts: MethodDefinition<QueryAccountsRequest, QueryAccountsResponse>;
  /** Account returns account details based on address. */
  readonly Account: MethodDefinition<QueryAccountRequest, QueryAccountResponse>;
  /**
   * AccountAddressByID returns account address based on account number.
   *
   * Since: cosmos-sdk 0.46.2
   */
  readonly AccountAddressByID: MethodDefinition<QueryAccountAddressByIDRequest, QueryAccountAddressByIDResponse>;
  /** Params queries all parameters. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /**
   * ModuleAccounts returns all the existing module accounts.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly ModuleAccounts: MethodDefinition<QueryModuleAccountsRequest, QueryModuleAccountsResponse>;
  /** ModuleAccountByName returns the module account info by module name */
  readonly ModuleAccountByName: MethodDefinition<QueryModuleAccountByNameRequest, QueryModuleAccountByNameResponse>;
  /**
   * Bech32Prefix queries bech32Prefix
   *
   * Since: cosmos-sdk 0.46
   */
  readonly Bech32Prefix: MethodDefinition<Bech32PrefixRequest, Bech32PrefixResponse>;
  /**
   * AddressBytesToString converts Account Address bytes to string
   *
   * Since: cosmos-sdk 0.46
   */
  readonly AddressBytesToString: MethodDefinition<AddressBytesToStringRequest, AddressBytesToStringResponse>;
  /**
   * AddressStringToBytes converts Address string to bytes
   *
   * Since: cosmos-sdk 0.46
   */
  readonly AddressStringToBytes: MethodDefinition<AddressStringToBytesRequest, AddressStringToBytesResponse>;
  /**
   * AccountInfo queries account info which is common to all account types.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly AccountInfo: MethodDefinition<QueryAccountInfoRequest, QueryAccountInfoResponse>;
} = {
  Accounts: { path: "/cosmos.auth.v1beta1.Query/Accounts", request: QueryAccountsRequest, response: QueryAccountsResponse },
  Account: { path: "/cosmos.auth.v1beta1.Query/Account", request: QueryAccountRequest, response: QueryAccountResponse },
  AccountAddressByID: { path: "/cosmos.auth.v1beta1.Query/AccountAddressByID", request: QueryAccountAddressByIDRequest, response: QueryAccountAddressByIDResponse },
  Params: { path: "/cosmos.auth.v1beta1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  ModuleAccounts: { path: "/cosmos.auth.v1beta1.Query/ModuleAccounts", request: QueryModuleAccountsRequest, response: QueryModuleAccountsResponse },
  ModuleAccountByName: { path: "/cosmos.auth.v1beta1.Query/ModuleAccountByName", request: QueryModuleAccountByNameRequest, response: QueryModuleAccountByNameResponse },
  Bech32Prefix: { path: "/cosmos.auth.v1beta1.Query/Bech32Prefix", request: Bech32PrefixRequest, response: Bech32PrefixResponse },
  AddressBytesToString: { path: "/cosmos.auth.v1beta1.Query/AddressBytesToString", request: AddressBytesToStringRequest, response: AddressBytesToStringResponse },
  AddressStringToBytes: { path: "/cosmos.auth.v1beta1.Query/AddressStringToBytes", request: AddressStringToBytesRequest, response: AddressStringToBytesResponse },
  AccountInfo: { path: "/cosmos.auth.v1beta1.Query/AccountInfo", request: QueryAccountInfoRequest, response: QueryAccountInfoResponse },
};

/** Msg defines the x/auth Msg service. */
export const MsgService: {
  /**
   * UpdateParams defines a (governance) operation for updating the x/auth module
   * parameters. The authority defaults to the x/gov module account.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
} = {
  UpdateParams: { path: "/cosmos.auth.v1beta1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
};
