import { VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { storableText } from "../decode/text.ts";
import { proposalStatuses, type proposals, type VoteOptionPart } from "../schema/governance.ts";
import type { BlockRows } from "./block-rows.ts";
import { unexpected, type EventReader, type PlacedEvent } from "./event-reader.ts";
import { datanetMessages } from "./datanet.ts";
import { marketMessages } from "./market.ts";
import { modelMessages } from "./model.ts";
import { enumText, onEvent, type EventProjection } from "./projection.ts";

type Row = typeof proposals.$inferInsert;

/** What the chain calls an expedited proposal that becomes a regular one, all of whose votes are deleted. */
const CONVERTED = "expedited_proposal_rejected";

/** Messages whose rows need their response. */
const recorded: ReadonlySet<string> = new Set([...datanetMessages, ...modelMessages, ...marketMessages].map(({ typeUrl }) => typeUrl));

/** What a block says of a proposal: all of it, where it was submitted, or how it ended. */
export interface ProposalState {
  readonly id: bigint;
  readonly height: bigint;
  readonly set: Partial<Omit<Row, "id" | "height">>;
}

/** Proposals from submission to tally, deposits and votes. */
export const governanceEvents: readonly EventProjection[] = [
  onEvent("submit_proposal", (rows, { height }, event, read) => {
    const id = read.optionalNumber("proposal_id");
    if (id === undefined) return;
    const messageTypes = typesOf(read.text("proposal_messages"));
    const set = { proposer: read.text("proposal_proposer"), messageTypes, submitHeight: height, submitTxIndex: event.txIndex };
    rows.proposalStates.push({ id, height, set });
  }),
  onEvent("proposal_changed", (rows, { height }, event, read) => {
    if (read.text("removed") === "true") return;
    const id = read.number("proposal_id");
    // A deposit that turns nothing tells the new total alone.
    const set = read.optional("status") === undefined ? { totalDeposit: read.text("total_deposit") } : proposalOf(height, event, read);
    rows.proposalStates.push({ id, height, set });
    if ("status" in set && set.status === "PASSED") noteExecuted(rows, height, id, set.messageTypes ?? []);
  }),
  onEvent("cancel_proposal", (rows, { height }, _event, read) => {
    rows.proposalStates.push({ id: read.number("proposal_id"), height, set: { status: "CANCELED" } });
  }),
  onEvent("active_proposal", (rows, { height }, _event, read) => {
    if (read.text("proposal_result") !== CONVERTED) return;
    rows.proposalStates.push({ id: read.number("proposal_id"), height, set: { votesAfterHeight: height } });
  }),
  onEvent("inactive_proposal", (rows, { height }, _event, read) => {
    rows.proposalStates.push({ id: read.number("proposal_id"), height, set: { status: "DROPPED" } });
  }),
  onEvent("proposal_deposit", (rows, { height }, event, read) => {
    const depositor = read.optional("depositor");
    // A second event of this type says that the deposit began the vote.
    if (depositor === undefined) return;
    rows.proposalDeposits.push({ ...placeOf(height, event), proposalId: read.number("proposal_id"), depositor, amount: read.text("amount") });
  }),
  onEvent("proposal_vote", (rows, { height }, event, read) => {
    rows.votes.push({
      ...placeOf(height, event),
      proposalId: read.number("proposal_id"),
      voter: read.text("voter"),
      options: optionsOf(height, event, read),
    });
  }),
];

/**
 * What governance did itself, beyond parameters: the response to its messages, with the numbers of what they made, is in no
 * block. The index says so, as it does of a transaction that it can't decode.
 */
function noteExecuted(rows: BlockRows, height: bigint, id: bigint, types: readonly string[]): void {
  for (const type of types) {
    if (!recorded.has(type)) continue;
    const reason = `proposal ${id} executed ${type}, whose response no block shows`;
    rows.deadLetters.push({ height, txIndex: -1 - rows.deadLetters.length, reason, bytes: new Uint8Array() });
  }
}

function placeOf(height: bigint, event: PlacedEvent) {
  return { height, eventIndex: event.index, txIndex: event.txIndex };
}

function typesOf(text: string): string[] {
  return text.split(",").filter((type) => type !== "").map(storableText);
}

function proposalOf(height: bigint, event: PlacedEvent, read: EventReader): ProposalState["set"] {
  const status = proposalStatuses.find((name) => name === read.text("status"));
  if (status === undefined) throw unexpected(height, event, `status ${read.text("status").slice(0, 40)} is unknown`);
  return {
    status,
    proposer: read.text("proposer"),
    title: storableText(read.text("title")),
    summary: storableText(read.text("summary")),
    metadata: storableText(read.text("metadata")),
    messageTypes: typesOf(read.text("messages")),
    expedited: read.text("expedited") === "true",
    submitTimeNs: read.number("submit_time"),
    depositEndTimeNs: read.number("deposit_end_time"),
    votingStartTimeNs: read.optionalNumber("voting_start_time") ?? null,
    votingEndTimeNs: read.optionalNumber("voting_end_time") ?? null,
    totalDeposit: read.text("total_deposit"),
    yes: read.number("yes"),
    abstain: read.number("abstain"),
    no: read.number("no"),
    noWithVeto: read.number("no_with_veto"),
    failedReason: storableText(read.text("failed_reason")),
  };
}

/** `[{"option":1,"weight":"1.000000000000000000"}]`. */
function optionsOf(height: bigint, event: PlacedEvent, read: EventReader): VoteOptionPart[] {
  const parts: unknown = parsed(read.text("option"));
  if (!Array.isArray(parts)) throw unexpected(height, event, "attribute option is not a list");
  return parts.map((part: { readonly option?: unknown; readonly weight?: unknown } | null) => {
    if (typeof part?.option !== "number" || typeof part.weight !== "string") throw unexpected(height, event, "attribute option has a part without option and weight");
    return { option: enumText(VoteOption, "VOTE_OPTION_", part.option), weight: part.weight };
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
