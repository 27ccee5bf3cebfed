import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { counter, units } from "./columns.ts";

export const proposalStatuses = ["DEPOSIT_PERIOD", "VOTING_PERIOD", "PASSED", "REJECTED", "FAILED", "DROPPED", "CANCELED"] as const;
export type ProposalStatusName = (typeof proposalStatuses)[number];

/** Proposals as they are now; dropped and canceled ones, which the chain deletes, stay. Times are Unix nanoseconds. */
export const proposals = pgTable(
  "proposals",
  {
    id: counter("id").primaryKey(),
    status: text("status", { enum: proposalStatuses }).notNull(),
    proposer: text("proposer").notNull(),
    title: text("title").notNull(),
    summary: text("summary").notNull(),
    metadata: text("metadata").notNull(),
    /** Types of its messages; their contents are in the message that submitted it. */
    messageTypes: text("message_types").array().notNull(),
    expedited: boolean("expedited").notNull(),
    submitTimeNs: counter("submit_time_ns").notNull(),
    depositEndTimeNs: counter("deposit_end_time_ns").notNull(),
    votingStartTimeNs: counter("voting_start_time_ns"),
    votingEndTimeNs: counter("voting_end_time_ns"),
    /** Coins as text. */
    totalDeposit: text("total_deposit").notNull(),
    /** Bonded units, as the final tally counted them; 0 before. */
    yes: units("yes").notNull(),
    abstain: units("abstain").notNull(),
    no: units("no").notNull(),
    noWithVeto: units("no_with_veto").notNull(),
    failedReason: text("failed_reason").notNull(),
    /** Votes of blocks up to this one don't count any more: it was expedited, did not pass, and is voted on anew. */
    votesAfterHeight: counter("votes_after_height").notNull().default(sql`0`),
    /** The block that has shown it first, and its transaction; null at genesis. */
    submitHeight: counter("submit_height").notNull(),
    submitTxIndex: integer("submit_tx_index"),
    /** Block that changed it last. */
    height: counter("height").notNull(),
  },
  (table) => [index("proposals_status").on(table.status, table.id), index("proposals_proposer").on(table.proposer, table.id)],
);

export const proposalDeposits = pgTable(
  "proposal_deposits",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    txIndex: integer("tx_index"),
    proposalId: counter("proposal_id").notNull(),
    depositor: text("depositor").notNull(),
    /** Coins as text. */
    amount: text("amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex] }),
    index("proposal_deposits_proposal").on(table.proposalId, table.height, table.eventIndex),
    index("proposal_deposits_depositor").on(table.depositor, table.height, table.eventIndex),
  ],
);

/** A part of a vote. */
export interface VoteOptionPart {
  /** YES, ABSTAIN, NO or NO_WITH_VETO. */
  readonly option: string;
  /** A decimal such as 0.500000000000000000; the parts sum to 1. */
  readonly weight: string;
}

/** Every vote as it was given; a voter's last one on a proposal counts. */
export const votes = pgTable(
  "votes",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    txIndex: integer("tx_index"),
    proposalId: counter("proposal_id").notNull(),
    voter: text("voter").notNull(),
    options: jsonb("options").$type<readonly VoteOptionPart[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex] }),
    index("votes_proposal").on(table.proposalId, table.voter, table.height, table.eventIndex),
    index("votes_proposal_key").on(table.proposalId, table.height, table.eventIndex),
    index("votes_voter").on(table.voter, table.height, table.eventIndex),
  ],
);
