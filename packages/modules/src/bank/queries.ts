import {
  Metadata,
  QueryAllBalancesRequest,
  QueryAllBalancesResponse,
  QueryBalanceRequest,
  QueryBalanceResponse,
  QueryDenomMetadataByQueryStringRequest,
  QueryDenomMetadataByQueryStringResponse,
  QueryDenomMetadataRequest,
  QueryDenomMetadataResponse,
  QueryDenomOwnersByQueryRequest,
  QueryDenomOwnersByQueryResponse,
  QueryDenomOwnersRequest,
  QueryDenomOwnersResponse,
  QueryDenomsMetadataRequest,
  QueryDenomsMetadataResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QuerySendEnabledRequest,
  QuerySendEnabledResponse,
  QueryService,
  QuerySpendableBalanceByDenomRequest,
  QuerySpendableBalanceByDenomResponse,
  QuerySpendableBalancesRequest,
  QuerySpendableBalancesResponse,
  QuerySupplyOfRequest,
  QuerySupplyOfResponse,
  QueryTotalSupplyRequest,
  QueryTotalSupplyResponse,
  type DenomOwner,
} from "@openledger/messages/cosmos/bank/v1beta1";
import type { PageRequest, PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { addressFromBytes, addressToBytes, concatBytes, EncodingError, fromUtf8 } from "@openledger/primitives";
import {
  isDenom,
  queryHandler,
  queryInvalid,
  queryNotFound,
  type AnyQueryHandler,
  type QueryContext,
} from "@openledger/state-machine";
import { lengthPrefixedBytesKey } from "@openledger/store";
import { unitsOfDenom } from "../support/coins.ts";
import { paginate } from "../support/paginate.ts";
import type { FullBankKeeper } from "./keeper.ts";
import { BANK_STORE, balanceKey, balances, bankParams, denomMetadata, holderKey, sendEnabled, supplies } from "./state.ts";

function addressBytes({ chain }: QueryContext, address: string): Uint8Array {
  try {
    return addressToBytes(chain.bech32Prefix, address);
  } catch (error) {
    if (error instanceof EncodingError) throw queryInvalid(`invalid address: ${error.message}`);
    throw error;
  }
}

/** SDK 0.50 takes a denom's text as it is where a list is read, and checks it where one value is. */
function requireDenom(denom: string): string {
  if (!isDenom(denom)) throw queryInvalid(`invalid denom: ${denom.slice(0, 128)}`);
  return denom;
}

function balanceOf(ctx: QueryContext, address: string, denom: string): Coin {
  const key = [addressBytes(ctx, address), requireDenom(denom)] as const;
  return { denom, amount: String(balances.get(ctx.store.store(BANK_STORE), key) ?? 0n) };
}

interface CoinPage {
  readonly items: Coin[];
  readonly pagination: PageResponse;
}

/** Coins stored as amount text under `prefix` ‖ denom. */
function coinPage(ctx: QueryContext, prefix: Uint8Array, page: PageRequest | undefined): CoinPage {
  return paginate(ctx.store.store(BANK_STORE), prefix, page, (value, key) => ({
    denom: fromUtf8(key),
    amount: fromUtf8(value),
  }));
}

function balancePage(ctx: QueryContext, address: string, page: PageRequest | undefined): CoinPage {
  const prefix = concatBytes(Uint8Array.of(0x02), balanceKey.prefix(addressBytes(ctx, address)));
  return coinPage(ctx, prefix, page);
}

function createBalanceQueries(keeper: FullBankKeeper): readonly AnyQueryHandler[] {
  return [
    queryHandler({
      path: QueryService.Balance.path,
      request: QueryBalanceRequest,
      response: QueryBalanceResponse,
      handle: (ctx, { address, denom }) => ({ balance: balanceOf(ctx, address, denom) }),
    }),
    queryHandler({
      path: QueryService.SpendableBalanceByDenom.path,
      request: QuerySpendableBalanceByDenomRequest,
      response: QuerySpendableBalanceByDenomResponse,
      handle(ctx, { address: text, denom }) {
        const address = addressFromBytes(ctx.chain.bech32Prefix, addressBytes(ctx, text));
        return { balance: { denom, amount: String(keeper.spendable(ctx, address, requireDenom(denom))) } };
      },
    }),
    queryHandler({
      path: QueryService.AllBalances.path,
      request: QueryAllBalancesRequest,
      response: QueryAllBalancesResponse,
      handle(ctx, { address, pagination: page, resolveDenom }) {
        const { items, pagination } = balancePage(ctx, address, page);
        return { balances: resolveDenom ? items.map((coin) => displayed(ctx, coin)) : items, pagination };
      },
    }),
    queryHandler({
      path: QueryService.SpendableBalances.path,
      request: QuerySpendableBalancesRequest,
      response: QuerySpendableBalancesResponse,
      handle(ctx, { address: text, pagination: page }) {
        const { items, pagination } = balancePage(ctx, text, page);
        const address = addressFromBytes(ctx.chain.bech32Prefix, addressBytes(ctx, text));
        const spendable = keeper.spendableCoins(ctx, address);
        const balances = items.map(({ denom }) => ({ denom, amount: String(unitsOfDenom(spendable, denom)) }));
        return { balances, pagination };
      },
    }),
  ];
}

/** The same amount under the denom's display name, where metadata gives one. */
function displayed({ store }: QueryContext, { denom, amount }: Coin): Coin {
  return { denom: denomMetadata.get(store.store(BANK_STORE), denom)?.display ?? denom, amount };
}

/** Who holds a denom, in the order of their addresses' bytes. */
function ownersOf(ctx: QueryContext, denom: string, page: PageRequest | undefined): OwnerPage {
  const store = ctx.store.store(BANK_STORE);
  const prefix = concatBytes(Uint8Array.of(0x03), holderKey.prefix(requireDenom(denom)));
  return paginate(store, prefix, page, (_, key) => {
    const bytes = lengthPrefixedBytesKey.decode(key);
    const amount = String(balances.require(store, [bytes, denom]));
    return { address: addressFromBytes(ctx.chain.bech32Prefix, bytes), balance: { denom, amount } };
  });
}

interface OwnerPage {
  readonly items: DenomOwner[];
  readonly pagination: PageResponse;
}

const ownerQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.DenomOwners.path,
    request: QueryDenomOwnersRequest,
    response: QueryDenomOwnersResponse,
    handle(ctx, { denom, pagination: page }) {
      const { items, pagination } = ownersOf(ctx, denom, page);
      return { denomOwners: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.DenomOwnersByQuery.path,
    request: QueryDenomOwnersByQueryRequest,
    response: QueryDenomOwnersByQueryResponse,
    handle(ctx, { denom, pagination: page }) {
      const { items, pagination } = ownersOf(ctx, denom, page);
      return { denomOwners: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.SendEnabled.path,
    request: QuerySendEnabledRequest,
    response: QuerySendEnabledResponse,
    handle(ctx, { denoms, pagination: page }) {
      const store = ctx.store.store(BANK_STORE);
      if (denoms.length === 0) {
        const { items, pagination } = paginate(store, Uint8Array.of(0x04), page, (value, key) => ({
          denom: fromUtf8(key),
          enabled: value[0] === 1,
        }));
        return { sendEnabled: items, pagination };
      }
      const found = denoms.flatMap((denom) => {
        const enabled = sendEnabled.get(store, denom);
        return enabled === undefined ? [] : [{ denom, enabled }];
      });
      return { sendEnabled: found, pagination: undefined };
    },
  }),
];

const supplyQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.TotalSupply.path,
    request: QueryTotalSupplyRequest,
    response: QueryTotalSupplyResponse,
    handle(ctx, { pagination: page }) {
      const { items, pagination } = coinPage(ctx, Uint8Array.of(0x00), page);
      return { supply: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.SupplyOf.path,
    request: QuerySupplyOfRequest,
    response: QuerySupplyOfResponse,
    handle: (ctx, { denom }) => ({
      amount: { denom, amount: String(supplies.get(ctx.store.store(BANK_STORE), requireDenom(denom)) ?? 0n) },
    }),
  }),
];

function requireMetadata(ctx: QueryContext, denom: string): Metadata {
  const metadata = denomMetadata.get(ctx.store.store(BANK_STORE), requireDenom(denom));
  if (metadata === undefined) throw queryNotFound(`client metadata for denom ${denom}`);
  return metadata;
}

const denomQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.DenomMetadata.path,
    request: QueryDenomMetadataRequest,
    response: QueryDenomMetadataResponse,
    handle: (ctx, { denom }) => ({ metadata: requireMetadata(ctx, denom) }),
  }),
  queryHandler({
    path: QueryService.DenomMetadataByQueryString.path,
    request: QueryDenomMetadataByQueryStringRequest,
    response: QueryDenomMetadataByQueryStringResponse,
    handle: (ctx, { denom }) => ({ metadata: requireMetadata(ctx, denom) }),
  }),
  queryHandler({
    path: QueryService.DenomsMetadata.path,
    request: QueryDenomsMetadataRequest,
    response: QueryDenomsMetadataResponse,
    handle(ctx, { pagination: page }) {
      const { items, pagination } = paginate(ctx.store.store(BANK_STORE), Uint8Array.of(0x01), page, (value) =>
        Metadata.fromBytes(value),
      );
      return { metadatas: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.Params.path,
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: bankParams.require(ctx.store.store(BANK_STORE)) }),
  }),
];

/** `cosmos.bank.v1beta1.Query`. */
export function createBankQueries(keeper: FullBankKeeper): readonly AnyQueryHandler[] {
  return [...createBalanceQueries(keeper), ...supplyQueries, ...denomQueries, ...ownerQueries];
}
