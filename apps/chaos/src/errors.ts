import { OperationalError } from "@openledger/ports";

/** `TIMEOUT`: something that must happen did not. `CLAIM`: what chaos claims does not hold. `RPC`: a node's answer is none. `SETUP`: it could not begin. */
export type ChaosErrorCode = "TIMEOUT" | "CLAIM" | "RPC" | "SETUP";

/** The message is a sentence for the person at the terminal. */
export function chaosError(code: ChaosErrorCode, message: string, cause?: unknown): OperationalError<ChaosErrorCode> {
  return new OperationalError(code, message, { retryable: code === "RPC", cause });
}
