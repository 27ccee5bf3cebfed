import { SpanStatus, type Match, type Span } from "@openledger/messages/openledger/attribution/v1";
import type { Standing } from "../ownership/attribute.ts";
import { repeatedTokens, requestedTokens } from "../ownership/coverage.ts";
import type { OwnedWeight } from "../ownership/owner-amounts.ts";
import { touchesRevoked } from "../ownership/revocation.ts";
import { qualifyingWindows, runQualifies, type OwnershipRule, type WeighedTokens } from "../ownership/rule.ts";
import { TOKEN_BREAK, TOKEN_GAP } from "../tokens/tokenise.ts";
import { contributionKey } from "./contribution-key.ts";
import type { RequestDocument } from "./content.ts";
import { ClaimError, demand } from "./errors.ts";
import { tokenAt, wholeWindow, type SourceWindow } from "./source-window.ts";
import type { ProvedContribution } from "./verify-contributions.ts";

/** Everything that spans are checked against. */
export type SpanSources = {
  output: Uint8Array;
  text: WeighedTokens;
  request: readonly RequestDocument[];
  contributions: ReadonlyMap<string, ProvedContribution>;
  rule: OwnershipRule;
  /** Keys of contributions that are opened for the derivation, and need not be cited. */
  used: ReadonlySet<string>;
};

/** What checked spans add up to. */
export type SpanTotals = { owned: OwnedWeight[]; totalWeight: number };

/**
 * Checks that spans cover every token of the output once and in order, with the right weights, each under a status that
 * its citation bears out; that owned tokens stand neither in the buyer's words nor earlier in the output; and that each
 * contribution opened is cited or used. Throws {@link ClaimError}.
 */
export function verifySpans(spans: readonly Span[], sources: SpanSources): SpanTotals {
  const { text, output, request } = sources;
  const windows = qualifyingWindows(text, sources.rule);
  const requested = requestedTokens(request, output, text, windows);
  const repeated = repeatedTokens(output, text, windows);
  verifyWork(spans, text.tokens.count);
  const requestAt = windowOfMessage(request);
  const owned = new Map<string, OwnedWeight>();
  const cited = new Set(sources.used);
  let next = 0;
  let totalWeight = 0;
  for (const span of spans) {
    const name = `span at token ${span.firstToken}`;
    demand(span.firstToken === next && span.tokenCount > 0, "coverage", `${name} does not continue at token ${next}`);
    next += span.tokenCount;
    demand(next <= text.tokens.count, "coverage", `${name} ends after the output's ${text.tokens.count} tokens`);
    const weight = weightOf(text, span.firstToken, next);
    demand(span.weight === BigInt(weight), "weight", `${name} weighs ${weight}, not ${span.weight}`);
    totalWeight += weight;
    const source = verifyStatus(span, sources, requestAt, name);
    if (source !== undefined) cited.add(contributionKey(source.leaf));
    if (span.status !== SpanStatus.SPAN_STATUS_OWNED || source === undefined) continue;
    for (let at = span.firstToken; at < next; at++) {
      // Thousands of tokens are looked at: a message is put together only for the one that is wrong.
      if (requested[at] !== -1) throw new ClaimError("from-request", `token ${at} stands in the buyer's own words`);
      if (repeated[at] !== -1) throw new ClaimError("repeated", `token ${at} stands earlier in the output`);
    }
    addWeight(owned, source, weight);
  }
  demand(next === text.tokens.count, "coverage", `spans cover ${next} of ${text.tokens.count} tokens`);
  demand(cited.size === sources.contributions.size, "contribution-order", "a contribution is opened that nothing cites");
  return { owned: [...owned.values()], totalWeight };
}

/** Bounds the tokens that are compared: citations of an honest claim reach little beyond their spans. */
function verifyWork(spans: readonly Span[], tokenCount: number): void {
  const compared = spans.reduce((sum, span) => sum + (span.match?.tokenCount ?? 0), 0);
  const most = 64 * tokenCount + 4096;
  demand(compared <= most, "match-work", `citations hold ${compared} tokens, more than ${most}: shorten them`);
}

