import {
  Incident,
  QueryIncidentRequest,
  QueryIncidentResponse,
  QueryIncidentsRequest,
  QueryIncidentsResponse,
  QueryOpenRequest,
  QueryOpenResponse,
  QueryParamsRequest,
  QueryParamsResponse,
} from "@openledger/messages/openledger/accountability/v1";
import { readU64be } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { paramsOf, requireIncident } from "./keeper.ts";
import { ACCOUNTABILITY, INCIDENTS_PREFIX, TURNS_PREFIX } from "./state.ts";

const path = (method: string): string => `/openledger.accountability.v1.Query/${method}`;

/** Bytes of a queue key before the id. */
const TIME_BYTES = 8;

export const queries: readonly AnyQueryHandler[] = [
  queryHandler<QueryIncidentRequest, QueryIncidentResponse>({
    path: path("Incident"),
    request: QueryIncidentRequest,
    response: QueryIncidentResponse,
    handle: (ctx, { incidentId }) => ({ incident: requireIncident(ctx, incidentId) }),
  }),
  queryHandler<QueryIncidentsRequest, QueryIncidentsResponse>({
    path: path("Incidents"),
    request: QueryIncidentsRequest,
    response: QueryIncidentsResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(ACCOUNTABILITY), INCIDENTS_PREFIX, request.pagination, Incident.fromBytes);
      return { incidents: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryOpenRequest, QueryOpenResponse>({
    path: path("Open"),
    request: QueryOpenRequest,
    response: QueryOpenResponse,
    handle(ctx, request) {
      const page = paginate(ctx.store.store(ACCOUNTABILITY), TURNS_PREFIX, request.pagination, (_value, key) =>
        requireIncident(ctx, readU64be(key, TIME_BYTES)),
      );
      return { incidents: page.items, pagination: page.pagination };
    },
  }),
  queryHandler<QueryParamsRequest, QueryParamsResponse>({
    path: path("Params"),
    request: QueryParamsRequest,
    response: QueryParamsResponse,
    handle: (ctx) => ({ params: paramsOf(ctx) }),
  }),
];
