import { payoutRoles, payouts } from "../../schema/rewards.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { keyIn } from "../loaders.ts";
import { DatanetRef, PayoutRef, SessionRef, SettlementRef } from "../refs.ts";

export const PayoutRole = builder.enumType("PayoutRole", { values: payoutRoles });

builder.node(PayoutRef, {
  description: "One part of a fee, as the chain paid it; the parts of a settlement sum to its amount.",
  id: { resolve: ({ height, eventIndex }) => idOf(height, eventIndex) },
  loadMany: (ids, { db }) =>
    loadByNumbers(ids, 2, async (key) => (await db.select().from(payouts).where(keyIn([payouts.height, payouts.eventIndex], [key])))[0] ?? null),
  fields: (t) => ({
    height: t.expose("height", { type: "Height" }),
    eventIndex: t.exposeInt("eventIndex"),
    receiver: t.expose("receiver", { type: "Address", nullable: true, description: "Null for what is burned, and for the prior pool of a datanet version." }),
    role: t.expose("role", { type: PayoutRole }),
    amount: t.expose("amount", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    datanetId: t.expose("datanetId", { type: "BigInt", nullable: true }),
    datanetVersion: t.expose("datanetVersion", { type: "BigInt", nullable: true }),
    settlement: t.field({
      type: SettlementRef,
      nullable: true,
      description: "Null for the split of a session's opening fee.",
      resolve: ({ settlementId }, _args, { loaders }) => (settlementId === null ? null : loaders.settlement.load([settlementId])),
    }),
    session: t.field({ type: SessionRef, nullable: true, resolve: ({ sessionId }, _args, { loaders }) => loaders.session.load([sessionId]) }),
    datanet: t.field({
      type: DatanetRef,
      nullable: true,
      resolve: ({ datanetId }, _args, { loaders }) => (datanetId === null ? null : loaders.datanet.load([datanetId])),
    }),
  }),
});

export const PayoutConnection = builder.connectionObject({ type: PayoutRef, name: "PayoutConnection" });

builder.queryFields((t) => ({
  payouts: t.connection(
    {
      type: PayoutRef,
      args: {
        order: t.arg({ type: Order }),
        receiver: t.arg({ type: "Address" }),
        role: t.arg({ type: PayoutRole }),
        settlementId: t.arg({ type: "BigInt" }),
        sessionId: t.arg({ type: "BigInt" }),
      },
      resolve: (_root, args, { db }) =>
        pageOf(
          db,
          keysets.payouts,
          args,
          where([payouts.receiver, args.receiver], [payouts.role, args.role], [payouts.settlementId, args.settlementId], [payouts.sessionId, args.sessionId]),
        ),
    },
    PayoutConnection,
  ),
}));
