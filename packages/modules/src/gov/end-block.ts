/** What the end of a block does with proposals whose periods are over. */
import { ProposalStatus, type Proposal } from "@openledger/messages/cosmos/gov/v1";
import { logText, type Context } from "@openledger/state-machine";
import type { CollectionMap } from "@openledger/store";
import { durationNanos, sortableTimeText, timestampOf } from "../support/timestamps.ts";
import { timeNanos } from "../support/expiry.ts";
import { burnDeposits, refundDeposits } from "./deposits.ts";
import { proposalDropped, proposalFaulted, proposalTallied, type ProposalResult } from "./events.ts";
import { executeMessages } from "./execute.ts";
import type { GovParts } from "./expected-keepers.ts";
import { deleteProposal, queueKey, setProposal } from "./proposals.ts";
import { activeQueue, GOV_STORE, govParams, inactiveQueue, proposals } from "./state.ts";
import { tallyVotes } from "./tally.ts";
import { deleteVotes } from "./votes.ts";

/** Drops proposals without enough deposits, then counts the votes on those whose time has come. */
export function endGovBlock(parts: GovParts, ctx: Context): void {
  for (const proposal of endedIn(inactiveQueue, ctx)) dropProposal(parts, ctx, proposal);
  for (const proposal of endedIn(activeQueue, ctx)) decideProposal(parts, ctx, proposal);
}

/** Proposals of a queue whose time is this block's or earlier, earliest first. */
function endedIn(queue: CollectionMap<readonly [string, bigint], bigint>, ctx: Context): readonly Proposal[] {
  const store = ctx.store.store(GOV_STORE);
  const end = [sortableTimeText(ctx.block.time + 1n), 0n] as const;
  return Array.from(queue.iterate(store, { end }), ([, id]) => proposals.require(store, id));
}

function dropProposal(parts: GovParts, ctx: Context, proposal: Proposal): void {
  deleteProposal(ctx, proposal);
  const { burnProposalDepositPrevote } = govParams.require(ctx.store.store(GOV_STORE));
  if (burnProposalDepositPrevote) burnDeposits(parts, ctx, proposal.id);
  else refundDeposits(parts, ctx, proposal.id);
  ctx.emit(proposalDropped(proposal.id));
}

function decideProposal(parts: GovParts, ctx: Context, proposal: Proposal): void {
  const { passes, burnsDeposits, result } = tallyVotes(parts, ctx, proposal);
  deleteVotes(ctx, proposal.id);
  const isConverted = proposal.expedited && !passes;
  // A converted proposal keeps its deposits until its second tally.
  if (!isConverted && burnsDeposits) burnDeposits(parts, ctx, proposal.id);
  else if (!isConverted) refundDeposits(parts, ctx, proposal.id);
  activeQueue.delete(ctx.store.store(GOV_STORE), queueKey(proposal.votingEndTime, proposal.id));
  const outcome = passes ? passProposal(parts, ctx, proposal) : isConverted ? convertProposal(ctx, proposal) : rejected;
  setProposal(ctx, { ...proposal, ...outcome.change, finalTallyResult: result });
  ctx.emit(proposalTallied(proposal.id, outcome.result, outcome.log));
}

interface Outcome {
  readonly change: Partial<Proposal>;
  readonly result: ProposalResult;
  readonly log: string;
}

const rejected: Outcome = {
  change: {
    status: ProposalStatus.PROPOSAL_STATUS_REJECTED,
    failedReason: "proposal did not get enough votes to pass",
  },
  result: "proposal_rejected",
  log: "rejected",
};

function passProposal(parts: GovParts, ctx: Context, { id, messages }: Proposal): Outcome {
  const execution = executeMessages(parts, ctx, messages);
  if ("reason" in execution) {
    const { reason, index, isFault } = execution;
    const typeUrl = messages[index]?.typeUrl ?? "";
    if (isFault) ctx.emit(proposalFaulted(id, typeUrl, logText(reason)));
    return {
      change: { status: ProposalStatus.PROPOSAL_STATUS_FAILED, failedReason: logText(reason) },
      result: "proposal_failed",
      log: logText(`passed, but msg ${index} (${typeUrl}) failed on execution: ${reason}`),
    };
  }
  for (const event of execution.events) ctx.emit(event);
  return { change: { status: ProposalStatus.PROPOSAL_STATUS_PASSED }, result: "proposal_passed", log: "passed" };
}

/** An expedited proposal that did not pass becomes a regular one, with the rest of the regular period to vote. */
function convertProposal(ctx: Context, { id, votingStartTime }: Proposal): Outcome {
  const store = ctx.store.store(GOV_STORE);
  const start = timeNanos(votingStartTime ?? timestampOf(ctx.block.time));
  const votingEndTime = timestampOf(start + durationNanos(govParams.require(store).votingPeriod));
  activeQueue.set(store, queueKey(votingEndTime, id), id);
  return {
    change: { expedited: false, votingEndTime },
    result: "expedited_proposal_rejected",
    log: "expedited proposal converted to regular",
  };
}
