import {
  QueryDemandsRequest,
  QueryDemandsResponse,
  QuerySettlementsRequest,
  QuerySettlementsResponse,
} from "@openledger/messages/openledger/market/v1";
import { readU64be } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { requireDemand, requireSettlement } from "./keeper.ts";
import { DEMAND_QUEUE_PREFIX, MARKET, SETTLEMENT_QUEUE_PREFIX } from "./state.ts";

/** A key of a queue is a time, 8 bytes, and an id. */
const idOf = (key: Uint8Array): bigint => readU64be(key, 8);

/** What is pending and what is demanded, in the order in which it is due. */
export const queueQueries: readonly AnyQueryHandler[] = [
  queryHandler<QuerySettlementsRequest, QuerySettlementsResponse>({
    path: "/openledger.market.v1.Query/Settlements",
    request: QuerySettlementsRequest,
    response: QuerySettlementsResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(MARKET), SETTLEMENT_QUEUE_PREFIX, request.pagination, (_value, key) =>
        requireSettlement(ctx, idOf(key)),
      );
      return { settlements: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryDemandsRequest, QueryDemandsResponse>({
    path: "/openledger.market.v1.Query/Demands",
    request: QueryDemandsRequest,
    response: QueryDemandsResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(MARKET), DEMAND_QUEUE_PREFIX, request.pagination, (_value, key) =>
        requireDemand(ctx, idOf(key)),
      );
      return { demands: page.items, pagination: page.pagination };
    },
  }),
];
