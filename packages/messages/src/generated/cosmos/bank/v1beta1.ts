// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";
import { PageRequest, PageResponse } from "../base/query/v1beta1.ts";
import { Coin } from "../base/v1beta1.ts";

/**
 * SendAuthorization allows the grantee to spend up to spend_limit coins from
 * the granter's account.
 *
 * Since: cosmos-sdk 0.43
 */
export interface SendAuthorization {
  spendLimit: Coin[];
  /**
   * allow_list specifies an optional list of addresses to whom the grantee can send tokens on behalf of the
   * granter. If omitted, any recipient is allowed.
   *
   * Since: cosmos-sdk 0.47
   */
  allowList: string[];
}
export const SendAuthorization: MessageCodec<SendAuthorization> = defineMessage<SendAuthorization>("cosmos.bank.v1beta1.SendAuthorization", [
  { no: 1, key: "spendLimit", name: "spend_limit", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "allowList", name: "allow_list", type: "string", rule: "repeated" },
], { name: "cosmos-sdk/SendAuthorization" });

/** Params defines the parameters for the bank module. */
export interface Params {
  /**
   * Deprecated: Use of SendEnabled in params is deprecated.
   * For genesis, use the newly added send_enabled field in the genesis object.
   * Storage, lookup, and manipulation of this information is now in the keeper.
   *
   * As of cosmos-sdk 0.47, this only exists for backwards compatibility of genesis files.
   */
  sendEnabled: SendEnabled[];
  defaultSendEnabled: boolean;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("cosmos.bank.v1beta1.Params", [
  { no: 1, key: "sendEnabled", name: "send_enabled", type: "message", rule: "repeated", of: () => SendEnabled },
  { no: 2, key: "defaultSendEnabled", name: "default_send_enabled", type: "bool" },
], { name: "cosmos-sdk/x/bank/Params" });

/**
 * SendEnabled maps coin denom to a send_enabled status (whether a denom is
 * sendable).
 */
export interface SendEnabled {
  denom: string;
  enabled: boolean;
}
export const SendEnabled: MessageCodec<SendEnabled> = defineMessage<SendEnabled>("cosmos.bank.v1beta1.SendEnabled", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "enabled", name: "enabled", type: "bool" },
]);

