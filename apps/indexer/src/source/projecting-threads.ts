import { Worker } from "node:worker_threads";
import { OperationalError } from "@openledger/ports";
import type { UnlinkedBlock } from "../project/unlinked-block.ts";
import type { SourceOptions } from "./open-source.ts";
import type { ProjectedSource } from "./projected-source.ts";

/** Where a thread reads, and the prefix of its chain's addresses. */
export interface ProjectingTask {
  readonly from: SourceOptions;
  readonly bech32Prefix: string;
}

/** What a thread says of one height. */
export interface ProjectingAnswer {
  readonly height: bigint;
  readonly projected?: UnlinkedBlock;
  /** `code` is absent for a defect. */
  readonly failed?: { readonly code: string | undefined; readonly message: string; readonly retryable: boolean };
}

/** Threads that read, check and project blocks, so that the thread that writes them only writes. */
export interface ProjectingThreads extends ProjectedSource, Disposable {}

/** More threads than these project faster than one connection writes. */
const THREADS_MAX = 4;

/**
 * Threads that are worth their cost while the index is far behind; none where this thread and the database's server fill
 * the machine already, since what crosses threads is copied. An archive is read by one, in its order.
 */
export function usefulThreads({ archive }: SourceOptions, database: "postgres" | "pglite", cores: number): number {
  const free = cores - (database === "postgres" ? 2 : 1);
  return Math.max(0, Math.min(free, archive === undefined ? THREADS_MAX : 1));
}

type Settle = PromiseWithResolvers<UnlinkedBlock>;

/** Starts `threads` of them. They keep no process alive; one that ends rejects what it was asked for. */
export function startProjectingThreads(task: ProjectingTask, threads: number): ProjectingThreads {
  const all = Array.from({ length: threads }, () => startThread(task));
  return {
    async projected(height, signal) {
      signal?.throwIfAborted();
      const thread = all[Number(height % BigInt(threads))];
      if (thread === undefined) throw new RangeError("at least one thread projects");
      return untilAborted(thread.ask(height), signal);
    },
    [Symbol.dispose]: () => all.forEach((thread) => thread.end()),
  };
}

/** What was asked goes on in its thread; nobody waits for it any longer. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

interface Thread {
  ask(height: bigint): Promise<UnlinkedBlock>;
  end(): void;
}

function startThread(task: ProjectingTask): Thread {
  const waiting = new Map<bigint, Settle>();
  let ended: Error | undefined;
  const worker = new Worker(new URL("./projecting-worker.ts", import.meta.url), { workerData: task });
  worker.unref();
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on("message", ({ height, projected, failed }: ProjectingAnswer) => {
    const settle = waiting.get(height);
    waiting.delete(height);
    if (projected !== undefined) settle?.resolve(projected);
    else settle?.reject(errorOf(failed));
  });
  worker.once("error", end);
  worker.once("exit", () => end(new Error("a thread that projects blocks has ended")));
  return {
    ask(height) {
      if (ended !== undefined) return Promise.reject(ended);
      const settle = Promise.withResolvers<UnlinkedBlock>();
      waiting.set(height, settle);
      worker.postMessage(height);
      return settle.promise;
    },
    end: () => void worker.terminate(),
  };
}

function errorOf(failed: ProjectingAnswer["failed"]): Error {
  if (failed?.code === undefined) return new Error(failed?.message ?? "a thread gives no answer");
  return new OperationalError(failed.code, failed.message, { retryable: failed.retryable });
}
