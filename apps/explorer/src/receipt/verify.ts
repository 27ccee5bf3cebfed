import { verifyReceiptFile, type ReceiptCheck, type ReceiptFile } from "@openledger/client/receipt";
import { createWebCrypto } from "@openledger/crypto/web";

export interface Verification {
  readonly checks: readonly ReceiptCheck[];
  readonly milliseconds: number;
}

/** Recomputes everything that a receipt file states, in this browser. */
export function verify(file: ReceiptFile): Verification {
  const startedAt = performance.now();
  const checks = verifyReceiptFile(createWebCrypto(), file);
  return { checks, milliseconds: Math.max(1, Math.round(performance.now() - startedAt)) };
}
