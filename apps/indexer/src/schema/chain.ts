import { sql, type SQL } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, counter, units } from "./columns.ts";

/** One name and value of an event, as the chain emitted it. */
export interface EventAttribute {
  readonly key: string;
  readonly value: string;
}

/** JSON as Postgres stores it; numbers of the chain are decimal text in it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How far the index reaches: one row, written in the transaction of each block. */
export const indexerState = pgTable("indexer_state", {
  chainId: text("chain_id").primaryKey(),
  genesisHash: bytea("genesis_hash").notNull(),
  bech32Prefix: text("bech32_prefix").notNull(),
  height: counter("height").notNull(),
  blockHash: bytea("block_hash").notNull(),
  /** App hash that the results of the block led to; the next header carries it. */
  appHash: bytea("app_hash").notNull(),
  codeVersion: text("code_version").notNull(),
  /** Digest of all rows up to this height, which two operators can compare. */
  digest: bytea("digest").notNull().default(sql`''::bytea`),
  /** Raised by each writer that takes the index over; a block is only written under the nonce of its writer. */
  nonce: counter("nonce").notNull().default(sql`0`),
});

/** Chains whose state this one began with, by its genesis; the newest last. Their blocks are in other indexes. */
export const previousChains = pgTable("previous_chains", {
  position: integer("position").primaryKey(),
  chainId: text("chain_id").notNull(),
  /** Height whose state the next chain began with. */
  exportedHeight: counter("exported_height").notNull(),
  /** The first of its blocks that was kept, and the last one with its hash. */
  firstHeight: counter("first_height").notNull(),
  lastHeight: counter("last_height").notNull(),
  lastHash: bytea("last_hash").notNull(),
});

export const blocks = pgTable(
  "blocks",
  {
    height: counter("height").primaryKey(),
    hash: bytea("hash").notNull(),
    parentHash: bytea("parent_hash").notNull(),
    timeNs: counter("time_ns").notNull(),
    proposer: bytea("proposer").notNull(),
    /** The signatures under the block before, as `commitToBytes` writes them: one value, so that they cost no rows. */
    lastCommit: bytea("last_commit").notNull().default(sql`''::bytea`),
    lastCommitRound: integer("last_commit_round").notNull().default(0),
    /** App hash in the header: the state before this block. */
    appHash: bytea("app_hash").notNull(),
    resultAppHash: bytea("result_app_hash").notNull(),
    txCount: integer("tx_count").notNull(),
    eventCount: integer("event_count").notNull(),
    /** Digest of all rows of the index up to and with this block. */
    digest: bytea("digest").notNull().default(sql`''::bytea`),
  },
  (table) => [uniqueIndex("blocks_hash").on(table.hash)],
);

export const txs = pgTable(
  "txs",
  {
    height: counter("height").notNull(),
    index: integer("index").notNull(),
    /** Not unique: the same bytes may stand in two blocks, of which at most one succeeds. */
    hash: bytea("hash").notNull(),
    code: counter("code").notNull(),
    codespace: text("codespace").notNull(),
    log: text("log").notNull(),
    gasWanted: counter("gas_wanted").notNull(),
    gasUsed: counter("gas_used").notNull(),
    memo: text("memo").notNull(),
    /** Coins as text, for example `2500uopen`. */
    fee: text("fee").notNull(),
    feePayer: text("fee_payer"),
    messageCount: integer("message_count").notNull(),
    bytes: bytea("bytes").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.index] }),
    index("txs_hash").on(table.hash),
    // Of the two kinds either may be rare.
    index("txs_succeeded").on(table.height, table.index).where(sql`code = 0`),
    index("txs_failed").on(table.height, table.index).where(sql`code <> 0`),
  ],
);

export const messages = pgTable(
  "messages",
  {
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
    index: integer("index").notNull(),
    typeUrl: text("type_url").notNull(),
    content: jsonb("content").$type<Json>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.txIndex, table.index] }),
    index("messages_type").on(table.typeUrl, table.height, table.txIndex, table.index),
  ],
);

export const events = pgTable(
  "events",
  {
    height: counter("height").notNull(),
    /** Position in the block: events of transactions in order, then those of the block's begin and end. */
    index: integer("index").notNull(),
    txIndex: integer("tx_index"),
    type: text("type").notNull(),
    attributes: jsonb("attributes").$type<readonly EventAttribute[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.index] }),
    index("events_type_hash").on(sql`hashtextextended(${table.type}, 0)`, table.height, table.index),
    index("events_of_txs").on(table.height, table.index).where(sql`tx_index is not null`),
  ],
);

/**
 * Events of a type, as their index finds them: by 64 bits of it, because numbers sort twice as fast as a few texts with
 * millions of rows each. The text itself is compared as well, since two may have the same bits.
 */
export function isEventType(type: string): SQL {
  return sql`(hashtextextended(${events.type}, 0) = hashtextextended(${type}, 0) and ${events.type} = ${type})`;
}

/** Every address that genesis, a message or an event names. */
export const accounts = pgTable(
  "accounts",
  { address: text("address").primaryKey(), firstHeight: counter("first_height").notNull() },
  (table) => [uniqueIndex("accounts_order").on(table.firstHeight, table.address)],
);

export const accountTxs = pgTable(
  "account_txs",
  {
    address: text("address").notNull(),
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
  },
  (table) => [primaryKey({ columns: [table.address, table.height, table.txIndex] })],
);

/** Balances as they are now; the ledger has every change. */
export const balances = pgTable(
  "balances",
  {
    address: text("address").notNull(),
    denom: text("denom").notNull(),
    amount: units("amount").notNull(),
    /** The part of `amount` that entered through a gate and was not spent on answers yet. */
    external: units("external").notNull().default(sql`0`),
    height: counter("height").notNull(),
  },
  (table) => [primaryKey({ columns: [table.address, table.denom] }), index("balances_denom").on(table.denom, table.amount)],
);

/** Transactions that this version can't decode: their block is indexed, their contents are missing. */
export const deadLetters = pgTable(
  "dead_letters",
  {
    height: counter("height").notNull(),
    txIndex: integer("tx_index").notNull(),
    reason: text("reason").notNull(),
    bytes: bytea("bytes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.height, table.txIndex] })],
);
