import { and, asc, desc, eq, gte, lt, max, min, sql, sum } from "drizzle-orm";
import { blocks } from "../../schema/chain.ts";
import { demandMinutes, gateDirections, gateMovements } from "../../schema/gate.ts";
import { payouts } from "../../schema/rewards.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { clientError } from "../errors.ts";
import { firstHeightFrom } from "../height-of-time.ts";
import { keysets } from "../keysets.ts";
import { GateMovementRef, TxRef } from "../refs.ts";

const NANOS_PER_SECOND = 1_000_000_000n;
const SECONDS_PER_MINUTE = 60;
const DAY_SECONDS = 86_400;
const POINTS_MAX = 400;
/** Whole minutes until the year 3000. */
const EPOCH_MAX = 600_000_000n;

interface DemandFlows {
  readonly entered: bigint;
  readonly left: bigint;
  readonly leftExternal: bigint;
  readonly external: bigint;
  readonly internal: bigint;
  readonly toProtocol: bigint;
}

interface DemandPoint extends DemandFlows {
  /** Seconds since the Unix epoch. */
  readonly from: bigint;
}

interface DemandLine {
  readonly denom: string;
}

const flowDescriptions = {
  entered: "Minted for deposits at the gate.",
  left: "Burned by withdrawals.",
  leftExternal: "Of it, what had entered and was not spent.",
  external: "Spent on answers and opening fees out of what had entered, net of what returned.",
  internal: "Spent on them out of everything else.",
  toProtocol: "Of all that was spent, what stakers, treasury and the burn got.",
} as const satisfies Record<keyof DemandFlows, string>;

const Flows = builder.objectRef<DemandFlows>("DemandFlows").implement({
  description: "What entered, left and was spent of a denom, in units.",
  fields: (t) => ({
    entered: t.expose("entered", { type: "BigInt", description: flowDescriptions.entered }),
    left: t.expose("left", { type: "BigInt", description: flowDescriptions.left }),
    leftExternal: t.expose("leftExternal", { type: "BigInt", description: flowDescriptions.leftExternal }),
    external: t.expose("external", { type: "BigInt", description: flowDescriptions.external }),
    internal: t.expose("internal", { type: "BigInt", description: flowDescriptions.internal }),
    toProtocol: t.expose("toProtocol", { type: "BigInt", description: flowDescriptions.toProtocol }),
  }),
});

const Point = builder.objectRef<DemandPoint>("DemandPoint").implement({
  description: "The flows of one period; a period without any is left out.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", resolve: ({ from }) => from * NANOS_PER_SECOND }),
    flows: t.field({ type: Flows, resolve: (point) => point }),
  }),
});

const DemandLineRef = builder.objectRef<DemandLine>("DemandLine").implement({
  description: "Where the money of a denom comes from. A loop through the gate looks external to any chain, so what entered and left belongs beside what was spent.",
  fields: (t) => ({
    denom: t.exposeString("denom"),
    since: t.field({ type: "DateTime", nullable: true, description: "Start of the first minute with a flow.", resolve: ({ denom }, _args, { db }) => minuteOf(db, denom, "first") }),
    until: t.field({ type: "DateTime", nullable: true, description: "Start of the last minute with a flow.", resolve: ({ denom }, _args, { db }) => minuteOf(db, denom, "last") }),
    total: t.field({ type: Flows, resolve: ({ denom }, _args, { db }) => totalOf(db, denom) }),
    points: t.field({
      type: [Point],
      description: `The newest ${POINTS_MAX} periods with a flow, oldest first.`,
      args: { periodSeconds: t.arg.int({ defaultValue: DAY_SECONDS, description: "Whole minutes: 60, 3600, 86400." }) },
      resolve: ({ denom }, { periodSeconds }, { db }) => pointsOf(db, denom, periodSeconds ?? DAY_SECONDS),
    }),
  }),
});

const sums = {
  entered: sum(demandMinutes.entered),
  left: sum(demandMinutes.left),
  leftExternal: sum(demandMinutes.leftExternal),
  external: sum(demandMinutes.external),
  internal: sum(demandMinutes.internal),
  toProtocol: sum(demandMinutes.toProtocol),
};

