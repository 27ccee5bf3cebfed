import type { SignatureCheck } from "@openledger/primitives";

/**
 * Verifies secp256k1 signatures elsewhere than in the caller's thread.
 *
 * Must: give for each check the verdict of `Crypto.verifySecp256k1`, in order; reject rather than leave a call without an
 * answer. Should: begin calls in the order in which they come, and share them among its threads.
 */
export interface SignatureVerifier {
  /** How many threads share the work; never 0. */
  readonly threads: number;
  /** One verdict for each check, in order; false also for input of another length. Rejects when the threads are gone. */
  verify(checks: readonly SignatureCheck[]): Promise<readonly boolean[]>;
}
