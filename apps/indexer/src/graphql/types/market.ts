import { SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { offers, sessions, sessionStates, settlements, settlementStates, visibilities } from "../../schema/market.ts";
import { and, eq, gt, lte, sql } from "drizzle-orm";
import { receipts } from "../../schema/attribution.ts";
import { payouts } from "../../schema/rewards.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { byColumns, nestedList } from "../nested.ts";
import {
  CorrectionRef,
  CounterexampleRef,
  DemandRef,
  ModelVersionRef,
  OfferRef,
  PayoutRef,
  ReceiptRef,
  SessionRef,
  SettlementOwnerRef,
  SettlementRef,
  SettlementSplitRef,
  SettlementVoidRef,
  TxRef,
} from "../refs.ts";
import { ReceiptConnection } from "./attribution.ts";
import { PayoutConnection } from "./rewards.ts";

const SessionState = builder.enumType("SessionState", { values: sessionStates });
const Visibility = builder.enumType("Visibility", {
  description: "Who sees the receipts of a session.",
  values: { PUBLIC: { description: "Everybody." }, PRIVATE: { description: "The buyer and the auditors, who alone demand." } } satisfies Record<(typeof visibilities)[number], object>,
});
export const SettlementState = builder.enumType("SettlementState", { values: settlementStates });

builder.node(OfferRef, {
  description: "A host's offer to serve a model version at a price.",
  id: { resolve: ({ id }) => idOf(id) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.offer.load(key)),
  fields: (t) => ({
    offerId: t.expose("id", { type: "BigInt" }),
    host: t.expose("host", { type: "Address" }),
    modelId: t.expose("modelId", { type: "BigInt" }),
    modelVersionNumber: t.expose("modelVersion", { type: "BigInt" }),
    endpoint: t.exposeString("endpoint"),
    denom: t.exposeString("denom"),
    perCall: t.expose("perCall", { type: "BigInt" }),
    perThousandInput: t.expose("perThousandInput", { type: "BigInt" }),
    perThousandOutput: t.expose("perThousandOutput", { type: "BigInt" }),
    latencyClassMs: t.expose("latencyClassMs", { type: "BigInt" }),
    lateBps: t.exposeInt("lateBps"),
    unsignedCalls: t.exposeInt("unsignedCalls"),
    bond: t.exposeString("bond"),
    openingFee: t.expose("openingFee", { type: "BigInt" }),
    receiptKey: t.expose("receiptKey", { type: "Bytes" }),
    region: t.exposeString("region"),
    powerSource: t.exposeString("powerSource"),
    closed: t.exposeBoolean("closed"),
    createdHeight: t.expose("height", { type: "Height" }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      resolve: ({ modelId, modelVersion }, _args, { loaders }) => loaders.modelVersion.load([modelId, modelVersion]),
    }),
  }),
});

