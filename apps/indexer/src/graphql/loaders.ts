import DataLoader from "dataloader";
import { asc, getTableColumns, sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Db } from "../db/database.ts";
import * as accountability from "../schema/accountability.ts";
import * as attribution from "../schema/attribution.ts";
import * as chain from "../schema/chain.ts";
import * as datanet from "../schema/datanet.ts";
import * as market from "../schema/market.ts";
import * as model from "../schema/model.ts";
import { proposals } from "../schema/governance.ts";
import { claimables } from "../schema/rewards.ts";
import * as stake from "../schema/stake.ts";
import { balancesAt, claimableAt, sharesAt } from "./at-height.ts";
import { measureLatencies, type Latency } from "./latency.ts";
import { blockColumns, commitColumns, receiptColumns, txColumns, type BlockRow, type CommitRow, type ReceiptRow, type TxRow } from "./rows.ts";
import { lastSigningInfos } from "./signing.ts";
import { countVotes } from "./tally.ts";
import { missesAfter, signersBetween } from "./uptime.ts";
import { votingTerms } from "./voting-terms.ts";

export type KeyPart = bigint | number | string;
export type Key = readonly KeyPart[];

/** Each loader reads all that one level of a query asks for in a single statement; it is made when it is first used. */
export type Loaders = { readonly [Name in keyof typeof makers]: ReturnType<(typeof makers)[Name]> };

type Make<Loader> = (db: Db) => Loader;

const BATCH_MAX = 500;

