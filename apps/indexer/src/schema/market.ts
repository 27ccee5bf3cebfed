import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, counter, uint64, units } from "./columns.ts";

export const sessionStates = ["OPEN", "SETTLING", "ENDED"] as const;
export type SessionState = (typeof sessionStates)[number];

export const visibilities = ["PUBLIC", "PRIVATE"] as const;
export type Visibility = (typeof visibilities)[number];

export const settlementStates = ["PENDING", "FINAL", "VOID"] as const;
export type SettlementState = (typeof settlementStates)[number];

export const offers = pgTable(
  "offers",
  {
    id: counter("id").primaryKey(),
    host: text("host").notNull(),
    modelId: counter("model_id").notNull(),
    modelVersion: counter("model_version").notNull(),
    endpoint: text("endpoint").notNull(),
    denom: text("denom").notNull(),
    perCall: units("per_call").notNull(),
    perThousandInput: units("per_thousand_input").notNull(),
    perThousandOutput: units("per_thousand_output").notNull(),
    latencyClassMs: uint64("latency_class_ms").notNull(),
    lateBps: integer("late_bps").notNull(),
    unsignedCalls: integer("unsigned_calls").notNull(),
    bond: text("bond").notNull(),
    openingFee: units("opening_fee").notNull(),
    receiptKey: bytea("receipt_key").notNull(),
    region: text("region").notNull(),
    powerSource: text("power_source").notNull(),
    /** Calls that the host says it answers at one time; 0 says nothing. */
    capacity: uint64("capacity").notNull().default(sql`0`),
    /** Who runs the machines, as the host says; empty says nothing. */
    operator: text("operator").notNull().default(""),
    closed: boolean("closed").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
  },
  (table) => [
    index("offers_model").on(table.modelId, table.modelVersion, table.id),
    index("offers_model_key").on(table.modelId, table.id),
    index("offers_host").on(table.host, table.id),
    index("offers_closed").on(table.closed, table.id),
  ],
);

/** What became of the receipts of each host, counted as the chain counts them in its HostRecord. */
export const hostRecords = pgTable("host_records", {
  host: text("host").primaryKey(),
  settledReceipts: counter("settled_receipts").notNull().default(sql`0`),
  voidedReceipts: counter("voided_receipts").notNull().default(sql`0`),
  voidSettlements: counter("void_settlements").notNull().default(sql`0`),
  /** Receipts that were settled with openings, which tell their latency, and those beyond the offer's class. */
  openedReceipts: counter("opened_receipts").notNull().default(sql`0`),
  lateReceipts: counter("late_receipts").notNull().default(sql`0`),
  /** What its buyers rated, from 1 to 5. */
  ratings: counter("ratings").notNull().default(sql`0`),
  ratingSum: counter("rating_sum").notNull().default(sql`0`),
});

export const sessions = pgTable(
  "sessions",
  {
    id: counter("id").primaryKey(),
    offerId: counter("offer_id").notNull(),
    buyer: text("buyer").notNull(),
    host: text("host").notNull(),
    escrow: units("escrow").notNull(),
    denom: text("denom").notNull(),
    openingFee: units("opening_fee").notNull(),
    sessionKey: bytea("session_key").notNull(),
    visibility: text("visibility", { enum: visibilities }).notNull().default("PUBLIC"),
    /** Accounts that see the receipts of a private session beside the buyer. */
    auditors: text("auditors").array().notNull().default([]),
    state: text("state", { enum: sessionStates }).notNull(),
    openedTimeNs: counter("opened_time_ns").notNull(),
    expiresTimeNs: counter("expires_time_ns").notNull(),
    settleUntilNs: counter("settle_until_ns"),
    /** closed or expired. */
    closingReason: text("closing_reason"),
    /** Escrow that went back to the buyer when the session ended. */
    returned: units("returned"),
    receiptCount: counter("receipt_count").notNull(),
    settledAmount: units("settled_amount").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
    endedHeight: counter("ended_height"),
  },
  (table) => [
    index("sessions_buyer").on(table.buyer, table.id),
    index("sessions_host").on(table.host, table.id),
    index("sessions_offer").on(table.offerId, table.id),
    index("sessions_state").on(table.state, table.id),
  ],
);

export const settlements = pgTable(
  "settlements",
  {
    id: counter("id").primaryKey(),
    sessionId: counter("session_id").notNull(),
    firstIndex: counter("first_index").notNull(),
    receiptCount: integer("receipt_count").notNull(),
    amount: units("amount").notNull(),
    denom: text("denom").notNull(),
    claimsRoot: bytea("claims_root").notNull(),
    /** The batch arrived with the openings of its receipts; otherwise with their hashes alone. */
    opened: boolean("opened").notNull().default(true),
    /** The buyer's signed tree head, protobuf of SignedTreeHead. */
    head: bytea("head").notNull(),
    state: text("state", { enum: settlementStates }).notNull(),
    finalTimeNs: counter("final_time_ns").notNull(),
    finalHeight: counter("final_height").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
    decidedHeight: counter("decided_height"),
  },
  (table) => [
    uniqueIndex("settlements_range").on(table.sessionId, table.firstIndex),
    index("settlements_session").on(table.sessionId, table.id),
    index("settlements_state").on(table.state, table.id),
    // What is open stays few, whatever was decided before.
    index("settlements_pending").on(table.finalTimeNs).where(sql`state = 'PENDING'`),
  ],
);

