import {
  Contribution,
  Datanet,
  Dispute,
  Erasure,
  QueryDisputeRequest,
  QueryDisputeResponse,
  QueryDisputesRequest,
  QueryDisputesResponse,
  QueryErasureRequest,
  QueryErasureResponse,
  QueryErasuresRequest,
  QueryErasuresResponse,
  QueryContributionRequest,
  QueryContributionResponse,
  QueryContributionsRequest,
  QueryContributionsResponse,
  QueryDatanetRequest,
  QueryDatanetResponse,
  QueryDatanetsRequest,
  QueryDatanetsResponse,
  QueryParamsRequest,
  QueryParamsResponse,
  QueryVersionRequest,
  QueryVersionResponse,
} from "@openledger/messages/openledger/datanet/v1";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { unknownVersion } from "./errors.ts";
import { paramsOf, requireContribution, requireDatanet, requireDispute } from "./keeper.ts";
import { pendingReviews } from "./pending-reviews.ts";
import { contributionsPrefix, DATANET, DATANETS_PREFIX, DISPUTES_PREFIX, erasures, ERASURES_PREFIX, versions } from "./state.ts";

const path = (method: string): string => `/openledger.datanet.v1.Query/${method}`;

export const queries: readonly AnyQueryHandler[] = [
  pendingReviews,
  queryHandler<QueryDatanetRequest, QueryDatanetResponse>({
    path: path("Datanet"),
    request: QueryDatanetRequest,
    response: QueryDatanetResponse,
    handle: (ctx, request) => ({ datanet: requireDatanet(ctx, request.datanetId) }),
  }),
  queryHandler<QueryDatanetsRequest, QueryDatanetsResponse>({
    path: path("Datanets"),
    request: QueryDatanetsRequest,
    response: QueryDatanetsResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(DATANET), DATANETS_PREFIX, request.pagination, Datanet.fromBytes);
      return { datanets: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryContributionRequest, QueryContributionResponse>({
    path: path("Contribution"),
    request: QueryContributionRequest,
    response: QueryContributionResponse,
    handle: (ctx, request) => ({ contribution: requireContribution(ctx, request.datanetId, request.seq) }),
  }),
  queryHandler<QueryContributionsRequest, QueryContributionsResponse>({
    path: path("Contributions"),
    request: QueryContributionsRequest,
    response: QueryContributionsResponse,
    handle(ctx, request) {
      const prefix = contributionsPrefix(request.datanetId);
      const page = paginate(ctx.store.store(DATANET), prefix, request.pagination, Contribution.fromBytes);
      return { contributions: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryVersionRequest, QueryVersionResponse>({
    path: path("Version"),
    request: QueryVersionRequest,
    response: QueryVersionResponse,
    handle(ctx, request) {
      const version = versions.get(ctx.store.store(DATANET), [request.datanetId, request.version]);
      if (version === undefined) throw unknownVersion(`datanet ${request.datanetId}@${request.version}`);
      return { version };
    },
  }),
  queryHandler<QueryErasureRequest, QueryErasureResponse>({
    path: path("Erasure"),
    request: QueryErasureRequest,
    response: QueryErasureResponse,
    handle(ctx, { blob }) {
      return { erasure: blob.length === 32 ? erasures.get(ctx.store.store(DATANET), blob) : undefined };
    },
  }),
  queryHandler<QueryErasuresRequest, QueryErasuresResponse>({
    path: path("Erasures"),
    request: QueryErasuresRequest,
    response: QueryErasuresResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(DATANET), ERASURES_PREFIX, request.pagination, Erasure.fromBytes);
      return { erasures: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryDisputeRequest, QueryDisputeResponse>({
    path: path("Dispute"),
    request: QueryDisputeRequest,
    response: QueryDisputeResponse,
    handle: (ctx, { disputeId }) => ({ dispute: requireDispute(ctx, disputeId) }),
  }),
  queryHandler<QueryDisputesRequest, QueryDisputesResponse>({
    path: path("Disputes"),
    request: QueryDisputesRequest,
    response: QueryDisputesResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(DATANET), DISPUTES_PREFIX, request.pagination, Dispute.fromBytes);
      return { disputes: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
];
