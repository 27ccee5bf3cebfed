import {
  Model,
  QueryModelRequest,
  QueryModelResponse,
  QueryModelsRequest,
  QueryModelsResponse,
  QueryModelVersionRequest,
  QueryModelVersionResponse,
  QueryParamsRequest,
  QueryParamsResponse,
} from "@openledger/messages/openledger/model/v1";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { unknownVersion } from "./errors.ts";
import { modelKeeper, paramsOf, requireModel } from "./keeper.ts";
import { MODEL, MODELS_PREFIX } from "./state.ts";

const path = (method: string): string => `/openledger.model.v1.Query/${method}`;

export const queries: readonly AnyQueryHandler[] = [
  queryHandler<QueryModelRequest, QueryModelResponse>({
    path: path("Model"),
    request: QueryModelRequest,
    response: QueryModelResponse,
    handle: (ctx, request) => ({ model: requireModel(ctx, request.modelId) }),
  }),
  queryHandler<QueryModelsRequest, QueryModelsResponse>({
    path: path("Models"),
    request: QueryModelsRequest,
    response: QueryModelsResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(MODEL), MODELS_PREFIX, request.pagination, Model.fromBytes);
      return { models: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryModelVersionRequest, QueryModelVersionResponse>({
    path: path("ModelVersion"),
    request: QueryModelVersionRequest,
    response: QueryModelVersionResponse,
    handle(ctx, request) {
      const version = modelKeeper.version(ctx, request.modelId, request.version);
      if (version === undefined) throw unknownVersion(`model ${request.modelId}@${request.version}`);
      return { version };
    },
  }),
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
];
