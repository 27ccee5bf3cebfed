import { demandStates } from "../../schema/market.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { CorrectedOwnerRef, CorrectionRef, CounterexampleRef, DemandRef, SettlementVoidRef, TxRef } from "../refs.ts";

const DemandState = builder.enumType("DemandState", { values: demandStates });

SettlementVoidRef.implement({
  description: "A void settlement: the amount returned to the buyer, and the parts of the host's slashed bond.",
  fields: (t) => ({
    reason: t.exposeString("reason"),
    challenger: t.expose("challenger", { type: "Address" }),
    denom: t.exposeString("denom"),
    returned: t.expose("returned", { type: "BigInt" }),
    slashed: t.expose("slashed", { type: "BigInt" }),
    challengerReward: t.expose("challengerReward", { type: "BigInt" }),
    burned: t.expose("burned", { type: "BigInt" }),
    treasury: t.expose("treasury", { type: "BigInt" }),
  }),
});

DemandRef.implement({
  description: "A demand to open receipts of a settlement.",
  fields: (t) => ({
    demandId: t.expose("id", { type: "BigInt" }),
    challenger: t.expose("challenger", { type: "Address" }),
    receipts: t.field({ type: ["BigInt"], resolve: ({ receipts: list }) => list.split(",").map(BigInt) }),
    bond: t.exposeString("bond"),
    state: t.expose("state", { type: DemandState }),
    deadlineHeight: t.expose("deadlineHeight", { type: "Height" }),
    deadlineTime: t.expose("deadlineTimeNs", { type: "DateTime" }),
    madeHeight: t.expose("height", { type: "Height" }),
    madeTx: t.field({ type: TxRef, nullable: true, resolve: eventTx }),
    decidedHeight: t.expose("decidedHeight", { type: "Height", nullable: true }),
  }),
});

CounterexampleRef.implement({
  description: "A counter-example (kind match, invalid or output) with what it was found to show: void, correct or stands.",
  fields: (t) => ({
    receiptIndex: t.expose("receipt", { type: "BigInt" }),
    kind: t.exposeString("kind"),
    challenger: t.expose("challenger", { type: "Address" }),
    outcome: t.exposeString("outcome"),
    code: t.exposeString("code"),
    bond: t.exposeString("bond"),
    height: t.expose("height", { type: "Height" }),
    tx: t.field({ type: TxRef, nullable: true, resolve: eventTx }),
  }),
});

CorrectionRef.implement({
  description: "Tokens of a receipt that a counter-example left without owner, or an answer that could not open it for erased rows.",
  fields: (t) => ({
    receiptIndex: t.expose("receipt", { type: "BigInt" }),
    tokens: t.exposeInt("tokens"),
    removed: t.expose("removed", { type: "BigInt" }),
    denom: t.exposeString("denom"),
    height: t.expose("height", { type: "Height" }),
    owners: t.field({
      type: [CorrectedOwnerRef],
      resolve: ({ height, eventIndex }, _args, { loaders }) => loaders.ownersOfCorrection.load([height, eventIndex]),
    }),
    tx: t.field({ type: TxRef, nullable: true, resolve: eventTx }),
  }),
});

CorrectedOwnerRef.implement({
  description: "Whose units a correction took.",
  fields: (t) => ({ owner: t.expose("owner", { type: "Address" }), removed: t.expose("removed", { type: "BigInt" }) }),
});

/** The transaction that emitted an event; null for one of the block's own. */
function eventTx({ height, txIndex }: { readonly height: bigint; readonly txIndex: number | null }, _args: object, { loaders }: GraphqlContext) {
  return txIndex === null ? null : loaders.tx.load([height, txIndex]);
}
