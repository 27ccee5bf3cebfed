import { appendLeaf, contributionLeafHash, frontierRoot, type Frontier } from "@openledger/attribution";
import {
  ContributionState,
  Verdict,
  type Contribution,
  type Datanet,
} from "@openledger/messages/openledger/datanet/v1";
import { addressToBytes, assert, assertDefined } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { remainingNow } from "../support/remaining.ts";
import { contributionAccepted } from "./events.ts";
import { acceptedByOwner, acceptedSequence, DATANET, datanets } from "./state.ts";

/** Appends a contribution to its datanet's log under this grade and returns it in its accepted form. */
export function acceptContribution(ctx: Context, datanet: Datanet, reviewed: Contribution, grade: number): Contribution {
  const store = ctx.store.store(DATANET);
  const rows = assertDefined(reviewed.rows, "a stored contribution has rows");
  const accepted: Contribution = {
    ...reviewed,
    state: ContributionState.CONTRIBUTION_STATE_ACCEPTED,
    grade,
    logIndex: datanet.logSize,
    acceptedHeight: ctx.block.height,
    acceptedSequence: acceptedSequence.next(store),
  };
  const log = appendLeaf(ctx.crypto.sha256, logOf(datanet), leafOf(ctx, accepted));
  datanets.set(store, datanet.id, {
    ...datanet,
    logSize: BigInt(log.size),
    logPeaks: [...log.peaks],
    acceptedTokens: datanet.acceptedTokens + rows.tokenCount,
    acceptedBytes: datanet.acceptedBytes + rows.byteCount,
    acceptedPriorWeight: datanet.acceptedPriorWeight + remainingNow(accepted).weight,
  });
  const contributor = addressToBytes(ctx.chain.bech32Prefix, accepted.contributor);
  acceptedByOwner.set(store, [contributor, accepted.datanetId, accepted.seq], true);
  ctx.emit(contributionAccepted(accepted));
  return accepted;
}

/** RFC 6962 root of the datanet's log. */
export function logRoot(ctx: Context, datanet: Datanet): Uint8Array {
  return frontierRoot(ctx.crypto.sha256, logOf(datanet));
}

/** Hash of the leaf under which a contribution stands in its datanet's log. */
function leafOf(ctx: Context, accepted: Contribution): Uint8Array {
  return contributionLeafHash(ctx.crypto.sha256, {
    chainId: ctx.chain.chainId,
    datanetId: accepted.datanetId,
    seq: accepted.seq,
    contributor: accepted.contributor,
    rowsRoot: accepted.rowsRoot,
    sequence: accepted.sequence,
    grade: accepted.grade,
  });
}

/** The lower median of the accepting curators' grades. */
export function medianGrade(contribution: Contribution): number {
  const grades = contribution.reviews
    .filter((review) => review.verdict === Verdict.VERDICT_ACCEPT)
    .map((review) => review.grade)
    .sort((a, b) => a - b);
  return assertDefined(grades[Math.floor((grades.length - 1) / 2)], "an accepted contribution has a grade");
}

function logOf(datanet: Datanet): Frontier {
  assert(datanet.logSize < 1n << 40n, "a log has less than 2^40 leaves");
  return { size: Number(datanet.logSize), peaks: datanet.logPeaks };
}
