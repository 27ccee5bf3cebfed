import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { RowRange } from "@openledger/messages/openledger/datanet/v1";
import { assert } from "@openledger/primitives";
import type { SpanIndex } from "../spans/span-index.ts";
import { withoutStruck, type IsStruck } from "../spans/without-struck.ts";
import { tokenise } from "../tokens/tokenise.ts";
import { tokenWeights, WEIGHTS } from "../tokens/weights.ts";
import {
  coverBy,
  coverByRepeat,
  coverByRequest,
  coveringWindows,
  earliestOwners,
  longestRun,
  type Coverage,
} from "./coverage.ts";
import { touchesRevoked } from "./revocation.ts";
import { qualifyingWindows, type OwnershipRule, type WeighedTokens, type Windows } from "./rule.ts";

/** Where the earliest contribution stands: in the model's manifest, not in it, or revoked when the session opened. */
export type Standing = "manifest" | "outside" | "revoked";

/** Who owns a token, or why nobody does: protocol.md section 5. */
export type SpanStatus = "owned" | "no-match" | "outside" | "revoked" | "request" | "repeat";

/** A qualifying run of output tokens and where the same tokens stand. */
export type CitedMatch = {
  firstToken: number;
  tokenCount: number;
  /** Absent when the request or the output itself is cited. */
  contribution: ContributionRef | undefined;
  /** Document of the contribution, number of the request message, or 0 for the output. */
  document: number;
  /** Byte offset of the run's first token in that document. */
  offset: number;
  /** Byte offset of the run's last token in that document. */
  lastOffset: number;
};

/** Consecutive output tokens with one status and one citation. */
export type AttributedSpan = {
  firstToken: number;
  tokenCount: number;
  /** Bytes of the output from its first token's start to its last token's end. */
  byteStart: number;
  byteEnd: number;
  /** Q8 bits. */
  weight: number;
  status: SpanStatus;
  /** Absent for no match only. */
  match: CitedMatch | undefined;
};

/** Spans in order, covering every token of the output. */
export type Attribution = { tokenCount: number; weight: number; spans: AttributedSpan[] };

export type AttributionInput = {
  output: Uint8Array;
  /** The request's messages as documents of its row tree, in order. */
  request: readonly { role: string; document: Uint8Array }[];
  /** Contributions accepted before the model version was published. */
  index: SpanIndex;
  /** Contributions that were struck when the session opened, and are passed over; none by default. See {@link IsStruck}. */
  isStruck?: IsStruck;
  rule: OwnershipRule;
  standing(contribution: ContributionRef): Standing;
  /** Rows of a contribution that were revoked when the session opened, where not all of it was; none by default. */
  revokedRows?(contribution: ContributionRef): readonly RowRange[];
};

/**
 * Decides for each output token who owns it. The owner is the earliest contribution with a qualifying run over the token;
 * there is none, with the first reason that applies, if: no contribution has such a run (no match), the earliest one is
 * not in the manifest (outside) or was revoked (of one with revoked rows: the tokens that the cited run has there), a user or system message has such a run (request), or such a run stands
 * in the output before it begins (repeat).
 */
export function attribute(given: AttributionInput): Attribution {
  const { output, isStruck } = given;
  const input = isStruck === undefined ? given : { ...given, index: withoutStruck(given.index, isStruck) };
  const text = weighTokens(output);
  const windows = qualifyingWindows(text, input.rule);
  const corpus = coverBy(input.index, output, text, windows);
  const request = coverByRequest(input.request, output, text, windows);
  const repeat = coverByRepeat(output, text, windows);
  const count = text.tokens.count;
  const owners = earliestOwners(corpus, windows, count);
  const requested = coveringWindows(request, windows, count);
  const repeated = coveringWindows(repeat, windows, count);
  const statuses = tokenStatuses(input, owners.contributions, requested, repeated);
  const sources: Sources = {
    statuses,
    owners: owners.contributions,
    contributed: { coverage: corpus, covering: owners.windows },
    request: { coverage: request, covering: requested },
    repeat: { coverage: repeat, covering: repeated },
  };
  const spans: AttributedSpan[] = [];
  for (let at = 0; at < text.tokens.count; ) {
    const span = nextSpan(input, text, windows, sources, at);
    spans.push(span);
    at += span.tokenCount;
  }
  return { tokenCount: text.tokens.count, weight: spans.reduce((sum, span) => sum + span.weight, 0), spans };
}

