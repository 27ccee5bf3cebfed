import type { DisputedReceipt } from "@openledger/messages/openledger/market/v1";
import { ModelKind } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { ClaimVerdict } from "./disputes.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import type { ReceiptTerms } from "./receipt-terms.ts";
import { refuteNgram } from "./refute-ngram.ts";
import { refuteRetrieval } from "./refute-retrieval.ts";

/** Refutes the committed output of one kind of re-executable model by evidence under its artifact root. */
export type OutputRefuter = (
  ctx: Context,
  terms: ReceiptTerms,
  disputed: DisputedReceipt,
  evidence: Uint8Array,
) => ClaimVerdict;

/** The refuter of a model kind; undefined for kinds whose outputs no evidence refutes. */
export function outputRefuter(kind: ModelKind, datanets: DatanetKeeper): OutputRefuter | undefined {
  switch (kind) {
    case ModelKind.MODEL_KIND_NGRAM:
      return refuteNgram;
    case ModelKind.MODEL_KIND_RETRIEVAL:
      return (ctx, terms, disputed, evidence) => refuteRetrieval(ctx, datanets, terms, disputed, evidence);
    default:
      return undefined;
  }
}