/** Input models transaction input. */
export interface Input {
  address: string;
  coins: Coin[];
}
export const Input: MessageCodec<Input> = defineMessage<Input>("cosmos.bank.v1beta1.Input", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "coins", name: "coins", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/** Output models transaction outputs. */
export interface Output {
  address: string;
  coins: Coin[];
}
export const Output: MessageCodec<Output> = defineMessage<Output>("cosmos.bank.v1beta1.Output", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "coins", name: "coins", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/**
 * Supply represents a struct that passively keeps track of the total supply
 * amounts in the network.
 * This message is deprecated now that supply is indexed by denom.
 */
export interface Supply {
  total: Coin[];
}
export const Supply: MessageCodec<Supply> = defineMessage<Supply>("cosmos.bank.v1beta1.Supply", [
  { no: 1, key: "total", name: "total", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/**
 * DenomUnit represents a struct that describes a given
 * denomination unit of the basic token.
 */
export interface DenomUnit {
  /** denom represents the string name of the given denom unit (e.g uatom). */
  denom: string;
  /**
   * exponent represents power of 10 exponent that one must
   * raise the base_denom to in order to equal the given DenomUnit's denom
   * 1 denom = 10^exponent base_denom
   * (e.g. with a base_denom of uatom, one can create a DenomUnit of 'atom' with
   * exponent = 6, thus: 1 atom = 10^6 uatom).
   */
  exponent: number;
  /** aliases is a list of string aliases for the given denom */
  aliases: string[];
}
export const DenomUnit: MessageCodec<DenomUnit> = defineMessage<DenomUnit>("cosmos.bank.v1beta1.DenomUnit", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "exponent", name: "exponent", type: "uint32" },
  { no: 3, key: "aliases", name: "aliases", type: "string", rule: "repeated" },
]);

/**
 * Metadata represents a struct that describes
 * a basic token.
 */
export interface Metadata {
  description: string;
  /** denom_units represents the list of DenomUnit's for a given coin */
  denomUnits: DenomUnit[];
  /** base represents the base denom (should be the DenomUnit with exponent = 0). */
  base: string;
  /**
   * display indicates the suggested denom that should be
   * displayed in clients.
   */
  display: string;
  /**
   * name defines the name of the token (eg: Cosmos Atom)
   *
   * Since: cosmos-sdk 0.43
   */
  name: string;
  /**
   * symbol is the token symbol usually shown on exchanges (eg: ATOM). This can
   * be the same as the display.
   *
   * Since: cosmos-sdk 0.43
   */
  symbol: string;
  /**
   * URI to a document (on or off-chain) that contains additional information. Optional.
   *
   * Since: cosmos-sdk 0.46
   */
  uri: string;
  /**
   * URIHash is a sha256 hash of a document pointed by URI. It's used to verify that
   * the document didn't change. Optional.
   *
   * Since: cosmos-sdk 0.46
   */
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

/** GenesisState defines the bank module's genesis state. */
export interface GenesisState {
  /** params defines all the parameters of the module. */
  params?: Params | undefined;
  /** balances is an array containing the balances of all the accounts. */
  balances: Balance[];
  /**
   * supply represents the total supply. If it is left empty, then supply will be calculated based on the provided
   * balances. Otherwise, it will be used to validate that the sum of the balances equals this amount.
   */
  supply: Coin[];
  /** denom_metadata defines the metadata of the different coins. */
  denomMetadata: Metadata[];
  /**
   * send_enabled defines the denoms where send is enabled or disabled.
   *
   * Since: cosmos-sdk 0.47
   */
  sendEnabled: SendEnabled[];
}
export const GenesisState: MessageCodec<GenesisState> = defineMessage<GenesisState>("cosmos.bank.v1beta1.GenesisState", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
  { no: 2, key: "balances", name: "balances", type: "message", rule: "repeated", of: () => Balance, amino: { keep: true } },
  { no: 3, key: "supply", name: "supply", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 4, key: "denomMetadata", name: "denom_metadata", type: "message", rule: "repeated", of: () => Metadata, amino: { keep: true } },
  { no: 5, key: "sendEnabled", name: "send_enabled", type: "message", rule: "repeated", of: () => SendEnabled, amino: { keep: true } },
]);

/**
 * Balance defines an account address and balance pair used in the bank module's
 * genesis state.
 */
export interface Balance {
  /** address is the address of the balance holder. */
  address: string;
  /** coins defines the different coins this balance holds. */
  coins: Coin[];
}
export const Balance: MessageCodec<Balance> = defineMessage<Balance>("cosmos.bank.v1beta1.Balance", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "coins", name: "coins", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
]);

/** QueryBalanceRequest is the request type for the Query/Balance RPC method. */
export interface QueryBalanceRequest {
  /** address is the address to query balances for. */
  address: string;
  /** denom is the coin denom to query balances for. */
  denom: string;
}
export const QueryBalanceRequest: MessageCodec<QueryBalanceRequest> = defineMessage<QueryBalanceRequest>("cosmos.bank.v1beta1.QueryBalanceRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "denom", name: "denom", type: "string" },
]);

/** QueryBalanceResponse is the response type for the Query/Balance RPC method. */
export interface QueryBalanceResponse {
  /** balance is the balance of the coin. */
  balance?: Coin | undefined;
}
export const QueryBalanceResponse: MessageCodec<QueryBalanceResponse> = defineMessage<QueryBalanceResponse>("cosmos.bank.v1beta1.QueryBalanceResponse", [
  { no: 1, key: "balance", name: "balance", type: "message", rule: "optional", of: () => Coin },
]);

/** QueryBalanceRequest is the request type for the Query/AllBalances RPC method. */
export interface QueryAllBalancesRequest {
  /** address is the address to query balances for. */
  address: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
  /**
   * resolve_denom is the flag to resolve the denom into a human-readable form from the metadata.
   *
   * Since: cosmos-sdk 0.50
   */
  resolveDenom: boolean;
}
export const QueryAllBalancesRequest: MessageCodec<QueryAllBalancesRequest> = defineMessage<QueryAllBalancesRequest>("cosmos.bank.v1beta1.QueryAllBalancesRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
  { no: 3, key: "resolveDenom", name: "resolve_denom", type: "bool" },
]);

