/**
 * The ownership rule of protocol.md section 5 once more, written for tests from its sentences: every run of the output
 * is compared with every place of every source, token by token. It shares the weight table with the production code and
 * nothing else, takes time and memory in the product of the lengths, and is not for use on long texts.
 */
import { Claim, SpanStatus, type ContributionRef, type Match, type Span } from "@openledger/messages/openledger/attribution/v1";
import { addressToBytes, assertDefined, compareBytes } from "@openledger/primitives";
import { slowTokens, type SlowToken } from "./slow-tokens.ts";

/** A registered contribution, as anyone may know it. */
export interface ScannedContribution {
  readonly ref: ContributionRef;
  readonly sequence: bigint;
  readonly contributor: string;
  /** Whose it was when the session opened: its contributor's, unless a dispute gave it to somebody else. */
  readonly owner: string;
  /** A dispute had struck it when the session opened, so it is passed over. */
  readonly struck: boolean;
  readonly documents: readonly Uint8Array[];
  readonly standing: "manifest" | "outside" | "revoked";
  /** Rows of 1,024 bytes that are revoked where the whole is not. */
  readonly revokedRows: readonly { readonly document: number; readonly firstChunk: number; readonly chunkCount: number }[];
}

export interface ScannedAnswer {
  readonly output: Uint8Array;
  readonly request: readonly { readonly role: string; readonly text: string }[];
  readonly contributions: readonly ScannedContribution[];
  readonly manifestTokens: number;
  readonly minExcessBits: number;
  readonly minWords: number;
  /** Units of the session's denom. */
  readonly amount: bigint;
  readonly dataBps: number;
  readonly maxOwners: number;
}

const ROW_BYTES = 1024;
/** Of a run that stands in more places, the citation takes the first one. */
const PLACES_MAX = 16;

const BY_CONTRIBUTION: ReadonlySet<SpanStatus> = new Set([
  SpanStatus.SPAN_STATUS_OWNED,
  SpanStatus.SPAN_STATUS_OUTSIDE,
  SpanStatus.SPAN_STATUS_REVOKED,
]);

/** The claim that an honest host makes of this answer. */
export function scanSlowly(answer: ScannedAnswer): Claim {
  const scan = createScan(answer);
  const spans: Span[] = [];
  const owned = new Map<ScannedContribution, bigint>();
  for (let at = 0; at < scan.tokens.length; at += assertDefined(spans.at(-1), "a span").tokenCount) {
    const span = spanAt(scan, at);
    spans.push(span);
    const owner = span.status === SpanStatus.SPAN_STATUS_OWNED ? scan.owners[at] : undefined;
    if (owner !== undefined) owned.set(owner, (owned.get(owner) ?? 0n) + span.weight);
  }
  return Claim.create({ version: 1, owners: ownerLines(answer, scan.tokens, owned), spans });
}

/** Documents in one order, with how far the output's tokens are the same from each place on. */
interface Source {
  readonly documents: readonly SlowToken[][];
  /** Tokens that agree from output token i and token j of a document on, no break and no gap inside. */
  readonly agreeing: readonly Int32Array[][];
  /** Tokens of the longest run from output token i on that stands anywhere in it. */
  readonly longest: Int32Array;
}

interface Scan {
  readonly answer: ScannedAnswer;
  readonly tokens: readonly SlowToken[];
  readonly sources: ReadonlyMap<ScannedContribution, Source>;
  readonly request: Source;
  readonly repeat: Source;
  /** The earliest contribution with a qualifying run over each token. */
  readonly owners: readonly (ScannedContribution | undefined)[];
  readonly statuses: readonly SpanStatus[];
  qualifies(from: number, to: number): boolean;
}

