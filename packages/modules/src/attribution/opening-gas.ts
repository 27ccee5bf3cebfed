import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";

// One unit stands for about 40 ns of work, as in the SDK's price of a signature; measured on one core. Bytes are paid
// for by the size of the transaction, which covers what is hashed, tokenised and indexed.
const MESSAGE_GAS = 500n;
const CITED_TOKEN_GAS = 1n;

/**
 * Gas for the work of checking an opening that its size does not tell: each message of the request is a row tree's
 * document of its own, and each token of a cited run is compared, however often it is cited.
 */
export function openingGas({ request, claim }: Pick<ReceiptOpening, "request" | "claim">): bigint {
  const cited = claim?.spans.reduce((sum, { match }) => sum + BigInt(match?.tokenCount ?? 0), 0n) ?? 0n;
  return BigInt(request.length) * MESSAGE_GAS + cited * CITED_TOKEN_GAS;
}
