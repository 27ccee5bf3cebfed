import {
  Bech32PrefixRequest,
  Bech32PrefixResponse,
  QueryAccountInfoRequest,
  QueryAccountInfoResponse,
  QueryAccountRequest,
  QueryAccountResponse,
  QueryAccountsRequest,
  QueryAccountsResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QueryService,
} from "@openledger/messages/cosmos/auth/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import { addressToBytes, EncodingError } from "@openledger/primitives";
import { queryHandler, queryInvalid, queryNotFound, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { AUTH_STORE, accounts, authParams } from "./state.ts";
import { baseAccountOf } from "./stored-account.ts";

function requireAccount(ctx: QueryContext, address: string): Any {
  if (address === "") throw queryInvalid("Address cannot be empty");
  const stored = accounts.get(ctx.store.store(AUTH_STORE), addressBytes(ctx, address));
  if (stored === undefined) throw queryNotFound(`account ${address} not found`);
  return stored;
}

function addressBytes({ chain }: QueryContext, address: string): Uint8Array {
  try {
    return addressToBytes(chain.bech32Prefix, address);
  } catch (error) {
    if (error instanceof EncodingError) throw queryInvalid(error.message);
    throw error;
  }
}

/** Account, AccountInfo, Accounts, Params and Bech32Prefix of `cosmos.auth.v1beta1.Query`. */
export const authQueries: readonly AnyQueryHandler[] = [
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
];
