import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, numeric, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { counter, units } from "./columns.ts";

export const bondStatuses = ["UNBONDED", "UNBONDING", "BONDED"] as const;
export type BondStatusName = (typeof bondStatuses)[number];

/** A decimal of the chain, as an integer of 10^-18. */
const atomics = (name: string) => numeric(name, { precision: 98, scale: 0, mode: "bigint" });

/** Validators as they are now. */
export const validators = pgTable(
  "validators",
  {
    operator: text("operator").primaryKey(),
    consensusAddress: text("consensus_address").notNull(),
    status: text("status", { enum: bondStatuses }).notNull(),
    jailed: boolean("jailed").notNull(),
    tokens: units("tokens").notNull(),
    shares: atomics("shares").notNull(),
    commissionRate: atomics("commission_rate").notNull(),
    maxCommissionRate: atomics("max_commission_rate").notNull(),
    /** By how much the rate may rise within a day. */
    maxCommissionChangeRate: atomics("max_commission_change_rate").notNull().default(sql`0`),
    commissionUpdateTimeNs: counter("commission_update_time_ns").notNull().default(sql`0`),
    minSelfDelegation: units("min_self_delegation").notNull(),
    unbondingHeight: counter("unbonding_height").notNull(),
    unbondingTimeNs: counter("unbonding_time_ns").notNull(),
    moniker: text("moniker").notNull(),
    identity: text("identity").notNull(),
    website: text("website").notNull(),
    securityContact: text("security_contact").notNull(),
    details: text("details").notNull(),
    /** It has no stake any more, and the chain has forgotten it. */
    removed: boolean("removed").notNull(),
    /** Block that changed it last. */
    height: counter("height").notNull(),
  },
  (table) => [
    index("validators_consensus").on(table.consensusAddress),
    index("validators_tokens").on(table.tokens, table.operator),
    index("validators_status").on(table.status, table.tokens, table.operator),
  ],
);

/** What validators were at the end of each block that changed them. */
export const validatorChanges = pgTable(
  "validator_changes",
  {
    operator: text("operator").notNull(),
    height: counter("height").notNull(),
    status: text("status", { enum: bondStatuses }).notNull(),
    jailed: boolean("jailed").notNull(),
    tokens: units("tokens").notNull(),
    shares: atomics("shares").notNull(),
    commissionRate: atomics("commission_rate").notNull(),
    removed: boolean("removed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.operator, table.height] })],
);

/** Each commission that a validator had, from the block on that set it. */
export const commissionChanges = pgTable(
  "commission_changes",
  { operator: text("operator").notNull(), height: counter("height").notNull(), rate: atomics("rate").notNull() },
  (table) => [primaryKey({ columns: [table.operator, table.height] })],
);

/** Shares of accounts in validators as they are now; 0 for a delegation that ended. */
export const delegations = pgTable(
  "delegations",
  {
    delegator: text("delegator").notNull(),
    validator: text("validator").notNull(),
    shares: atomics("shares").notNull(),
    height: counter("height").notNull(),
  },
  (table) => [primaryKey({ columns: [table.delegator, table.validator] }), index("delegations_validator").on(table.validator, table.delegator)],
);

/** Shares at the end of each block that changed them; 0 where the delegation ended. */
export const delegationChanges = pgTable(
  "delegation_changes",
  {
    delegator: text("delegator").notNull(),
    validator: text("validator").notNull(),
    height: counter("height").notNull(),
    shares: atomics("shares").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.delegator, table.validator, table.height] }),
    index("delegation_changes_validator").on(table.validator, table.delegator, table.height),
  ],
);

/** Stake on its way; numbers are decimal text. */
export interface UnbondingEntry {
  readonly creationHeight: string;
  /** Unix nanoseconds. */
  readonly completionTimeNs: string;
  readonly initialBalance: string;
  /** Units that will be paid, or for a redelegation the shares at its destination as integers of 10^-18. */
  readonly has: string;
}

/** Units on their way back as they are now; no entries once all are paid. */
export const unbondings = pgTable(
  "unbondings",
  {
    delegator: text("delegator").notNull(),
    validator: text("validator").notNull(),
    entries: jsonb("entries").$type<readonly UnbondingEntry[]>().notNull(),
    amount: units("amount").notNull(),
    height: counter("height").notNull(),
  },
  (table) => [primaryKey({ columns: [table.delegator, table.validator] }), index("unbondings_validator").on(table.validator, table.delegator)],
);

/** Unbondings at the end of each block that changed them. */
export const unbondingChanges = pgTable(
  "unbonding_changes",
  {
    delegator: text("delegator").notNull(),
    validator: text("validator").notNull(),
    height: counter("height").notNull(),
    entries: jsonb("entries").$type<readonly UnbondingEntry[]>().notNull(),
    amount: units("amount").notNull(),
  },
  (table) => [primaryKey({ columns: [table.delegator, table.validator, table.height] })],
);

/** Stake that moved between validators and can still be slashed for the first; no entries once that time is over. */
export const redelegations = pgTable(
  "redelegations",
  {
    delegator: text("delegator").notNull(),
    sourceValidator: text("source_validator").notNull(),
    destinationValidator: text("destination_validator").notNull(),
    entries: jsonb("entries").$type<readonly UnbondingEntry[]>().notNull(),
    height: counter("height").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.delegator, table.sourceValidator, table.destinationValidator] }),
    index("redelegations_source").on(table.sourceValidator),
    index("redelegations_destination").on(table.destinationValidator),
  ],
);

/** Redelegations at the end of each block that changed them. */
export const redelegationChanges = pgTable(
  "redelegation_changes",
  {
    delegator: text("delegator").notNull(),
    sourceValidator: text("source_validator").notNull(),
    destinationValidator: text("destination_validator").notNull(),
    height: counter("height").notNull(),
    entries: jsonb("entries").$type<readonly UnbondingEntry[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.delegator, table.sourceValidator, table.destinationValidator, table.height] })],
);

/** Whether validators may sign, as each block that changed more than a counter left it; the last row of an address holds. */
export const signingInfos = pgTable(
  "signing_infos",
  {
    consensusAddress: text("consensus_address").notNull(),
    height: counter("height").notNull(),
    /** Height at which it began to sign, by the chain's count. */
    startHeight: counter("start_height").notNull(),
    /** Unix nanoseconds, which for ever is beyond 64 bits of; 0 for never jailed. */
    jailedUntilNs: units("jailed_until_ns").notNull(),
    tombstoned: boolean("tombstoned").notNull(),
  },
  (table) => [primaryKey({ columns: [table.consensusAddress, table.height] })],
);

/** Blocks that a bonded validator did not sign; `height` is the block that counts the votes on the one before it. */
export const missedBlocks = pgTable(
  "missed_blocks",
  {
    consensusAddress: text("consensus_address").notNull(),
    height: counter("height").notNull(),
    /** Missed blocks in the chain's window, this one included. */
    missedInWindow: counter("missed_in_window").notNull(),
  },
  (table) => [primaryKey({ columns: [table.consensusAddress, table.height] }), index("missed_blocks_height").on(table.height, table.consensusAddress)],
);

/** Stake that was burned for downtime or a double signature, and validators that were jailed. */
export const slashes = pgTable(
  "slashes",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    consensusAddress: text("consensus_address").notNull(),
    /** missing_signature or double_sign, which is for ever; null for the jailing alone. */
    reason: text("reason"),
    power: counter("power"),
    burned: units("burned"),
    jailed: boolean("jailed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.height, table.eventIndex] }), index("slashes_validator").on(table.consensusAddress, table.height)],
);
