import { verifyReceiptFile, type ReceiptCheck, type ReceiptFile, type TrustedFacts } from "@openledger/client/receipt";
import { createWebCrypto } from "@openledger/crypto/web";

export interface Verification {
  readonly checks: readonly ReceiptCheck[];
  readonly milliseconds: number;
}

/** Recomputes everything that a receipt file states, in this browser; `trusted` is what a node says of it. */
export function verify(file: ReceiptFile, trusted?: TrustedFacts): Verification {
  const startedAt = performance.now();
  const checks = verifyReceiptFile(createWebCrypto(), file, trusted);
  return { checks, milliseconds: Math.max(1, Math.round(performance.now() - startedAt)) };
}
