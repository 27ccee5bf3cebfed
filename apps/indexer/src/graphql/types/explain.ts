import { builder } from "../builder.ts";
import { explain, type Explanation, type Outcome, type OutcomeKind } from "../explain.ts";
import { ContributionRef, ReceiptRef, SettlementRef } from "../refs.ts";
import { SettlementState } from "./market.ts";

const OutcomeEnum = builder.enumType("ContributionOutcome", {
  description: "What became of a contribution in an answer.",
  values: {
    OWNS: { description: "Spans of the answer are its words, and it is the earliest that holds them." },
    OUTSIDE_MANIFEST: { description: "It is the earliest that holds words of the answer, and the model was not made from it: they have no owner." },
    REVOKED: { description: "It is the earliest that holds words of the answer, and was revoked before the session opened: they have no owner." },
    STRUCK: { description: "It was struck in a dispute before the session opened: matches pass it over." },
    NOT_ACCEPTED: { description: "Its curators did not accept it." },
    ACCEPTED_AFTER_PUBLISH: { description: "It was accepted after the model version was published." },
    EARLIER_REGISTRATION: { description: "Contributions that were registered before it are cited. Where it holds the same words, it comes after them." },
    NO_QUALIFYING_MATCH: { description: "No words of it qualify: they are not in the answer, or the run is too short." },
    NOT_KNOWN: { description: "The claim of the receipt was not shown yet." },
  } satisfies Record<OutcomeKind, object>,
});

const OutcomeRef = builder.objectRef<Outcome>("ExplainedContribution").implement({
  description: "A contribution of the account and what became of it in the answer.",
  fields: (t) => ({
    contribution: t.field({ type: ContributionRef, resolve: ({ contribution }) => contribution }),
    outcome: t.expose("kind", { type: OutcomeEnum }),
    spanCount: t.exposeInt("spanCount", { description: "Spans that cite it." }),
    weight: t.expose("weight", { type: "BigInt", description: "Of these spans, in Q8 bits." }),
    inManifest: t.exposeBoolean("inManifest", { description: "A datanet version that the model was made from holds it." }),
    before: t.field({ type: [ContributionRef], description: "Cited contributions that were registered before it, earliest first; at most ten are named.", resolve: ({ before }) => [...before] }),
    beforeCount: t.exposeInt("beforeCount", { description: "All cited contributions that were registered before it, also those that `before` does not name." }),
  }),
});

const ExplanationRef = builder.objectRef<Explanation>("Explanation").implement({
  description: "Why an account gets what it gets of an answer, and why nothing where it gets nothing.",
  fields: (t) => ({
    address: t.expose("address", { type: "Address" }),
    receipt: t.field({ type: ReceiptRef, resolve: ({ receipt }) => receipt }),
    settlement: t.field({ type: SettlementRef, nullable: true, resolve: ({ settlement }) => settlement }),
    state: t.field({ type: SettlementState, nullable: true, description: "PENDING and VOID pay nothing, yet or ever.", resolve: ({ settlement }) => settlement?.state ?? null }),
    claimed: t.expose("claimed", { type: "BigInt", description: "Its line of the claim: fee x data share x weight / total weight, rounded down." }),
    corrected: t.expose("corrected", { type: "BigInt", description: "What counter-examples took of it." }),
    amount: t.field({ type: "BigInt", description: "What it gets once the settlement is final, before the curators' share.", resolve: ({ claimed, corrected }) => claimed - corrected }),
    weight: t.expose("weight", { type: "BigInt", description: "Of its tokens, in Q8 bits." }),
    totalWeight: t.field({ type: "BigInt", description: "Of all tokens of the answer.", resolve: ({ receipt }) => receipt.totalWeight }),
    fee: t.field({ type: "BigInt", description: "Of the whole answer.", resolve: ({ receipt }) => receipt.amount }),
    isBelowUnit: t.boolean({ description: "It owns tokens, and their share of the fee is less than one unit.", resolve: ({ weight, claimed }) => weight > 0n && claimed === 0n }),
    contributions: t.field({ type: [OutcomeRef], description: "Its newest 100 contributions; none where it contributed nothing.", resolve: ({ outcomes }) => [...outcomes] }),
  }),
});

builder.queryField("explain", (t) =>
  t.field({
    type: ExplanationRef,
    nullable: true,
    description: "Why an account is paid this amount for an answer, or nothing. Null for a receipt that is not known.",
    args: {
      address: t.arg({ type: "Address", required: true }),
      sessionId: t.arg({ type: "BigInt", required: true }),
      index: t.arg({ type: "BigInt", required: true }),
    },
    async resolve(_root, { address, sessionId, index }, context) {
      const receipt = await context.loaders.receipt.load([sessionId, index]);
      return receipt === null ? null : explain(context, address, receipt);
    },
  }),
);
