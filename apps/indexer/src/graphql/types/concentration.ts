import { sql, type SQL } from "drizzle-orm";
import { rowsOf } from "../../db/database.ts";
import { builder } from "../builder.ts";
import { clientError } from "../errors.ts";

const BPS = 10_000n;
const TOP_MAX = 5;

interface Share {
  readonly name: string;
  readonly amount: bigint;
}

interface Concentration {
  readonly parties: number;
  readonly total: bigint;
  /** Sum of squared shares; a share is in basis points, so the sum is out of 10^8. */
  readonly squares: bigint;
  readonly largest: readonly Share[];
}

/** What each layer is measured in, by party. Money layers take one denom. */
const layers = {
  STAKE: { money: false, description: "Bonded units, by validator.", rows: sql`select operator as name, tokens as amount from validators where status = 'BONDED'` },
  DATA: { money: false, description: "Accepted tokens, by contributor.", rows: sql`select contributor as name, sum(token_count) as amount from contributions where state = 'ACCEPTED' group by contributor` },
  CURATORS: { money: false, description: "Reviews that accepted, by curator.", rows: sql`select curator as name, count(*)::numeric as amount from reviews where verdict = 'ACCEPT' group by curator` },
  MODELS: { money: true, description: "What answers cost, by model.", rows: bySession(sql`'model/' || o.model_id::text`) },
  HOSTS: { money: true, description: "What answers cost, by host.", rows: bySession(sql`s.host`) },
  REGIONS: { money: true, description: "What answers cost, by the region that the host declares.", rows: bySession(sql`coalesce(nullif(o.region, ''), 'nowhere')`) },
  BUYERS: { money: true, description: "What answers cost, by buyer.", rows: bySession(sql`s.buyer`) },
} as const satisfies Record<string, { readonly money: boolean; readonly description: string; readonly rows: SQL | ((denom: string) => SQL) }>;

function bySession(name: SQL): (denom: string) => SQL {
  return (denom) => sql`
    select ${name} as name, sum(s.settled_amount) as amount from sessions s join offers o on o.id = s.offer_id
    where s.denom = ${denom} and s.settled_amount > 0 group by 1`;
}

const Layer = builder.enumType("Layer", {
  values: Object.fromEntries(Object.entries(layers).map(([name, { description }]) => [name, { description }])) as Record<keyof typeof layers, object>,
});

const ShareRef = builder.objectRef<Share & { readonly total: bigint }>("LayerShare").implement({
  fields: (t) => ({
    name: t.exposeString("name", { description: "Address of the party, model/1, or the region." }),
    amount: t.expose("amount", { type: "BigInt" }),
    shareBps: t.int({ resolve: ({ amount, total }) => bpsOf(amount, total) }),
  }),
});

const ConcentrationRef = builder.objectRef<Concentration>("Concentration").implement({
  description: "How much of a layer lies with how few.",
  fields: (t) => ({
    parties: t.exposeInt("parties"),
    total: t.expose("total", { type: "BigInt" }),
    top1Bps: t.int({ description: "Share of the largest party, in basis points.", resolve: ({ largest, total }) => bpsOf(largest[0]?.amount ?? 0n, total) }),
    top5Bps: t.int({
      description: "Share of the five largest together.",
      resolve: ({ largest, total }) => bpsOf(largest.reduce((sum, { amount }) => sum + amount, 0n), total),
    }),
    hhi: t.int({ description: "Herfindahl-Hirschman index from 0 to 10,000: 10,000 is one party, above 2,500 is called concentrated.", resolve: ({ squares }) => Number(squares / BPS) }),
    largest: t.field({ type: [ShareRef], description: `The ${TOP_MAX} largest.`, resolve: ({ largest, total }) => largest.map((share) => ({ ...share, total })) }),
  }),
});

function bpsOf(amount: bigint, total: bigint): number {
  return total === 0n ? 0 : Number((amount * BPS) / total);
}

builder.queryField("concentration", (t) =>
  t.field({
    type: ConcentrationRef,
    description: "Top 1, top 5 and HHI of a layer.",
    args: { layer: t.arg({ type: Layer, required: true }), denom: t.arg.string({ description: "Of the money; needed for MODELS, HOSTS, REGIONS and BUYERS." }) },
    async resolve(_root, { layer, denom }, { db }) {
      const { rows } = layers[layer];
      if (typeof rows === "function" && denom == null) throw clientError("BAD_USER_INPUT", `layer ${layer} is measured in money: name its \`denom\``);
      const parties = typeof rows === "function" ? rows(denom ?? "") : rows;
      const result = await db.execute(sql`
        with parties as (${parties}), total as (select coalesce(sum(amount), 0) as units from parties),
          shares as (select name, amount, units, floor(amount * 10000 / units) as bps from parties cross join total where amount > 0)
        select name, amount::text as amount, units::text as total, (count(*) over ())::int as parties, (sum(bps * bps) over ())::text as squares
        from shares order by shares.amount desc, name limit ${TOP_MAX}`);
      const found = rowsOf<{ name: string; amount: string; total: string; parties: number; squares: string }>(result);
      const [first] = found;
      return {
        parties: first?.parties ?? 0,
        total: BigInt(first?.total ?? 0),
        squares: BigInt(first?.squares ?? 0),
        largest: found.map(({ name, amount }) => ({ name, amount: BigInt(amount) })),
      };
    },
  }),
);
