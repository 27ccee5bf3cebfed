import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { counter, units } from "./columns.ts";

export const payoutRoles = ["OWNER", "PRIOR", "CURATOR", "HOST", "MODEL", "ROYALTY", "STAKERS", "TREASURY", "BURN", "BUYER"] as const;
export type PayoutRole = (typeof payoutRoles)[number];

/** Roles whose payouts wait in the receiver's claimable balance; a claim adds the priors and takes everything out. */
export const claimableRoles = ["OWNER", "CURATOR", "HOST", "MODEL", "ROYALTY"] as const satisfies readonly PayoutRole[];

/** GENESIS is what an exported genesis carries over from the chain before. */
export const statementKinds = ["GENESIS", ...claimableRoles, "PRIOR", "CLAIM"] as const;
export type StatementKind = (typeof statementKinds)[number];

/** One part of a split, as the chain paid it into claimable balances; the parts of a settlement sum to its amount. */
export const payouts = pgTable(
  "payouts",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    /** Null for the split of a session's opening fee. */
    settlementId: counter("settlement_id"),
    sessionId: counter("session_id").notNull(),
    /** Null when no account receives it: burned units, and the prior of a datanet, which its contributors share. */
    receiver: text("receiver"),
    role: text("role", { enum: payoutRoles }).notNull(),
    amount: units("amount").notNull(),
    denom: text("denom").notNull(),
    datanetId: counter("datanet_id"),
    datanetVersion: counter("datanet_version"),
    /** Of the model share: the version that earned it, and for a royalty of lineage the version it is owed to. */
    modelId: counter("model_id"),
    modelVersion: counter("model_version"),
    ancestorModelId: counter("ancestor_model_id"),
    ancestorVersion: counter("ancestor_version"),
    /** 1 for a base of the earning version, 2 for a base of a base. */
    generation: integer("generation"),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex] }),
    index("payouts_receiver").on(table.receiver, table.height, table.eventIndex),
    index("payouts_settlement_key").on(table.settlementId, table.height, table.eventIndex),
    index("payouts_session").on(table.sessionId, table.height, table.eventIndex),
    index("payouts_role").on(table.role, table.height, table.eventIndex),
  ],
);

/** Claimable balances that were paid out, one row per denom. */
export const rewardClaims = pgTable(
  "reward_claims",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    txIndex: integer("tx_index"),
    claimant: text("claimant").notNull(),
    denom: text("denom").notNull(),
    amount: units("amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex, table.denom] }),
    index("reward_claims_claimant").on(table.claimant, table.height),
  ],
);

/**
 * The claimable balance of an account, line by line. A claim is two lines: the priors that it drew from the pools (which
 * the chain keeps by cumulative index and states only there), and the whole balance going out.
 */
export const statementLines = pgTable(
  "statement_lines",
  {
    address: text("address").notNull(),
    denom: text("denom").notNull(),
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    /** 1 for the CLAIM after its PRIOR, else 0. */
    part: integer("part").notNull(),
    kind: text("kind", { enum: statementKinds }).notNull(),
    /** Signed: a claim is negative. */
    amount: units("amount").notNull(),
    balanceAfter: units("balance_after").notNull(),
    settlementId: counter("settlement_id"),
    sessionId: counter("session_id"),
    txIndex: integer("tx_index"),
    /** Whose words, for owners and curators. */
    datanetId: counter("datanet_id"),
    /** Of the model share: the version that earned it, and for a royalty of lineage the version it is owed to. */
    modelId: counter("model_id"),
    modelVersion: counter("model_version"),
    ancestorModelId: counter("ancestor_model_id"),
    ancestorVersion: counter("ancestor_version"),
    /** 1 for a base of the earning version, 2 for a base of a base. */
    generation: integer("generation"),
  },
  (table) => [primaryKey({ columns: [table.address, table.denom, table.height, table.eventIndex, table.part] })],
);

/** What each account may claim, without the priors that wait in pools. */
export const claimables = pgTable(
  "claimables",
  {
    address: text("address").notNull(),
    denom: text("denom").notNull(),
    amount: units("amount").notNull(),
  },
  (table) => [primaryKey({ columns: [table.address, table.denom] })],
);
