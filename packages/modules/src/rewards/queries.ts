import {
  QueryClaimableRequest,
  QueryClaimableResponse,
  QueryParamsRequest,
  QueryParamsResponse,
} from "@openledger/messages/openledger/rewards/v1";
import { queryHandler, type AnyQueryHandler, type QueryContext } from "@openledger/state-machine";
import { parseAddress } from "../support/addresses.ts";
import { makeCoin } from "../support/amounts.ts";
import { creditsOf, drawsOfAccount, sumByDenom } from "./claim.ts";
import { malformedMessage } from "./errors.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { paramsOf, type DrawnKey } from "./state.ts";

/** Rounds of {@link drawsOfAccount} that one query answers for. */
const MAX_ROUNDS = 16;

export function createQueries(datanets: DatanetKeeper): readonly AnyQueryHandler[] {
  return [
    queryHandler<QueryClaimableRequest, QueryClaimableResponse>({
      path: "/openledger.rewards.v1.Query/Claimable",
      request: QueryClaimableRequest,
      response: QueryClaimableResponse,
      handle: (ctx, request) => claimable(ctx, datanets, request.address),
    }),
    queryHandler<QueryParamsRequest, QueryParamsResponse>({
      path: "/openledger.rewards.v1.Query/Params",
      request: QueryParamsRequest,
      response: QueryParamsResponse,
      handle: (ctx) => ({ params: paramsOf(ctx) }),
    }),
  ];
}

function claimable(ctx: QueryContext, datanets: DatanetKeeper, address: string): QueryClaimableResponse {
  if (parseAddress(ctx.chain, address) === undefined) {
    throw malformedMessage(`address must have prefix ${ctx.chain.bech32Prefix}`);
  }
  const parts = [...creditsOf(ctx, address)];
  let after: DrawnKey | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { draws, next } = drawsOfAccount(ctx, datanets, address, after);
    for (const draw of draws) parts.push([draw.pool.denom, draw.units]);
    if (next === undefined) break;
    after = next;
  }
  return { amount: sumByDenom(parts).map(([denom, units]) => makeCoin(denom, units)) };
}
