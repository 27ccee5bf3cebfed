import type { ChainClient } from "@openledger/client";
import { ProposalStatus, QueryService as GovQuery } from "@openledger/messages/cosmos/gov/v1";
import { IncidentState, QueryService as AccountabilityQuery, type Incident } from "@openledger/messages/openledger/accountability/v1";
import { DisputeState, QueryService as DatanetQuery, type Dispute } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";

/** Something that is open, and who has to do something about it until when. */
export interface ClockLine {
  readonly what: string;
  readonly subject: string;
  readonly turn: string;
  /** Unix nanoseconds; the turn ends at the first block with both time and height at or above these. */
  readonly untilTime: bigint;
  /** 0 where only time counts. */
  readonly untilHeight: bigint;
}

/** Of each kind those that end first; there may be more. */
export const CLOCK_LIMIT = 1_000n;

const PAGE = { pagination: { limit: CLOCK_LIMIT } } as const;

/** All that is open on the chain, by the time at which a turn ends. */
export async function clockLines(client: ChainClient): Promise<ClockLine[]> {
  const found = await Promise.all([incidents(client), disputes(client), demands(client), settlements(client), reviews(client), proposals(client)]);
  return found.flat().sort((a, b) => (a.untilTime < b.untilTime ? -1 : a.untilTime > b.untilTime ? 1 : 0));
}

async function incidents(client: ChainClient): Promise<ClockLine[]> {
  const { incidents: open } = await client.query(AccountabilityQuery.Open, PAGE);
  return open.map((incident) => ({
    ...{ what: `incident ${incident.id}`, subject: subjectOf(incident), turn: turnOf(incident) },
    ...{ untilTime: incident.deadlineTime, untilHeight: incident.deadlineHeight },
  }));
}

function turnOf({ state, respondent, reporter }: Incident): string {
  if (state === IncidentState.INCIDENT_STATE_REPORTED) return `${respondent} responds`;
  if (state === IncidentState.INCIDENT_STATE_REJECTED) return `${reporter} escalates`;
  return state === IncidentState.INCIDENT_STATE_SILENT ? "anyone escalates" : "governance decides";
}

function subjectOf({ receipt, modelVersion, contribution }: Incident): string {
  if (receipt !== undefined) return `receipt ${receipt.sessionId}/${receipt.index}`;
  if (modelVersion !== undefined) return `model ${modelVersion.modelId}@${modelVersion.version}`;
  return `contribution ${contribution?.datanetId ?? 0n}/${contribution?.seq ?? 0n}`;
}

async function disputes(client: ChainClient): Promise<ClockLine[]> {
  const { disputes: open } = await client.query(DatanetQuery.Disputes, PAGE);
  return open.map((dispute) => ({
    ...{ what: `dispute ${dispute.id}`, subject: `contribution ${dispute.datanetId}/${dispute.seq}`, turn: disputeTurn(dispute) },
    ...{ untilTime: dispute.until, untilHeight: 0n },
  }));
}

function disputeTurn({ state, owner, challenger }: Dispute): string {
  if (state === DisputeState.DISPUTE_STATE_OPEN) return `${owner} concedes or contests`;
  if (state === DisputeState.DISPUTE_STATE_CONTESTED) return `${challenger} escalates`;
  return state === DisputeState.DISPUTE_STATE_UNANSWERED ? "anyone escalates" : "governance decides";
}

async function demands(client: ChainClient): Promise<ClockLine[]> {
  const { demands: open } = await client.query(MarketQuery.Demands, PAGE);
  return open.map(({ id, settlementId, deadlineTime, deadlineHeight }) => ({
    ...{ what: `demand ${id}`, subject: `settlement ${settlementId}`, turn: "its host answers" },
    ...{ untilTime: deadlineTime, untilHeight: deadlineHeight },
  }));
}

async function settlements(client: ChainClient): Promise<ClockLine[]> {
  const { settlements: pending } = await client.query(MarketQuery.Settlements, PAGE);
  return pending.map(({ id, sessionId, finalTime, finalHeight }) => ({
    ...{ what: `settlement ${id}`, subject: `session ${sessionId}`, turn: "anyone challenges" },
    ...{ untilTime: finalTime, untilHeight: finalHeight },
  }));
}

async function reviews(client: ChainClient): Promise<ClockLine[]> {
  const { reviews: waiting } = await client.query(DatanetQuery.PendingReviews, PAGE);
  return waiting.map(({ contribution, lapseTime }) => ({
    ...{ what: "review", subject: `contribution ${contribution?.datanetId ?? 0n}/${contribution?.seq ?? 0n}`, turn: "its curators decide" },
    ...{ untilTime: lapseTime, untilHeight: 0n },
  }));
}

async function proposals(client: ChainClient): Promise<ClockLine[]> {
  const proposalStatus = ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD;
  const { proposals: open } = await client.query(GovQuery.Proposals, { proposalStatus, ...PAGE });
  return open.map(({ id, title, votingEndTime }) => ({
    ...{ what: `proposal ${id}`, subject: title, turn: "stakers vote" },
    ...{ untilTime: (votingEndTime?.seconds ?? 0n) * 1_000_000_000n + BigInt(votingEndTime?.nanos ?? 0), untilHeight: 0n },
  }));
}

/** A line of text each, in columns; `nothing is open` when there is none. */
export function renderClock(lines: readonly ClockLine[]): string {
  if (lines.length === 0) return "nothing is open";
  const rows = [["what", "about", "whose turn", "until", "and height"], ...lines.map(columns)];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ").trimEnd()).join("\n");
}

function columns({ what, subject, turn, untilTime, untilHeight }: ClockLine): string[] {
  const until = new Date(Number(untilTime / 1_000_000n)).toISOString();
  // Titles of proposals are anybody's words and must not move the terminal's cursor.
  const plain = subject.replace(/[^\x20-\x7e\u00a0-\u024f]/g, "?").slice(0, 60);
  return [what, plain, turn, until, untilHeight === 0n ? "" : untilHeight.toString()];
}
