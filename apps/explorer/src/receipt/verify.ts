import { verifyChainProofOf, type ChainCheck } from "@openledger/client/offline";
import { verifyReceiptFile, type ReceiptCheck, type ReceiptFile, type TrustedFacts } from "@openledger/client/receipt";
import { createWebCrypto } from "@openledger/crypto/web";

export interface Verification {
  readonly checks: readonly (ReceiptCheck | ChainCheck)[];
  readonly milliseconds: number;
}

/**
 * Recomputes everything that a receipt file states, in this browser; `trusted` is what a node says of it. A chain proof
 * in the file is followed up to its signed header: which header to trust is for the reader to say, on their own machine.
 */
export function verify(file: ReceiptFile, trusted?: TrustedFacts): Verification {
  const startedAt = performance.now();
  const crypto = createWebCrypto();
  const checks = [...verifyReceiptFile(crypto, file, trusted), ...chainChecks(file)];
  return { checks, milliseconds: Math.max(1, Math.round(performance.now() - startedAt)) };

  function chainChecks({ chainProof }: ReceiptFile): readonly ChainCheck[] {
    if (chainProof === undefined) return [];
    return verifyChainProofOf(crypto, file, chainProof, { now: BigInt(Date.now()) * 1_000_000n });
  }
}
