import type { ArtifactProof, ContributionRef, RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { touchesRevoked } from "../ownership/revocation.ts";
import { areAscending, contributionKey } from "./contribution-key.ts";
import { demand } from "./errors.ts";
import type { ReceiptContext } from "./receipt-context.ts";
import type { ProvedContribution } from "./verify-contributions.ts";

/** Bytes start..end-1 of a document of the contribution with this global sequence. */
export type RowPlace = { sequence: bigint; document: number; start: number; end: number };

/** A passage of which an answer is made, with the contribution that holds it. */
export type CitedPlace = { contribution: ContributionRef; document: number; start: number; end: number };

/** What a host says that its output was assembled from. */
export type Derivation = {
  /** Numbers of the passages in the artifact, in the order of the answer. */
  passages: readonly bigint[];
  /** Their places, from which their rows are opened. */
  places: readonly CitedPlace[];
  proof: ArtifactProof;
};

/** An answer whose output a model kind assembles again from its artifact and opened rows. */
export type DerivedAnswer = {
  /** Numbers of the passages in the artifact, in the order of the answer. */
  passages: readonly bigint[];
  /** Contributions in which the claim says that they lie. */
  sources: readonly ContributionRef[];
  /** The artifact's leaves that the opening shows, not yet checked against a root. */
  proof: ArtifactProof | undefined;
  request: readonly RequestMessage[];
  output: Uint8Array;
  /** The proved bytes there, or undefined when they are not opened. */
  rowBytes(place: RowPlace): Uint8Array | undefined;
  /** True when one of these rows was revoked when the session opened, or nothing is opened of the contribution. */
  isRevoked(place: RowPlace): boolean;
};

/**
 * Has the model's kind assemble the output again. Returns the keys of the contributions whose rows it took. Throws
 * ClaimError "derivation" when the output is another one, or when a kind without derivation shows one.
 */
export function verifyDerivation(
  answer: Pick<DerivedAnswer, "passages" | "sources" | "proof" | "request" | "output">,
  contributions: ReadonlyMap<string, ProvedContribution>,
  context: Pick<ReceiptContext, "derive">,
): ReadonlySet<string> {
  const used = new Set<string>();
  if (context.derive === undefined) {
    const hasNone = answer.passages.length === 0 && answer.sources.length === 0 && answer.proof === undefined;
    demand(hasNone, "derivation", "the model's kind has no derivation, and yet the opening shows one");
    return used;
  }
  const bySequence = new Map([...contributions.values()].map((one) => [one.leaf.sequence, one]));
  const why = context.derive({
    ...answer,
    rowBytes({ sequence, document, start, end }) {
      const source = bySequence.get(sequence);
      if (source !== undefined) used.add(contributionKey(source.leaf));
      return source?.bytesAt(document, start, end);
    },
    isRevoked({ sequence, document, start, end }) {
      const source = bySequence.get(sequence);
      if (source === undefined || source.standing !== "manifest") return true;
      return touchesRevoked(source.revokedRows, document, start, end);
    },
  });
  demand(why === undefined, "derivation", `the output does not follow from its derivation: ${why}`);
  const stated = answer.sources.map(contributionKey);
  const isStated = stated.length === used.size && stated.every((key) => used.has(key)) && areAscending(answer.sources);
  demand(isStated, "derivation", "the claim names other sources than those of its passages");
  return used;
}
