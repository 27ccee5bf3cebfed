import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { toHex } from "@openledger/primitives";
import type { Contribution, Datanet, DatanetVersion, Dispute, Mark, Review } from "@openledger/messages/openledger/datanet/v1";
import { DisputeRemedy, DisputeState, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { event, type Event } from "@openledger/state-machine";
import { coinOf, coinText } from "../support/amounts.ts";

export function datanetCreated(datanet: Datanet): Event {
  return event("datanet_created", { datanet_id: datanet.id, creator: datanet.creator, name: datanet.name });
}

export function contributionRegistered(contribution: Contribution): Event {
  return event("contribution_registered", {
    ...reference(contribution),
    sequence: contribution.sequence,
    contributor: contribution.contributor,
    title: contribution.title,
    bytes: contribution.rows?.byteCount ?? 0n,
    tokens: contribution.rows?.tokenCount ?? 0n,
    bond: coinText(coinOf(contribution.bond)),
    ...(contribution.feedback === undefined
      ? {}
      : { corrects_session: contribution.feedback.sessionId, corrects_receipt: contribution.feedback.receiptIndex }),
  });
}

export function contributionReviewed(contribution: Contribution, review: Review): Event {
  return event("contribution_reviewed", {
    ...reference(contribution),
    curator: review.curator,
    verdict: verdictText(review.verdict),
    grade: review.grade,
    reason_code: review.reasonCode,
  });
}

export function contributionAccepted(contribution: Contribution): Event {
  return event("contribution_accepted", {
    ...reference(contribution),
    grade: contribution.grade,
    log_index: contribution.logIndex,
    accepted_sequence: contribution.acceptedSequence,
  });
}

export function contributionRejected(contribution: Contribution): Event {
  return event("contribution_rejected", reference(contribution));
}

export function contributionLapsed(contribution: Contribution): Event {
  return event("contribution_lapsed", reference(contribution));
}

/** `rows`: `document:first chunk:chunks`, separated by commas; empty for the whole contribution. */
export function contributionRevoked(contribution: Contribution, owner: string, mark: Mark): Event {
  return event("contribution_revoked", {
    ...reference(contribution),
    contributor: owner,
    rows: mark.rows.map((one) => `${one.document}:${one.firstChunk}:${one.chunkCount}`).join(","),
    from_version: mark.fromVersion,
    erase: mark.erase ? 1 : 0,
  });
}

export function contributionStruck(contribution: Contribution, owner: string, mark: Mark): Event {
  return event("contribution_struck", { ...reference(contribution), owner, from_version: mark.fromVersion });
}

export function contributionReassigned(contribution: Contribution, formerOwner: string, mark: Mark): Event {
  return event("contribution_reassigned", { ...reference(contribution), former_owner: formerOwner, owner: mark.owner });
}

/** Whoever stores the blob deletes it. */
export function contentErased(contribution: Contribution): Event {
  return event("content_erased", { ...reference(contribution), blob: toHex(contribution.blob) });
}

/** The bond that was taken from a contribution whose owner lost a dispute. */
export function bondSlashed(contribution: Contribution, bond: Coin): Event {
  return event("contribution_bond_slashed", { ...reference(contribution), bond: coinText(bond) });
}

/** Whose turn it is in a dispute now, and until when in Unix nanoseconds. */
export function disputeTurn(dispute: Dispute): Event {
  return event("dispute_turn", {
    dispute_id: dispute.id,
    ...reference(dispute),
    challenger: dispute.challenger,
    owner: dispute.owner,
    remedy: dispute.remedy === DisputeRemedy.DISPUTE_REMEDY_REASSIGN ? "reassign" : "strike",
    state: TURNS[dispute.state] ?? "",
    bond: coinText(coinOf(dispute.bond)),
    until: dispute.until,
  });
}

/** How a dispute ended; superseded: what it was about was decided otherwise. */
export type DisputeEnd = "struck" | "reassigned" | "dismissed" | "superseded";

export function disputeClosed(dispute: Dispute, outcome: DisputeEnd): Event {
  return event("dispute_closed", { dispute_id: dispute.id, ...reference(dispute), challenger: dispute.challenger, outcome });
}

export function versionFrozen(version: DatanetVersion): Event {
  return event("version_frozen", {
    datanet_id: version.datanetId,
    version: version.version,
    log_size: version.logSize,
    log_root: toHex(version.logRoot),
    tokens: version.tokens,
  });
}

const TURNS: { readonly [state: number]: string } = {
  [DisputeState.DISPUTE_STATE_OPEN]: "open",
  [DisputeState.DISPUTE_STATE_CONTESTED]: "contested",
  [DisputeState.DISPUTE_STATE_UNANSWERED]: "unanswered",
  [DisputeState.DISPUTE_STATE_ESCALATED]: "escalated",
};

function reference({ datanetId, seq }: Pick<Contribution, "datanetId" | "seq">): { readonly datanet_id: bigint; readonly seq: bigint } {
  return { datanet_id: datanetId, seq };
}

function verdictText(verdict: Verdict): string {
  if (verdict === Verdict.VERDICT_ACCEPT) return "accept";
  return verdict === Verdict.VERDICT_REJECT ? "reject" : "abstain";
}

/** Units of a contribution's bond went to somebody whom its contributor answers to. */
export function contributionBondPaid(contribution: Contribution, receiver: string, coin: Coin): Event {
  return event("contribution_bond_paid", { ...reference(contribution), receiver, amount: coinText(coin) });
}
