/** What a block changed of proposals, for whoever follows the chain without executing it. */
import { Proposal, ProposalStatus } from "@openledger/messages/cosmos/gov/v1";
import type { Timestamp } from "@openledger/messages/google/protobuf";
import { u64Key, type Change } from "@openledger/store";
import { coinsText, event, type Event } from "@openledger/state-machine";
import { enumName } from "../support/enum-name.ts";
import { nanosOf } from "../support/timestamps.ts";

const PROPOSAL_PREFIX = 0x00;
const QUEUE_PREFIXES: readonly (number | undefined)[] = [0x01, 0x02];
const ID_BYTES = 8;

/**
 * One event for each proposal that the block changed or deleted. What enters or leaves a queue (it is new, its vote opens
 * or ends) is told whole, and so is a decided one, which only genesis brings; of any other its deposits are all that
 * changed, and all that is told: texts of kilobytes are not repeated for each small deposit. Times are Unix nanoseconds,
 * empty for none.
 */
export function govReport(changes: readonly Change[]): readonly Event[] {
  const turned = new Set(changes.flatMap(({ key }) => (QUEUE_PREFIXES.includes(key[0]) ? [u64Key.decode(key.subarray(key.length - ID_BYTES))] : [])));
  return changes.flatMap(({ key, value }) => {
    if (key[0] !== PROPOSAL_PREFIX) return [];
    const id = u64Key.decode(key.subarray(1));
    if (value === undefined) return [event("proposal_changed", { proposal_id: id, removed: "true" })];
    const proposal = Proposal.fromBytes(value.slice());
    return [turned.has(id) || !isOpen(proposal) ? wholeReport(proposal) : depositReport(proposal)];
  });
}

function isOpen({ status }: Proposal): boolean {
  return status === ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD || status === ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
}

function depositReport({ id, totalDeposit }: Proposal): Event {
  return event("proposal_changed", { proposal_id: id, removed: "false", total_deposit: coinsText(totalDeposit) });
}

function wholeReport(proposal: Proposal): Event {
  const tally = proposal.finalTallyResult;
  return event("proposal_changed", {
    proposal_id: proposal.id,
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