const makers = {
  block: one<BlockRow>(chain.blocks, ["height"], blockColumns),
  commit: one<CommitRow>(chain.blocks, ["height"], commitColumns),
  tx: one<TxRow>(chain.txs, ["height", "index"], txColumns),
  messagesOfTx: many<typeof chain.messages.$inferSelect>(chain.messages, ["height", "txIndex"], ["index"]),
  eventsOfTx: many<typeof chain.events.$inferSelect>(chain.events, ["height", "txIndex"], ["index"]),
  account: one<typeof chain.accounts.$inferSelect>(chain.accounts, ["address"]),
  balancesOf: many<typeof chain.balances.$inferSelect>(chain.balances, ["address"], ["denom"]),
  balancesAt: batch(balancesAt),
  claimableAt: batch(claimableAt),
  sharesAt: batch(sharesAt),
  validatorOfKey: one<typeof stake.validators.$inferSelect>(stake.validators, ["consensusAddress"]),
  validator: one<typeof stake.validators.$inferSelect>(stake.validators, ["operator"]),
  missedAt: many<typeof stake.missedBlocks.$inferSelect>(stake.missedBlocks, ["height"], ["consensusAddress"]),
  missesAfter: batch(missesAfter),
  signersBetween: batch(signersBetween),
  signingInfo: batch(lastSigningInfos),
  commissionsOf: many<typeof stake.commissionChanges.$inferSelect>(stake.commissionChanges, ["operator"], ["height"]),
  delegationsOf: many<typeof stake.delegations.$inferSelect>(stake.delegations, ["delegator"], ["validator"]),
  unbondingsOf: many<typeof stake.unbondings.$inferSelect>(stake.unbondings, ["delegator"], ["validator"]),
  votesOn: batch(countVotes),
  votingTerms: batch(votingTerms),
  proposal: one<typeof proposals.$inferSelect>(proposals, ["id"]),
  claimablesOf: many<typeof claimables.$inferSelect>(claimables, ["address"], ["denom"]),
  datanet: one<typeof datanet.datanets.$inferSelect>(datanet.datanets, ["id"]),
  datanetVersion: one<typeof datanet.datanetVersions.$inferSelect>(datanet.datanetVersions, ["datanetId", "version"]),
  versionsOfDatanet: many<typeof datanet.datanetVersions.$inferSelect>(datanet.datanetVersions, ["datanetId"], ["version"]),
  contribution: one<typeof datanet.contributions.$inferSelect>(datanet.contributions, ["datanetId", "seq"]),
  marksOf: many<typeof datanet.contributionMarks.$inferSelect>(datanet.contributionMarks, ["datanetId", "seq"], ["height", "eventIndex"]),
  disputesOf: many<typeof datanet.disputes.$inferSelect>(datanet.disputes, ["datanetId", "seq"], ["id"]),
  feedback: one<typeof datanet.feedbacks.$inferSelect>(datanet.feedbacks, ["sessionId", "receiptIndex"]),
  correctionFeedback: one<typeof datanet.feedbacks.$inferSelect>(datanet.feedbacks, ["datanetId", "seq"]),
  reviewsOf: many<typeof datanet.reviews.$inferSelect>(datanet.reviews, ["datanetId", "seq"], ["height", "txIndex"]),
  model: one<typeof model.models.$inferSelect>(model.models, ["id"]),
  modelVersion: one<typeof model.modelVersions.$inferSelect>(model.modelVersions, ["modelId", "version"]),
  versionsOfModel: many<typeof model.modelVersions.$inferSelect>(model.modelVersions, ["modelId"], ["version"]),
  manifestOf: many<typeof model.manifestEntries.$inferSelect>(model.manifestEntries, ["modelId", "modelVersion"], ["datanetId", "datanetVersion"]),
  royaltiesOf: many<typeof model.royalties.$inferSelect>(model.royalties, ["modelId", "modelVersion"], ["index"]),
  ancestorsOf: many<typeof model.ancestors.$inferSelect>(model.ancestors, ["modelId", "modelVersion"], ["ancestorModelId", "ancestorVersion"]),
  hostRecord: one<typeof market.hostRecords.$inferSelect>(market.hostRecords, ["host"]),
  latency: batch<Latency | null>(measureLatencies),
  incidentsOfReceipt: many<typeof accountability.incidents.$inferSelect>(accountability.incidents, ["sessionId", "receiptIndex"], ["id"]),
  incidentsOfVersion: many<typeof accountability.incidents.$inferSelect>(accountability.incidents, ["modelId", "modelVersion"], ["id"]),
  incidentsOfContribution: many<typeof accountability.incidents.$inferSelect>(accountability.incidents, ["datanetId", "seq"], ["id"]),
  offer: one<typeof market.offers.$inferSelect>(market.offers, ["id"]),
  session: one<typeof market.sessions.$inferSelect>(market.sessions, ["id"]),
  settlement: one<typeof market.settlements.$inferSelect>(market.settlements, ["id"]),
  split: one<typeof market.settlementSplits.$inferSelect>(market.settlementSplits, ["settlementId"]),
  ownersOfSettlement: many<typeof market.settlementOwners.$inferSelect>(market.settlementOwners, ["settlementId"], ["owner"]),
  voidOf: one<typeof market.settlementVoids.$inferSelect>(market.settlementVoids, ["settlementId"]),
  correctionsOf: many<typeof market.settlementCorrections.$inferSelect>(market.settlementCorrections, ["settlementId"], ["height", "eventIndex"]),
  ownersOfCorrection: many<typeof market.correctedOwners.$inferSelect>(market.correctedOwners, ["height", "eventIndex"], ["owner"]),
  correctionsOfReceipt: many<typeof market.correctedOwners.$inferSelect>(market.correctedOwners, ["sessionId", "receiptIndex"], ["height", "eventIndex", "owner"]),
  demandsOf: many<typeof market.demands.$inferSelect>(market.demands, ["settlementId"], ["id"]),
  counterexamplesOf: many<typeof market.counterexamples.$inferSelect>(market.counterexamples, ["settlementId"], ["height", "eventIndex"]),
  receipt: one<ReceiptRow>(attribution.receipts, ["sessionId", "index"], receiptColumns),
  ownersOfReceipt: many<typeof attribution.receiptOwners.$inferSelect>(attribution.receiptOwners, ["sessionId", "receiptIndex"], ["owner"]),
  spansOfReceipt: many<typeof attribution.spans.$inferSelect>(attribution.spans, ["sessionId", "receiptIndex"], ["index"]),
};

