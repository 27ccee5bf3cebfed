import {
  SpanStatus,
  type Claim,
  type ContributionRef,
  type Match,
  type RowOpening,
  type RowsCommitment,
  type Span,
} from "@openledger/messages/openledger/attribution/v1";
import type { RowRange } from "@openledger/messages/openledger/datanet/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import { compareRefs, contributionKey } from "../claims/contribution-key.ts";
import { ClaimError } from "../claims/errors.ts";
import { openedWindows, type SourceWindow } from "../claims/source-window.ts";
import { verifyChunks } from "../claims/verify-contributions.ts";
import { verifySame } from "../claims/verify-spans.ts";
import { weighTokens } from "../ownership/attribute.ts";
import { touchesRevoked } from "../ownership/revocation.ts";
import { runQualifies, type OwnershipRule, type WeighedTokens } from "../ownership/rule.ts";
import { rowsRoot } from "../rows/row-tree.ts";

/** A run of output tokens, and the opened rows of the contribution in which the same tokens are said to stand. */
export type ShownMatch = {
  match: Match;
  rows: RowsCommitment;
  chunks: readonly RowOpening[];
  rowHashes: Uint8Array[];
};

/** The contribution of a shown match, as state knows it. */
export type ShownContribution = {
  ref: ContributionRef;
  rowsRoot: Uint8Array;
  sequence: bigint;
  /** Host and buyer had to look at it: it is in the manifest, or in the commons. Others only correct a claim. */
  standing: "manifest" | "commons" | "outside";
  /** All of it was marked when the session opened. */
  revoked: boolean;
  /** Rows that were marked when the session opened, where not all of it was. */
  revokedRows: readonly RowRange[];
};

/** Output tokens firstToken .. firstToken + tokenCount - 1. */
export type TokenRun = { firstToken: number; tokenCount: number };

/** What a shown match does to a claim. */
export type MatchVerdict =
  /** The claim left out what the host had to know. */
  | { outcome: "void"; message: string }
  /** These tokens, ascending, have no owner: their text was registered earlier where the host need not look. */
  | { outcome: "correct"; tokens: TokenRun[] }
  | { outcome: "stands"; message: string };

/** The opened rows are not those of the contribution: the evidence says nothing. */
export type UnprovedRows = { outcome: "unproved"; message: string };

/**
 * Judges a claim by a match that it may have left out (protocol.md section 5, Challenges). The output is the committed
 * one; `sequenceOf` is the registration of a contribution that the claim cites, undefined for one that it may not cite.
 */
export function judgeMatch(
  sha256: Sha256,
  answer: { claim: Claim; output: Uint8Array },
  shown: ShownMatch,
  contribution: ShownContribution,
  terms: { rule: OwnershipRule; sequenceOf(ref: ContributionRef): bigint | undefined },
): MatchVerdict | UnprovedRows {
  const text = weighTokens(answer.output);
  const { match, rows, chunks, rowHashes } = shown;
  if (!coversOutput(answer.claim.spans, text)) return { outcome: "void", message: "the spans do not cover the output" };
  if (!equalBytes(rowsRoot(sha256, rows), contribution.rowsRoot)) return unproved("the rows give another root");
  try {
    verifyChunks(sha256, { rows, chunks, rowHashes }, `contribution ${contributionKey(contribution.ref)}`);
    const end = match.firstToken + match.tokenCount;
    if (!runQualifies(text, match.firstToken, end, terms.rule)) return stands("the run has too few words or bits");
    const offset = Number(match.offset);
    const window = openedWindows(chunks).at(match.document, offset);
    if (window === undefined) return unproved(`byte ${match.offset} of document ${match.document} is not opened`);
    const first = verifySame({ output: answer.output, text }, match, window, offset, "match");
    const marked = (token: number): boolean => isMarked(contribution, match, window, first + token - match.firstToken);
    return verdictOn(answer.claim, match, contribution, terms.sequenceOf, marked);
  } catch (error) {
    if (!(error instanceof ClaimError)) throw error;
    return error.code === "row-opening" ? unproved(error.message) : stands(error.message);
  }
}