/**
 * QueryAllBalancesResponse is the response type for the Query/AllBalances RPC
 * method.
 */
export interface QueryAllBalancesResponse {
  /** balances is the balances of all the coins. */
  balances: Coin[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryAllBalancesResponse: MessageCodec<QueryAllBalancesResponse> = defineMessage<QueryAllBalancesResponse>("cosmos.bank.v1beta1.QueryAllBalancesResponse", [
  { no: 1, key: "balances", name: "balances", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QuerySpendableBalancesRequest defines the gRPC request structure for querying
 * an account's spendable balances.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QuerySpendableBalancesRequest {
  /** address is the address to query spendable balances for. */
  address: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QuerySpendableBalancesRequest: MessageCodec<QuerySpendableBalancesRequest> = defineMessage<QuerySpendableBalancesRequest>("cosmos.bank.v1beta1.QuerySpendableBalancesRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QuerySpendableBalancesResponse defines the gRPC response structure for querying
 * an account's spendable balances.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QuerySpendableBalancesResponse {
  /** balances is the spendable balances of all the coins. */
  balances: Coin[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QuerySpendableBalancesResponse: MessageCodec<QuerySpendableBalancesResponse> = defineMessage<QuerySpendableBalancesResponse>("cosmos.bank.v1beta1.QuerySpendableBalancesResponse", [
  { no: 1, key: "balances", name: "balances", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QuerySpendableBalanceByDenomRequest defines the gRPC request structure for
 * querying an account's spendable balance for a specific denom.
 *
 * Since: cosmos-sdk 0.47
 */
export interface QuerySpendableBalanceByDenomRequest {
  /** address is the address to query balances for. */
  address: string;
  /** denom is the coin denom to query balances for. */
  denom: string;
}
export const QuerySpendableBalanceByDenomRequest: MessageCodec<QuerySpendableBalanceByDenomRequest> = defineMessage<QuerySpendableBalanceByDenomRequest>("cosmos.bank.v1beta1.QuerySpendableBalanceByDenomRequest", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "denom", name: "denom", type: "string" },
]);

/**
 * QuerySpendableBalanceByDenomResponse defines the gRPC response structure for
 * querying an account's spendable balance for a specific denom.
 *
 * Since: cosmos-sdk 0.47
 */
export interface QuerySpendableBalanceByDenomResponse {
  /** balance is the balance of the coin. */
  balance?: Coin | undefined;
}
export const QuerySpendableBalanceByDenomResponse: MessageCodec<QuerySpendableBalanceByDenomResponse> = defineMessage<QuerySpendableBalanceByDenomResponse>("cosmos.bank.v1beta1.QuerySpendableBalanceByDenomResponse", [
  { no: 1, key: "balance", name: "balance", type: "message", rule: "optional", of: () => Coin },
]);

/**
 * QueryTotalSupplyRequest is the request type for the Query/TotalSupply RPC
 * method.
 */
export interface QueryTotalSupplyRequest {
  /**
   * pagination defines an optional pagination for the request.
   *
   * Since: cosmos-sdk 0.43
   */
  pagination?: PageRequest | undefined;
}
export const QueryTotalSupplyRequest: MessageCodec<QueryTotalSupplyRequest> = defineMessage<QueryTotalSupplyRequest>("cosmos.bank.v1beta1.QueryTotalSupplyRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryTotalSupplyResponse is the response type for the Query/TotalSupply RPC
 * method
 */
export interface QueryTotalSupplyResponse {
  /** supply is the supply of the coins */
  supply: Coin[];
  /**
   * pagination defines the pagination in the response.
   *
   * Since: cosmos-sdk 0.43
   */
  pagination?: PageResponse | undefined;
}
export const QueryTotalSupplyResponse: MessageCodec<QueryTotalSupplyResponse> = defineMessage<QueryTotalSupplyResponse>("cosmos.bank.v1beta1.QueryTotalSupplyResponse", [
  { no: 1, key: "supply", name: "supply", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QuerySupplyOfRequest is the request type for the Query/SupplyOf RPC method. */
export interface QuerySupplyOfRequest {
  /** denom is the coin denom to query balances for. */
  denom: string;
}
export const QuerySupplyOfRequest: MessageCodec<QuerySupplyOfRequest> = defineMessage<QuerySupplyOfRequest>("cosmos.bank.v1beta1.QuerySupplyOfRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
]);

/** QuerySupplyOfResponse is the response type for the Query/SupplyOf RPC method. */
export interface QuerySupplyOfResponse {
  /** amount is the supply of the coin. */
  amount?: Coin | undefined;
}
export const QuerySupplyOfResponse: MessageCodec<QuerySupplyOfResponse> = defineMessage<QuerySupplyOfResponse>("cosmos.bank.v1beta1.QuerySupplyOfResponse", [
  { no: 1, key: "amount", name: "amount", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
]);

/** QueryParamsRequest defines the request type for querying x/bank parameters. */
export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("cosmos.bank.v1beta1.QueryParamsRequest", []);

/** QueryParamsResponse defines the response type for querying x/bank parameters. */
export interface QueryParamsResponse {
  /** params provides the parameters of the bank module. */
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("cosmos.bank.v1beta1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
]);

/** QueryDenomsMetadataRequest is the request type for the Query/DenomsMetadata RPC method. */
export interface QueryDenomsMetadataRequest {
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDenomsMetadataRequest: MessageCodec<QueryDenomsMetadataRequest> = defineMessage<QueryDenomsMetadataRequest>("cosmos.bank.v1beta1.QueryDenomsMetadataRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryDenomsMetadataResponse is the response type for the Query/DenomsMetadata RPC
 * method.
 */
export interface QueryDenomsMetadataResponse {
  /** metadata provides the client information for all the registered tokens. */
  metadatas: Metadata[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDenomsMetadataResponse: MessageCodec<QueryDenomsMetadataResponse> = defineMessage<QueryDenomsMetadataResponse>("cosmos.bank.v1beta1.QueryDenomsMetadataResponse", [
  { no: 1, key: "metadatas", name: "metadatas", type: "message", rule: "repeated", of: () => Metadata, amino: { keep: true } },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** QueryDenomMetadataRequest is the request type for the Query/DenomMetadata RPC method. */
export interface QueryDenomMetadataRequest {
  /** denom is the coin denom to query the metadata for. */
  denom: string;
}
export const QueryDenomMetadataRequest: MessageCodec<QueryDenomMetadataRequest> = defineMessage<QueryDenomMetadataRequest>("cosmos.bank.v1beta1.QueryDenomMetadataRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
]);

/**
 * QueryDenomMetadataResponse is the response type for the Query/DenomMetadata RPC
 * method.
 */
export interface QueryDenomMetadataResponse {
  /** metadata describes and provides all the client information for the requested token. */
  metadata?: Metadata | undefined;
}
export const QueryDenomMetadataResponse: MessageCodec<QueryDenomMetadataResponse> = defineMessage<QueryDenomMetadataResponse>("cosmos.bank.v1beta1.QueryDenomMetadataResponse", [
  { no: 1, key: "metadata", name: "metadata", type: "message", rule: "optional", of: () => Metadata, amino: { keep: true } },
]);

/**
 * QueryDenomMetadataByQueryStringRequest is the request type for the Query/DenomMetadata RPC method.
 * Identical with QueryDenomMetadataRequest but receives denom as query string.
 */
export interface QueryDenomMetadataByQueryStringRequest {
  /** denom is the coin denom to query the metadata for. */
  denom: string;
}
export const QueryDenomMetadataByQueryStringRequest: MessageCodec<QueryDenomMetadataByQueryStringRequest> = defineMessage<QueryDenomMetadataByQueryStringRequest>("cosmos.bank.v1beta1.QueryDenomMetadataByQueryStringRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
]);

/**
 * QueryDenomMetadataByQueryStringResponse is the response type for the Query/DenomMetadata RPC
 * method. Identical with QueryDenomMetadataResponse but receives denom as query string in request.
 */
export interface QueryDenomMetadataByQueryStringResponse {
  /** metadata describes and provides all the client information for the requested token. */
  metadata?: Metadata | undefined;
}
export const QueryDenomMetadataByQueryStringResponse: MessageCodec<QueryDenomMetadataByQueryStringResponse> = defineMessage<QueryDenomMetadataByQueryStringResponse>("cosmos.bank.v1beta1.QueryDenomMetadataByQueryStringResponse", [
  { no: 1, key: "metadata", name: "metadata", type: "message", rule: "optional", of: () => Metadata, amino: { keep: true } },
]);

/**
 * QueryDenomOwnersRequest defines the request type for the DenomOwners RPC query,
 * which queries for a paginated set of all account holders of a particular
 * denomination.
 */
export interface QueryDenomOwnersRequest {
  /** denom defines the coin denomination to query all account holders for. */
  denom: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDenomOwnersRequest: MessageCodec<QueryDenomOwnersRequest> = defineMessage<QueryDenomOwnersRequest>("cosmos.bank.v1beta1.QueryDenomOwnersRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * DenomOwner defines structure representing an account that owns or holds a
 * particular denominated token. It contains the account address and account
 * balance of the denominated token.
 *
 * Since: cosmos-sdk 0.46
 */
export interface DenomOwner {
  /** address defines the address that owns a particular denomination. */
  address: string;
  /** balance is the balance of the denominated coin for an account. */
  balance?: Coin | undefined;
}
export const DenomOwner: MessageCodec<DenomOwner> = defineMessage<DenomOwner>("cosmos.bank.v1beta1.DenomOwner", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "balance", name: "balance", type: "message", rule: "optional", of: () => Coin, amino: { keep: true } },
]);

/**
 * QueryDenomOwnersResponse defines the RPC response of a DenomOwners RPC query.
 *
 * Since: cosmos-sdk 0.46
 */
export interface QueryDenomOwnersResponse {
  denomOwners: DenomOwner[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDenomOwnersResponse: MessageCodec<QueryDenomOwnersResponse> = defineMessage<QueryDenomOwnersResponse>("cosmos.bank.v1beta1.QueryDenomOwnersResponse", [
  { no: 1, key: "denomOwners", name: "denom_owners", type: "message", rule: "repeated", of: () => DenomOwner },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QueryDenomOwnersByQueryRequest defines the request type for the DenomOwnersByQuery RPC query,
 * which queries for a paginated set of all account holders of a particular
 * denomination.
 *
 * Since: cosmos-sdk 0.50.3
 */
export interface QueryDenomOwnersByQueryRequest {
  /** denom defines the coin denomination to query all account holders for. */
  denom: string;
  /** pagination defines an optional pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const QueryDenomOwnersByQueryRequest: MessageCodec<QueryDenomOwnersByQueryRequest> = defineMessage<QueryDenomOwnersByQueryRequest>("cosmos.bank.v1beta1.QueryDenomOwnersByQueryRequest", [
  { no: 1, key: "denom", name: "denom", type: "string" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QueryDenomOwnersByQueryResponse defines the RPC response of a DenomOwnersByQuery RPC query.
 *
 * Since: cosmos-sdk 0.50.3
 */
export interface QueryDenomOwnersByQueryResponse {
  denomOwners: DenomOwner[];
  /** pagination defines the pagination in the response. */
  pagination?: PageResponse | undefined;
}
export const QueryDenomOwnersByQueryResponse: MessageCodec<QueryDenomOwnersByQueryResponse> = defineMessage<QueryDenomOwnersByQueryResponse>("cosmos.bank.v1beta1.QueryDenomOwnersByQueryResponse", [
  { no: 1, key: "denomOwners", name: "denom_owners", type: "message", rule: "repeated", of: () => DenomOwner },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/**
 * QuerySendEnabledRequest defines the RPC request for looking up SendEnabled entries.
 *
 * Since: cosmos-sdk 0.47
 */
export interface QuerySendEnabledRequest {
  /** denoms is the specific denoms you want look up. Leave empty to get all entries. */
  denoms: string[];
  /**
   * pagination defines an optional pagination for the request. This field is
   * only read if the denoms field is empty.
   */
  pagination?: PageRequest | undefined;
}
export const QuerySendEnabledRequest: MessageCodec<QuerySendEnabledRequest> = defineMessage<QuerySendEnabledRequest>("cosmos.bank.v1beta1.QuerySendEnabledRequest", [
  { no: 1, key: "denoms", name: "denoms", type: "string", rule: "repeated" },
  { no: 99, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/**
 * QuerySendEnabledResponse defines the RPC response of a SendEnable query.
 *
 * Since: cosmos-sdk 0.47
 */
export interface QuerySendEnabledResponse {
  sendEnabled: SendEnabled[];
  /**
   * pagination defines the pagination in the response. This field is only
   * populated if the denoms field in the request is empty.
   */
  pagination?: PageResponse | undefined;
}
export const QuerySendEnabledResponse: MessageCodec<QuerySendEnabledResponse> = defineMessage<QuerySendEnabledResponse>("cosmos.bank.v1beta1.QuerySendEnabledResponse", [
  { no: 1, key: "sendEnabled", name: "send_enabled", type: "message", rule: "repeated", of: () => SendEnabled },
  { no: 99, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** MsgSend represents a message to send coins from one account to another. */
export interface MsgSend {
  fromAddress: string;
  toAddress: string;
  amount: Coin[];
}
export const MsgSend: MessageCodec<MsgSend> = defineMessage<MsgSend>("cosmos.bank.v1beta1.MsgSend", [
  { no: 1, key: "fromAddress", name: "from_address", type: "string" },
  { no: 2, key: "toAddress", name: "to_address", type: "string" },
  { no: 3, key: "amount", name: "amount", type: "message", rule: "repeated", of: () => Coin, amino: { keep: true, as: "list" } },
], { name: "cosmos-sdk/MsgSend" });

/** MsgSendResponse defines the Msg/Send response type. */
export interface MsgSendResponse {}
export const MsgSendResponse: MessageCodec<MsgSendResponse> = defineMessage<MsgSendResponse>("cosmos.bank.v1beta1.MsgSendResponse", []);

/** MsgMultiSend represents an arbitrary multi-in, multi-out send message. */
export interface MsgMultiSend {
  /**
   * Inputs, despite being `repeated`, only allows one sender input. This is
   * checked in MsgMultiSend's ValidateBasic.
   */
  inputs: Input[];
  outputs: Output[];
}
export const MsgMultiSend: MessageCodec<MsgMultiSend> = defineMessage<MsgMultiSend>("cosmos.bank.v1beta1.MsgMultiSend", [
  { no: 1, key: "inputs", name: "inputs", type: "message", rule: "repeated", of: () => Input, amino: { keep: true } },
  { no: 2, key: "outputs", name: "outputs", type: "message", rule: "repeated", of: () => Output, amino: { keep: true } },
], { name: "cosmos-sdk/MsgMultiSend" });

/** MsgMultiSendResponse defines the Msg/MultiSend response type. */
export interface MsgMultiSendResponse {}
export const MsgMultiSendResponse: MessageCodec<MsgMultiSendResponse> = defineMessage<MsgMultiSendResponse>("cosmos.bank.v1beta1.MsgMultiSendResponse", []);

/**
 * MsgUpdateParams is the Msg/UpdateParams request type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParams {
  /** authority is the address that controls the module (defaults to x/gov unless overwritten). */
  authority: string;
  /**
   * params defines the x/bank parameters to update.
   *
   * NOTE: All parameters must be supplied.
   */
  params?: Params | undefined;
}
export const MsgUpdateParams: MessageCodec<MsgUpdateParams> = defineMessage<MsgUpdateParams>("cosmos.bank.v1beta1.MsgUpdateParams", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "params", name: "params", type: "message", rule: "optional", of: () => Params, amino: { keep: true } },
], { name: "cosmos-sdk/x/bank/MsgUpdateParams" });

/**
 * MsgUpdateParamsResponse defines the response structure for executing a
 * MsgUpdateParams message.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgUpdateParamsResponse {}
export const MsgUpdateParamsResponse: MessageCodec<MsgUpdateParamsResponse> = defineMessage<MsgUpdateParamsResponse>("cosmos.bank.v1beta1.MsgUpdateParamsResponse", []);

/**
 * MsgSetSendEnabled is the Msg/SetSendEnabled request type.
 *
 * Only entries to add/update/delete need to be included.
 * Existing SendEnabled entries that are not included in this
 * message are left unchanged.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgSetSendEnabled {
  /** authority is the address that controls the module. */
  authority: string;
  /** send_enabled is the list of entries to add or update. */
  sendEnabled: SendEnabled[];
  /**
   * use_default_for is a list of denoms that should use the params.default_send_enabled value.
   * Denoms listed here will have their SendEnabled entries deleted.
   * If a denom is included that doesn't have a SendEnabled entry,
   * it will be ignored.
   */
  useDefaultFor: string[];
}
export const MsgSetSendEnabled: MessageCodec<MsgSetSendEnabled> = defineMessage<MsgSetSendEnabled>("cosmos.bank.v1beta1.MsgSetSendEnabled", [
  { no: 1, key: "authority", name: "authority", type: "string" },
  { no: 2, key: "sendEnabled", name: "send_enabled", type: "message", rule: "repeated", of: () => SendEnabled },
  { no: 3, key: "useDefaultFor", name: "use_default_for", type: "string", rule: "repeated" },
], { name: "cosmos-sdk/MsgSetSendEnabled" });

/**
 * MsgSetSendEnabledResponse defines the Msg/SetSendEnabled response type.
 *
 * Since: cosmos-sdk 0.47
 */
export interface MsgSetSendEnabledResponse {}
export const MsgSetSendEnabledResponse: MessageCodec<MsgSetSendEnabledResponse> = defineMessage<MsgSetSendEnabledResponse>("cosmos.bank.v1beta1.MsgSetSendEnabledResponse", []);

/** Query defines the gRPC querier service. */
export const QueryService: {
  /** Balance queries the balance of a single coin for a single account. */
  readonly Balance: MethodDefinition<QueryBalanceRequest, QueryBalanceResponse>;
  /**
   * AllBalances queries the balance of all coins for a single account.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly AllBalances: MethodDefinition<QueryAllBalancesRequest, QueryAllBalancesResponse>;
  /**
   * SpendableBalances queries the spendable balance of all coins for a single
   * account.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly SpendableBalances: MethodDefinition<QuerySpendableBalancesRequest, QuerySpendableBalancesResponse>;
  /**
   * SpendableBalanceByDenom queries the spendable balance of a single denom for
   * a single account.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly SpendableBalanceByDenom: MethodDefinition<QuerySpendableBalanceByDenomRequest, QuerySpendableBalanceByDenomResponse>;
  /**
   * TotalSupply queries the total supply of all coins.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly TotalSupply: MethodDefinition<QueryTotalSupplyRequest, QueryTotalSupplyResponse>;
  /**
   * SupplyOf queries the supply of a single coin.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   */
  readonly SupplyOf: MethodDefinition<QuerySupplyOfRequest, QuerySupplyOfResponse>;
  /** Params queries the parameters of x/bank module. */
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  /** DenomMetadata queries the client metadata of a given coin denomination. */
  readonly DenomMetadata: MethodDefinition<QueryDenomMetadataRequest, QueryDenomMetadataResponse>;
  /** DenomMetadataByQueryString queries the client metadata of a given coin denomination. */
  readonly DenomMetadataByQueryString: MethodDefinition<QueryDenomMetadataByQueryStringRequest, QueryDenomMetadataByQueryStringResponse>;
  /**
   * DenomsMetadata queries the client metadata for all registered coin
   * denominations.
   */
  readonly DenomsMetadata: MethodDefinition<QueryDenomsMetadataRequest, QueryDenomsMetadataResponse>;
  /**
   * DenomOwners queries for all account addresses that own a particular token
   * denomination.
   *
   * When called from another module, this query might consume a high amount of
   * gas if the pagination field is incorrectly set.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly DenomOwners: MethodDefinition<QueryDenomOwnersRequest, QueryDenomOwnersResponse>;
  /**
   * DenomOwnersByQuery queries for all account addresses that own a particular token
   * denomination.
   *
   * Since: cosmos-sdk 0.50.3
   */
  readonly DenomOwnersByQuery: MethodDefinition<QueryDenomOwnersByQueryRequest, QueryDenomOwnersByQueryResponse>;
  /**
   * SendEnabled queries for SendEnabled entries.
   *
   * This query only returns denominations that have specific SendEnabled settings.
   * Any denomination that does not have a specific setting will use the default
   * params.default_send_enabled, and will not be returned by this query.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly SendEnabled: MethodDefinition<QuerySendEnabledRequest, QuerySendEnabledResponse>;
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
  DenomOwners: { path: "/cosmos.bank.v1beta1.Query/DenomOwners", request: QueryDenomOwnersRequest, response: QueryDenomOwnersResponse },
  DenomOwnersByQuery: { path: "/cosmos.bank.v1beta1.Query/DenomOwnersByQuery", request: QueryDenomOwnersByQueryRequest, response: QueryDenomOwnersByQueryResponse },
  SendEnabled: { path: "/cosmos.bank.v1beta1.Query/SendEnabled", request: QuerySendEnabledRequest, response: QuerySendEnabledResponse },
};

/** Msg defines the bank Msg service. */
export const MsgService: {
  /** Send defines a method for sending coins from one account to another account. */
  readonly Send: MethodDefinition<MsgSend, MsgSendResponse>;
  /** MultiSend defines a method for sending coins from some accounts to other accounts. */
  readonly MultiSend: MethodDefinition<MsgMultiSend, MsgMultiSendResponse>;
  /**
   * UpdateParams defines a governance operation for updating the x/bank module parameters.
   * The authority is defined in the keeper.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly UpdateParams: MethodDefinition<MsgUpdateParams, MsgUpdateParamsResponse>;
  /**
   * SetSendEnabled is a governance operation for setting the SendEnabled flag
   * on any number of Denoms. Only the entries to add or update should be
   * included. Entries that already exist in the store, but that aren't
   * included in this message, will be left unchanged.
   *
   * Since: cosmos-sdk 0.47
   */
  readonly SetSendEnabled: MethodDefinition<MsgSetSendEnabled, MsgSetSendEnabledResponse>;
} = {
  Send: { path: "/cosmos.bank.v1beta1.Msg/Send", request: MsgSend, response: MsgSendResponse },
  MultiSend: { path: "/cosmos.bank.v1beta1.Msg/MultiSend", request: MsgMultiSend, response: MsgMultiSendResponse },
  UpdateParams: { path: "/cosmos.bank.v1beta1.Msg/UpdateParams", request: MsgUpdateParams, response: MsgUpdateParamsResponse },
  SetSendEnabled: { path: "/cosmos.bank.v1beta1.Msg/SetSendEnabled", request: MsgSetSendEnabled, response: MsgSetSendEnabledResponse },
};