function createScan(answer: ScannedAnswer): Scan {
  const tokens = slowTokens(answer.output);
  const qualifies = qualification(answer, tokens);
  const ordered = answer.contributions.filter(({ struck }) => !struck).sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  const sources = new Map(ordered.map((one) => [one, compare(tokens, one.documents.map(slowTokens))]));
  const asked = answer.request.map(({ role, text }) =>
    role === "user" || role === "system" ? slowTokens(Buffer.from(`${role}\0${text}`)) : [],
  );
  const request = compare(tokens, asked);
  const repeat = compare(tokens, [[...tokens]], true);
  const covers = ({ longest }: Source, at: number): boolean =>
    tokens.some((_, from) => from <= at && at < from + (longest[from] ?? 0) && qualifies(from, from + (longest[from] ?? 0)));
  const owners = tokens.map((_, at) => ordered.find((one) => covers(assertDefined(sources.get(one), "compared"), at)));
  const statuses = owners.map((owner, at) => {
    if (owner === undefined) return SpanStatus.SPAN_STATUS_NO_MATCH;
    if (owner.standing === "outside") return SpanStatus.SPAN_STATUS_OUTSIDE;
    if (owner.standing === "revoked") return SpanStatus.SPAN_STATUS_REVOKED;
    if (covers(request, at)) return SpanStatus.SPAN_STATUS_REQUEST;
    return covers(repeat, at) ? SpanStatus.SPAN_STATUS_REPEAT : SpanStatus.SPAN_STATUS_OWNED;
  });
  return { answer, tokens, sources, request, repeat, owners, statuses, qualifies };
}

/** At least 5 words and log2(N) + 20 bits, with the numbers of the parameters. */
function qualification(answer: ScannedAnswer, tokens: readonly SlowToken[]): Scan["qualifies"] {
  const n = BigInt(Math.max(1, answer.manifestTokens));
  // 2^x <= N^256 gives the greatest whole x <= 256 log2 N, without any logarithm.
  const threshold = (n ** 256n).toString(2).length - 1 + answer.minExcessBits * 256;
  return (from, to) => {
    const run = tokens.slice(from, to);
    const words = run.filter(({ isWord, text }) => isWord && text !== undefined).length;
    return words >= answer.minWords && run.reduce((sum, { weight }) => sum + weight, 0) >= threshold;
  };
}

/** `isBefore`: the source is the output itself, and its run must end before the other begins. */
function compare(tokens: readonly SlowToken[], documents: readonly SlowToken[][], isBefore = false): Source {
  const longest = new Int32Array(tokens.length);
  const agreeing = documents.map((document) => {
    const rows = tokens.map(() => new Int32Array(document.length));
    for (let i = tokens.length - 1; i >= 0; i--) {
      for (let j = document.length - 1; j >= 0; j--) {
        const [here, there] = [assertDefined(tokens[i], "a token"), assertDefined(document[j], "a token")];
        if (here.text === undefined || here.text !== there.text) continue;
        const isCut = tokens[i + 1]?.isApart === true || document[j + 1]?.isApart === true;
        const length = 1 + (isCut ? 0 : (rows[i + 1]?.[j + 1] ?? 0));
        assertDefined(rows[i], "a row")[j] = length;
        longest[i] = Math.max(longest[i] ?? 0, isBefore ? Math.min(length, i - j) : length);
      }
    }
    return rows;
  });
  return { documents, agreeing, longest };
}

function spanAt(scan: Scan, at: number): Span {
  const status = assertDefined(scan.statuses[at], "a token");
  const owner = scan.owners[at];
  const isOwners = BY_CONTRIBUTION.has(status);
  let end = at + 1;
  while (scan.statuses[end] === status && (!isOwners || scan.owners[end] === owner)) end++;
  if (status === SpanStatus.SPAN_STATUS_NO_MATCH) return span(scan, at, end, status, undefined);
  const isRepeat = status === SpanStatus.SPAN_STATUS_REPEAT;
  const source = isOwners ? assertDefined(owner && scan.sources.get(owner), "compared") : isRepeat ? scan.repeat : scan.request;
  const { first, to, document, place } = citation(scan, source, at, end, isRepeat, isOwners);
  const offset = BigInt(assertDefined(source.documents[document]?.[place], "a token").start);
  const contribution = isOwners ? owner?.ref : undefined;
  const match: Match = { firstToken: first, tokenCount: to - first, contribution, document, offset };
  end = Math.min(end, to);
  if (status !== SpanStatus.SPAN_STATUS_OWNED || owner === undefined || owner.revokedRows.length === 0) return span(scan, at, end, status, match);
  const isRevoked = (token: number): boolean => isTakenBack(owner, document, assertDefined(source.documents[document]?.[place + token - first], "cited"));
  let part = at + 1;
  while (part < end && isRevoked(part) === isRevoked(at)) part++;
  return span(scan, at, part, isRevoked(at) ? SpanStatus.SPAN_STATUS_REVOKED : status, match);
}