/** Tokens of a message of the request, or undefined when there is none; each message is read once. */
type RequestReader = (message: number) => SourceWindow | undefined;

function windowOfMessage(request: readonly RequestDocument[]): RequestReader {
  const known = new Map<number, SourceWindow>();
  return (message) => {
    const document = request[message]?.document;
    if (document === undefined) return undefined;
    const window = known.get(message) ?? wholeWindow(document);
    known.set(message, window);
    return window;
  };
}

function verifyStatus(
  span: Span,
  sources: SpanSources,
  requestAt: RequestReader,
  name: string,
): ProvedContribution | undefined {
  switch (span.status) {
    case SpanStatus.SPAN_STATUS_OWNED:
      return verifyContributed(span, sources, name, "manifest");
    case SpanStatus.SPAN_STATUS_OUTSIDE:
      return verifyContributed(span, sources, name, "outside");
    case SpanStatus.SPAN_STATUS_REVOKED:
      return verifyContributed(span, sources, name, "revoked");
    case SpanStatus.SPAN_STATUS_NO_MATCH:
      demand(span.match === undefined, "status", `${name} has no match and yet cites one`);
      break;
    case SpanStatus.SPAN_STATUS_REQUEST:
      verifyFromRequest(span, sources, requestAt, name);
      break;
    case SpanStatus.SPAN_STATUS_REPEAT:
      verifyRepeat(span, sources, name);
      break;
    default:
      demand(false, "status", `${name} has no status that this version knows`);
  }
  demand(span.owner === "", "owner", `${name} is nobody's and yet names ${span.owner}`);
  return undefined;
}

function verifyContributed(span: Span, sources: SpanSources, name: string, standing: Standing): ProvedContribution {
  const match = matchOf(span, sources, name);
  const ref = match.contribution;
  demand(ref !== undefined, "match-missing", `${name} names no contribution`);
  const source = sources.contributions.get(contributionKey(ref));
  demand(source !== undefined, "contribution-missing", `${name} cites ${contributionKey(ref)}, which is not opened`);
  const isPart = source.standing === "manifest" && source.revokedRows.length > 0;
  if (!isPart || standing === "outside") verifyStanding(source.standing, standing, name);
  const owner = standing === "manifest" ? source.owner : "";
  demand(span.owner === owner, "owner", `${name} names ${span.owner || "nobody"} instead of ${owner || "nobody"}`);
  const offset = Number(match.offset);
  demand(Number.isSafeInteger(offset), "match-range", `${name} cites byte ${match.offset}`);
  const window = source.windowAt(match.document, offset);
  if (window === undefined) return source;
  const first = verifySame(sources, match, window, offset, name);
  if (isPart) verifyRows(span, match, source, window, first, name);
  return source;
}

/** In a contribution of which some rows are revoked, each token of a span stands where the span's status says. */
function verifyRows(
  span: Span,
  match: Match,
  source: ProvedContribution,
  window: SourceWindow,
  first: number,
  name: string,
): void {
  for (let i = 0; i < span.tokenCount; i++) {
    const there = first + span.firstToken - match.firstToken + i;
    const start = window.base + (window.tokens.start[there] as number);
    const end = window.base + (window.tokens.end[there] as number);
    const isRevoked = touchesRevoked(source.revokedRows, match.document, start, end);
    verifyStanding(isRevoked ? "revoked" : "manifest", standingOf(span), name);
  }
}

function standingOf(span: Span): Standing {
  return span.status === SpanStatus.SPAN_STATUS_REVOKED ? "revoked" : "manifest";
}

function verifyStanding(actual: Standing, stated: Standing, name: string): void {
  if (actual === stated) return;
  if (stated === "outside") demand(false, "inside-manifest", `${name} cites a contribution that is in the manifest`);
  if (actual === "outside") demand(false, "outside-manifest", `${name} cites a contribution outside the manifest`);
  if (actual === "revoked") demand(false, "revoked", `${name} cites a contribution that was revoked`);
  demand(false, "not-revoked", `${name} cites a contribution that was not revoked`);
}

