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
import { spanStatuses, type SpanStatus } from "../schema/attribution.ts";
import type { BlockRows } from "./block-rows.ts";
import { enumText, namedOrNull, type TxPlace } from "./projection.ts";

interface SettledReceipt {
  readonly settlementId: bigint;
  readonly denom: string;
  readonly opening: ReceiptOpening;
}

/** Rows of one settled receipt: the receipt, its owners, its spans with the bytes they quote. */
export function projectReceipt(rows: BlockRows, place: TxPlace, { settlementId, denom, opening }: SettledReceipt): void {
  const { receipt, claim } = opening;
  if (receipt === undefined || claim === undefined) {
    throw fatal("INCONSISTENT", `settlement ${settlementId} in block ${place.height} carries an opening without receipt or claim`);
  }
  const weightOf = weightsByOwner(claim);
  rows.receipts.push({
    sessionId: receipt.sessionId,
    index: receipt.index,
    settlementId,
    nonce: receipt.nonce,
    modelId: receipt.modelId,
    modelVersion: receipt.modelVersion,
    requestRoot: receipt.requestRoot,
    outputRoot: receipt.outputRoot,
    claimRoot: receipt.claimRoot,
    leafHash: receiptLeaf(sha256, receipt),
    inputTokens: receipt.inputTokens,
    outputTokens: receipt.outputTokens,
    latencyMs: receipt.latencyMs,
    amount: BigInt(receipt.amount || 0),
    denom,
    outputLabel: enumText(OutputLabel, "OUTPUT_LABEL_", receipt.outputLabel),
    attributionLabel: enumText(AttributionLabel, "ATTRIBUTION_LABEL_", receipt.attributionLabel),
    request: opening.request.map(({ role, text }) => ({ role: storableText(role), text: storableText(text) })),
    output: opening.output,
    ownedWeight: sum([...weightOf.values()]),
    totalWeight: sum(claim.spans.map(({ weight }) => weight)),
    opening: ReceiptOpening.toBytes(opening),
    height: place.height,
    txIndex: place.txIndex,
  });
  for (const { owner, amount } of claim.owners) {
    rows.receiptOwners.push({
      sessionId: receipt.sessionId,
      receiptIndex: receipt.index,
      owner,
      amount: BigInt(amount || 0),
      weight: weightOf.get(owner) ?? 0n,
    });
  }
  projectSpans(rows, receipt, claim.spans, opening.output);
}

function projectSpans(rows: BlockRows, receipt: Receipt, spans: readonly Span[], output: Uint8Array): void {
  const { start, count } = tokenise(output);
  const boundaryOf = (token: number): number => (token === 0 ? 0 : token >= count ? output.length : (start[token] ?? output.length));
  spans.forEach((span, index) => {
    const byteStart = boundaryOf(span.firstToken);
    const byteEnd = boundaryOf(span.firstToken + span.tokenCount);
    const { match } = span;
    rows.spans.push({
      sessionId: receipt.sessionId,
      receiptIndex: receipt.index,
      index,
      firstToken: span.firstToken,
      tokenCount: span.tokenCount,
      weight: span.weight,
      status: statusOf(span),
      owner: namedOrNull(span.owner),
      byteStart,
      byteEnd,
      quoted: output.slice(byteStart, byteEnd),
      matchFirstToken: match?.firstToken ?? null,
      matchTokenCount: match?.tokenCount ?? null,
      matchDatanetId: match?.contribution?.datanetId ?? null,
      matchSeq: match?.contribution?.seq ?? null,
      matchDocument: match?.document ?? null,
      matchOffset: match?.offset ?? null,
    });
  });
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

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(bytes).digest());
}
