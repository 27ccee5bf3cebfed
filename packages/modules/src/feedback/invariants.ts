import type { Ratings } from "@openledger/messages/openledger/feedback/v1";
import type { Identity, QueryContext } from "@openledger/state-machine";
import { FEEDBACK, hostRatings, modelRatings } from "./state.ts";

/** Each table of ratings adds up, and hosts and models were rated equally often with the same sums. */
export function identities(ctx: QueryContext): readonly Identity[] {
  const reader = ctx.store.store(FEEDBACK);
  const broken: string[] = [];
  const total = (tables: Iterable<readonly [unknown, Ratings]>, whose: string): string => {
    let [count, sum, corrections] = [0n, 0n, 0n];
    for (const [, ratings] of tables) {
      const counted = ratings.byRating.reduce((all, one) => all + one, 0n);
      const summed = ratings.byRating.reduce((all, one, i) => all + one * BigInt(i + 1), 0n);
      if (counted !== ratings.count || summed !== ratings.sum) broken.push(`ratings of a ${whose} do not add up`);
      if (ratings.corrections > ratings.count) broken.push(`a ${whose} was corrected more often than rated`);
      count += ratings.count;
      sum += ratings.sum;
      corrections += ratings.corrections;
    }
    return `${count} ratings, sum ${sum}, ${corrections} corrections`;
  };
  const hosts = total(hostRatings.iterate(reader), "host");
  const models = total(modelRatings.iterate(reader), "model version");
  if (hosts !== models) broken.push(`hosts have ${hosts}, model versions ${models}`);
  return [{ says: "ratings add up, by host and by model version alike", found: hosts, broken }];
}
