import {
  AttributionLabel,
  type Claim,
  type OwnerAmount,
  type Receipt,
  type ReceiptOpening,
} from "@openledger/messages/openledger/attribution/v1";
import { EncodingError, equalBytes, leafHash, type Crypto, type Sha256 } from "@openledger/primitives";
import { weighTokens } from "../ownership/attribute.ts";
import { splitAmongContributions, sumByOwner, type ContributionShare, type OwnerShare } from "../ownership/owner-amounts.ts";
import type { WeighedTokens } from "../ownership/rule.ts";
import { buildRowTree } from "../rows/row-tree.ts";
import { contentTree, requestDocuments, type RequestDocument } from "./content.ts";
import { verifyDerivation } from "./derivation.ts";
import { ClaimError, demand, type ClaimErrorCode } from "./errors.ts";
import { claimLeafOf, claimPartsOf, claimRootOf, receiptHash } from "./hashes.ts";
import type { ReceiptContext } from "./receipt-context.ts";
import { verifyContributions } from "./verify-contributions.ts";
import { verifySpans, type SpanTotals } from "./verify-spans.ts";

const SECRET_BYTES = 32;
const AMOUNT_MAX = (1n << 127n) - 1n;

/** A receipt that holds, with what settles it. */
export type VerifiedReceipt = {
  receipt: Receipt;
  claim: Claim;
  /** Units of the session's denom. */
  amount: bigint;
  owners: OwnerShare[];
  /** The owners' amounts apart by contribution. */
  shares: ContributionShare[];
  /** Leaf hash for the session's log of receipts. */
  receiptLeaf: Uint8Array;
  /** Leaf hash for the settlement's claims root. */
  claimLeaf: Uint8Array;
  /** Q8 bits of all tokens, and of those with an owner. */
  totalWeight: number;
  ownedWeight: number;
};

export type ReceiptVerdict = { ok: true; value: VerifiedReceipt } | { ok: false; code: ClaimErrorCode; message: string };

/**
 * Recomputes everything that an opening states: context, the host's signature, request and output roots, token counts,
 * claim root, each contribution's place in its datanet's log, each opened chunk, the output's derivation where the kind
 * has one, each span's citation and weight, and the owner amounts. The amount itself (price and lateness) and the position
 * in the signed log are the market's to check. It does not see what a claim omits: an earlier owner of cited text, or an
 * owner of text said to have no match.
 */
