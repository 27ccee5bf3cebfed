import { QueryParamsRequest, QueryParamsResponse } from "@openledger/messages/openledger/attribution/v1";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { ATTRIBUTION, params } from "./state.ts";

export const queries: readonly AnyQueryHandler[] = [
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: "/openledger.attribution.v1.Query/Params",
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: params.require(ctx.store.store(ATTRIBUTION)) }),
  }),
];
