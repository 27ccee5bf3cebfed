import {
  Grant,
  QueryGranteeGrantsRequest,
  QueryGranteeGrantsResponse,
  QueryGranterGrantsRequest,
  QueryGranterGrantsResponse,
  QueryGrantsRequest,
  QueryGrantsResponse,
  QueryService,
  type GrantAuthorization,
} from "@openledger/messages/cosmos/authz/v1beta1";
import { addressFromBytes, concatBytes, equalBytes } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { queryAddressBytes } from "../support/sdk-address.ts";
import { noAuthorizationFound } from "./errors.ts";
import { AUTHZ_STORE, grantKey, grants } from "./state.ts";

const GRANTS = Uint8Array.of(0x01);

/** A grant with those whom its key names. */
function withParties({ chain }: QueryContext, value: Uint8Array, key: Uint8Array): GrantAuthorization {
  const [granter, grantee] = grantKey.decode(key);
  const text = (bytes: Uint8Array): string => addressFromBytes(chain.bech32Prefix, bytes);
  return { granter: text(granter), grantee: text(grantee), ...Grant.fromBytes(value) };
}

/** `cosmos.authz.v1beta1.Query`. */
export const authzQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.Grants.path,
    request: QueryGrantsRequest,
    response: QueryGrantsResponse,
    handle(ctx, { granter, grantee, msgTypeUrl, pagination: page }) {
      const from = queryAddressBytes(ctx.chain, granter);
      const to = queryAddressBytes(ctx.chain, grantee);
      const store = ctx.store.store(AUTHZ_STORE);
      if (msgTypeUrl !== "") {
        const grant = grants.get(store, [from, to, msgTypeUrl]);
        if (grant === undefined) throw noAuthorizationFound(`authorization not found for ${msgTypeUrl.slice(0, 200)} type`);
        return { grants: [grant] };
      }
      const prefix = concatBytes(GRANTS, grantKey.prefix(from, to));
      const { items, pagination } = paginate(store, prefix, page, (value) => Grant.fromBytes(value));
      return { grants: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.GranterGrants.path,
    request: QueryGranterGrantsRequest,
    response: QueryGranterGrantsResponse,
    handle(ctx, { granter, pagination: page }) {
      const from = grantKey.prefix(queryAddressBytes(ctx.chain, granter));
      const { items, pagination } = paginate(ctx.store.store(AUTHZ_STORE), concatBytes(GRANTS, from), page, (value, key) =>
        withParties(ctx, value, concatBytes(from, key)),
      );
      return { grants: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.GranteeGrants.path,
    request: QueryGranteeGrantsRequest,
    response: QueryGranteeGrantsResponse,
    handle(ctx, { grantee, pagination: page }) {
      const to = queryAddressBytes(ctx.chain, grantee);
      const { items, pagination } = paginate(
        ctx.store.store(AUTHZ_STORE),
        GRANTS,
        page,
        (value, key) => withParties(ctx, value, key),
        (_, key) => equalBytes(grantKey.decode(key)[1], to),
      );
      return { grants: items, pagination };
    },
  }),
];
