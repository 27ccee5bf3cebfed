import type { Claim, Receipt, RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { EncodingError, equalBytes, type Sha256 } from "@openledger/primitives";
import { contentTree, requestDocuments, type RequestDocument } from "../claims/content.ts";

/** What a receipt commits to, without the openings of what it cites. */
export type CommittedAnswer = {
  receipt: Receipt;
  claim: Claim;
  request: readonly RequestMessage[];
  /** 32 bytes each. */
  requestSecret: Uint8Array;
  output: Uint8Array;
  outputSecret: Uint8Array;
};

const SECRET_BYTES = 32;

/** True when the output and its secret yield the receipt's output root. */
export function isCommittedOutput(sha256: Sha256, answer: CommittedAnswer): boolean {
  const { output, outputSecret, receipt } = answer;
  if (outputSecret.length !== SECRET_BYTES) return false;
  return equalBytes(contentTree(sha256, [output], outputSecret).root, receipt.outputRoot);
}

/** The request's documents when they and their secret yield the receipt's request root, else undefined. */
export function committedRequest(sha256: Sha256, answer: CommittedAnswer): RequestDocument[] | undefined {
  const { request, requestSecret, receipt } = answer;
  if (requestSecret.length !== SECRET_BYTES) return undefined;
  const documents = documentsOf(request);
  if (documents === undefined) return undefined;
  const { root } = contentTree(
    sha256,
    documents.map(({ document }) => document),
    requestSecret,
  );
  return equalBytes(root, receipt.requestRoot) ? documents : undefined;
}

function documentsOf(request: readonly RequestMessage[]): RequestDocument[] | undefined {
  try {
    return requestDocuments(request);
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}
