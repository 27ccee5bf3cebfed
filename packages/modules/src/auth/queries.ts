import {
  AddressBytesToStringRequest,
  AddressBytesToStringResponse,
  AddressStringToBytesRequest,
  AddressStringToBytesResponse,
  Bech32PrefixRequest,
  Bech32PrefixResponse,
  QueryAccountAddressByIDRequest,
  QueryAccountAddressByIDResponse,
  QueryAccountInfoRequest,
  QueryAccountInfoResponse,
  QueryAccountRequest,
  QueryAccountResponse,
  QueryAccountsRequest,
  QueryAccountsResponse,
  QueryModuleAccountByNameRequest,
  QueryModuleAccountByNameResponse,
  QueryModuleAccountsRequest,
  QueryModuleAccountsResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QueryService,
} from "@openledger/messages/cosmos/auth/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes } from "@openledger/primitives";
import { queryHandler, queryInvalid, queryNotFound, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { queryAddressBytes } from "../support/sdk-address.ts";
import type { AuthKeeper } from "./keeper.ts";
import { addressesByNumber, AUTH_STORE, accounts, authParams } from "./state.ts";
import { baseAccountOf } from "./stored-account.ts";

/** Of keys and of modules. */
const ADDRESS_BYTES: readonly number[] = [20, 32];
/** The SDK's bound of an address. */
const MAX_ADDRESS_BYTES = 255;

function requireAccount(ctx: QueryContext, address: string): Any {
  if (address === "") throw queryInvalid("Address cannot be empty");
  const stored = accounts.get(ctx.store.store(AUTH_STORE), queryAddressBytes(ctx.chain, address));
  if (stored === undefined) throw queryNotFound(`account ${address} not found`);
  return stored;
}

const accountQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.Account.path,
    request: QueryAccountRequest,
    response: QueryAccountResponse,
    handle: (ctx, { address }) => ({ account: requireAccount(ctx, address) }),
  }),
  queryHandler({
    path: QueryService.AccountInfo.path,
    request: QueryAccountInfoRequest,
    response: QueryAccountInfoResponse,
    handle: (ctx, { address }) => ({ info: baseAccountOf(requireAccount(ctx, address)) }),
  }),
  queryHandler({
    path: QueryService.Accounts.path,
    request: QueryAccountsRequest,
    response: QueryAccountsResponse,
    handle(ctx, { pagination: page }) {
      const { items, pagination } = paginate(ctx.store.store(AUTH_STORE), Uint8Array.of(0x01), page, (value) => Any.fromBytes(value));
      return { accounts: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.AccountAddressByID.path,
    request: QueryAccountAddressByIDRequest,
    response: QueryAccountAddressByIDResponse,
    handle(ctx, { id, accountId }) {
      if (id !== 0n) throw queryInvalid("requesting with id isn't supported, try to request using account-id");
      const bytes = addressesByNumber.get(ctx.store.store(AUTH_STORE), accountId);
      if (bytes === undefined) throw queryNotFound(`account address not found with account number ${accountId}`);
      return { accountAddress: addressFromBytes(ctx.chain.bech32Prefix, bytes) };
    },
  }),
];

const chainQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.Params.path,
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: authParams.require(ctx.store.store(AUTH_STORE)) }),
  }),
  queryHandler({
    path: QueryService.Bech32Prefix.path,
    request: Bech32PrefixRequest,
    response: Bech32PrefixResponse,
    handle: ({ chain }) => ({ bech32Prefix: chain.bech32Prefix }),
  }),
  queryHandler({
    path: QueryService.AddressBytesToString.path,
    request: AddressBytesToStringRequest,
    response: AddressBytesToStringResponse,
    handle({ chain }, { addressBytes: bytes }) {
      if (bytes.length === 0) throw queryInvalid("empty address bytes is not allowed");
      if (bytes.length > MAX_ADDRESS_BYTES) {
        throw queryInvalid(`address max length is ${MAX_ADDRESS_BYTES}, got ${bytes.length}`);
      }
      if (!ADDRESS_BYTES.includes(bytes.length)) throw queryInvalid(`an address has ${ADDRESS_BYTES.join(" or ")} bytes, got ${bytes.length}`);
      return { addressString: addressFromBytes(chain.bech32Prefix, bytes) };
    },
  }),
  queryHandler({
    path: QueryService.AddressStringToBytes.path,
    request: AddressStringToBytesRequest,
    response: AddressStringToBytesResponse,
    handle: ({ chain }, { addressString }) => ({ addressBytes: queryAddressBytes(chain, addressString) }),
  }),
];

function createModuleAccountQueries(keeper: AuthKeeper, modules: readonly string[]): readonly AnyQueryHandler[] {
  const names = modules.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  function moduleAccount(ctx: QueryContext, name: string): Any {
    const stored = names.includes(name) ? keeper.storedAccount(ctx, keeper.moduleAddress(ctx, name)) : undefined;
    if (stored === undefined) throw queryNotFound(`account ${name.slice(0, 200)} not found`);
    return stored;
  }
  return [
    queryHandler({
      path: QueryService.ModuleAccounts.path,
      request: QueryModuleAccountsRequest,
      response: QueryModuleAccountsResponse,
      handle: (ctx) => ({ accounts: names.map((name) => moduleAccount(ctx, name)) }),
    }),
    queryHandler({
      path: QueryService.ModuleAccountByName.path,
      request: QueryModuleAccountByNameRequest,
      response: QueryModuleAccountByNameResponse,
      handle(ctx, { name }) {
        if (name === "") throw queryInvalid("module name is empty");
        return { account: moduleAccount(ctx, name) };
      },
    }),
  ];
}

/** `cosmos.auth.v1beta1.Query`; `modules` are those that have accounts. */
export function createAuthQueries(keeper: AuthKeeper, modules: readonly string[]): readonly AnyQueryHandler[] {
  return [...accountQueries, ...chainQueries, ...createModuleAccountQueries(keeper, modules)];
}
