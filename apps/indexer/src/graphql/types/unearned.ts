import { builder } from "../builder.ts";
import { PAGE_MAX } from "../connection.ts";
import { clientError } from "../errors.ts";
import { ContributionRef } from "../refs.ts";
import { reasonsOf, unearnedOf, type Standing, type ZeroReason } from "../standing.ts";

const FIRST_DEFAULT = 20;

const ZeroReasonEnum = builder.enumType("ZeroReason", {
  description: "Why a contribution earned nothing of answers, as far as settlements and claims tell.",
  values: {
    PENDING_REVIEW: { description: "Its curators have not decided." },
    REJECTED: { description: "Its curators rejected it." },
    LAPSED: { description: "Its curators did not decide in time." },
    REVOKED: { description: "All of it was taken back." },
    STRUCK: { description: "It was struck in a dispute: matches pass it over." },
    REASSIGNED: { description: "It was reassigned to somebody else in a dispute." },
    NOT_FROZEN: { description: "No version of its datanet that was frozen holds it." },
    IN_NO_MANIFEST: { description: "No model version was made from it." },
    NO_ANSWERS: { description: "Models that were made from it have settled no answer." },
    WAITING: { description: "Answers quote it, and their settlements are not final. Counts spans." },
    SETTLEMENT_VOID: { description: "Answers quoted it, and their settlements are void. Counts spans." },
    CORRECTED: { description: "A correction took what answers had given it: an earlier registration holds the same words, or its rows were erased. Counts spans." },
    BELOW_A_UNIT: { description: "Its share of a fee was less than one unit. Counts spans." },
    OUTSIDE_MANIFEST: { description: "Answers of models that were not made from it quote it. Counts spans." },
    CITED_WHILE_REVOKED: { description: "Answers quote it in sessions that were opened after it was taken back. Counts spans." },
    NOT_CITED: { description: "No known answer of models that were made from it cites it. Counts answers." },
    NOT_KNOWN: { description: "Answers of these models were settled by their hash, so that what they quote is not known here. Counts answers." },
  } satisfies Record<ZeroReason, object>,
});

const ReasonRef = builder.objectRef<{ readonly reason: ZeroReason; readonly count: number | null }>("CountedReason").implement({
  fields: (t) => ({
    reason: t.expose("reason", { type: ZeroReasonEnum }),
    count: t.exposeInt("count", { nullable: true, description: "Spans or answers, as the reason says; at most the newest 1,000 spans or sessions are looked at." }),
  }),
});

const Unearned = builder.objectRef<Standing>("UnearnedContribution").implement({
  description:
    "A contribution that no final answer has paid for its words. A claim cites the earliest registration alone, so it does not tell who else holds the words, nor runs that are too short.",
  fields: (t) => ({
    contribution: t.field({ type: ContributionRef, nullable: true, resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.contribution.load([datanetId, seq]) }),
    versions: t.exposeInt("versions", { description: "Frozen versions of its datanet that hold it." }),
    models: t.exposeInt("models", { description: "Model versions that were made from one of these." }),
    reasons: t.field({ type: [ReasonRef], description: "The nearest one first.", resolve: (standing) => reasonsOf(standing) }),
  }),
});

builder.queryField("unearned", (t) =>
  t.field({
    type: [Unearned],
    description: "Contributions of an account that no final answer has paid, newest first, with the reasons.",
    args: { address: t.arg({ type: "Address", required: true }), first: t.arg.int({ defaultValue: FIRST_DEFAULT }) },
    resolve: (_root, { address, first }, { db }) => {
      const size = first ?? FIRST_DEFAULT;
      if (size < 0 || size > PAGE_MAX) throw clientError("LIMIT_EXCEEDED", `\`first\` is between 0 and ${PAGE_MAX}`);
      return unearnedOf(db, address, size);
    },
  }),
);
