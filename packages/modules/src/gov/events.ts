import { event, type Event } from "@openledger/state-machine";

export const proposalSubmitted = (id: bigint, proposer: string, messages: string): Event =>
  event("submit_proposal", { proposal_id: id, proposal_proposer: proposer, proposal_messages: messages });
/** The submission, or a deposit, opened the vote. */
export const votingStarted = (type: "submit_proposal" | "proposal_deposit", id: bigint): Event =>
  event(type, { voting_period_start: id });
export const deposited = (depositor: string, amount: string, id: bigint): Event =>
  event("proposal_deposit", { depositor, amount, proposal_id: id });
export const voted = (voter: string, option: string, id: bigint): Event =>
  event("proposal_vote", { voter, option, proposal_id: id });
export const proposalCanceled = (sender: string, id: bigint): Event =>
  event("cancel_proposal", { sender, proposal_id: id });
export const proposalDropped = (id: bigint): Event =>
  event("inactive_proposal", { proposal_id: id, proposal_result: "proposal_dropped" });

/** What a tally decided. */
export type ProposalResult = "proposal_passed" | "proposal_rejected" | "expedited_proposal_rejected" | "proposal_failed";

export const proposalTallied = (id: bigint, result: ProposalResult, log: string): Event =>
  event("active_proposal", { proposal_id: id, proposal_result: result, proposal_log: log });

/** A message tripped an assertion: people have to look at the software. */
export const proposalFaulted = (id: bigint, messageType: string, fault: string): Event =>
  event("proposal_fault", { proposal_id: id, message_type: messageType, fault });