builder.node(SessionRef, {
  description: "A buyer's escrow with a host; its receipts form a log.",
  id: { resolve: ({ id }) => idOf(id) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.session.load(key)),
  fields: (t) => ({
    sessionId: t.expose("id", { type: "BigInt" }),
    offerId: t.expose("offerId", { type: "BigInt" }),
    buyer: t.expose("buyer", { type: "Address" }),
    host: t.expose("host", { type: "Address" }),
    escrow: t.expose("escrow", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    openingFee: t.expose("openingFee", { type: "BigInt" }),
    sessionKey: t.expose("sessionKey", { type: "Bytes" }),
    visibility: t.expose("visibility", { type: Visibility }),
    auditors: t.field({ type: ["Address"], description: "Who sees a private session's receipts beside the buyer.", resolve: ({ auditors }) => auditors }),
    state: t.expose("state", { type: SessionState }),
    openedTime: t.expose("openedTimeNs", { type: "DateTime" }),
    expiresTime: t.expose("expiresTimeNs", { type: "DateTime" }),
    settleUntil: t.expose("settleUntilNs", { type: "DateTime", nullable: true }),
    closingReason: t.exposeString("closingReason", { nullable: true }),
    returned: t.expose("returned", { type: "BigInt", nullable: true, description: "What went back to the buyer when the session ended." }),
    receiptCount: t.expose("receiptCount", { type: "BigInt", description: "Settled receipts." }),
    settledAmount: t.expose("settledAmount", { type: "BigInt" }),
    openedHeight: t.expose("height", { type: "Height" }),
    endedHeight: t.expose("endedHeight", { type: "Height", nullable: true }),
    offer: t.field({ type: OfferRef, nullable: true, resolve: ({ offerId }, _args, { loaders }) => loaders.offer.load([offerId]) }),
    openedTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
    receipts: t.connection(
      {
        type: ReceiptRef,
        args: { order: t.arg({ type: Order }) },
        resolve: ({ id }, args, { pages }) => pages.load(receiptsOfSession, [id], args),
      },
      ReceiptConnection,
    ),
    settlements: t.connection(
      {
        type: SettlementRef,
        args: { order: t.arg({ type: Order }) },
        resolve: ({ id }, args, { pages }) => pages.load(settlementsOfSession, [id], args),
      },
      SettlementConnection,
    ),
  }),
});

const TreeHead = builder
  .objectRef<{ readonly size: bigint; readonly root: Uint8Array; readonly cumulativeAmount: bigint; readonly signature: Uint8Array }>("TreeHead")
  .implement({
    description: "What the buyer signed: the first `size` receipts of the session and their sum.",
    fields: (t) => ({
      size: t.expose("size", { type: "BigInt" }),
      root: t.expose("root", { type: "Bytes" }),
      cumulativeAmount: t.expose("cumulativeAmount", { type: "BigInt" }),
      signature: t.expose("signature", { type: "Bytes" }),
    }),
  });

/** The signed head of a settlement, from its stored protobuf. */
export function treeHeadOf(bytes: Uint8Array) {
  const { head, signature } = SignedTreeHead.decode(bytes);
  return {
    size: head?.size ?? 0n,
    root: head?.root ?? new Uint8Array(),
    cumulativeAmount: BigInt(head?.cumulativeAmount || 0),
    signature,
  };
}

builder.node(SettlementRef, {
  description: "A batch of one session's receipts: pending for the window, then final or void.",
  id: { resolve: ({ id }) => idOf(id) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.settlement.load(key)),
  fields: (t) => ({
    settlementId: t.expose("id", { type: "BigInt" }),
    sessionId: t.expose("sessionId", { type: "BigInt" }),
    firstIndex: t.expose("firstIndex", { type: "BigInt" }),
    receiptCount: t.exposeInt("receiptCount"),
    amount: t.expose("amount", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    claimsRoot: t.expose("claimsRoot", { type: "Bytes" }),
    opened: t.exposeBoolean("opened", { description: "True when it arrived with the openings of its receipts, false with their hashes alone." }),
    state: t.expose("state", { type: SettlementState }),
    finalTime: t.expose("finalTimeNs", { type: "DateTime", description: "Final at the first block at or after this time and `finalHeight`." }),
    finalHeight: t.expose("finalHeight", { type: "Height" }),
    submittedHeight: t.expose("height", { type: "Height" }),
    decidedHeight: t.expose("decidedHeight", { type: "Height", nullable: true }),
    head: t.field({ type: TreeHead, resolve: ({ head }) => treeHeadOf(head) }),
    session: t.field({ type: SessionRef, nullable: true, resolve: ({ sessionId }, _args, { loaders }) => loaders.session.load([sessionId]) }),
    submittedTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
    owners: t.field({ type: [SettlementOwnerRef], resolve: ({ id }, _args, { loaders }) => loaders.ownersOfSettlement.load([id]) }),
    split: t.field({
      type: SettlementSplitRef,
      nullable: true,
      description: "How the amount was divided; null while pending.",
      resolve: ({ id }, _args, { loaders }) => loaders.split.load([id]),
    }),
    voided: t.field({
      type: SettlementVoidRef,
      nullable: true,
      description: "Why the settlement is void, and where amount and bond went; null unless it is void.",
      resolve: ({ id }, _args, { loaders }) => loaders.voidOf.load([id]),
    }),
    corrections: t.field({
      type: [CorrectionRef],
      description: "What counter-examples took from owners without voiding the settlement.",
      resolve: ({ id }, _args, { loaders }) => loaders.correctionsOf.load([id]),
    }),
    demands: t.field({ type: [DemandRef], resolve: ({ id }, _args, { loaders }) => loaders.demandsOf.load([id]) }),
    counterexamples: t.field({
      type: [CounterexampleRef],
      resolve: ({ id }, _args, { loaders }) => loaders.counterexamplesOf.load([id]),
    }),
    receipts: t.connection(
      {
        type: ReceiptRef,
        args: { order: t.arg({ type: Order }) },
        resolve: ({ id }, args, { pages }) => pages.load(receiptsOfSettlement, [id], args),
      },
      ReceiptConnection,
    ),
    payouts: t.connection(
      {
        type: PayoutRef,
        args: { order: t.arg({ type: Order }) },
        resolve: ({ id }, args, { pages }) => pages.load(payoutsOfSettlement, [id], args),
      },
      PayoutConnection,
    ),
  }),
});

SettlementOwnerRef.implement({
  description: "What an owner receives of a batch once it is final, before the curators' share.",
  fields: (t) => ({
    owner: t.expose("owner", { type: "Address" }),
    amount: t.expose("amount", { type: "BigInt", description: "After corrections." }),
    corrected: t.expose("corrected", { type: "BigInt", description: "What corrections took: with `amount` what the host stated." }),
  }),
});

SettlementSplitRef.implement({
  description: "Parts of a final settlement; owned and priors are without the curators' share. They sum to the amount.",
  fields: (t) => ({
    amount: t.expose("amount", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    owned: t.expose("owned", { type: "BigInt" }),
    priors: t.expose("priors", { type: "BigInt" }),
    curators: t.expose("curators", { type: "BigInt" }),
    returned: t.expose("returned", { type: "BigInt" }),
    host: t.expose("host", { type: "BigInt" }),
    model: t.expose("model", { type: "BigInt" }),
    stakers: t.expose("stakers", { type: "BigInt" }),
    treasury: t.expose("treasury", { type: "BigInt" }),
    burned: t.expose("burned", { type: "BigInt" }),
    gasRefunded: t.expose("gasRefunded", { type: "BigInt", description: "Fees that challengers who corrected it have back." }),
    conserved: t.boolean({
      description: "True when the parts sum to the amount, to the unit.",
      resolve: (s) => s.owned + s.priors + s.curators + s.returned + s.host + s.model + s.stakers + s.treasury + s.burned + s.gasRefunded === s.amount,
    }),
  }),
});

/** The settlement that holds a receipt, by the range of indexes that it settles; null while none does. */
async function settlementOf(db: GraphqlContext["db"], sessionId: bigint, index: bigint) {
  const end = sql`${settlements.firstIndex} + ${settlements.receiptCount}`;
  const holds = and(eq(settlements.sessionId, sessionId), lte(settlements.firstIndex, index), gt(end, index));
  return (await db.select().from(settlements).where(holds))[0] ?? null;
}

const receiptsOfSession = nestedList({ name: "receiptsOfSession", keyset: keysets.receipts, types: ["bigint"], belongs: byColumns(receipts.sessionId) });
const receiptsOfSettlement = nestedList({ name: "receiptsOfSettlement", keyset: keysets.receipts, types: ["bigint"], belongs: byColumns(receipts.settlementId) });
const settlementsOfSession = nestedList({ name: "settlementsOfSession", keyset: keysets.settlements, types: ["bigint"], belongs: byColumns(settlements.sessionId) });
const payoutsOfSettlement = nestedList({ name: "payoutsOfSettlement", keyset: keysets.payouts, types: ["bigint"], belongs: byColumns(payouts.settlementId) });

const SettlementConnection = builder.connectionObject({ type: SettlementRef, name: "SettlementConnection" });

builder.queryFields((t) => ({
  offer: t.field({
    type: OfferRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.offer.load([id]),
  }),
  offers: t.connection({
    type: OfferRef,
    args: { order: t.arg({ type: Order }), host: t.arg({ type: "Address" }), modelId: t.arg({ type: "BigInt" }), closed: t.arg.boolean() },
    resolve: (_root, args, { db }) =>
      pageOf(db, keysets.offers, args, where([offers.host, args.host], [offers.modelId, args.modelId], [offers.closed, args.closed])),
  }),
  session: t.field({
    type: SessionRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.session.load([id]),
  }),
  sessions: t.connection({
    type: SessionRef,
    args: { order: t.arg({ type: Order }), buyer: t.arg({ type: "Address" }), host: t.arg({ type: "Address" }), state: t.arg({ type: SessionState }) },
    resolve: (_root, args, { db }) =>
      pageOf(db, keysets.sessions, args, where([sessions.buyer, args.buyer], [sessions.host, args.host], [sessions.state, args.state])),
  }),
  settlement: t.field({
    type: SettlementRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.settlement.load([id]),
  }),
  settlementOfReceipt: t.field({
    type: SettlementRef,
    nullable: true,
    description: "The settlement that holds a receipt, also when it came by hash and the receipt itself is not known here.",
    args: { sessionId: t.arg({ type: "BigInt", required: true }), index: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { sessionId, index }, { db }) => settlementOf(db, sessionId, index),
  }),
  settlements: t.connection(
    {
      type: SettlementRef,
      args: { order: t.arg({ type: Order }), sessionId: t.arg({ type: "BigInt" }), state: t.arg({ type: SettlementState }) },
      resolve: (_root, args, { db }) =>
        pageOf(db, keysets.settlements, args, where([settlements.sessionId, args.sessionId], [settlements.state, args.state])),
    },
    SettlementConnection,
  ),
}));