/** Parts of a final settlement; they sum to its amount. */
export const settlementSplits = pgTable("settlement_splits", {
  settlementId: counter("settlement_id").primaryKey(),
  amount: units("amount").notNull(),
  denom: text("denom").notNull(),
  owned: units("owned").notNull(),
  priors: units("priors").notNull(),
  curators: units("curators").notNull(),
  returned: units("returned").notNull(),
  host: units("host").notNull(),
  model: units("model").notNull(),
  stakers: units("stakers").notNull(),
  treasury: units("treasury").notNull(),
  burned: units("burned").notNull(),
  /** Fees that challengers who corrected it have back, out of what their corrections took from owners. */
  gasRefunded: units("gas_refunded").notNull().default(sql`0`),
});

/** What the host stated for each owner of a batch, less what corrections took; paid when the settlement is final. */
export const settlementOwners = pgTable(
  "settlement_owners",
  {
    settlementId: counter("settlement_id").notNull(),
    owner: text("owner").notNull(),
    amount: units("amount").notNull(),
    /** What corrections took: `amount` and this are what the host stated. */
    corrected: units("corrected").notNull().default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.settlementId, table.owner] }),
    index("settlement_owners_owner").on(table.owner, table.settlementId),
  ],
);

export const demandStates = ["OPEN", "ANSWERED", "RETURNED"] as const;

/** Demands to open receipts; a returned one was met with silence, or another challenge voided its settlement first. */
export const demands = pgTable(
  "demands",
  {
    id: counter("id").primaryKey(),
    settlementId: counter("settlement_id").notNull(),
    sessionId: counter("session_id").notNull(),
    challenger: text("challenger").notNull(),
    /** Indexes in the session's log, separated by commas. */
    receipts: text("receipts").notNull(),
    /** A coin such as 1000uopen. */
    bond: text("bond").notNull(),
    state: text("state", { enum: demandStates }).notNull(),
    deadlineTimeNs: counter("deadline_time_ns").notNull(),
    deadlineHeight: counter("deadline_height").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index"),
    decidedHeight: counter("decided_height"),
  },
  (table) => [index("demands_settlement").on(table.settlementId), index("demands_open").on(table.deadlineTimeNs).where(sql`state = 'OPEN'`)],
);

/** Counter-examples with what they were found to show. */
export const counterexamples = pgTable(
  "counterexamples",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    settlementId: counter("settlement_id").notNull(),
    sessionId: counter("session_id").notNull(),
    receipt: counter("receipt").notNull(),
    /** match, invalid or output. */
    kind: text("kind").notNull(),
    challenger: text("challenger").notNull(),
    /** void, correct or stands. */
    outcome: text("outcome").notNull(),
    /** Stable code of what was found. */
    code: text("code").notNull(),
    bond: text("bond").notNull(),
    txIndex: integer("tx_index"),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex] }),
    index("counterexamples_settlement").on(table.settlementId),
  ],
);

/** What counter-examples took from the owners of a settlement, which stays valid without it. */
export const settlementCorrections = pgTable(
  "settlement_corrections",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    settlementId: counter("settlement_id").notNull(),
    receipt: counter("receipt").notNull(),
    /** Tokens of the receipt that have no owner any more. */
    tokens: integer("tokens").notNull(),
    /** Units that joined the unowned part. */
    removed: units("removed").notNull(),
    denom: text("denom").notNull(),
    txIndex: integer("tx_index"),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex] }),
    index("settlement_corrections_settlement").on(table.settlementId),
  ],
);

/** Whose units a correction took. */
export const correctedOwners = pgTable(
  "corrected_owners",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    owner: text("owner").notNull(),
    sessionId: counter("session_id").notNull(),
    receiptIndex: counter("receipt_index").notNull(),
    removed: units("removed").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex, table.owner] }),
    index("corrected_owners_receipt").on(table.sessionId, table.receiptIndex, table.owner),
  ],
);

/** Where the amount and the locked bond of a void settlement went. */
export const settlementVoids = pgTable("settlement_voids", {
  settlementId: counter("settlement_id").primaryKey(),
  reason: text("reason").notNull(),
  challenger: text("challenger").notNull(),
  denom: text("denom").notNull(),
  returned: units("returned").notNull(),
  slashed: units("slashed").notNull(),
  challengerReward: units("challenger_reward").notNull(),
  burned: units("burned").notNull(),
  treasury: units("treasury").notNull(),
});