function isTakenBack({ revokedRows }: ScannedContribution, document: number, { start, end }: SlowToken): boolean {
  for (let byte = start; byte < end; byte++) {
    const row = Math.floor(byte / ROW_BYTES);
    if (revokedRows.some((one) => one.document === document && row >= one.firstChunk && row < one.firstChunk + one.chunkCount)) return true;
  }
  return false;
}

interface Citation {
  readonly first: number;
  readonly to: number;
  readonly document: number;
  /** Token of the document. */
  readonly place: number;
}

/**
 * The run that a span from token `at` to `end - 1` cites: of the qualifying runs over its first token that stand in the
 * source, one that begins last, and where it goes on longest. What follows the span's end is cited only as far as no
 * later run over the token would qualify.
 */
function citation(scan: Scan, source: Source, at: number, end: number, isRepeat: boolean, isOwners: boolean): Citation {
  const reach = (from: number, document: number, place: number): number => {
    const length = source.agreeing[document]?.[from]?.[place] ?? 0;
    return from + (isRepeat ? Math.min(length, from - place) : length);
  };
  const places = (from: number, to: number): { document: number; place: number }[] =>
    source.documents.flatMap((tokens, document) =>
      tokens.flatMap((_, place) => (reach(from, document, place) >= to ? [{ document, place }] : [])),
    );
  const to = (from: number): number => from + (source.longest[from] ?? 0);
  let first = at;
  while (first > 0 && !(to(first) > at && scan.qualifies(first, to(first)))) first--;
  let least = at + 1;
  while (!scan.qualifies(first, least)) least++;
  // The longest run from here that holds no qualifying one from the next token on, which would begin later.
  while (least < to(first) && (first < at || !scan.qualifies(first + 1, least + 1))) least++;
  const standing = places(first, least);
  const everywhere = isOwners ? placesInAll(scan, first, least) : isRepeat ? placesIn(source, first, least) : standing.length;
  const [chosen] = (everywhere > PLACES_MAX ? standing.slice(0, 1) : standing)
    .map((one) => ({ ...one, to: Math.max(least, Math.min(end, reach(first, one.document, one.place))) }))
    .sort((a, b) => b.to - a.to);
  return { first, ...assertDefined(chosen, "a covered token has a citation") };
}

function placesInAll({ sources }: Scan, from: number, to: number): number {
  return [...sources.values()].reduce((sum, source) => sum + placesIn(source, from, to), 0);
}

function placesIn({ agreeing }: Source, from: number, to: number): number {
  return agreeing.reduce((sum, rows) => sum + (rows[from] ?? new Int32Array()).filter((length) => length >= to - from).length, 0);
}

function span({ tokens, owners }: Scan, from: number, to: number, status: SpanStatus, match: Match | undefined): Span {
  const weight = tokens.slice(from, to).reduce((sum, one) => sum + BigInt(one.weight), 0n);
  const owner = status === SpanStatus.SPAN_STATUS_OWNED ? (owners[from]?.owner ?? "") : "";
  return { firstToken: from, tokenCount: to - from, weight, status, owner, match };
}

/** amount_o = floor(amount x dataBps x W_o / (10,000 x W)) of the heaviest contributions, by address. */
function ownerLines(answer: ScannedAnswer, tokens: readonly SlowToken[], owned: ReadonlyMap<ScannedContribution, bigint>): Claim["owners"] {
  const total = tokens.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
  const heaviest = [...owned]
    .sort(([a, heavy], [b, heavier]) => Number(heavier - heavy) || (a.sequence < b.sequence ? -1 : 1))
    .slice(0, answer.maxOwners);
  const lines = new Map<string, bigint>();
  for (const [{ owner }, weight] of heaviest) {
    const amount = (answer.amount * BigInt(answer.dataBps) * weight) / (10_000n * total);
    if (amount > 0n) lines.set(owner, (lines.get(owner) ?? 0n) + amount);
  }
  const bytes = (address: string): Uint8Array => addressToBytes(address.slice(0, address.lastIndexOf("1")), address);
  return [...lines]
    .sort(([a], [b]) => compareBytes(bytes(a), bytes(b)))
    .map(([owner, amount]) => ({ owner, amount: amount.toString() }));
}
