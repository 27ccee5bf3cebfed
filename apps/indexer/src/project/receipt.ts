import { createHash } from "node:crypto";
import { receiptLeaf, tokenise } from "@openledger/attribution";
import {
  AttributionLabel,
  OutputLabel,
  ReceiptOpening,
  type Claim,
  type Receipt,
  type Span,
} from "@openledger/messages/openledger/attribution/v1";
import { storableText } from "../decode/text.ts";
import { fatal } from "../errors.ts";
import { spanStatuses, type ReceiptSource, type SpanStatus } from "../schema/attribution.ts";
import type { AnsweredReceipt } from "./block-rows.ts";
import { enumText, namedOrNull, type TxPlace } from "./projection.ts";

const INT32_MAX = 2_147_483_647;

/** A receipt with its claim, and its content where that is known. */
export interface ShownReceipt {
  readonly settlementId: bigint;
  /** Of the settlement; one that is only stated may name any. */
  readonly sessionId: bigint;
  readonly source: ReceiptSource;
  readonly receipt: Receipt | undefined;
  readonly claim: Claim | undefined;
  readonly opening?: ReceiptOpening;
}

/**
 * Whether rows can hold what a receipt and its claim say. The chain checks what is opened; of what an answer only states
 * it believes all numbers that give nobody anything, so that a host may write any that protobuf carries.
 */
export function isRecordable({ receipt, claim }: Pick<ShownReceipt, "receipt" | "claim">): boolean {
  if (receipt === undefined || claim === undefined) return false;
  return [receipt.modelId, receipt.modelVersion].every(isInt64) && claim.spans.every(isSpanRecordable);
}

function isSpanRecordable({ status, firstToken, tokenCount, match }: Span): boolean {
  const { datanetId = 0n, seq = 0n } = match?.contribution ?? {};
  const places = [firstToken, tokenCount, match?.firstToken ?? 0, match?.tokenCount ?? 0, match?.document ?? 0];
  return spanStatuses[status - 1] !== undefined && places.every((place) => place <= INT32_MAX) && [datanetId, seq].every(isInt64);
}

function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** Rows of one receipt: the receipt, its leaf, its owners, its spans with the bytes they quote. */
export function receiptRows(place: TxPlace, { settlementId, sessionId, source, receipt, claim, opening }: ShownReceipt): AnsweredReceipt {
  if (receipt === undefined || claim === undefined) {
    throw fatal("INCONSISTENT", `settlement ${settlementId} in block ${place.height} carries a receipt without its terms or its claim`);
  }
  const weightOf = weightsByOwner(claim);
  return {
    receipt: {
      sessionId,
      index: receipt.index,
      settlementId,
      source,
      nonce: receipt.nonce,
      modelId: receipt.modelId,
      modelVersion: receipt.modelVersion,
      requestRoot: receipt.requestRoot,
      outputRoot: receipt.outputRoot,
      claimRoot: receipt.claimRoot,
      inputTokens: receipt.inputTokens,
      outputTokens: receipt.outputTokens,
      latencyMs: receipt.latencyMs,
      amount: BigInt(receipt.amount || 0),
      outputLabel: enumText(OutputLabel, "OUTPUT_LABEL_", receipt.outputLabel),
      attributionLabel: enumText(AttributionLabel, "ATTRIBUTION_LABEL_", receipt.attributionLabel),
      request: opening?.request.map(({ role, text }) => ({ role: storableText(role), text: storableText(text) })) ?? null,
      output: opening?.output ?? null,
      ownedWeight: sum([...weightOf.values()]),
      totalWeight: sum(claim.spans.map(({ weight }) => weight)),
      opening: opening === undefined ? null : ReceiptOpening.toBytes(opening),
      height: place.height,
      txIndex: place.txIndex,
    },
    leaf: receiptLeaf(sha256, receipt),
    owners: claim.owners.map(({ owner, amount }) => ({
      sessionId,
      receiptIndex: receipt.index,
      owner: storableText(owner),
      amount: BigInt(amount || 0),
      weight: weightOf.get(owner) ?? 0n,
    })),
    spans: spanRows({ sessionId, receiptIndex: receipt.index }, claim.spans, opening?.output),
  };
}

function spanRows(of: { readonly sessionId: bigint; readonly receiptIndex: bigint }, all: readonly Span[], output: Uint8Array | undefined): AnsweredReceipt["spans"] {
  const quoteOf = quotesOf(output);
  return all.map((span, index) => {
    const { match } = span;
    return {
      ...of,
      index,
      firstToken: span.firstToken,
      tokenCount: span.tokenCount,
      weight: span.weight,
      status: statusOf(span),
      owner: namedOrNull(storableText(span.owner)),
      ...quoteOf(span),
      matchFirstToken: match?.firstToken ?? null,
      matchTokenCount: match?.tokenCount ?? null,
      matchDatanetId: match?.contribution?.datanetId ?? null,
      matchSeq: match?.contribution?.seq ?? null,
      matchDocument: match?.document ?? null,
      matchOffset: match?.offset ?? null,
    };
  });
}

interface Quote {
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly quoted: Uint8Array;
}

/** Cuts an output at its tokens; the first span begins at its first byte and the last one ends at its last. */
function quotesOf(output: Uint8Array | undefined): (span: Span) => Quote | undefined {
  if (output === undefined) return () => undefined;
  const { start, count } = tokenise(output);
  const boundaryOf = (token: number): number => (token === 0 ? 0 : token >= count ? output.length : (start[token] ?? output.length));
  return ({ firstToken, tokenCount }) => {
    const byteStart = boundaryOf(firstToken);
    const byteEnd = boundaryOf(firstToken + tokenCount);
    return { byteStart, byteEnd, quoted: output.slice(byteStart, byteEnd) };
  };
}

function statusOf(span: Span): SpanStatus {
  const status = spanStatuses[span.status - 1];
  if (status === undefined) throw fatal("INCONSISTENT", `a settled claim has a span of unknown status ${span.status}`);
  return status;
}

function weightsByOwner(claim: Claim): ReadonlyMap<string, bigint> {
  const weights = new Map<string, bigint>();
  for (const { owner, weight } of claim.spans) {
    if (owner !== "") weights.set(owner, (weights.get(owner) ?? 0n) + weight);
  }
  return weights;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(bytes).digest());
}
