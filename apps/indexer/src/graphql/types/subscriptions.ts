import { and, asc, eq, gte } from "drizzle-orm";
import { receipts } from "../../schema/attribution.ts";
import { accountTxs, blocks, txs } from "../../schema/chain.ts";
import { statementLines } from "../../schema/rewards.ts";
import type { Db } from "../../db/database.ts";
import { builder } from "../builder.ts";
import { clientError } from "../errors.ts";
import { readsRows, STEP, streamOf, type StreamEvent } from "../event-stream.ts";
import { keysets } from "../keysets.ts";
import { BlockRef, ReceiptRef, StatementLineRef, TxRef } from "../refs.ts";
import { txColumns } from "../rows.ts";

/** Transactions and lines of one block that an event shows. */
const SHOWN_MAX = 100;

interface Activity {
  readonly address: string;
  readonly height: bigint;
}

const AccountActivity = builder.objectRef<Activity>("AccountActivity").implement({
  description: "What one block did to an account.",
  fields: (t) => ({
    address: t.expose("address", { type: "Address" }),
    height: t.expose("height", { type: "Height" }),
    block: t.field({ type: BlockRef, nullable: true, resolve: ({ height }, _args, { loaders }) => loaders.block.load([height]) }),
    txs: t.field({
      type: [TxRef],
      description: `Transactions whose messages or events name the account; the first ${SHOWN_MAX}.`,
      resolve: ({ address, height }, _args, { db }) =>
        db
          .select(txColumns)
          .from(txs)
          .innerJoin(accountTxs, and(eq(accountTxs.height, txs.height), eq(accountTxs.txIndex, txs.index)))
          .where(and(eq(accountTxs.address, address), eq(accountTxs.height, height)))
          .orderBy(asc(txs.index))
          .limit(SHOWN_MAX),
    }),
    lines: t.field({
      type: [StatementLineRef],
      description: `What it earned or claimed; the first ${SHOWN_MAX} lines.`,
      resolve: ({ address, height }, _args, { db }) =>
        db
          .select()
          .from(statementLines)
          .where(and(eq(statementLines.address, address), eq(statementLines.height, height)))
          .orderBy(asc(statementLines.eventIndex), asc(statementLines.part))
          .limit(SHOWN_MAX),
    }),
  }),
});

const place = {
  from: "Height of the first block whose events are sent; without it and `after`, what comes next.",
  after: "`extensions.eventId` of the last event that was received. `Last-Event-ID` of the request comes before it.",
};

builder.subscriptionFields((t) => ({
  newBlocks: t.field({
    type: BlockRef,
    description: "Every block, without gaps: first what is indexed already, then each new one.",
    args: { from: t.arg({ type: "Height", description: place.from }), after: t.arg.string({ description: place.after }) },
    subscribe: (_root, start, context) => streamOf(context, "blocks", start, readsRows(keysets.blocks, blocks.height)),
    resolve: ({ row }) => row,
  }),
  newReceipts: t.field({
    type: ReceiptRef,
    description: "Every receipt that a settlement or an answer to a demand shows, without gaps, in the order of the chain.",
    args: { from: t.arg({ type: "Height", description: place.from }), after: t.arg.string({ description: place.after }) },
    subscribe: (_root, start, context) => streamOf(context, "receipts", start, readsRows(keysets.receipts, receipts.height)),
    resolve: ({ row }) => row,
  }),
  accountActivity: t.field({
    type: AccountActivity,
    description: "Each block that names an account in a transaction or changes what it may claim, without gaps.",
    args: {
      address: t.arg({ type: "Address", required: true }),
      from: t.arg({ type: "Height", description: place.from }),
      after: t.arg.string({ description: place.after }),
    },
    subscribe: (_root, { address, ...start }, context) =>
      streamOf(context, `account/${address}`, start, (db, position, from) => activityFrom(db, address, position === undefined ? from : heightAfter(position))),
    resolve: ({ row }) => row,
  }),
}));

/** Heights at which something happened to an account, each once. */
async function activityFrom(db: Db, address: string, from: bigint): Promise<readonly StreamEvent<Activity>[]> {
  const inTxs = await db
    .selectDistinct({ height: accountTxs.height })
    .from(accountTxs)
    .where(and(eq(accountTxs.address, address), gte(accountTxs.height, from)))
    .orderBy(asc(accountTxs.height))
    .limit(STEP);
  const inLines = await db
    .selectDistinct({ height: statementLines.height })
    .from(statementLines)
    .where(and(eq(statementLines.address, address), gte(statementLines.height, from)))
    .orderBy(asc(statementLines.height))
    .limit(STEP);
  const heights = [...new Set([...inTxs, ...inLines].map(({ height }) => height))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return heights.slice(0, STEP).map((height) => ({ eventId: height.toString(), row: { address, height } }));
}

function heightAfter(position: string): bigint {
  if (!/^\d{1,18}$/.test(position)) throw clientError("BAD_USER_INPUT", "`after` is not an event of this subscription: pass `extensions.eventId` as it was given");
  return BigInt(position) + 1n;
}
