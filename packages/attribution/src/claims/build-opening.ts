import {
  AttributionLabel,
  Claim,
  Receipt,
  ReceiptOpening,
  SpanStatus as Status,
  type ContributionLeaf,
  type ContributionOpening,
  type ContributionRef,
  type OutputLabel,
  type RequestMessage,
  type RowOpening,
  type Span,
} from "@openledger/messages/openledger/attribution/v1";
import type { RowRange } from "@openledger/messages/openledger/datanet/v1";
import { assert, type Sha256 } from "@openledger/primitives";
import { attribute, type Attribution, type AttributedSpan, type SpanStatus, type Standing } from "../ownership/attribute.ts";
import { splitAmongOwners, type OwnedWeight } from "../ownership/owner-amounts.ts";
import type { OwnershipRule } from "../ownership/rule.ts";
import type { RowTree } from "../rows/row-tree.ts";
import type { SpanIndex } from "../spans/span-index.ts";
import type { IsStruck } from "../spans/without-struck.ts";
import { compareRefs, contributionKey } from "./contribution-key.ts";
import { contentTree, countTokens, requestDocuments } from "./content.ts";
import { claimRoot } from "./hashes.ts";
import type { CitedPlace, Derivation } from "./derivation.ts";
import { chunkOf, chunksAround, type ChunkRange } from "./source-window.ts";

/** A contribution as a host holds it: content, and proof that it is in a frozen version. */
export type HeldContribution = {
  leaf: ContributionLeaf;
  /** Frozen version under whose root the leaf is opened. */
  version: bigint;
  logIndex: bigint;
  logPath: Uint8Array[];
  rows: RowTree;
  documents: readonly Uint8Array[];
};

/** What a host knows when an answer ends. */
export type Answer = {
  chainId: string;
  sessionId: bigint;
  /** Position of the receipt in the session's log, given when the call ends. */
  index: bigint;
  nonce: bigint;
  modelId: bigint;
  modelVersion: bigint;
  latencyMs: bigint;
  outputLabel: OutputLabel;
  request: readonly RequestMessage[];
  /** 32 random bytes each. */
  requestSecret: Uint8Array;
  outputSecret: Uint8Array;
  output: Uint8Array;
  /** For model kinds whose openings show what the output was assembled from. */
  derivation?: Derivation;
  /** The offer's formula: units of the session's denom for these token counts and the latency above. */
  price(inputTokens: number, outputTokens: number): bigint;
};

/** What decides whose words they are. */
export type AttributionSource = {
  index: SpanIndex;
  rule: OwnershipRule;
  maxOwners: number;
  dataBps: number;
  standing(contribution: ContributionRef): Standing;
  /** Contributions that were struck when the session opened; none by default. See {@link IsStruck}. */
  isStruck?: IsStruck;
  /** Who owned a contribution when the session opened, if not its contributor; its contributor by default. */
  ownerOf?(contribution: ContributionRef): string | undefined;
  /** Rows of a contribution that were revoked when the session opened, where not all of it was; none by default. */
  revokedRows?(contribution: ContributionRef): readonly RowRange[];
  /** Every contribution of the index. */
  held(contribution: ContributionRef): HeldContribution;
};

/** Status of the messages by the name that the ownership rule uses. */
export const SPAN_STATUS_CODES: Readonly<Record<SpanStatus, Status>> = {
  owned: Status.SPAN_STATUS_OWNED,
  "no-match": Status.SPAN_STATUS_NO_MATCH,
  outside: Status.SPAN_STATUS_OUTSIDE,
  revoked: Status.SPAN_STATUS_REVOKED,
  request: Status.SPAN_STATUS_REQUEST,
  repeat: Status.SPAN_STATUS_REPEAT,
};

/**
 * Attributes an answer and makes its receipt, claim and openings. `hostSignature` is left empty: the host signs
 * {@link receiptHash} of the receipt and puts the signature in.
 */
export function buildReceiptOpening(sha256: Sha256, answer: Answer, source: AttributionSource): ReceiptOpening {
  const documents = requestDocuments(answer.request);
  const requestTree = contentTree(sha256, documents.map(({ document }) => document), answer.requestSecret);
  const outputTree = contentTree(sha256, [answer.output], answer.outputSecret);
  const inputTokens = requestTree.commitment.tokenCount;
  const outputTokens = outputTree.commitment.tokenCount;
  const amount = answer.price(Number(inputTokens), Number(outputTokens));
  const attribution = attribute({ ...source, output: answer.output, request: documents });
  const claim = claimOf(attribution, amount, source, answer.derivation);
  const receipt = Receipt.create({
    version: 1,
    chainId: answer.chainId,
    sessionId: answer.sessionId,
    index: answer.index,
    nonce: answer.nonce,
    modelId: answer.modelId,
    modelVersion: answer.modelVersion,
    requestRoot: requestTree.root,
    outputRoot: outputTree.root,
    inputTokens,
    outputTokens,
    latencyMs: answer.latencyMs,
    amount: amount.toString(),
    claimRoot: claimRoot(sha256, claim),
    outputLabel: answer.outputLabel,
    attributionLabel: AttributionLabel.ATTRIBUTION_LABEL_VERBATIM,
  });
  return ReceiptOpening.create({
    receipt,
    claim,
    requestSecret: answer.requestSecret,
    request: answer.request,
    outputSecret: answer.outputSecret,
    output: answer.output,
    contributions: openContributions(attribution.spans, answer.derivation?.places ?? [], source),
    ...(answer.derivation === undefined ? {} : { derivation: answer.derivation.proof }),
  });
}

