import { boolean, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { counter } from "./columns.ts";

export const incidentStates = ["REPORTED", "REJECTED", "SILENT", "ESCALATED", "CLOSED"] as const;

/** Incidents: what was reported, whose turn it is, and how they ended. */
export const incidents = pgTable(
  "incidents",
  {
    id: counter("id").primaryKey(),
    /** A receipt, a version of a model or a contribution; the numbers of one of them are set. */
    subject: text("subject").notNull(),
    sessionId: counter("session_id"),
    receiptIndex: counter("receipt_index"),
    modelId: counter("model_id"),
    modelVersion: counter("model_version"),
    datanetId: counter("datanet_id"),
    seq: counter("seq"),
    reporter: text("reporter").notNull(),
    /** The duty that must answer, and who holds it; null for nobody. */
    role: text("role").notNull(),
    respondent: text("respondent"),
    reason: text("reason").notNull(),
    statement: text("statement").notNull(),
    /** Coins such as 5000udemo; empty for none. */
    asked: text("asked").notNull(),
    deposit: text("deposit").notNull(),
    state: text("state", { enum: incidentStates }).notNull(),
    /** Until when the turn lasts: at or after this time and height, Unix nanoseconds. */
    deadlineTimeNs: counter("deadline_time_ns").notNull(),
    deadlineHeight: counter("deadline_height").notNull(),
    response: text("response"),
    outcome: text("outcome"),
    compensation: text("compensation"),
    /** returned or burned. */
    depositWent: text("deposit_went"),
    froze: boolean("froze").notNull().default(false),
    struck: boolean("struck").notNull().default(false),
    height: counter("height").notNull(),
    txIndex: integer("tx_index"),
    closedHeight: counter("closed_height"),
  },
  (table) => [
    index("incidents_state").on(table.state, table.deadlineTimeNs),
    index("incidents_state_key").on(table.state, table.id),
    index("incidents_reporter").on(table.reporter, table.id),
    index("incidents_respondent").on(table.respondent, table.id),
    index("incidents_receipt").on(table.sessionId, table.receiptIndex),
    index("incidents_model").on(table.modelId, table.modelVersion),
    index("incidents_contribution").on(table.datanetId, table.seq),
  ],
);
