import { and, asc, desc, eq, gte, lt, lte, sql, sum } from "drizzle-orm";
import { receiptOwners, receipts } from "../../schema/attribution.ts";
import { correctedOwners, settlementOwners, settlements } from "../../schema/market.ts";
import { statementKinds, statementLines } from "../../schema/rewards.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { clientError } from "../errors.ts";
import { firstHeightFrom } from "../height-of-time.ts";
import { keysets } from "../keysets.ts";
import { ReceiptRef, SettlementRef, StatementLineRef, TxRef } from "../refs.ts";
import { receiptColumns, type ReceiptRow } from "../rows.ts";

export interface Period {
  readonly address: string;
  readonly denom: string;
  readonly fromHeight: bigint;
  readonly toHeight: bigint;
}

interface ReceiptShare {
  readonly receipt: ReceiptRow;
  readonly amount: bigint;
}

export const StatementKind = builder.enumType("StatementKind", {
  description: "GENESIS is what an exported genesis carried over from the chain before, at the height below the first block.",
  values: statementKinds,
});
/** Receipts of one settlement that a line shows; a settlement holds fewer by the chain's own parameter. */
const SHARES_MAX = 100;

const ReceiptShareRef = builder.objectRef<ReceiptShare>("ReceiptShare").implement({
  description: "What one receipt gives to the account as an owner of data after corrections, before the curators' share.",
  fields: (t) => ({
    receipt: t.field({ type: ReceiptRef, resolve: ({ receipt }) => receipt }),
    amount: t.expose("amount", { type: "BigInt" }),
  }),
});

StatementLineRef.implement({
  description: "One change of what an account may claim.",
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    eventIndex: t.exposeInt("eventIndex"),
    kind: t.expose("kind", { type: StatementKind }),
    amount: t.expose("amount", { type: "BigInt", description: "Signed: a claim is negative." }),
    balanceAfter: t.expose("balanceAfter", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    settlement: t.field({
      type: SettlementRef,
      nullable: true,
      resolve: ({ settlementId }, _args, { loaders }) => (settlementId === null ? null : loaders.settlement.load([settlementId])),
    }),
    receipts: t.field({
      type: [ReceiptShareRef],
      description: "For a line of kind OWNER: the receipts of the settlement that name the account.",
      resolve: ({ kind, settlementId, address }, _args, { db }) => (kind === "OWNER" && settlementId !== null ? sharesOf(db, settlementId, address) : []),
    }),
    tx: t.field({
      type: TxRef,
      nullable: true,
      description: "The transaction that settled the receipts, or that claimed.",
      async resolve({ height, txIndex, settlementId }, _args, { loaders }) {
        if (txIndex !== null) return loaders.tx.load([height, txIndex]);
        const settlement = settlementId === null ? null : await loaders.settlement.load([settlementId]);
        return settlement === null ? null : loaders.tx.load([settlement.height, settlement.txIndex]);
      },
    }),
  }),
});

const PendingShare = builder.objectRef<{ readonly settlementId: bigint; readonly address: string; readonly amount: bigint }>("PendingShare").implement({
  description: "What a settlement will give to the account as an owner of data if it becomes final, before the curators' share.",
  fields: (t) => ({
    amount: t.expose("amount", { type: "BigInt" }),
    settlement: t.field({ type: SettlementRef, nullable: true, resolve: ({ settlementId }, _args, { loaders }) => loaders.settlement.load([settlementId]) }),
    receipts: t.field({ type: [ReceiptShareRef], resolve: ({ settlementId, address }, _args, { db }) => sharesOf(db, settlementId, address) }),
  }),
});

export const Statement = builder.objectRef<Period>("Statement").implement({
  description: "The claimable balance of an account in one denom, line by line; opening + lines = closing. Pending shares are apart.",
  fields: (t) => ({
    address: t.expose("address", { type: "Address" }),
    denom: t.exposeString("denom"),
    openingBalance: t.field({ type: "BigInt", resolve: (period, _args, { db }) => balanceAt(db, period, period.fromHeight - 1n) }),
    closingBalance: t.field({ type: "BigInt", resolve: (period, _args, { db }) => balanceAt(db, period, period.toHeight) }),
    credited: t.field({ type: "BigInt", description: "Sum of the lines that add.", resolve: (period, _args, { db }) => sumOf(db, period, "credits") }),
    claimed: t.field({ type: "BigInt", description: "Sum of the claims, as a positive number.", resolve: (period, _args, { db }) => sumOf(db, period, "claims") }),
    lines: t.connection({
      type: StatementLineRef,
      args: { order: t.arg({ type: Order }) },
      resolve: (period, args, { db }) => pageOf(db, keysets.statementLines, args, inPeriod(period)),
    }),
    pending: t.field({
      type: [PendingShare],
      description: "Settlements that are not final yet, at most 100, oldest first; those that an exported genesis carries over show as lines when they are paid.",
      resolve: ({ address, denom }, _args, { db }) => pendingOf(db, address, denom),
    }),
  }),
});

type ReaderDb = GraphqlContext["db"];

