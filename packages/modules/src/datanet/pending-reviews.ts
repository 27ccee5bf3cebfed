import { QueryPendingReviewsRequest, QueryPendingReviewsResponse } from "@openledger/messages/openledger/datanet/v1";
import { readU64be } from "@openledger/primitives";
import { queryHandler, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { requireContribution } from "./keeper.ts";
import { DATANET, LAPSE_QUEUE_PREFIX } from "./state.ts";

/** What waits for curators, in the order in which it lapses. */
export const pendingReviews: AnyQueryHandler = queryHandler<QueryPendingReviewsRequest, QueryPendingReviewsResponse>({
  path: "/openledger.datanet.v1.Query/PendingReviews",
  request: QueryPendingReviewsRequest,
  response: QueryPendingReviewsResponse,
  handle(ctx, request) {
    const page = paginate(ctx.store.store(DATANET), LAPSE_QUEUE_PREFIX, request.pagination, (_value, key) => ({
      // Lapse time, datanet and seq, 8 bytes each.
      contribution: requireContribution(ctx, readU64be(key, 8), readU64be(key, 16)),
      lapseTime: readU64be(key),
    }));
    return { reviews: page.items, pagination: page.pagination };
  },
});
