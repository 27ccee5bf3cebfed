/** What a block changed of proposals, for whoever follows the chain without executing it. */
import { Proposal, ProposalStatus } from "@openledger/messages/cosmos/gov/v1";
import type { Timestamp } from "@openledger/messages/google/protobuf";
import { u64Key, type Change } from "@openledger/store";
import { coinsText, event, type Event } from "@openledger/state-machine";
import { enumName } from "../support/enum-name.ts";
import { nanosOf } from "../support/timestamps.ts";

const PROPOSAL_PREFIX = 0x00;

/** One event for each proposal that the block changed or deleted, with what it is now. Times are Unix nanoseconds, empty for none. */
export function govReport(changes: readonly Change[]): readonly Event[] {
  return changes.flatMap(({ key, value }) => (key[0] === PROPOSAL_PREFIX ? [proposalReport(u64Key.decode(key.subarray(1)), value?.slice())] : []));
}

function proposalReport(id: bigint, value: Uint8Array | undefined): Event {
  if (value === undefined) return event("proposal_changed", { proposal_id: id, removed: "true" });
  const proposal = Proposal.fromBytes(value);
  const tally = proposal.finalTallyResult;
  return event("proposal_changed", {
    proposal_id: id,
    removed: "false",
    status: enumName(ProposalStatus, "PROPOSAL_STATUS_", proposal.status),
    proposer: proposal.proposer,
    title: proposal.title,
    summary: proposal.summary,
    metadata: proposal.metadata,
    messages: proposal.messages.map(({ typeUrl }) => typeUrl).join(","),
    expedited: String(proposal.expedited),
    submit_time: timeText(proposal.submitTime),
    deposit_end_time: timeText(proposal.depositEndTime),
    voting_start_time: timeText(proposal.votingStartTime),
    voting_end_time: timeText(proposal.votingEndTime),
    total_deposit: coinsText(proposal.totalDeposit),
    yes: tally?.yesCount || "0",
    abstain: tally?.abstainCount || "0",
    no: tally?.noCount || "0",
    no_with_veto: tally?.noWithVetoCount || "0",
    failed_reason: proposal.failedReason,
  });
}

function timeText(time: Timestamp | undefined): string {
  return time === undefined ? "" : String(nanosOf(time));
}
