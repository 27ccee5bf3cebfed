import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";

// One unit stands for about 40 ns of work, as in the SDK's price of a signature; measured on one core. Bytes are paid
// for by the size of the transaction, which covers what is hashed.
const MESSAGE_GAS = 500n;
const TOKEN_GAS = 40n;
const CITED_TOKEN_GAS = 1n;
const PASSAGE_GAS = 10_000n;
const LEAF_GAS = 500n;
const EVIDENCE_GAS = 80_000n;
/** Bytes that one UTF-16 code unit may need in UTF-8. */
const UTF8_PER_UNIT_MAX = 3;

/**
 * Gas for the work of checking an opening that its size does not tell: each message of the request is a document of its
 * own row tree, each token of request and output is matched against the other, each token of a cited run is compared,
 * however often it is cited, and each passage that the output is made of is assembled again. Tokens are those that the
 * receipt states, at most one per byte that was presented; wrong counts are refused before they matter.
 */
export function openingGas(opening: Pick<ReceiptOpening, "receipt" | "request" | "claim" | "output">): bigint {
  const { receipt, request, claim, output } = opening;
  const cited = claim?.spans.reduce((sum, { match }) => sum + BigInt(match?.tokenCount ?? 0), 0n) ?? 0n;
  const asked = request.reduce((sum, { role, text }) => sum + UTF8_PER_UNIT_MAX * (role.length + text.length) + 1, 0);
  const tokens = atMost(receipt?.inputTokens ?? 0n, asked) + atMost(receipt?.outputTokens ?? 0n, output.length);
  const passages = BigInt(claim?.passages.length ?? 0) * PASSAGE_GAS;
  return BigInt(request.length) * MESSAGE_GAS + tokens * TOKEN_GAS + cited * CITED_TOKEN_GAS + passages;
}

/**
 * Gas for judging a retrieval answer by evidence: at most 8 passages are cut into terms and at most 32 terms of the
 * question have two exact logarithms each; every leaf is read and looked for.
 */
export function evidenceGas(leaves: number): bigint {
  return EVIDENCE_GAS + BigInt(leaves) * LEAF_GAS;
}

function atMost(stated: bigint, most: number): bigint {
  return stated < BigInt(most) ? stated : BigInt(most);
}