/** True when spans cover every token once, in order, with its weight: what a claim says of itself without any match. */
function coversOutput(spans: readonly Span[], { tokens, weights }: WeighedTokens): boolean {
  let next = 0;
  for (const span of spans) {
    const end = span.firstToken + span.tokenCount;
    if (span.firstToken !== next || span.tokenCount === 0 || end > tokens.count) return false;
    let weight = 0n;
    for (; next < end; next++) weight += BigInt(weights[next] as number);
    if (weight !== span.weight) return false;
  }
  return next === tokens.count;
}

function isMarked(contribution: ShownContribution, match: Match, window: SourceWindow, token: number): boolean {
  if (contribution.revoked) return true;
  const start = window.base + (window.tokens.start[token] as number);
  const end = window.base + (window.tokens.end[token] as number);
  return touchesRevoked(contribution.revokedRows, match.document, start, end);
}

function verdictOn(
  claim: Claim,
  match: Match,
  contribution: ShownContribution,
  sequenceOf: (ref: ContributionRef) => bigint | undefined,
  isMarkedAt: (token: number) => boolean,
): MatchVerdict {
  const tokens: TokenRun[] = [];
  for (const { span, from, to } of overlaps(claim.spans, match)) {
    const cited = span.match?.contribution;
    const citedSequence = cited && sequenceOf(cited);
    // What may not be cited at all, because a dispute struck it, comes after everything.
    const isLater = citedSequence === undefined || contribution.sequence < citedSequence;
    const citesLater = cited !== undefined && compareRefs(cited, contribution.ref) !== 0 && isLater;
    const isOwned = span.status === SpanStatus.SPAN_STATUS_OWNED && citesLater;
    const isOmitted =
      isOwned ||
      span.status === SpanStatus.SPAN_STATUS_NO_MATCH ||
      (contribution.standing === "manifest" && citesLater && byContribution(span.status));
    for (let token = from; token < to; token++) {
      const binds = contribution.standing !== "outside" && !isMarkedAt(token);
      if (binds && isOmitted) return { outcome: "void", message: `token ${token} is attributed past the shown match` };
      if (!binds && isOwned) addToken(tokens, token);
    }
  }
  return tokens.length > 0 ? { outcome: "correct", tokens } : stands("the claim already accounts for the shown match");
}

function byContribution(status: SpanStatus): boolean {
  return status === SpanStatus.SPAN_STATUS_OUTSIDE || status === SpanStatus.SPAN_STATUS_REVOKED;
}

/** Spans that the run touches, with the tokens that both hold. */
function* overlaps(spans: readonly Span[], run: TokenRun): Generator<{ span: Span; from: number; to: number }, void> {
  for (const span of spans) {
    const from = Math.max(span.firstToken, run.firstToken);
    const to = Math.min(span.firstToken + span.tokenCount, run.firstToken + run.tokenCount);
    if (from < to) yield { span, from, to };
  }
}

function addToken(runs: TokenRun[], token: number): void {
  const last = runs.at(-1);
  if (last !== undefined && last.firstToken + last.tokenCount === token) last.tokenCount++;
  else runs.push({ firstToken: token, tokenCount: 1 });
}

/**
 * A claim's spans with the weight of these tokens taken from the owned ones: what owners get once the tokens have no
 * owner. Owner lines are left as they are.
 */
export function withoutTokens(claim: Claim, output: Uint8Array, runs: readonly TokenRun[]): Claim {
  const text: WeighedTokens = weighTokens(output);
  const spans = claim.spans.map((span) => {
    if (span.status !== SpanStatus.SPAN_STATUS_OWNED) return span;
    let weight = Number(span.weight);
    for (const run of runs) {
      const from = Math.max(span.firstToken, run.firstToken);
      const to = Math.min(span.firstToken + span.tokenCount, run.firstToken + run.tokenCount);
      for (let token = from; token < to; token++) weight -= text.weights[token] as number;
    }
    return { ...span, weight: BigInt(weight) };
  });
  return { ...claim, spans };
}

function stands(message: string): MatchVerdict {
  return { outcome: "stands", message };
}

function unproved(message: string): UnprovedRows {
  return { outcome: "unproved", message };
}
