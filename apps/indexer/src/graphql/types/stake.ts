import { and, count, desc, eq, sql, sum } from "drizzle-orm";
import { rowsOf } from "../../db/database.ts";
import { bondStatuses, delegations, slashes, unbondings, validators } from "../../schema/stake.ts";
import { heightOf, type SharesAt } from "../at-height.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { keysets } from "../keysets.ts";
import { byColumns, nestedList } from "../nested.ts";
import { AccountRef, SlashRef, UnbondingRef, ValidatorRef } from "../refs.ts";

export const BondStatus = builder.enumType("BondStatus", { values: bondStatuses });

const DelegationRef = builder.objectRef<SharesAt>("Delegation").implement({
  description: "Stake of an account in a validator.",
  fields: (t) => ({
    delegator: t.expose("delegator", { type: "Address" }),
    shares: t.expose("shares", { type: "BigInt", description: "Integer of 10^-18 shares." }),
    amount: t.field({
      type: "BigInt",
      nullable: true,
      description: "Units that the shares are worth in the validator as it is now, rounded down.",
      async resolve({ validator, shares }, _args, { loaders }) {
        const found = await loaders.validator.load([validator]);
        return found === null ? null : found.shares === 0n ? 0n : (shares * found.tokens) / found.shares;
      },
    }),
    validator: t.field({ type: ValidatorRef, nullable: true, resolve: ({ validator }, _args, { loaders }) => loaders.validator.load([validator]) }),
  }),
});
const DelegationConnection = builder.connectionObject({ type: DelegationRef, name: "DelegationConnection" });

UnbondingRef.implement({
  description: "Units of an account on their way back from a validator.",
  fields: (t) => ({
    delegator: t.expose("delegator", { type: "Address" }),
    validator: t.expose("validator", { type: "Address" }),
    amount: t.expose("amount", { type: "BigInt" }),
    entries: t.field({ type: "JSON", description: "creationHeight, completionTimeNs, initialBalance and has of each entry, as decimal text.", resolve: ({ entries }) => entries.map((entry) => ({ ...entry })) }),
  }),
});

SlashRef.implement({
  description: "Stake that was burned for downtime or a double signature, or a jailing alone.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    reason: t.exposeString("reason", { nullable: true, description: "missing_signature or double_sign; null for the jailing alone." }),
    burned: t.expose("burned", { type: "BigInt", nullable: true }),
    jailed: t.exposeBoolean("jailed"),
  }),
});

builder.node(ValidatorRef, {
  description: "A validator as it is now.",
  id: { resolve: ({ operator }) => operator },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((operator) => loaders.validator.load([operator.replaceAll("\u0000", "")]))),
  fields: (t) => ({
    operator: t.expose("operator", { type: "Address" }),
    consensusAddress: t.expose("consensusAddress", { type: "Address" }),
    status: t.expose("status", { type: BondStatus }),
    jailed: t.exposeBoolean("jailed"),
    removed: t.exposeBoolean("removed", { description: "It has no stake any more, and the chain has forgotten it." }),
    tokens: t.expose("tokens", { type: "BigInt" }),
    shares: t.expose("shares", { type: "BigInt", description: "Integer of 10^-18 shares." }),
    commissionRate: t.expose("commissionRate", { type: "BigInt", description: "Integer of 10^-18." }),
    moniker: t.exposeString("moniker"),
    website: t.exposeString("website"),
    details: t.exposeString("details"),
    changedHeight: t.expose("height", { type: "Height" }),
    slashes: t.field({
      type: [SlashRef],
      description: "The newest 100.",
      resolve: ({ consensusAddress }, _args, { db }) =>
        db.select().from(slashes).where(eq(slashes.consensusAddress, consensusAddress)).orderBy(desc(slashes.height), desc(slashes.eventIndex)).limit(100),
    }),
    delegations: t.connection(
      { type: DelegationRef, args: { order: t.arg({ type: Order }) }, resolve: ({ operator }, args, { pages }) => pages.load(delegationsOfValidator, [operator], args) },
      DelegationConnection,
    ),
  }),
});

const held = sql`${delegations.shares} > 0`;
const delegationsOfValidator = nestedList({
  name: "delegationsOfValidator",
  keyset: keysets.delegations,
  types: ["text"],
  belongs: (key) => and(byColumns(delegations.validator)(key), held),
});

builder.objectFields(AccountRef, (t) => ({
  delegations: t.field({
    type: [DelegationRef],
    description: "Its stake now, or after the block of `asOf`, by validator.",
    args: { asOf: t.arg({ type: "Height" }) },
    async resolve({ address }, { asOf }, context) {
      const { loaders } = context;
      if (asOf != null) return loaders.sharesAt.load([address, heightOf(asOf, context)]);
      return (await loaders.delegationsOf.load([address])).filter(({ shares }) => shares !== 0n);
    },
  }),
  unbondings: t.field({
    type: [UnbondingRef],
    resolve: async ({ address }, _args, { loaders }) => (await loaders.unbondingsOf.load([address])).filter(({ amount }) => amount !== 0n),
  }),
}));

interface Pool {
  readonly bonded: bigint;
  readonly online: bigint;
  readonly validators: number;
}

const StakingRef = builder.objectRef<Pool>("Staking").implement({
  description: "All stake together.",
  fields: (t) => ({
    bonded: t.expose("bonded", { type: "BigInt", description: "Units in bonded validators." }),
    online: t.expose("online", { type: "BigInt", description: "Of them, those of validators that are not jailed." }),
    validators: t.exposeInt("validators", { description: "Bonded validators." }),
    unbonding: t.field({
      type: "BigInt",
      description: "Units on their way back.",
      resolve: async (_pool, _args, { db }) => BigInt((await db.select({ units: sum(unbondings.amount) }).from(unbondings))[0]?.units ?? 0),
    }),
  }),
});

builder.queryFields((t) => ({
  validator: t.field({
    type: ValidatorRef,
    nullable: true,
    args: { operator: t.arg({ type: "Address", required: true }) },
    resolve: (_root, { operator }, { loaders }) => loaders.validator.load([operator]),
  }),
  validators: t.connection({
    type: ValidatorRef,
    description: "By stake: NEWEST_FIRST, the default, begins with the largest.",
    args: { order: t.arg({ type: Order }), status: t.arg({ type: BondStatus }) },
    resolve: (_root, { status, ...args }, { db }) => pageOf(db, keysets.validators, args, where([validators.status, status])),
  }),
  staking: t.field({
    type: StakingRef,
    async resolve(_root, _args, { db }) {
      const online = sql<string>`coalesce(sum(${validators.tokens}) filter (where not ${validators.jailed}), 0)::text`;
      const [row] = await db.select({ bonded: sum(validators.tokens), online, rows: count() }).from(validators).where(eq(validators.status, "BONDED"));
      return { bonded: BigInt(row?.bonded ?? 0), online: BigInt(row?.online ?? 0), validators: row?.rows ?? 0 };
    },
  }),
  averageBlockTimeMs: t.float({
    nullable: true,
    description: "Mean time between the newest 101 blocks; null before the second one.",
    async resolve(_root, _args, { db }) {
      const result = await db.execute(sql`
        select ((max(time_ns) - min(time_ns)) / nullif(count(*) - 1, 0))::text as nanos
        from (select time_ns from blocks order by height desc limit 101) as newest`);
      const nanos = rowsOf<{ nanos: string | null }>(result)[0]?.nanos;
      return nanos == null ? null : Number(BigInt(nanos) / 1_000n) / 1_000;
    },
  }),
}));
