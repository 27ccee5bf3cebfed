import {
  Descendant,
  Model,
  QueryDescendantsRequest,
  QueryDescendantsResponse,
  QueryModelRequest,
  QueryModelResponse,
  QueryModelsRequest,
  QueryModelsResponse,
  QueryModelVersionRequest,
  QueryModelVersionResponse,
  QueryParamsRequest,
  QueryParamsResponse,
} from "@openledger/messages/openledger/model/v1";
import { assertDefined, concatBytes } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { freezeOf } from "./freeze.ts";
import { paramsOf, requireModel, requireVersion } from "./keeper.ts";
import { descendantKey, descendantsPrefix, MODEL, MODELS_PREFIX, type VersionKey } from "./state.ts";

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
    handle(ctx, { modelId, version: number }) {
      const version = requireVersion(ctx, modelId, number);
      const freeze = freezeOf(ctx, modelId, number);
      return { version, ...(freeze === undefined ? {} : { freeze }) };
    },
  }),
  queryHandler<QueryDescendantsRequest, QueryDescendantsResponse>({
    path: path("Descendants"),
    request: QueryDescendantsRequest,
    response: QueryDescendantsResponse,
    handle: descendantsOf,
  }),
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
];

function descendantsOf(ctx: QueryContext, { modelId, version, pagination }: QueryDescendantsRequest): QueryDescendantsResponse {
  if (version === 0n) requireModel(ctx, modelId);
  else requireVersion(ctx, modelId, version);
  const prefix = descendantsPrefix(modelId, version);
  const page = paginate(ctx.store.store(MODEL), prefix, pagination, (_, rest) => {
    const [ancestor, descendant] = descendantKey.decode(concatBytes(prefix, rest).subarray(1));
    return describe(ctx, ancestor, descendant);
  });
  return { descendants: page.items, pagination: page.pagination };
}

function describe(ctx: QueryContext, [ancestorId, ancestorVersion]: VersionKey, [modelId, version]: VersionKey): Descendant {
  const { publisher, ancestors } = requireVersion(ctx, modelId, version);
  const line = ancestors.find((one) => one.modelId === ancestorId && one.version === ancestorVersion);
  const { bps, generation } = assertDefined(line, `${modelId}@${version} descends from ${ancestorId}@${ancestorVersion}`);
  return { modelId, version, publisher, ancestorVersion, bps, generation };
}
