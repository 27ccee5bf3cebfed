import { disputeRemedies, disputeStates } from "../../schema/datanet.ts";
import { builder } from "../builder.ts";
import { ContributionRef, DisputeRef, FeedbackRef, ReceiptRef, TxRef } from "../refs.ts";

DisputeRef.implement({
  description: "A dispute about who owns a contribution.",
  fields: (t) => ({
    disputeId: t.expose("id", { type: "BigInt" }),
    challenger: t.expose("challenger", { type: "Address" }),
    owner: t.expose("owner", { type: "Address", description: "Who owned the contribution when it was filed." }),
    remedy: t.expose("remedy", { type: builder.enumType("DisputeRemedy", { values: disputeRemedies }) }),
    state: t.expose("state", {
      type: builder.enumType("DisputeState", {
        values: {
          OPEN: { description: "The owner answers first." },
          CONTESTED: { description: "The challenger may escalate." },
          UNANSWERED: { description: "The owner was silent: anybody may escalate." },
          ESCALATED: { description: "Governance decides." },
          STRUCK: {},
          REASSIGNED: {},
          DISMISSED: {},
          SUPERSEDED: { description: "What it was about was decided otherwise." },
        } satisfies Record<(typeof disputeStates)[number], object>,
      }),
    }),
    bond: t.exposeString("bond"),
    until: t.expose("untilNs", { type: "DateTime", description: "Until when the turn lasts." }),
    filedHeight: t.expose("height", { type: "Height" }),
    decidedHeight: t.expose("decidedHeight", { type: "Height", nullable: true }),
    filedTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])) }),
    contribution: t.field({ type: ContributionRef, nullable: true, resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.contribution.load([datanetId, seq]) }),
  }),
});

FeedbackRef.implement({
  description: "What a buyer said of an answer that it paid for.",
  fields: (t) => ({
    sessionId: t.expose("sessionId", { type: "BigInt" }),
    receiptIndex: t.expose("receiptIndex", { type: "BigInt" }),
    buyer: t.expose("buyer", { type: "Address" }),
    rating: t.exposeInt("rating", { description: "1 to 5, 5 is best." }),
    height: t.expose("height", { type: "Height" }),
    correction: t.field({
      type: ContributionRef,
      nullable: true,
      description: "What should have been answered; it earns like any other contribution once curators accept it.",
      resolve: ({ datanetId, seq }, _args, { loaders }) => (datanetId === null || seq === null ? null : loaders.contribution.load([datanetId, seq])),
    }),
  }),
});

builder.objectFields(ContributionRef, (t) => ({
  disputes: t.field({ type: [DisputeRef], resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.disputesOf.load([datanetId, seq]) }),
  owner: t.field({
    type: "Address",
    description: "Who owns it now: the contributor, or who it was reassigned to.",
    resolve: async ({ datanetId, seq, contributor }, _args, { loaders }) =>
      (await loaders.marksOf.load([datanetId, seq])).findLast(({ kind }) => kind === "REASSIGNED")?.owner ?? contributor,
  }),
  corrects: t.field({
    type: FeedbackRef,
    nullable: true,
    description: "The feedback whose correction it is.",
    resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.correctionFeedback.load([datanetId, seq]),
  }),
}));

builder.objectFields(ReceiptRef, (t) => ({
  feedback: t.field({ type: FeedbackRef, nullable: true, resolve: ({ sessionId, index }, _args, { loaders }) => loaders.feedback.load([sessionId, index]) }),
}));
