import { toHex } from "@openledger/primitives";
import type { Contribution, Datanet, DatanetVersion, Mark, Review } from "@openledger/messages/openledger/datanet/v1";
import { Verdict } from "@openledger/messages/openledger/datanet/v1";
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
export function contributionRevoked(contribution: Contribution, mark: Mark): Event {
  return event("contribution_revoked", {
    ...reference(contribution),
    contributor: contribution.contributor,
    rows: mark.rows.map((one) => `${one.document}:${one.firstChunk}:${one.chunkCount}`).join(","),
    from_version: mark.fromVersion,
    erase: mark.erase ? 1 : 0,
  });
}

/** Whoever stores the blob deletes it. */
export function contentErased(contribution: Contribution): Event {
  return event("content_erased", { ...reference(contribution), blob: toHex(contribution.blob) });
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

function reference(contribution: Contribution): { readonly datanet_id: bigint; readonly seq: bigint } {
  return { datanet_id: contribution.datanetId, seq: contribution.seq };
}

function verdictText(verdict: Verdict): string {
  if (verdict === Verdict.VERDICT_ACCEPT) return "accept";
  return verdict === Verdict.VERDICT_REJECT ? "reject" : "abstain";
}
