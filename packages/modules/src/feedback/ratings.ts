import type { Ratings } from "@openledger/messages/openledger/feedback/v1";
import type { Session } from "@openledger/messages/openledger/market/v1";
import { addressToBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { FEEDBACK, hostRatings, modelRatings } from "./state.ts";

/** The best rating; the worst is 1. */
export const RATING_MAX = 5;

/** Nobody has rated yet. */
export const NO_RATINGS: Ratings = { count: 0n, sum: 0n, byRating: Array.from({ length: RATING_MAX }, () => 0n), corrections: 0n };

/** Adds a rating to those of the session's host and of its model version. */
export function addRating(ctx: Context, session: Session, rating: number, isCorrected: boolean): void {
  const store = ctx.store.store(FEEDBACK);
  const host = addressToBytes(ctx.chain.bech32Prefix, session.host);
  hostRatings.set(store, host, withRating(hostRatings.get(store, host) ?? NO_RATINGS, rating, isCorrected));
  const model = [session.modelId, session.modelVersion] as const;
  modelRatings.set(store, model, withRating(modelRatings.get(store, model) ?? NO_RATINGS, rating, isCorrected));
}

function withRating(before: Ratings, rating: number, isCorrected: boolean): Ratings {
  return {
    count: before.count + 1n,
    sum: before.sum + BigInt(rating),
    byRating: before.byRating.map((count, i) => (i === rating - 1 ? count + 1n : count)),
    corrections: before.corrections + (isCorrected ? 1n : 0n),
  };
}
