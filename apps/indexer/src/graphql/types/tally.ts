import { dec, decFromInt, decQuo, decTruncateInt } from "@openledger/primitives";
import type { proposals } from "../../schema/governance.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { ProposalRef } from "../refs.ts";
import type { Counts } from "../tally.ts";
import type { VotingTerms } from "../voting-terms.ts";

interface Tally extends Counts, VotingTerms {
  readonly isFinal: boolean;
  /** What takes the place of `threshold` where the proposal is expedited. */
  readonly needed: bigint;
}

const units = (atomics: bigint): bigint => decTruncateInt(dec(atomics));
const ratio = (part: bigint, whole: bigint): bigint => (whole === 0n ? 0n : decQuo(dec(part), dec(whole)));
const turnoutOf = ({ voted, bonded }: Tally): bigint => ratio(voted, decFromInt(bonded));

const TallyRef = builder.objectRef<Tally>("Tally").implement({
  description: "Votes on a proposal by bonded units, with the terms by which they decide. Decimals are integers of 10^-18.",
  fields: (t) => ({
    isFinal: t.exposeBoolean("isFinal", { description: "Counted by the chain when voting ended; else what the node answers as TallyResult at the indexed height." }),
    yes: t.field({ type: "BigInt", resolve: ({ yes }) => units(yes) }),
    abstain: t.field({ type: "BigInt", resolve: ({ abstain }) => units(abstain) }),
    no: t.field({ type: "BigInt", resolve: ({ no }) => units(no) }),
    noWithVeto: t.field({ type: "BigInt", resolve: ({ noWithVeto }) => units(noWithVeto) }),
    voted: t.field({ type: "BigInt", description: "Units that voted; of a final tally the sum of its whole units.", resolve: ({ voted }) => units(voted) }),
    bonded: t.expose("bonded", { type: "BigInt", description: "Units that could vote." }),
    turnout: t.field({ type: "BigInt", description: "What voted of what could.", resolve: turnoutOf }),
    quorum: t.expose("quorum", { type: "BigInt", description: "Turnout below which nothing passes." }),
    threshold: t.expose("needed", { type: "BigInt", description: "Part of the votes but abstentions that must be exceeded by yes; an expedited proposal has its own." }),
    vetoThreshold: t.expose("vetoThreshold", { type: "BigInt", description: "Part of all votes that no with veto may not exceed." }),
    hasQuorum: t.boolean({ resolve: (tally) => turnoutOf(tally) >= tally.quorum }),
    passes: t.boolean({
      description: "Whether it passes with these votes; a final one that passed may still have failed when it was executed.",
      resolve: (tally) =>
        tally.bonded > 0n &&
        turnoutOf(tally) >= tally.quorum &&
        tally.voted > tally.abstain &&
        ratio(tally.noWithVeto, tally.voted) <= tally.vetoThreshold &&
        ratio(tally.yes, tally.voted - tally.abstain) > tally.needed,
    }),
  }),
});

type Proposal = typeof proposals.$inferSelect;

async function tallyOf(proposal: Proposal, { loaders, checkpoint }: GraphqlContext): Promise<Tally | null> {
  const { id, status, height, expedited, submitHeight, submitTxIndex } = proposal;
  const isOpen = status === "VOTING_PERIOD";
  if (!isOpen && status !== "PASSED" && status !== "REJECTED" && status !== "FAILED") return null;
  // Genesis carries it over: its terms were those of the chain before, which this index does not know.
  if (!isOpen && submitTxIndex === null && submitHeight === height) return null;
  const terms = await loaders.votingTerms.load([checkpoint()?.bech32Prefix ?? "", isOpen ? 0n : height]);
  if (terms === null) return null;
  const counts = isOpen ? await loaders.votesOn.load([id]) : finalCounts(proposal);
  return { ...counts, ...terms, isFinal: !isOpen, needed: expedited ? terms.expeditedThreshold : terms.threshold };
}

function finalCounts({ yes, abstain, no, noWithVeto }: Proposal): Counts {
  const [a, b, c, d] = [decFromInt(yes), decFromInt(abstain), decFromInt(no), decFromInt(noWithVeto)];
  return { yes: a, abstain: b, no: c, noWithVeto: d, voted: a + b + c + d };
}

builder.objectField(ProposalRef, "tally", (t) =>
  t.field({
    type: TallyRef,
    nullable: true,
    description: "Votes so far, or as they were counted at the end; null where there was no vote, and for one that was decided on the chain before this one.",
    resolve: (proposal, _args, context) => tallyOf(proposal, context),
  }),
);
