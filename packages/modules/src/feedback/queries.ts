import {
  QueryHostRatingsRequest,
  QueryHostRatingsResponse,
  QueryModelRatingsRequest,
  QueryModelRatingsResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QueryRatedRequest,
  QueryRatedResponse,
} from "@openledger/messages/openledger/feedback/v1";
import { addressToBytes } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { parseAddress } from "../support/addresses.ts";
import { malformedMessage } from "./errors.ts";
import { isRated } from "./rated-receipts.ts";
import { NO_RATINGS } from "./ratings.ts";
import { FEEDBACK, hostRatings, modelRatings, paramsOf } from "./state.ts";

const path = (method: string): string => `/openledger.feedback.v1.Query/${method}`;

export const queries: readonly AnyQueryHandler[] = [
  queryHandler<QueryHostRatingsRequest, QueryHostRatingsResponse>({
    path: path("HostRatings"),
    request: QueryHostRatingsRequest,
    response: QueryHostRatingsResponse,
    handle(ctx, { host }) {
      if (parseAddress(ctx.chain, host) === undefined) {
        throw malformedMessage(`host must be an address with prefix ${ctx.chain.bech32Prefix}`);
      }
      const key = addressToBytes(ctx.chain.bech32Prefix, host);
      return { ratings: hostRatings.get(ctx.store.store(FEEDBACK), key) ?? NO_RATINGS };
    },
  }),
  queryHandler<QueryModelRatingsRequest, QueryModelRatingsResponse>({
    path: path("ModelRatings"),
    request: QueryModelRatingsRequest,
    response: QueryModelRatingsResponse,
    handle: (ctx, { modelId, version }) => ({
      ratings: modelRatings.get(ctx.store.store(FEEDBACK), [modelId, version]) ?? NO_RATINGS,
    }),
  }),
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
  queryHandler<QueryRatedRequest, QueryRatedResponse>({
    path: path("Rated"),
    request: QueryRatedRequest,
    response: QueryRatedResponse,
    handle: (ctx, { sessionId, receiptIndex }) => ({ rated: isRated(ctx, sessionId, receiptIndex) }),
  }),
];