/** Tokens of a text with the weights of the frozen table. */
export function weighTokens(bytes: Uint8Array): WeighedTokens {
  const tokens = tokenise(bytes);
  return { tokens, weights: tokenWeights(WEIGHTS, bytes, tokens) };
}

/** Found windows of one kind of source, and for each token the one that its citation begins with. */
type Source = { coverage: Coverage; covering: Int32Array };

type Sources = {
  statuses: readonly SpanStatus[];
  owners: Int32Array;
  contributed: Source;
  request: Source;
  repeat: Source;
};

function tokenStatuses(
  input: AttributionInput,
  owners: Int32Array,
  requested: Int32Array,
  repeated: Int32Array,
): SpanStatus[] {
  return Array.from(owners, (owner, at): SpanStatus => {
    if (owner < 0) return "no-match";
    const contribution = input.index.contributions[owner];
    assert(contribution !== undefined, `no contribution ${owner} in the index`);
    const standing = input.standing(contribution.ref);
    if (standing !== "manifest") return standing;
    if ((requested[at] as number) >= 0) return "request";
    return (repeated[at] as number) >= 0 ? "repeat" : "owned";
  });
}

function nextSpan(
  input: AttributionInput,
  text: WeighedTokens,
  windows: Windows,
  sources: Sources,
  at: number,
): AttributedSpan {
  const { statuses, owners } = sources;
  const status = statuses[at] as SpanStatus;
  const byOwner = status === "owned" || status === "outside" || status === "revoked";
  let end = at + 1;
  while (statuses[end] === status && (!byOwner || owners[end] === owners[at])) end++;
  if (status === "no-match") return spanOf(text, at, end, status, undefined);
  const source = byOwner ? sources.contributed : status === "request" ? sources.request : sources.repeat;
  const window = source.covering[at] as number;
  const run = longestRun(source.coverage, text, windows, window, byOwner ? (owners[at] as number) : 0, end);
  assert(run !== undefined, `token ${at} is ${status} without a run that says so`);
  const { index } = source.coverage;
  const place = index.locate(run.position);
  const match: CitedMatch = {
    firstToken: run.first,
    tokenCount: run.end - run.first,
    contribution: byOwner ? input.index.contributions[place.contribution]?.ref : undefined,
    document: place.document,
    offset: place.offset,
    lastOffset: index.locate(run.position + run.end - run.first - 1).offset,
  };
  const last = Math.min(end, run.end);
  const rows = status === "owned" && match.contribution ? (input.revokedRows?.(match.contribution) ?? []) : [];
  if (rows.length === 0) return spanOf(text, at, last, status, match);
  const isRevoked = (token: number): boolean => {
    const start = index.locate(run.position + token - run.first).offset;
    const length = (text.tokens.end[token] as number) - (text.tokens.start[token] as number);
    return touchesRevoked(rows, place.document, start, start + length);
  };
  const isTakenBack = isRevoked(at);
  let partEnd = at + 1;
  while (partEnd < last && isRevoked(partEnd) === isTakenBack) partEnd++;
  return spanOf(text, at, partEnd, isTakenBack ? "revoked" : "owned", match);
}

function spanOf(
  text: WeighedTokens,
  first: number,
  end: number,
  status: SpanStatus,
  match: CitedMatch | undefined,
): AttributedSpan {
  let weight = 0;
  for (let i = first; i < end; i++) weight += text.weights[i] as number;
  const byteStart = text.tokens.start[first] as number;
  const byteEnd = text.tokens.end[end - 1] as number;
  return { firstToken: first, tokenCount: end - first, byteStart, byteEnd, weight, status, match };
}