function flowsOf(row: { readonly [name in keyof DemandFlows]: string | null } | undefined): DemandFlows {
  const of = (name: keyof DemandFlows): bigint => BigInt(row?.[name] ?? 0);
  return { entered: of("entered"), left: of("left"), leftExternal: of("leftExternal"), external: of("external"), internal: of("internal"), toProtocol: of("toProtocol") };
}

async function totalOf(db: GraphqlContext["db"], denom: string): Promise<DemandFlows> {
  return flowsOf((await db.select(sums).from(demandMinutes).where(eq(demandMinutes.denom, denom)))[0]);
}

async function minuteOf(db: GraphqlContext["db"], denom: string, end: "first" | "last"): Promise<bigint | null> {
  const minute = end === "first" ? min(demandMinutes.minute) : max(demandMinutes.minute);
  const [row] = await db.select({ minute }).from(demandMinutes).where(eq(demandMinutes.denom, denom));
  return row?.minute == null ? null : BigInt(row.minute) * 60n * NANOS_PER_SECOND;
}

async function pointsOf(db: GraphqlContext["db"], denom: string, periodSeconds: number): Promise<DemandPoint[]> {
  const minutes = minutesOf(periodSeconds);
  const period = sql<string>`(${demandMinutes.minute} / ${sql.raw(String(minutes))})`;
  const rows = await db
    .select({ period: sql<string>`${period}::text`, ...sums })
    .from(demandMinutes)
    .where(eq(demandMinutes.denom, denom))
    .groupBy(period)
    .orderBy(sql`${period} desc`)
    .limit(POINTS_MAX);
  return rows.reverse().map((row) => ({ ...flowsOf(row), from: BigInt(row.period) * minutes * 60n }));
}

GateMovementRef.implement({
  description: "A deposit or a withdrawal at the gate of a denom.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    eventIndex: t.exposeInt("eventIndex"),
    denom: t.exposeString("denom"),
    direction: t.expose("direction", { type: builder.enumType("GateDirection", { values: gateDirections }) }),
    holder: t.expose("holder", { type: "Address", description: "Who received the deposit, or whose units were burned." }),
    amount: t.expose("amount", { type: "BigInt" }),
    external: t.expose("external", { type: "BigInt", description: "Of a withdrawal, the part that had entered and was not spent." }),
    number: t.expose("number", { type: "BigInt" }),
    reference: t.exposeString("reference", { description: "What the issuer knows the payment by." }),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])) }),
  }),
});

interface Epoch {
  readonly denom: string;
  /** Minutes since the Unix epoch: the first one, and the first one behind. */
  readonly from: bigint;
  readonly to: bigint;
}

const EpochRef = builder.objectRef<Epoch>("DemandEpoch").implement({
  description: "Where the money of one period came from. External demand until its end never exceeds what entered until then.",
  fields: (t) => ({
    denom: t.exposeString("denom"),
    from: t.field({ type: "DateTime", resolve: ({ from }) => from * 60n * NANOS_PER_SECOND }),
    to: t.field({ type: "DateTime", resolve: ({ to }) => to * 60n * NANOS_PER_SECOND }),
    flows: t.field({ type: Flows, description: "Of the period alone.", resolve: (epoch, _args, { db }) => flowsWithin(db, epoch) }),
    cumulative: t.field({ type: Flows, description: "From the beginning until the end of the period.", resolve: ({ denom, to }, _args, { db }) => flowsWithin(db, { denom, from: 0n, to }) }),
    burned: t.field({
      type: "BigInt",
      description: "What splits of fees burned within the period.",
      resolve: (epoch, _args, { db }) => burnedWithin(db, epoch),
    }),
    externalShareBps: t.int({
      nullable: true,
      description: "External part of what was spent in the period, in basis points; null when nothing was spent.",
      async resolve(epoch, _args, { db }) {
        const { external, internal } = await flowsWithin(db, epoch);
        return external + internal <= 0n ? null : Number((external * 10_000n) / (external + internal));
      },
    }),
    unspent: t.field({
      type: "BigInt",
      description: "What entered until the end of the period, and neither left nor was spent. The identity is that this is never negative.",
      resolve: async ({ denom, to }, _args, { db }) => unspentOf(await flowsWithin(db, { denom, from: 0n, to })),
    }),
    holds: t.boolean({
      description: "Whether the identity holds: cumulative external demand plus what left of it is at most what entered.",
      resolve: async ({ denom, to }, _args, { db }) => unspentOf(await flowsWithin(db, { denom, from: 0n, to })) >= 0n,
    }),
  }),
});