function verifyFromRequest(span: Span, sources: SpanSources, requestAt: RequestReader, name: string): void {
  const match = matchOf(span, sources, name);
  demand(match.contribution === undefined, "status", `${name} cites a contribution instead of the request`);
  const message = sources.request[match.document];
  const window = requestAt(match.document);
  const exists = message !== undefined && window !== undefined;
  demand(exists, "match-range", `${name} cites message ${match.document}, which does not exist`);
  const isBuyers = message.role === "user" || message.role === "system";
  demand(isBuyers, "status", `${name} cites a message of role ${message.role}, which is not the buyer's`);
  verifySame(sources, match, window, Number(match.offset), name);
}

function verifyRepeat(span: Span, sources: SpanSources, name: string): void {
  const match = matchOf(span, sources, name);
  demand(match.contribution === undefined && match.document === 0, "status", `${name} cites more than the output`);
  const window: SourceWindow = { base: 0, bytes: sources.output, tokens: sources.text.tokens };
  const first = verifySame(sources, match, window, Number(match.offset), name);
  const isBefore = first + match.tokenCount <= match.firstToken;
  demand(isBefore, "match-range", `${name} cites a run that does not end before its own begins`);
}

/** The match of a span, which covers it and qualifies. */
function matchOf(span: Span, sources: SpanSources, name: string): Match {
  const { match } = span;
  demand(match !== undefined, "match-missing", `${name} cites nothing`);
  const end = match.firstToken + match.tokenCount;
  const covers = match.firstToken <= span.firstToken && span.firstToken + span.tokenCount <= end;
  demand(covers, "match-range", `the run cited by the ${name} does not cover it`);
  const qualifies = runQualifies(sources.text, match.firstToken, end, sources.rule);
  demand(qualifies, "match-short", `the run cited by the ${name} has too few words or bits, or is broken`);
  return match;
}

/** Checks that the run stands at byte `offset` of the source; returns the index of its first token in the window. */
export function verifySame(
  sources: Pick<SpanSources, "output" | "text">,
  match: Match,
  source: SourceWindow,
  offset: number,
  name: string,
): number {
  const { output, text } = sources;
  const first = tokenAt(source, offset);
  const isThere = first >= 0 && first + match.tokenCount <= source.tokens.count;
  demand(isThere, "source-mismatch", `the source of the ${name} has no such run at byte ${offset}`);
  for (let i = 0; i < match.tokenCount; i++) {
    const here = match.firstToken + i;
    const there = first + i;
    const flags = source.tokens.flags[there] as number;
    const unbroken = (flags & TOKEN_BREAK) === 0 && (i === 0 || (flags & TOKEN_GAP) === 0);
    const isSame = sameBytes(output, text.tokens.start[here], text.tokens.end[here], source, there);
    if (unbroken && isSame) continue;
    throw new ClaimError("source-mismatch", `token ${here} differs from the source of the ${name}`);
  }
  return first;
}

function sameBytes(
  output: Uint8Array,
  start: number | undefined,
  end: number | undefined,
  source: SourceWindow,
  token: number,
): boolean {
  const from = source.tokens.start[token] as number;
  const length = (source.tokens.end[token] as number) - from;
  if (start === undefined || end === undefined || end - start !== length) return false;
  for (let i = 0; i < length; i++) if (output[start + i] !== source.bytes[from + i]) return false;
  return true;
}

function weightOf(text: WeighedTokens, from: number, to: number): number {
  let weight = 0;
  for (let i = from; i < to; i++) weight += text.weights[i] as number;
  return weight;
}

function addWeight(owned: Map<string, OwnedWeight>, source: ProvedContribution, weight: number): void {
  const { leaf, owner } = source;
  const key = contributionKey(leaf);
  const contribution = { datanetId: leaf.datanetId, seq: leaf.seq };
  const before = owned.get(key)?.weight ?? 0;
  owned.set(key, { contribution, sequence: leaf.sequence, owner, weight: before + weight });
}
