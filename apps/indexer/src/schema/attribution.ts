import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, counter, uint64, units } from "./columns.ts";

/** One message of a request. */
export interface RequestMessage {
  readonly role: string;
  readonly text: string;
}

export const spanStatuses = ["OWNED", "NO_MATCH", "OUTSIDE", "REVOKED", "REQUEST", "REPEAT"] as const;
export type SpanStatus = (typeof spanStatuses)[number];

/**
 * How a receipt became known: opened with its settlement, opened because somebody demanded it, by its claim alone, which
 * an answer to a demand states for every receipt of the batch, or demanded when rows that it cites were erased, so that
 * nobody may open it any more.
 */
export const receiptSources = ["SETTLEMENT", "ANSWER", "CLAIM", "ERASED"] as const;
export type ReceiptSource = (typeof receiptSources)[number];

/** Leaves of the sessions' logs under the buyers' tree heads, one for each settled receipt. */
export const sessionLeaves = pgTable(
  "session_leaves",
  {
    sessionId: counter("session_id").notNull(),
    index: counter("index").notNull(),
    hash: bytea("hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.index] })],
);

export const receipts = pgTable(
  "receipts",
  {
    sessionId: counter("session_id").notNull(),
    index: counter("index").notNull(),
    settlementId: counter("settlement_id").notNull(),
    source: text("source", { enum: receiptSources }).notNull().default("SETTLEMENT"),
    nonce: uint64("nonce").notNull(),
    modelId: counter("model_id").notNull(),
    modelVersion: counter("model_version").notNull(),
    requestRoot: bytea("request_root").notNull(),
    outputRoot: bytea("output_root").notNull(),
    claimRoot: bytea("claim_root").notNull(),
    inputTokens: uint64("input_tokens").notNull(),
    outputTokens: uint64("output_tokens").notNull(),
    latencyMs: uint64("latency_ms").notNull(),
    amount: units("amount").notNull(),
    denom: text("denom").notNull(),
    outputLabel: text("output_label").notNull(),
    attributionLabel: text("attribution_label").notNull(),
    /** Null like output and opening when only the claim is known. */
    request: jsonb("request").$type<readonly RequestMessage[]>(),
    output: bytea("output"),
    ownedWeight: uint64("owned_weight").notNull(),
    totalWeight: uint64("total_weight").notNull(),
    /** protobuf of ReceiptOpening: all that a stranger needs to check the receipt. */
    opening: bytea("opening"),
    /** The transaction that showed the receipt. */
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.index] }),
    index("receipts_settlement_key").on(table.settlementId, table.height, table.txIndex, table.sessionId, table.index),
    index("receipts_key").on(table.height, table.txIndex, table.sessionId, table.index),
    index("receipts_session").on(table.sessionId, table.height, table.txIndex, table.index),
  ],
);

/** What a receipt's claim gives to each owner. */
export const receiptOwners = pgTable(
  "receipt_owners",
  {
    sessionId: counter("session_id").notNull(),
    receiptIndex: counter("receipt_index").notNull(),
    owner: text("owner").notNull(),
    amount: units("amount").notNull(),
    weight: uint64("weight").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.receiptIndex, table.owner] }),
    index("receipt_owners_owner").on(table.owner, table.sessionId, table.receiptIndex),
  ],
);

export const spans = pgTable(
  "spans",
  {
    sessionId: counter("session_id").notNull(),
    receiptIndex: counter("receipt_index").notNull(),
    index: integer("index").notNull(),
    firstToken: integer("first_token").notNull(),
    tokenCount: integer("token_count").notNull(),
    weight: uint64("weight").notNull(),
    status: text("status", { enum: spanStatuses }).notNull(),
    owner: text("owner"),
    /** Range in the output; the spans of a receipt cut all of it, so their quotes in order are the answer. Null without output. */
    byteStart: integer("byte_start"),
    byteEnd: integer("byte_end"),
    quoted: bytea("quoted"),
    matchFirstToken: integer("match_first_token"),
    matchTokenCount: integer("match_token_count"),
    matchDatanetId: counter("match_datanet_id"),
    matchSeq: counter("match_seq"),
    matchDocument: integer("match_document"),
    matchOffset: uint64("match_offset"),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.receiptIndex, table.index] }),
    index("spans_match_key").on(table.matchDatanetId, table.matchSeq, table.sessionId, table.receiptIndex, table.index),
    index("spans_owner_key").on(table.owner, table.sessionId, table.receiptIndex, table.index),
    index("spans_status_key").on(table.status, table.sessionId, table.receiptIndex, table.index),
  ],
);
