/** Signatures that other threads verify while this one runs the transactions before them. */
import { setImmediate } from "node:timers/promises";
import type { SignatureVerifier } from "@openledger/ports";
import type { App, ExecutedBlock, FinalizeBlockRequest } from "@openledger/state-machine";

/**
 * Fills the App's memory of good signatures from the end of a row of transactions, while the App runs it from its
 * beginning: nobody waits, what the threads have not come to is verified where it runs, and no result depends on them.
 */
export interface VerifyAhead {
  /** Of transactions that are about to be checked; returns when they are handed over. */
  checks(txs: readonly Uint8Array[]): void;
  /** Runs a block's steps, one or more for each transaction, beside the threads' work. */
  during<T>(txs: readonly Uint8Array[], steps: Iterator<void, T, void>): Generator<void, T, void>;
}

export interface VerifyAheadOptions {
  readonly app: Pick<App, "signaturesAhead" | "rememberGood">;
  readonly verifier: SignatureVerifier;
  /** The threads do not answer, or the App cannot tell what they should verify; they are asked no more. */
  readonly onBroken?: (error: unknown) => void;
}

/** To a thread at once: some 4 ms of its time. */
const BATCH = 64;
/** A few transactions are checked before a thread has answered. */
const LEAST = 16;
/** Checks come faster than threads may answer: with more batches on their way, what a thread says would come too late. */
const WAITING_FOR_EACH = 4;

export function createVerifyAhead({ app, verifier, onBroken = () => undefined }: VerifyAheadOptions): VerifyAhead {
  let isBroken = false;
  let waiting = 0;

  /** Never rejects: nobody waits for it, and a rejection that nobody handles would end the process. */
  async function verify(txs: readonly Uint8Array[]): Promise<void> {
    if (isBroken) return;
    waiting += 1;
    try {
      const checks = app.signaturesAhead?.(txs) ?? [];
      if (checks.length === 0) return;
      const verdicts = await verifier.verify(checks);
      app.rememberGood?.(checks.filter((_, i) => verdicts[i] === true));
    } catch (error) {
      if (!isBroken) onBroken(error);
      isBroken = true;
    } finally {
      waiting -= 1;
    }
  }

  /** Two batches for each thread are on their way, until they meet those that run. */
  function beginBlock(txs: readonly Uint8Array[]): { reached: number } {
    const run = { reached: 0 };
    let end = txs.length;
    const lane = async (): Promise<void> => {
      for (;;) {
        await setImmediate();
        if (isBroken || run.reached >= end) return;
        const from = Math.max(run.reached, end - BATCH);
        const batch = txs.slice(from, end);
        end = from;
        await verify(batch);
      }
    };
    for (let i = 0; i < verifier.threads * 2; i++) void lane();
    return run;
  }

  return {
    checks(txs) {
      if (txs.length < LEAST) return;
      // The first quarter runs in the time that a thread takes for the rest.
      const first = Math.ceil(txs.length / 4);
      for (let end = txs.length; end > first && waiting < verifier.threads * WAITING_FOR_EACH; end -= BATCH) {
        void verify(txs.slice(Math.max(first, end - BATCH), end));
      }
    },
    *during(txs, steps) {
      const run = txs.length < LEAST ? { reached: 0 } : beginBlock(txs);
      try {
        for (let step = steps.next(); ; step = steps.next()) {
          if (step.done === true) return step.value;
          run.reached += 1;
          yield;
        }
      } finally {
        run.reached = txs.length;
      }
    },
  };
}

/** A block's steps, beside the threads' work where there are any. */
export function executionOf(app: Pick<App, "executeBlock">, request: FinalizeBlockRequest, ahead: VerifyAhead | undefined): Iterator<void, ExecutedBlock, void> {
  const steps = app.executeBlock(request);
  return ahead?.during(request.txs, steps) ?? steps;
}
