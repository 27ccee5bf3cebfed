import { tokenise } from "@openledger/attribution";
import { SpanStatus, type ReceiptOpening, type Span } from "@openledger/messages/openledger/attribution/v1";
import { fromUtf8 } from "@openledger/primitives";
import type { ContributionFacts } from "./chain-facts.ts";
import type { ReadableReceipt, ReadableSpan, ReadableSpanStatus } from "./receipt-file.ts";

/** The readable part of a receipt file, made from the opening alone; titles come from the facts. */
export function readableReceipt(
  opening: ReceiptOpening,
  facts: { readonly denom: string; readonly contributions: readonly ContributionFacts[] },
): ReadableReceipt {
  const { receipt, claim, output } = opening;
  if (receipt === undefined || claim === undefined) throw new TypeError("the opening lacks its receipt or claim");
  const weights = claim.spans.map(({ weight }) => weight);
  const owned = claim.spans.filter(({ status }) => status === SpanStatus.SPAN_STATUS_OWNED).map(({ weight }) => weight);
  return {
    sessionId: receipt.sessionId.toString(),
    index: receipt.index.toString(),
    nonce: receipt.nonce.toString(),
    question: opening.request.findLast(({ role }) => role === "user")?.text ?? "",
    answer: fromUtf8(output),
    amount: receipt.amount,
    denom: facts.denom,
    inputTokens: receipt.inputTokens.toString(),
    outputTokens: receipt.outputTokens.toString(),
    latencyMs: receipt.latencyMs.toString(),
    owners: claim.owners.map(({ owner, amount }) => ({ owner, amount })),
    spans: readableSpans(output, claim.spans, facts.contributions),
    totalWeight: sum(weights).toString(),
    ownedWeight: sum(owned).toString(),
  };
}

function readableSpans(
  output: Uint8Array,
  spans: readonly Span[],
  contributions: readonly ContributionFacts[],
): ReadableSpan[] {
  const tokens = tokenise(output);
  const titles = new Map(contributions.map(({ datanetId, seq, title }) => [`${datanetId}/${seq}`, title]));
  return spans.map((span) => {
    const cited = span.match?.contribution;
    return {
      start: tokens.start[span.firstToken] ?? output.length,
      end: tokens.end[span.firstToken + span.tokenCount - 1] ?? output.length,
      status: statusName(span.status),
      owner: span.owner,
      weight: span.weight.toString(),
      contribution:
        cited === undefined
          ? null
          : {
              datanetId: cited.datanetId.toString(),
              seq: cited.seq.toString(),
              title: titles.get(`${cited.datanetId}/${cited.seq}`) ?? "",
            },
      document: span.match?.document ?? null,
      offset: span.match?.offset.toString() ?? null,
    };
  });
}

/** Name of a span's status; an unknown number reads as no match, and the verification refuses it. */
export function statusName(status: SpanStatus): ReadableSpanStatus {
  switch (status) {
    case SpanStatus.SPAN_STATUS_OWNED:
      return "owned";
    case SpanStatus.SPAN_STATUS_OUTSIDE:
      return "outside";
    case SpanStatus.SPAN_STATUS_REVOKED:
      return "revoked";
    case SpanStatus.SPAN_STATUS_REQUEST:
      return "request";
    case SpanStatus.SPAN_STATUS_REPEAT:
      return "repeat";
    default:
      return "no-match";
  }
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