class LazyLoaders {
  readonly db: Db;
  constructor(db: Db) {
    this.db = db;
  }
}
for (const name of Object.keys(makers) as (keyof typeof makers)[]) {
  Object.defineProperty(LazyLoaders.prototype, name, {
    get(this: LazyLoaders): unknown {
      const value = makers[name](this.db);
      Object.defineProperty(this, name, { value });
      return value;
    },
  });
}

export function createLoaders(db: Db): Loaders {
  return new LazyLoaders(db) as LazyLoaders & Loaders;
}

/** `(a, b) in` some keys; the text is the same for any number of them, so that it is prepared once. */
export function keyIn(columns: readonly PgColumn[], keys: readonly Key[]): SQL {
  const arrays = columns.map((column, position) => sql`${sql.param(keys.map((key) => String(key[position])))}::${sql.raw(column.getSQLType())}[]`);
  return sql`(${sql.join([...columns], sql`, `)}) in (select * from unnest(${sql.join(arrays, sql`, `)}))`;
}

/** `(1, 2)` with each value encoded as its column wants it. */
export function tuple(columns: readonly PgColumn[], key: Key): SQL {
  const parts = columns.map((column, position) => sql`${sql.param(key[position], column)}`);
  return sql`(${sql.join(parts, sql`, `)})`;
}

function columnsOf(table: PgTable, names: readonly string[]): readonly PgColumn[] {
  const all: Readonly<Record<string, PgColumn>> = getTableColumns(table);
  return names.map((name) => {
    const column = all[name];
    if (column === undefined) throw new Error(`table has no column ${name}`);
    return column;
  });
}

function cacheKey(key: Key): string {
  return key.join("/");
}

function keyOfRow(row: object, names: readonly string[]): string {
  const values = row as Readonly<Record<string, KeyPart>>;
  return names.map((name) => values[name]).join("/");
}

function batch<Value>(load: (db: Db, keys: readonly Key[]) => Promise<Value[]>): Make<DataLoader<Key, Value, string>> {
  return (db) => new DataLoader((keys) => load(db, keys), { cacheKeyFn: cacheKey, maxBatchSize: BATCH_MAX });
}

function one<Row extends object>(table: PgTable, names: readonly string[], selected?: Record<string, PgColumn>): Make<DataLoader<Key, Row | null, string>> {
  const columns = columnsOf(table, names);
  const load = async (db: Db, keys: readonly Key[]): Promise<(Row | null)[]> => {
    const rows = await db.select(selected ?? getTableColumns(table)).from(table).where(keyIn(columns, keys));
    const found = new Map(rows.map((row) => [keyOfRow(row, names), row as Row]));
    return keys.map((key) => found.get(cacheKey(key)) ?? null);
  };
  return (db) => new DataLoader((keys) => load(db, keys), { cacheKeyFn: cacheKey, maxBatchSize: BATCH_MAX });
}

function many<Row extends object>(table: PgTable, names: readonly string[], order: readonly string[]): Make<DataLoader<Key, readonly Row[], string>> {
  const columns = columnsOf(table, names);
  const load = async (db: Db, keys: readonly Key[]): Promise<(readonly Row[])[]> => {
    const rows = await db.select().from(table).where(keyIn(columns, keys)).orderBy(...columnsOf(table, order).map((column) => asc(column)));
    const groups = new Map<string, Row[]>(keys.map((key) => [cacheKey(key), []]));
    for (const row of rows) groups.get(keyOfRow(row, names))?.push(row as Row);
    return keys.map((key) => groups.get(cacheKey(key)) ?? []);
  };
  return (db) => new DataLoader((keys) => load(db, keys), { cacheKeyFn: cacheKey, maxBatchSize: BATCH_MAX });
}
