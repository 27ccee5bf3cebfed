import type { RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { concatBytes, EncodingError, toUtf8, type Sha256 } from "@openledger/primitives";
import { buildRowTree, type RowTree } from "../rows/row-tree.ts";
import { tokenise } from "../tokens/tokenise.ts";

const ROLE_END = Uint8Array.of(0);

/** A message with the bytes that stand for it in the request's row tree: role ‖ 0x00 ‖ text. */
export type RequestDocument = { role: string; document: Uint8Array };

/**
 * Documents of a request, one per message, in order. Throws EncodingError for text that is not well-formed, and for a
 * role that holds the zero byte which ends it: the same bytes would then stand for two pairs of role and text.
 */
export function requestDocuments(request: readonly RequestMessage[]): RequestDocument[] {
  return request.map(({ role, text }) => {
    if (role.includes("\0")) throw new EncodingError("a role holds no zero byte");
    return { role, document: concatBytes(toUtf8(role), ROLE_END, toUtf8(text)) };
  });
}

/** Number of tokens of documents under tokeniser version 1, the token count of their row tree. */
export function countTokens(documents: readonly Uint8Array[]): number {
  return documents.reduce((sum, bytes) => sum + tokenise(bytes).count, 0);
}

/** Row tree of any documents with their own token count. `secret`: 32 bytes. */
export function contentTree(sha256: Sha256, documents: readonly Uint8Array[], secret: Uint8Array): RowTree {
  return buildRowTree(sha256, { documents, secret, tokens: countTokens(documents) });
}
