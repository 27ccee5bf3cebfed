import {
  Offer,
  QueryDemandRequest,
  QueryDemandResponse,
  QueryHostRecordRequest,
  QueryHostRecordResponse,
  QueryModelOffersRequest,
  QueryModelOffersResponse,
  QueryOfferRequest,
  QueryOfferResponse,
  QueryOffersRequest,
  QueryOffersResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QuerySessionRequest,
  QuerySessionResponse,
  QuerySessionsRequest,
  QuerySessionsResponse,
  QuerySettlementLogRequest,
  QuerySettlementLogResponse,
  QuerySettlementRequest,
  QuerySettlementResponse,
  Session,
} from "@openledger/messages/openledger/market/v1";
import { queryHandler, queryInvalid, type AnyQueryHandler } from "@openledger/state-machine";
import { parseAddress } from "../support/addresses.ts";
import { isDenom } from "../support/amounts.ts";
import { paginate } from "../support/paginate.ts";
import { hostRecordOf } from "./host-record.ts";
import { unknownSession } from "./errors.ts";
import { findSession, paramsOf, requireDemand, requireOffer, requireSettlement } from "./keeper.ts";
import { offerIdOf, openOffersOf } from "./offer-index.ts";
import { queueQueries } from "./queue-queries.ts";
import { MARKET, OFFERS_PREFIX, SESSIONS_PREFIX, settlementLog } from "./state.ts";

const path = (method: string): string => `/openledger.market.v1.Query/${method}`;

const settlement: AnyQueryHandler = queryHandler<QuerySettlementRequest, QuerySettlementResponse>({
  path: path("Settlement"),
  request: QuerySettlementRequest,
  response: QuerySettlementResponse,
  handle(ctx, request) {
    return { settlement: requireSettlement(ctx, request.settlementId) };
  },
});

const demand: AnyQueryHandler = queryHandler<QueryDemandRequest, QueryDemandResponse>({
  path: path("Demand"),
  request: QueryDemandRequest,
  response: QueryDemandResponse,
  handle: (ctx, request) => ({ demand: requireDemand(ctx, request.demandId) }),
});

const settlementLogQuery: AnyQueryHandler = queryHandler<QuerySettlementLogRequest, QuerySettlementLogResponse>({
  path: path("SettlementLog"),
  request: QuerySettlementLogRequest,
  response: QuerySettlementLogResponse,
  handle(ctx) {
    const { size, peaks } = settlementLog.require(ctx.store.store(MARKET));
    return { log: { size: BigInt(size), peaks: [...peaks] } };
  },
});

const modelOffers: AnyQueryHandler = queryHandler<QueryModelOffersRequest, QueryModelOffersResponse>({
  path: path("ModelOffers"),
  request: QueryModelOffersRequest,
  response: QueryModelOffersResponse,
  handle(ctx, { modelId, modelVersion, denom, pagination }) {
    if (denom !== "" && !isDenom(denom)) throw queryInvalid("denom must be a denom, or empty for all");
    const prefix = openOffersOf(modelId, modelVersion, denom);
    const page = paginate(ctx.store.store(MARKET), prefix, pagination, (_value, key) => requireOffer(ctx, offerIdOf(key)));
    const listings = page.items.map((offer) => ({ offer, record: hostRecordOf(ctx, offer.host) }));
    return { listings, pagination: page.pagination };
  },
});

const hostRecord: AnyQueryHandler = queryHandler<QueryHostRecordRequest, QueryHostRecordResponse>({
  path: path("HostRecord"),
  request: QueryHostRecordRequest,
  response: QueryHostRecordResponse,
  handle(ctx, { host }) {
    if (parseAddress(ctx.chain, host) === undefined) throw queryInvalid(`host must be an address with prefix ${ctx.chain.bech32Prefix}`);
    return { record: hostRecordOf(ctx, host) };
  },
});

export const queries: readonly AnyQueryHandler[] = [
  queryHandler<QueryOfferRequest, QueryOfferResponse>({
    path: path("Offer"),
    request: QueryOfferRequest,
    response: QueryOfferResponse,
    handle: (ctx, request) => ({ offer: requireOffer(ctx, request.offerId) }),
  }),
  queryHandler<QueryOffersRequest, QueryOffersResponse>({
    path: path("Offers"),
    request: QueryOffersRequest,
    response: QueryOffersResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(MARKET), OFFERS_PREFIX, request.pagination, Offer.fromBytes);
      return { offers: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QuerySessionRequest, QuerySessionResponse>({
    path: path("Session"),
    request: QuerySessionRequest,
    response: QuerySessionResponse,
    handle(ctx, request) {
      const session = findSession(ctx, request.sessionId);
      if (session === undefined) throw unknownSession(`session ${request.sessionId}`);
      return { session };
    },
  }),
  queryHandler<QuerySessionsRequest, QuerySessionsResponse>({
    path: path("Sessions"),
    request: QuerySessionsRequest,
    response: QuerySessionsResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(MARKET), SESSIONS_PREFIX, request.pagination, Session.fromBytes);
      return { sessions: page.items, pagination: page.pagination };
    },
  }),
  modelOffers,
  hostRecord,
  settlement,
  demand,
  settlementLogQuery,
  ...queueQueries,
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
];
