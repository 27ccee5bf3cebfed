import { revocationBy, revocationInVersion, unrevokedPart, type Revocation } from "@openledger/attribution";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";

/** What a contribution counts for. */
export interface Remaining {
  readonly tokens: bigint;
  readonly bytes: bigint;
  /** Median grade x tokens: its part of the prior. */
  readonly weight: bigint;
}

/** What all marks so far leave of a contribution. */
export function remainingNow(contribution: Contribution): Remaining {
  return remaining(contribution, revocationBy(contribution.marks));
}

/** What a version of its datanet that holds the contribution counts of it. */
export function remainingInVersion(contribution: Contribution, version: bigint): Remaining {
  return remaining(contribution, revocationInVersion(contribution.marks, version));
}

function remaining({ rows, grade }: Contribution, revocation: Revocation): Remaining {
  const chunks = rows?.leafCount ?? 0n;
  const tokens = unrevokedPart(rows?.tokenCount ?? 0n, chunks, revocation);
  return { tokens, bytes: unrevokedPart(rows?.byteCount ?? 0n, chunks, revocation), weight: BigInt(grade) * tokens };
}