interface PeriodArgs {
  readonly address: string;
  readonly denom: string;
  readonly fromHeight?: bigint | null | undefined;
  readonly toHeight?: bigint | null | undefined;
  readonly fromTime?: bigint | null | undefined;
  readonly toTime?: bigint | null | undefined;
}

/**
 * The heights that a statement covers. Throws when an end is given twice, when the last one stands before the first, and for
 * a height that is not indexed yet: a later answer to the same question would differ.
 */
export async function periodOf(db: ReaderDb, { address, denom, fromHeight, toHeight, fromTime, toTime }: PeriodArgs, indexed: bigint): Promise<Period> {
  if ((fromHeight != null && fromTime != null) || (toHeight != null && toTime != null)) {
    throw clientError("BAD_USER_INPUT", "give each end of the period as a height or as a time, not as both");
  }
  for (const height of [fromHeight, toHeight]) {
    if (height != null && height > indexed) throw clientError("BAD_USER_INPUT", `the index reaches height ${indexed} and not ${height}: ask again later, or leave the end out`);
  }
  const from = fromTime == null ? (fromHeight ?? 0n) : await firstHeightFrom(db, fromTime);
  const to = toTime == null ? (toHeight ?? indexed) : (await firstHeightFrom(db, toTime)) - 1n;
  // One apart is a time without a block: nothing happened, and it opens as it closes.
  if ((toHeight != null || toTime != null) && from > to + 1n) throw clientError("BAD_USER_INPUT", `the period begins at height ${from} and ends before it, at ${to}`);
  return { address, denom, fromHeight: from, toHeight: to };
}

function ofAccount({ address, denom }: Period) {
  return and(eq(statementLines.address, address), eq(statementLines.denom, denom));
}

export function inPeriod(period: Period) {
  return and(ofAccount(period), gte(statementLines.height, period.fromHeight), lte(statementLines.height, period.toHeight));
}

/** Balance after the last line at or below a height. */
export async function balanceAt(db: ReaderDb, period: Period, height: bigint): Promise<bigint> {
  const rows = await db
    .select({ balance: statementLines.balanceAfter })
    .from(statementLines)
    .where(and(ofAccount(period), lte(statementLines.height, height)))
    .orderBy(desc(statementLines.height), desc(statementLines.eventIndex), desc(statementLines.part))
    .limit(1);
  return rows[0]?.balance ?? 0n;
}

async function sumOf(db: ReaderDb, period: Period, part: "credits" | "claims"): Promise<bigint> {
  const side = part === "claims" ? lt(statementLines.amount, 0n) : gte(statementLines.amount, 0n);
  const rows = await db.select({ total: sum(statementLines.amount) }).from(statementLines).where(and(inPeriod(period), side));
  const total = BigInt(rows[0]?.total ?? 0);
  return total < 0n ? -total : total;
}

async function pendingOf(db: ReaderDb, address: string, denom: string) {
  const rows = await db
    .select({ settlementId: settlements.id, amount: settlementOwners.amount })
    .from(settlementOwners)
    .innerJoin(settlements, eq(settlements.id, settlementOwners.settlementId))
    .where(and(eq(settlementOwners.owner, address), eq(settlements.denom, denom), eq(settlements.state, "PENDING")))
    .orderBy(asc(settlements.id))
    .limit(SHARES_MAX);
  return rows.map((row) => ({ ...row, address }));
}

async function sharesOf(db: ReaderDb, settlementId: bigint, owner: string): Promise<ReceiptShare[]> {
  const rows = await db
    .select({ receipt: receiptColumns, amount: receiptOwners.amount, removed: removedFrom(owner) })
    .from(receiptOwners)
    .innerJoin(receipts, sql`${receipts.sessionId} = ${receiptOwners.sessionId} and ${receipts.index} = ${receiptOwners.receiptIndex}`)
    .where(and(eq(receipts.settlementId, settlementId), eq(receiptOwners.owner, owner)))
    .orderBy(asc(receipts.index))
    .limit(SHARES_MAX);
  return rows.map(({ receipt, amount, removed }) => ({ receipt, amount: amount - BigInt(removed) }));
}

/** Units that corrections of a receipt took from an owner, as decimal text. */
function removedFrom(owner: string) {
  const ofReceipt = and(eq(correctedOwners.sessionId, receipts.sessionId), eq(correctedOwners.receiptIndex, receipts.index));
  return sql<string>`(select coalesce(sum(${correctedOwners.removed}), 0)::text from ${correctedOwners} where ${and(ofReceipt, eq(correctedOwners.owner, owner))})`;
}

builder.queryField("statement", (t) =>
  t.field({
    type: Statement,
    description: "What an account earned, was pending and claimed, between two heights (all when absent).",
    args: {
      address: t.arg({ type: "Address", required: true }),
      denom: t.arg.string({ required: true }),
      fromHeight: t.arg({ type: "Height" }),
      toHeight: t.arg({ type: "Height" }),
      fromTime: t.arg({ type: "DateTime", description: "Instead of `fromHeight`: the first block at or after it." }),
      toTime: t.arg({ type: "DateTime", description: "Instead of `toHeight`: the last block before it." }),
    },
    resolve: (_root, args, { db, checkpoint }) => periodOf(db, args, checkpoint()?.height ?? 0n),
  }),
);