function unspentOf({ entered, leftExternal, external }: DemandFlows): bigint {
  return entered - leftExternal - external;
}

async function flowsWithin(db: GraphqlContext["db"], { denom, from, to }: Epoch): Promise<DemandFlows> {
  const within = and(eq(demandMinutes.denom, denom), gte(demandMinutes.minute, from), lt(demandMinutes.minute, to));
  return flowsOf((await db.select(sums).from(demandMinutes).where(within))[0]);
}

async function burnedWithin(db: GraphqlContext["db"], { denom, from, to }: Epoch): Promise<bigint> {
  const [first, last] = [await firstHeightFrom(db, from * 60n * NANOS_PER_SECOND), await firstHeightFrom(db, to * 60n * NANOS_PER_SECOND)];
  const [row] = await db
    .select({ burned: sum(payouts.amount) })
    .from(payouts)
    .where(and(gte(payouts.height, first), lt(payouts.height, last), eq(payouts.role, "BURN"), eq(payouts.denom, denom)));
  return BigInt(row?.burned ?? 0);
}

/** The period with this number since the Unix epoch, or the one that the last block lies in. */
async function epochOf(db: GraphqlContext["db"], denom: string, epoch: bigint | null | undefined, periodSeconds: number): Promise<Epoch> {
  const minutes = minutesOf(periodSeconds);
  const newest = epoch == null ? (await db.select({ timeNs: blocks.timeNs }).from(blocks).orderBy(desc(blocks.height)).limit(1))[0]?.timeNs : undefined;
  const number = epoch ?? BigInt(newest ?? 0) / NANOS_PER_SECOND / 60n / minutes;
  if (number < 0n || number > EPOCH_MAX) throw clientError("BAD_USER_INPUT", `\`epoch\` counts periods since 1970 and is between 0 and ${EPOCH_MAX}`);
  return { denom, from: number * minutes, to: (number + 1n) * minutes };
}

function minutesOf(periodSeconds: number): bigint {
  if (periodSeconds < SECONDS_PER_MINUTE || periodSeconds % SECONDS_PER_MINUTE !== 0) {
    throw clientError("BAD_USER_INPUT", "`periodSeconds` is a whole number of minutes, at least 60");
  }
  return BigInt(periodSeconds / SECONDS_PER_MINUTE);
}

builder.queryFields((t) => ({
  demand: t.field({
    type: EpochRef,
    description: "What entered, left, was spent and burned of a denom in one period: the one with a number since the Unix epoch, or the current one.",
    args: {
      denom: t.arg.string({ required: true }),
      epoch: t.arg({ type: "BigInt" }),
      periodSeconds: t.arg.int({ defaultValue: DAY_SECONDS, description: "Whole minutes: 60, 3600, 86400." }),
    },
    resolve: (_root, { denom, epoch, periodSeconds }, { db }) => epochOf(db, denom, epoch, periodSeconds ?? DAY_SECONDS),
  }),
  demandLines: t.field({
    type: [DemandLineRef],
    description: "One for each denom that entered, left or was spent.",
    resolve: (_root, _args, { db }) => db.selectDistinct({ denom: demandMinutes.denom }).from(demandMinutes).orderBy(asc(demandMinutes.denom)),
  }),
  gateMovements: t.connection({
    type: GateMovementRef,
    args: { order: t.arg({ type: Order }), denom: t.arg.string() },
    resolve: (_root, { denom, ...args }, { db }) => pageOf(db, keysets.gateMovements, args, and(denom == null ? undefined : eq(gateMovements.denom, denom))),
  }),
}));
