import { asc, countDistinct, eq, sum } from "drizzle-orm";
import { contributions } from "../../schema/datanet.ts";
import { payouts } from "../../schema/rewards.ts";
import { builder } from "../builder.ts";
import { CoinRef } from "../refs.ts";

/** Carries no row: its fields count when they are asked for. */
const Totals = builder.objectRef<object>("Totals").implement({
  description: "Sums over everything that is indexed.",
  fields: (t) => ({
    owners: t.int({
      description: "Accounts with an accepted contribution.",
      async resolve(_root, _args, { db }) {
        const rows = await db
          .select({ owners: countDistinct(contributions.contributor) })
          .from(contributions)
          .where(eq(contributions.state, "ACCEPTED"));
        return rows[0]?.owners ?? 0;
      },
    }),
    paidToOwners: t.field({
      type: [CoinRef],
      description: "What final answers paid to owners of their words, by denom.",
      async resolve(_root, _args, { db }) {
        const rows = await db
          .select({ denom: payouts.denom, amount: sum(payouts.amount) })
          .from(payouts)
          .where(eq(payouts.role, "OWNER"))
          .groupBy(payouts.denom)
          .orderBy(asc(payouts.denom));
        return rows.map(({ denom, amount }) => ({ denom, amount: BigInt(amount ?? 0) }));
      },
    }),
  }),
});

builder.queryField("totals", (t) => t.field({ type: Totals, resolve: () => ({}) }));
