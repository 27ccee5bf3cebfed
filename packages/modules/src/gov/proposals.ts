/** Proposals and the queues in which they wait for the end of their periods. */
import { Proposal, ProposalStatus, type Params } from "@openledger/messages/cosmos/gov/v1";
import type { Any, Timestamp } from "@openledger/messages/google/protobuf";
import type { Address } from "@openledger/primitives";
import { unregisteredError, type Context } from "@openledger/state-machine";
import { timeText } from "../support/expiry.ts";
import { durationNanos, timestampOf } from "../support/timestamps.ts";
import { activeQueue, GOV_STORE, govParams, inactiveQueue, proposalIds, proposals, votingProposals } from "./state.ts";

/** What a proposer writes; its messages are checked. */
export interface ProposalDraft {
  readonly messages: readonly Any[];
  readonly metadata: string;
  readonly title: string;
  readonly summary: string;
  readonly proposer: Address;
  readonly expedited: boolean;
}

/** The proposal, or the error of the SDK's collections, which has no code. */
export function requireProposal(ctx: Context, id: bigint): Proposal {
  const proposal = proposals.get(ctx.store.store(GOV_STORE), id);
  if (proposal !== undefined) return proposal;
  throw unregisteredError(`collections: not found: key '${id}' of type github.com/cosmos/gogoproto/cosmos.gov.v1.Proposal`);
}

/** Writes a proposal, and whether it may be voted on. */
export function setProposal(ctx: Context, proposal: Proposal): void {
  const store = ctx.store.store(GOV_STORE);
  if (proposal.status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD) votingProposals.set(store, proposal.id, true);
  else votingProposals.delete(store, proposal.id);
  proposals.set(store, proposal.id, proposal);
}

/** A new proposal, which waits for deposits. */
export function createProposal(ctx: Context, { messages, ...draft }: ProposalDraft): Proposal {
  const store = ctx.store.store(GOV_STORE);
  const { maxDepositPeriod } = govParams.require(store);
  const proposal = Proposal.create({
    ...draft,
    id: proposalIds.next(store),
    status: ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD,
    finalTallyResult: { yesCount: "0", abstainCount: "0", noCount: "0", noWithVetoCount: "0" },
    submitTime: timestampOf(ctx.block.time),
    depositEndTime: timestampOf(ctx.block.time + durationNanos(maxDepositPeriod)),
    messages,
  });
  setProposal(ctx, proposal);
  inactiveQueue.set(store, queueKey(proposal.depositEndTime, proposal.id), proposal.id);
  return proposal;
}

/** Opens the vote on a proposal. */
export function activateVotingPeriod(ctx: Context, proposal: Proposal, params: Params): void {
  const store = ctx.store.store(GOV_STORE);
  const period = proposal.expedited ? params.expeditedVotingPeriod : params.votingPeriod;
  const votingEndTime = timestampOf(ctx.block.time + durationNanos(period));
  setProposal(ctx, {
    ...proposal,
    votingStartTime: timestampOf(ctx.block.time),
    votingEndTime,
    status: ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
  });
  inactiveQueue.delete(store, queueKey(proposal.depositEndTime, proposal.id));
  activeQueue.set(store, queueKey(votingEndTime, proposal.id), proposal.id);
}

/** Takes a proposal out of the store and of its queues. */
export function deleteProposal(ctx: Context, { id, depositEndTime, votingEndTime }: Proposal): void {
  const store = ctx.store.store(GOV_STORE);
  inactiveQueue.delete(store, queueKey(depositEndTime, id));
  if (votingEndTime !== undefined) {
    activeQueue.delete(store, queueKey(votingEndTime, id));
    votingProposals.delete(store, id);
  }
  proposals.delete(store, id);
}

/** Where a proposal stands in a queue. */
export function queueKey(end: Timestamp | undefined, id: bigint): readonly [string, bigint] {
  return [timeText(end ?? { seconds: 0n, nanos: 0 }), id];
}
