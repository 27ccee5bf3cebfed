import type { ContributionLeaf, ContributionRef, Receipt } from "@openledger/messages/openledger/attribution/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import { contributionKey } from "../claims/contribution-key.ts";
import { ClaimError, demand, type ClaimErrorCode } from "../claims/errors.ts";
import { claimRoot } from "../claims/hashes.ts";
import type { ReceiptContext } from "../claims/receipt-context.ts";
import type { ProvedContribution } from "../claims/verify-contributions.ts";
import { sharesOf, verifyOwners, verifyReceiptFields, unitsOf } from "../claims/verify-opening.ts";
import { verifySources } from "../claims/verify-sources.ts";
import { verifySpans } from "../claims/verify-spans.ts";
import { weighTokens } from "../ownership/attribute.ts";
import { countTokens, type RequestDocument } from "../claims/content.ts";
import type { CommittedAnswer } from "./committed-answer.ts";

/** A contribution as state knows it. */
export type RegisteredContribution = { leaf: ContributionLeaf; logIndex: bigint };

/** Why a committed claim cannot be right, whatever the cited rows hold. */
export type Contradiction = { code: ClaimErrorCode; message: string };

/**
 * The first thing in which receipt and claim contradict the content they commit to or the registered contributions:
 * everything that the verifier of openings checks, but for the comparison with cited rows, which nobody has opened.
 * `request` holds the documents of the committed request; the output was checked against its root. Undefined when the
 * claim can be right.
 */
export function contradictionIn(
  sha256: Sha256,
  answer: CommittedAnswer,
  request: readonly RequestDocument[],
  context: ReceiptContext,
  registered: (ref: ContributionRef) => RegisteredContribution | undefined,
): Contradiction | undefined {
  try {
    check(sha256, answer, request, context, registered);
    return undefined;
  } catch (error) {
    if (error instanceof ClaimError) return { code: error.code, message: error.message };
    throw error;
  }
}

function check(
  sha256: Sha256,
  { receipt, claim, output }: CommittedAnswer,
  request: readonly RequestDocument[],
  context: ReceiptContext,
  registered: (ref: ContributionRef) => RegisteredContribution | undefined,
): void {
  verifyReceiptFields(receipt, context);
  demand(claim.version === 1, "claim-version", `claim version ${claim.version} is unknown`);
  const isClaim = equalBytes(claimRoot(sha256, claim), receipt.claimRoot);
  demand(isClaim, "claim-root", "the claim is not the one that the receipt commits to");
  verifySources(claim, context, registered);
  verifyContentSize(receipt, request, output, context);
  const contributions = new Map<string, ProvedContribution>();
  for (const { match } of claim.spans) {
    const ref = match?.contribution;
    if (ref === undefined || contributions.has(contributionKey(ref))) continue;
    const known = registered(ref);
    const name = `contribution ${contributionKey(ref)}`;
    demand(known !== undefined, "contribution-late", `${name} was not accepted before the model was published`);
    contributions.set(contributionKey(ref), believed(known, context));
  }
  const text = weighTokens(output);
  const totals = verifySpans(claim.spans, { output, text, request, contributions, rule: context.rule, used: new Set() });
  verifyOwners(claim.owners, sharesOf(totals, unitsOf(receipt.amount, "the receipt's amount"), context));
}

/** A contribution that nobody has opened: its rows are taken to be what the claim says. */
function believed({ leaf, logIndex }: RegisteredContribution, context: ReceiptContext): ProvedContribution {
  const ref = { datanetId: leaf.datanetId, seq: leaf.seq };
  const isIn = logIndex < context.manifestLogSize(leaf.datanetId);
  const standing = !isIn ? "outside" : context.isRevoked(ref) ? "revoked" : "manifest";
  const owner = context.ownerOf?.(ref) ?? leaf.contributor;
  return { leaf, owner, standing, revokedRows: context.revokedRows?.(ref) ?? [], windowAt: () => undefined, bytesAt: () => undefined };
}

function verifyContentSize(
  receipt: Receipt,
  request: readonly RequestDocument[],
  output: Uint8Array,
  context: ReceiptContext,
): void {
  const documents = request.map(({ document }) => document);
  const requestBytes = documents.reduce((sum, { length }) => sum + length, 0);
  const fits = output.length <= context.maxOutputBytes && requestBytes <= context.maxRequestBytes;
  demand(fits, "content-limit", `the answer has ${requestBytes} bytes of request and ${output.length} of output`);
  const [inputTokens, outputTokens] = [BigInt(countTokens(documents)), BigInt(countTokens([output]))];
  const isCounted = receipt.inputTokens === inputTokens && receipt.outputTokens === outputTokens;
  demand(isCounted, "token-count", `the answer has ${inputTokens} tokens of input and ${outputTokens} of output`);
}
