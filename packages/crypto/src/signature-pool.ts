import { Worker } from "node:worker_threads";
import type { SignatureCheck } from "@openledger/primitives";
import type { Secp256k1Source } from "./node-crypto.ts";
import { encodeChecks } from "./signature-batch.ts";

/** Threads that verify signatures. */
export interface SignaturePool {
  /** How many threads share the work. */
  readonly threads: number;
  /** One verdict for each check, in order; false also for input of another length. Rejects when its thread ends. */
  verify(checks: readonly SignatureCheck[]): Promise<readonly boolean[]>;
  /** Ends the threads; what they still had to do is rejected. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (verdicts: readonly boolean[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts `threads` (at least 1) that verify secp256k1 signatures as `createNodeCrypto` does. They keep no process alive.
 * A thread that ends by itself, as for want of memory, rejects what was given to it, and gets nothing more to do.
 *
 * @example const [isGood] = await pool.verify([{ publicKey, messageHash, signature }]);
 */
export function createSignaturePool(threads: number, secp256k1: Secp256k1Source = "auto"): SignaturePool {
  const all = new Set(Array.from({ length: threads }, () => startThread(secp256k1)));
  let turn = 0;
  for (const thread of all) void thread.ended.then(() => all.delete(thread));
  return {
    threads,
    async verify(checks) {
      const live = [...all];
      const thread = live[turn++ % Math.max(1, live.length)];
      if (thread === undefined) throw new Error("the threads of the signature pool have ended");
      return thread.verify(encodeChecks(checks));
    },
    close: async () => void (await Promise.all([...all].map((thread) => thread.close()))),
  };
}

interface Thread {
  readonly ended: Promise<void>;
  verify(batch: Uint8Array<ArrayBuffer>): Promise<readonly boolean[]>;
  close(): Promise<void>;
}

function startThread(secp256k1: Secp256k1Source): Thread {
  const waiting: Waiting[] = [];
  const worker = new Worker(new URL("./signature-worker.ts", import.meta.url), { workerData: secp256k1 });
  worker.unref();
  worker.on("message", (verdicts: Uint8Array) => waiting.shift()?.resolve(Array.from(verdicts, (verdict) => verdict === 1)));
  const ended = new Promise<void>((resolve) => {
    const end = (error: Error): void => {
      for (const { reject } of waiting.splice(0)) reject(error);
      resolve();
    };
    worker.once("error", end);
    worker.once("exit", () => end(new Error("a thread of the signature pool has ended")));
  });
  return {
    ended,
    verify: (batch) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(batch, [batch.buffer]);
      }),
    close: async () => void (await worker.terminate()),
  };
}
