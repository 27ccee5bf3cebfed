import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, counter, uint64, units } from "./columns.ts";

export const contributionStates = ["PENDING", "ACCEPTED", "REJECTED", "LAPSED"] as const;
export type ContributionState = (typeof contributionStates)[number];

export const datanets = pgTable("datanets", {
  id: counter("id").primaryKey(),
  creator: text("creator").notNull(),
  name: text("name").notNull(),
  purpose: text("purpose").notNull(),
  licence: text("licence").notNull(),
  licenceTextHash: bytea("licence_text_hash").notNull(),
  uses: text("uses").array().notNull(),
  quotePolicy: text("quote_policy").notNull(),
  privateSessions: text("private_sessions").notNull(),
  auditor: text("auditor"),
  curators: text("curators").array().notNull(),
  threshold: integer("threshold").notNull(),
  curatorBps: integer("curator_bps").notNull(),
  bondPerKib: units("bond_per_kib").notNull(),
  bondDenom: text("bond_denom").notNull(),
  minPriorBps: integer("min_prior_bps").notNull(),
  height: counter("height").notNull(),
  txIndex: integer("tx_index").notNull(),
});

export const datanetVersions = pgTable(
  "datanet_versions",
  {
    datanetId: counter("datanet_id").notNull(),
    version: counter("version").notNull(),
    logSize: counter("log_size").notNull(),
    logRoot: bytea("log_root").notNull(),
    tokens: counter("tokens").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index"),
  },
  (table) => [primaryKey({ columns: [table.datanetId, table.version] })],
);

export const contributions = pgTable(
  "contributions",
  {
    datanetId: counter("datanet_id").notNull(),
    seq: counter("seq").notNull(),
    /** Global number of the registration: the smaller one owns a shared text. */
    sequence: counter("sequence").notNull(),
    contributor: text("contributor").notNull(),
    title: text("title").notNull(),
    licence: text("licence").notNull(),
    rowsMerkleRoot: bytea("rows_merkle_root").notNull(),
    leafCount: uint64("leaf_count").notNull(),
    byteCount: uint64("byte_count").notNull(),
    tokenCount: uint64("token_count").notNull(),
    documentCount: integer("document_count").notNull(),
    evidenceHash: bytea("evidence_hash").notNull(),
    blob: bytea("blob").notNull(),
    bond: text("bond").notNull(),
    state: text("state", { enum: contributionStates }).notNull(),
    grade: integer("grade"),
    logIndex: counter("log_index"),
    acceptedSequence: counter("accepted_sequence"),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
    decidedHeight: counter("decided_height"),
  },
  (table) => [
    primaryKey({ columns: [table.datanetId, table.seq] }),
    uniqueIndex("contributions_sequence").on(table.sequence),
    index("contributions_blob").on(table.blob),
    index("contributions_state").on(table.state, table.sequence),
    index("contributions_datanet").on(table.datanetId, table.sequence),
    index("contributions_contributor").on(table.contributor, table.sequence),
  ],
);

/** Chunks of one document that a mark names. */
export interface MarkedRows {
  readonly document: number;
  readonly firstChunk: number;
  readonly chunkCount: number;
}

export const markKinds = ["REVOKED", "STRUCK", "REASSIGNED"] as const;

/** Revocations by the contributor and outcomes of disputes; one counts in sessions that open in later blocks. */
export const contributionMarks = pgTable(
  "contribution_marks",
  {
    height: counter("height").notNull(),
    eventIndex: integer("event_index").notNull(),
    datanetId: counter("datanet_id").notNull(),
    seq: counter("seq").notNull(),
    kind: text("kind", { enum: markKinds }).notNull().default("REVOKED"),
    /** Who owns the contribution from then on, when it was reassigned. */
    owner: text("owner"),
    /** First version of the datanet that leaves the rows out; 0 when none does. */
    fromVersion: counter("from_version").notNull(),
    /** Empty for the whole contribution. */
    rows: jsonb("rows").$type<readonly MarkedRows[]>().notNull(),
    erase: boolean("erase").notNull(),
    txIndex: integer("tx_index"),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.eventIndex] }),
    index("contribution_marks_contribution").on(table.datanetId, table.seq),
  ],
);

/** Blobs that whoever stores them deletes; every contribution of the same blob has lost its content. */
export const erasures = pgTable("erasures", {
  blob: bytea("blob").primaryKey(),
  datanetId: counter("datanet_id").notNull(),
  seq: counter("seq").notNull(),
  height: counter("height").notNull(),
});

export const reviews = pgTable(
  "reviews",
  {
    datanetId: counter("datanet_id").notNull(),
    seq: counter("seq").notNull(),
    curator: text("curator").notNull(),
    verdict: text("verdict").notNull(),
    grade: integer("grade").notNull(),
    reasonCode: integer("reason_code").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
  },
  (table) => [primaryKey({ columns: [table.datanetId, table.seq, table.curator] })],
);

export const disputeStates = ["OPEN", "CONTESTED", "UNANSWERED", "ESCALATED", "STRUCK", "REASSIGNED", "DISMISSED", "SUPERSEDED"] as const;
export type DisputeState = (typeof disputeStates)[number];
export const disputeRemedies = ["STRIKE", "REASSIGN"] as const;

/** Disputes about who owns a contribution. The first four states say whose turn it is, the others how it ended. */
export const disputes = pgTable(
  "disputes",
  {
    id: counter("id").primaryKey(),
    datanetId: counter("datanet_id").notNull(),
    seq: counter("seq").notNull(),
    challenger: text("challenger").notNull(),
    owner: text("owner").notNull(),
    remedy: text("remedy", { enum: disputeRemedies }).notNull(),
    state: text("state", { enum: disputeStates }).notNull(),
    bond: text("bond").notNull(),
    /** Until when the turn lasts, Unix nanoseconds. */
    untilNs: counter("until_ns").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index"),
    decidedHeight: counter("decided_height"),
  },
  (table) => [index("disputes_contribution").on(table.datanetId, table.seq), index("disputes_state").on(table.state, table.untilNs)],
);

/** What buyers said of answers that they paid for, each once. */
export const feedbacks = pgTable(
  "feedbacks",
  {
    sessionId: counter("session_id").notNull(),
    receiptIndex: counter("receipt_index").notNull(),
    buyer: text("buyer").notNull(),
    host: text("host").notNull(),
    modelId: counter("model_id").notNull(),
    modelVersion: counter("model_version").notNull(),
    /** 1 to 5, 5 is best. */
    rating: integer("rating").notNull(),
    /** The contribution that corrects the answer. */
    datanetId: counter("datanet_id"),
    seq: counter("seq"),
    height: counter("height").notNull(),
    txIndex: integer("tx_index"),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.receiptIndex] }),
    index("feedbacks_contribution").on(table.datanetId, table.seq),
    index("feedbacks_model").on(table.modelId, table.modelVersion),
  ],
);
