import { DecodeError } from "@openledger/messages";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { EncodingError, fromBase64, type Crypto } from "@openledger/primitives";
import type { TrustedFacts } from "../receipt/chain-facts.ts";
import type { ReceiptCheck } from "../receipt/receipt-check.ts";
import type { ReceiptFile } from "../receipt/receipt-file.ts";
import { verifyReceiptFile } from "../receipt/verify-receipt-file.ts";
import type { ChainProof } from "./chain-proof.ts";
import type { TrustTimes } from "./check-trusted-header.ts";
import type { TrustedHeader } from "./light-block-file.ts";
import { CHAIN_CHECKS, fails, isChainProven, type ChainCheck } from "./offline-check.ts";
import { provenFacts } from "./proven-facts.ts";
import { attempt, isVoid, readChainProof } from "./read-chain-proof.ts";
import { verifyChainProof } from "./verify-chain-proof.ts";

/**
 * Everything that a receipt file and its chain proof state, recomputed without a network: signatures, sources, sums,
 * receipt and head as `verifyReceiptFile` does, then the way from the receipt to a header, and from there to the header
 * that the user trusts. A file is good when no check fails; it is proven when {@link isChainProven} as well.
 *
 * @example
 * const trusted = trustedHeaderFromJson(crypto.sha256, JSON.parse(text));
 * const checks = verifyReceiptOffline(crypto, file, proof, { trusted, now });
 */
export function verifyReceiptOffline(
  crypto: Crypto,
  file: ReceiptFile,
  proof: ChainProof | undefined,
  options: TrustTimes & { readonly trusted?: TrustedHeader | undefined },
): readonly (ReceiptCheck | ChainCheck)[] {
  const chain = verifyChainProofOf(crypto, file, proof, options);
  // Facts count as the chain's own only when the whole way up to the trusted header holds.
  const trusted = proof !== undefined && isChainProven(chain) ? factsOf(crypto, file, proof) : undefined;
  return [...verifyReceiptFile(crypto, file, trusted), ...chain];
}

/** Only the way from the receipt of a file to the header that the user trusts: five checks, always in the same order. */
export function verifyChainProofOf(
  crypto: Crypto,
  file: ReceiptFile,
  proof: ChainProof | undefined,
  options: TrustTimes & { readonly trusted?: TrustedHeader | undefined },
): readonly ChainCheck[] {
  const receipt = receiptOf(file);
  if (receipt === undefined) return CHAIN_CHECKS.map((name) => fails(name, "the opening cannot be read"));
  return verifyChainProof({ crypto, chainId: file.facts.chainId, ...options }, receipt, proof);
}

function receiptOf({ opening }: ReceiptFile): ReceiptOpening["receipt"] {
  try {
    return ReceiptOpening.fromBytes(fromBase64(opening)).receipt;
  } catch (error) {
    if (error instanceof DecodeError || error instanceof EncodingError) return undefined;
    throw error;
  }
}

function factsOf({ sha256 }: Crypto, file: ReceiptFile, proof: ChainProof): TrustedFacts | undefined {
  const read = readChainProof(sha256, proof);
  if (read === undefined) return undefined;
  const { settlement, leaf, facts, block } = read;
  const told = attempt(() => provenFacts(block.header.chainId, file.facts, facts));
  return {
    ...told,
    settlement: {
      id: `${settlement.id}`,
      firstIndex: `${settlement.firstIndex}`,
      receiptCount: settlement.receiptCount,
      state: leaf === undefined ? "pending" : isVoid(read) ? "void" : "final",
      submittedHeight: `${settlement.submittedHeight}`,
    },
  };
}
