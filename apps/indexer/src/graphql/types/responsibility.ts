import { builder } from "../builder.ts";
import { TxRef } from "../refs.ts";
import { duties, responsibilityFor, type Duty, type ResponsibilityLine } from "../responsibility.ts";

const DutyEnum = builder.enumType("Duty", {
  values: {
    HOST: { description: "Computed the answer, with a bond at risk." },
    PUBLISHER: { description: "Published the model version." },
    STEWARD: { description: "Answers for the model version after it was published." },
    APPROVER: { description: "Approved the model version." },
    ROYALTY: { description: "Owns a version that the model descends from." },
    DATA: { description: "Registered words that the answer holds; the ten heaviest contributions." },
    CURATOR: { description: "Accepted these contributions." },
    LICENCE: { description: "Gave the words under this licence." },
    BUYER: { description: "Asked and pays." },
    AUDITOR: { description: "Sees the receipts of a private session." },
    INCIDENT: { description: "Must answer, or answered, for what was reported." },
    TAINT: { description: "A revocation or the outcome of a dispute that touches the words." },
  } satisfies Record<Duty, object>,
});

const LineRef = builder.objectRef<ResponsibilityLine>("ResponsibilityLine").implement({
  description: "One duty, who has it, and the signed transaction that says so.",
  fields: (t) => ({
    duty: t.expose("duty", { type: DutyEnum }),
    party: t.expose("party", { type: "Address", nullable: true, description: "Null for nobody." }),
    subject: t.exposeString("subject", { description: "offer/1, model/1@2, datanet/1/3, session/4 or incident/5." }),
    detail: t.exposeString("detail"),
    tx: t.field({ type: TxRef, nullable: true, resolve: ({ tx }) => tx }),
  }),
});

builder.queryField("responsibility", (t) =>
  t.field({
    type: [LineRef],
    nullable: true,
    description: `Who answers for an answer, duty by duty (${duties.length} of them). Null for a receipt that is not known.`,
    args: { sessionId: t.arg({ type: "BigInt", required: true }), index: t.arg({ type: "BigInt", required: true }) },
    async resolve(_root, { sessionId, index }, context) {
      const receipt = await context.loaders.receipt.load([sessionId, index]);
      return receipt === null ? null : [...(await responsibilityFor(context, receipt))];
    },
  }),
);