export function verifyReceiptOpening(
  crypto: Pick<Crypto, "sha256" | "verifySecp256k1">,
  opening: ReceiptOpening,
  context: ReceiptContext,
): ReceiptVerdict {
  try {
    return { ok: true, value: verify(crypto, opening, context) };
  } catch (error) {
    if (error instanceof ClaimError) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

function verify(
  crypto: Pick<Crypto, "sha256" | "verifySecp256k1">,
  opening: ReceiptOpening,
  context: ReceiptContext,
): VerifiedReceipt {
  const sha256: Sha256 = crypto.sha256;
  const { receipt, claim } = opening;
  demand(receipt !== undefined && claim !== undefined, "receipt-incomplete", "the opening lacks its receipt or claim");
  verifyReceiptFields(receipt, context);
  const hash = receiptHash(sha256, receipt);
  const signed = crypto.verifySecp256k1(context.receiptKey, hash, opening.hostSignature);
  demand(signed, "receipt-signature", "the host's signature does not fit the receipt");
  demand(claim.version === 1, "claim-version", `claim version ${claim.version} is unknown`);
  const parts = claimPartsOf(sha256, claim);
  const isClaim = equalBytes(claimRootOf(sha256, claim.version, parts), receipt.claimRoot);
  demand(isClaim, "claim-root", "the claim is not the one that the receipt commits to");
  const { request, text } = verifyContent(sha256, opening, receipt, context);
  const contributions = verifyContributions(sha256, opening.contributions, context);
  const { output, derivation: proof } = opening;
  const derived = { passages: claim.passages, sources: claim.sources, proof, request: opening.request, output };
  const used = verifyDerivation(derived, contributions, context);
  const sources = { output, text, request, contributions, rule: context.rule, used };
  const totals = verifySpans(claim.spans, sources);
  const amount = unitsOf(receipt.amount, "the receipt's amount");
  const shares = sharesOf(totals, amount, context);
  return {
    receipt,
    claim,
    amount,
    owners: verifyOwners(claim.owners, shares),
    shares,
    receiptLeaf: leafHash(sha256, hash),
    claimLeaf: claimLeafOf(sha256, hash, parts),
    totalWeight: totals.totalWeight,
    ownedWeight: totals.owned.reduce((sum, { weight }) => sum + weight, 0),
  };
}

/** Checks version, context and labels of a receipt. Throws {@link ClaimError}. */
export function verifyReceiptFields(receipt: Receipt, context: ReceiptContext): void {
  demand(receipt.version === 1, "receipt-version", `receipt version ${receipt.version} is unknown`);
  demand(receipt.chainId === context.chainId, "receipt-context", `the receipt is of chain ${receipt.chainId}`);
  const inSession = receipt.sessionId === context.sessionId && receipt.index === context.index;
  const place = `session ${receipt.sessionId}, index ${receipt.index}`;
  demand(inSession, "receipt-context", `the receipt is of ${place}, not ${context.sessionId}, ${context.index}`);
  const ofModel = receipt.modelId === context.modelId && receipt.modelVersion === context.modelVersion;
  demand(ofModel, "receipt-context", `the receipt is of model ${receipt.modelId}@${receipt.modelVersion}`);
  const isLabelled = receipt.outputLabel === context.outputLabel;
  demand(isLabelled, "label", `output label ${receipt.outputLabel} does not fit the model's kind`);
  const isVerbatim = receipt.attributionLabel === AttributionLabel.ATTRIBUTION_LABEL_VERBATIM;
  demand(isVerbatim, "label", `attribution label ${receipt.attributionLabel} is unknown`);
}

function verifyContent(
  sha256: Sha256,
  opening: ReceiptOpening,
  receipt: Receipt,
  context: ReceiptContext,
): { request: RequestDocument[]; text: WeighedTokens } {
  const { output, outputSecret, requestSecret } = opening;
  const outputFits = output.length <= context.maxOutputBytes;
  demand(outputFits, "content-limit", `the output has ${output.length} bytes, more than ${context.maxOutputBytes}`);
  const request = documentsOf(opening);
  const requestBytes = request.reduce((sum, { document }) => sum + document.length, 0);
  const requestFits = requestBytes <= context.maxRequestBytes;
  demand(requestFits, "content-limit", `the request has ${requestBytes} bytes, more than ${context.maxRequestBytes}`);
  demand(requestSecret.length === SECRET_BYTES, "request-root", "the request's secret has not 32 bytes");
  demand(outputSecret.length === SECRET_BYTES, "output-root", "the output's secret has not 32 bytes");
  const requestTree = contentTree(sha256, request.map(({ document }) => document), requestSecret);
  const text = weighTokens(output);
  const outputTree = buildRowTree(sha256, { documents: [output], secret: outputSecret, tokens: text.tokens.count });
  demand(equalBytes(requestTree.root, receipt.requestRoot), "request-root", "the request is not the receipt's");
  demand(equalBytes(outputTree.root, receipt.outputRoot), "output-root", "the output is not the receipt's");
  const inputTokens = requestTree.commitment.tokenCount;
  const outputTokens = outputTree.commitment.tokenCount;
  const isCounted = receipt.inputTokens === inputTokens && receipt.outputTokens === outputTokens;
  demand(isCounted, "token-count", `the answer has ${inputTokens} tokens of input and ${outputTokens} of output`);
  return { request, text };
}

function documentsOf(opening: ReceiptOpening): RequestDocument[] {
  try {
    return requestDocuments(opening.request);
  } catch (error) {
    if (error instanceof EncodingError) throw new ClaimError("request-root", `the request is no text: ${error.message}`);
    throw error;
  }
}

/** What the spans give each contribution. */
export function sharesOf(totals: SpanTotals, amount: bigint, context: ReceiptContext): ContributionShare[] {
  const { dataBps, maxOwners } = context;
  return splitAmongContributions(totals.owned, { amount, dataBps, maxOwners, totalWeight: totals.totalWeight });
}

/** Checks that owner lines are those of the spans. Throws {@link ClaimError}. */
export function verifyOwners(stated: readonly OwnerAmount[], shares: readonly ContributionShare[]): OwnerShare[] {
  const expected = linesOf(shares);
  const isRight =
    stated.length === expected.length &&
    expected.every(({ owner, amount }, i) => stated[i]?.owner === owner && stated[i]?.amount === amount.toString());
  demand(isRight, "owner-amounts", "the owner amounts are not those of the spans");
  return expected;
}

function linesOf(shares: readonly ContributionShare[]): OwnerShare[] {
  try {
    return sumByOwner(shares);
  } catch (error) {
    if (error instanceof EncodingError) throw new ClaimError("owner", `an owner is no address: ${error.message}`);
    throw error;
  }
}

/** Value of a canonical decimal amount, 0..2^127-1. Throws {@link ClaimError}. */
export function unitsOf(text: string, what: string): bigint {
  demand(/^(0|[1-9][0-9]{0,38})$/.test(text), "amount", `${what} is no decimal number`);
  const value = BigInt(text);
  demand(value <= AMOUNT_MAX, "amount", `${what} is above 2^127-1`);
  return value;
}
