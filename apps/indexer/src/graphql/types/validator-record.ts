import { commissionChanges, validatorChanges } from "../../schema/stake.ts";
import { builder } from "../builder.ts";
import { Order } from "../connection.ts";
import { keysets } from "../keysets.ts";
import { byColumns, nestedList } from "../nested.ts";
import { ValidatorRef } from "../refs.ts";
import type { SigningInfo } from "../signing.ts";
import { BondStatus } from "./stake.ts";

/** Units that one unit of consensus power stands for. */
const UNITS_PER_POWER = 1_000_000n;

const SigningInfoRef = builder.objectRef<SigningInfo>("SigningInfo").implement({
  description: "Whether a validator may sign blocks.",
  fields: (t) => ({
    startHeight: t.expose("startHeight", { type: "Height", description: "Height at which it began to sign, by the chain's count." }),
    jailedUntil: t.field({
      type: "DateTime",
      nullable: true,
      description: "From then on it may come back, if it is jailed; null for never jailed, the year 9999 for ever.",
      resolve: ({ jailedUntilNs }) => (jailedUntilNs === 0n ? null : jailedUntilNs),
    }),
    tombstoned: t.exposeBoolean("tombstoned", { description: "It signed two blocks of one height, and never comes back." }),
    changedHeight: t.expose("height", { type: "Height" }),
  }),
});

const ValidatorChange = builder.objectRef<typeof validatorChanges.$inferSelect>("ValidatorChange").implement({
  description: "A validator at the end of a block that changed it.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    status: t.expose("status", { type: BondStatus }),
    jailed: t.exposeBoolean("jailed"),
    tokens: t.expose("tokens", { type: "BigInt" }),
    shares: t.expose("shares", { type: "BigInt", description: "Integer of 10^-18 shares." }),
    commissionRate: t.expose("commissionRate", { type: "BigInt", description: "Integer of 10^-18." }),
    votingPower: t.field({ type: "BigInt", description: "Consensus power; 0 unless bonded.", resolve: votingPower }),
  }),
});

const CommissionChange = builder.objectRef<typeof commissionChanges.$inferSelect>("CommissionChange").implement({
  description: "A commission, from a block on.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    rate: t.expose("rate", { type: "BigInt", description: "Integer of 10^-18." }),
  }),
});

function votingPower({ status, tokens }: Pick<typeof validatorChanges.$inferSelect, "status" | "tokens">): bigint {
  return status === "BONDED" ? tokens / UNITS_PER_POWER : 0n;
}

const changesOfValidator = nestedList({ name: "changesOfValidator", keyset: keysets.validatorChanges, types: ["text"], belongs: byColumns(validatorChanges.operator) });

builder.objectFields(ValidatorRef, (t) => ({
  identity: t.exposeString("identity"),
  securityContact: t.exposeString("securityContact"),
  votingPower: t.field({ type: "BigInt", description: "Consensus power; 0 unless bonded.", resolve: votingPower }),
  maxCommissionRate: t.expose("maxCommissionRate", { type: "BigInt", description: "Integer of 10^-18." }),
  maxCommissionChangeRate: t.expose("maxCommissionChangeRate", { type: "BigInt", description: "By how much the rate may rise within a day: integer of 10^-18." }),
  commissionUpdateTime: t.field({
    type: "DateTime",
    nullable: true,
    description: "When the rate was set last; null for one of genesis that says nothing.",
    resolve: ({ commissionUpdateTimeNs }) => (commissionUpdateTimeNs === 0n ? null : commissionUpdateTimeNs),
  }),
  minSelfDelegation: t.expose("minSelfDelegation", { type: "BigInt", description: "Units that the operator keeps staked." }),
  signingInfo: t.field({ type: SigningInfoRef, nullable: true, description: "Null for one that never was bonded.", resolve: ({ consensusAddress }, _args, { loaders }) => loaders.signingInfo.load([consensusAddress]) }),
  commissionChanges: t.field({
    type: [CommissionChange],
    description: "Each commission that it had, newest first; the newest 100.",
    resolve: async ({ operator }, _args, { loaders }) => (await loaders.commissionsOf.load([operator])).toReversed().slice(0, COMMISSIONS_MAX),
  }),
  changes: t.connection({
    type: ValidatorChange,
    description: "Stake, status and jail at the end of each block that changed them, from which its voting power at any height follows.",
    args: { order: t.arg({ type: Order }) },
    resolve: ({ operator }, args, { pages }) => pages.load(changesOfValidator, [operator], args),
  }),
}));

const COMMISSIONS_MAX = 100;
