import { parentPort, workerData } from "node:worker_threads";
import { assertDefined } from "@openledger/primitives";
import { OperationalError } from "@openledger/ports";
import { openBlockSource } from "./open-source.ts";
import { projectHere } from "./projected-source.ts";
import type { ProjectingAnswer, ProjectingTask } from "./projecting-threads.ts";

/** A thread that reads, checks and projects the blocks whose heights it is told, in that order. */
const { from, bech32Prefix } = workerData as ProjectingTask;
const port = assertDefined(parentPort, "this file runs as a thread");
const source = projectHere(await openBlockSource(from), bech32Prefix);

port.on("message", (height: bigint) => {
  source.projected(height).then(
    (projected) => port.postMessage({ height, projected } satisfies ProjectingAnswer),
    (error: unknown) => port.postMessage({ height, failed: failureOf(error) } satisfies ProjectingAnswer),
  );
});

/** Classes don't cross threads. */
function failureOf(error: unknown): NonNullable<ProjectingAnswer["failed"]> {
  if (error instanceof OperationalError) return { code: error.code, message: error.message, retryable: error.retryable };
  return { code: undefined, message: error instanceof Error ? (error.stack ?? error.message) : String(error), retryable: false };
}