/** Tokens that a request and an output count for the price, as the receipt states them. */
export function countAnswerTokens(
  request: readonly RequestMessage[],
  output: Uint8Array,
): { inputTokens: number; outputTokens: number } {
  const documents = requestDocuments(request).map(({ document }) => document);
  return { inputTokens: countTokens(documents), outputTokens: countTokens([output]) };
}

function claimOf(
  attribution: Attribution,
  amount: bigint,
  source: AttributionSource,
  derivation: Derivation | undefined,
): Claim {
  const { dataBps, maxOwners } = source;
  const owned = ownedWeights(attribution.spans, source);
  const shares = splitAmongOwners(owned, { amount, dataBps, totalWeight: attribution.weight, maxOwners });
  return Claim.create({
    version: 1,
    owners: shares.map((share) => ({ owner: share.owner, amount: share.amount.toString() })),
    spans: attribution.spans.map((span) => spanMessage(span, source)),
    passages: derivation?.passages ?? [],
    sources: sourcesOf(derivation?.places ?? []),
  });
}

/** The contributions of places, once each and in order. */
function sourcesOf(places: readonly CitedPlace[]): ContributionRef[] {
  const refs = new Map(places.map(({ contribution }) => [contributionKey(contribution), contribution]));
  return [...refs.values()].sort(compareRefs);
}

function ownedWeights(spans: readonly AttributedSpan[], source: AttributionSource): OwnedWeight[] {
  const weights = new Map<string, OwnedWeight>();
  for (const { status, match, weight } of spans) {
    const contribution = match?.contribution;
    if (status !== "owned" || contribution === undefined) continue;
    const { leaf } = source.held(contribution);
    const key = contributionKey(contribution);
    const before = weights.get(key)?.weight ?? 0;
    weights.set(key, { contribution, sequence: leaf.sequence, owner: ownerOf(source, contribution), weight: before + weight });
  }
  return [...weights.values()];
}

function ownerOf(source: AttributionSource, contribution: ContributionRef): string {
  return source.ownerOf?.(contribution) ?? source.held(contribution).leaf.contributor;
}

function spanMessage(span: AttributedSpan, source: AttributionSource): Span {
  const { match, status } = span;
  const contribution = match?.contribution;
  const isOwned = status === "owned" && contribution !== undefined;
  return {
    firstToken: span.firstToken,
    tokenCount: span.tokenCount,
    weight: BigInt(span.weight),
    status: SPAN_STATUS_CODES[status],
    owner: isOwned ? ownerOf(source, contribution) : "",
    match: match && {
      firstToken: match.firstToken,
      tokenCount: match.tokenCount,
      contribution,
      document: match.document,
      offset: BigInt(match.offset),
    },
  };
}

/**
 * Opens, once each and in order of (datanet, seq), the cited contributions with the chunks in which their runs and the
 * passages of the output lie.
 */
function openContributions(
  spans: readonly AttributedSpan[],
  places: readonly CitedPlace[],
  source: AttributionSource,
): ContributionOpening[] {
  const openings = new Map<string, { held: HeldContribution; chunks: Map<string, RowOpening> }>();
  const open = (ref: ContributionRef, document: number, chunksOf: (bytes: Uint8Array) => ChunkRange): void => {
    const key = contributionKey(ref);
    const opening = openings.get(key) ?? { held: source.held(ref), chunks: new Map() };
    openings.set(key, opening);
    const bytes = opening.held.documents[document];
    assert(bytes !== undefined, `contribution ${key} has no document ${document}`);
    const { first, last } = chunksOf(bytes);
    for (let chunk = first; chunk <= last; chunk++) {
      const name = `${document}/${chunk}`;
      if (!opening.chunks.has(name)) opening.chunks.set(name, opening.held.rows.openChunk(document, chunk));
    }
  };
  for (const { match } of spans) {
    if (match?.contribution === undefined) continue;
    open(match.contribution, match.document, (bytes) => chunksAround(bytes, match.offset, match.lastOffset));
  }
  for (const { contribution, document, start, end } of places) {
    open(contribution, document, () => ({ first: chunkOf(start), last: chunkOf(Math.max(start, end - 1)) }));
  }
  return [...openings.values()]
    .map(({ held, chunks }) => openingOf(held, [...chunks.values()]))
    .sort((a, b) => compareRefs(a.leaf, b.leaf));
}

function openingOf(held: HeldContribution, opened: RowOpening[]): ContributionOpening & { leaf: ContributionLeaf } {
  const { leaf, version, logIndex, logPath, rows } = held;
  const chunks = opened.sort((a, b) => a.document - b.document || a.chunk - b.chunk);
  return { leaf, version, logIndex, logPath, rows: rows.commitment, chunks, rowHashes: rows.rowHashes(chunks) };
}
