import {
  Grant,
  QueryAllowanceRequest,
  QueryAllowanceResponse,
  QueryAllowancesByGranterRequest,
  QueryAllowancesByGranterResponse,
  QueryAllowancesRequest,
  QueryAllowancesResponse,
  QueryService,
} from "@openledger/messages/cosmos/feegrant/v1beta1";
import { concatBytes, equalBytes } from "@openledger/primitives";
import { QueryError, queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { queryAddressBytes } from "../support/sdk-address.ts";
import { FEEGRANT_STORE, grantKey, grants } from "./state.ts";

const GRANTS = Uint8Array.of(0x00);

/** `cosmos.feegrant.v1beta1.Query`. */
export const feegrantQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    path: QueryService.Allowance.path,
    request: QueryAllowanceRequest,
    response: QueryAllowanceResponse,
    handle(ctx, { granter, grantee }) {
      const from = queryAddressBytes(ctx.chain, granter);
      const grant = grants.get(ctx.store.store(FEEGRANT_STORE), [queryAddressBytes(ctx.chain, grantee), from]);
      if (grant === undefined) throw new QueryError("Internal", "fee-grant not found: not found");
      return { allowance: grant };
    },
  }),
  queryHandler({
    path: QueryService.Allowances.path,
    request: QueryAllowancesRequest,
    response: QueryAllowancesResponse,
    handle(ctx, { grantee, pagination: page }) {
      const prefix = concatBytes(GRANTS, grantKey.prefix(queryAddressBytes(ctx.chain, grantee)));
      const { items, pagination } = paginate(ctx.store.store(FEEGRANT_STORE), prefix, page, (value) => Grant.fromBytes(value));
      return { allowances: items, pagination };
    },
  }),
  queryHandler({
    path: QueryService.AllowancesByGranter.path,
    request: QueryAllowancesByGranterRequest,
    response: QueryAllowancesByGranterResponse,
    handle(ctx, { granter, pagination: page }) {
      const from = queryAddressBytes(ctx.chain, granter);
      const { items, pagination } = paginate(
        ctx.store.store(FEEGRANT_STORE),
        GRANTS,
        page,
        (value) => Grant.fromBytes(value),
        (_, key) => equalBytes(grantKey.decode(key)[1], from),
      );
      return { allowances: items, pagination };
    },
  }),
];
