import { availableParallelism } from "node:os";
import { createSignaturePool, type SignaturePool } from "@openledger/crypto";
import { createVerifyAhead, type VerifyAhead } from "@openledger/sequencer";
import type { App } from "@openledger/state-machine";

/** More find nothing to do. */
const THREADS_MAX = 2;

/** Threads that verify signatures while another one executes; `busy` are those that have other work all the time. */
export function signatureThreads(busy: number): number {
  return Math.min(THREADS_MAX, Math.max(0, availableParallelism() - busy));
}

export interface VerifyingThreads {
  /** Undefined where there are no threads. */
  readonly ahead: VerifyAhead | undefined;
  close(): Promise<void>;
}

/** Threads for whoever executes blocks that others made; they are started when there is a block for which they are worth it. */
export function openVerifyingThreads(app: App, threads: number, onBroken?: (error: unknown) => void): VerifyingThreads {
  let pool: SignaturePool | undefined;
  const verifier = { threads, verify: (checks: Parameters<SignaturePool["verify"]>[0]) => (pool ??= createSignaturePool(threads)).verify(checks) };
  const isUsed = threads > 0 && app.signaturesAhead !== undefined;
  return {
    ahead: isUsed ? createVerifyAhead({ app, verifier, ...(onBroken === undefined ? {} : { onBroken }) }) : undefined,
    close: async () => pool?.close(),
  };
}
