import { ProposalStatus } from "@openledger/messages/cosmos/gov/v1";
import type { Context } from "@openledger/state-machine";
import { timeNanos } from "../support/expiry.ts";
import { chargeDeposits } from "./deposits.ts";
import { invalidProposal, invalidProposer, votingPeriodEnded } from "./errors.ts";
import type { GovParts } from "./expected-keepers.ts";
import { deleteProposal, requireProposal } from "./proposals.ts";
import { GOV_STORE, govParams } from "./state.ts";
import { deleteVotes } from "./votes.ts";

/** Its proposer takes a proposal back before the vote ends. Throws the SDK's errors. */
export function cancelProposal(parts: GovParts, ctx: Context, id: bigint, proposer: string): void {
  const proposal = requireProposal(ctx, id);
  if (proposal.proposer === "") {
    throw invalidProposal(`proposal ${id} doesn't have proposer ${proposer}, so cannot be canceled`);
  }
  if (proposal.proposer !== proposer) throw invalidProposer(`invalid proposer ${proposer}`);
  const isOpen =
    proposal.status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD ||
    proposal.status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
  if (!isOpen) throw invalidProposal("proposal should be in the deposit or voting period");
  if (proposal.votingEndTime !== undefined && timeNanos(proposal.votingEndTime) < ctx.block.time) {
    throw votingPeriodEnded(`voting period is already ended for this proposal ${id}`);
  }
  chargeDeposits(parts, ctx, id, govParams.require(ctx.store.store(GOV_STORE)));
  if (proposal.votingStartTime !== undefined) deleteVotes(ctx, id);
  deleteProposal(ctx, proposal);
}
