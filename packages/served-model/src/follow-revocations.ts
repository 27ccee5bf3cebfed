import type { Logger } from "@openledger/telemetry";
import type { Revocations } from "./revocations.ts";

/** Looks for marks every so often, so that what is erased goes even if nobody asks anything. */
export function followRevocations(
  revocations: Revocations,
  options: { readonly logger: Logger; readonly everyMs: number },
): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => revocations.refresh())
      .catch((error: unknown) => options.logger.warn({ err: error }, "the chain cannot be asked for revocations; trying again"));
  }, options.everyMs);
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
