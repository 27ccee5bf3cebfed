import { setTimeout as delay } from "node:timers/promises";
import { localnetError } from "../errors.ts";
import { createValidator, type Validator } from "../processes/validator.ts";
import { requireFreePorts } from "./ports.ts";
import { fetchStatus } from "../report/node-status.ts";
import type { NetworkDescription, NetworkHome } from "./network-file.ts";

/** A network that runs. */
export interface RunningNetwork extends AsyncDisposable {
  readonly chainId: string;
  readonly validators: readonly Validator[];
  /** Rejects when a process ends without being asked to; none is ever restarted in silence. */
  readonly failed: Promise<never>;
  /** Waits until every node has the block, `patienceMs` at most. Throws `TIMEOUT`. */
  waitForHeight(height: bigint, patienceMs?: number): Promise<void>;
  /** Ends all CometBFT processes, then all Apps. */
  stop(): Promise<void>;
}

export interface StartNetworkOptions {
  /** CometBFT v0.38. */
  readonly binary: string;
  readonly home: NetworkHome;
  readonly network: NetworkDescription;
}

const HEIGHT_PATIENCE_MS = 60_000;

/** Starts every node of a network. Throws `PORT_IN_USE`, `PROCESS`, `TIMEOUT`, and leaves nothing running then. */
export async function startNetwork({ binary, home, network }: StartNetworkOptions): Promise<RunningNetwork> {
  await requireFreePorts(network.nodes.map(({ ports }) => ports));
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const validators = network.nodes.map((node) => createValidator(binary, home, node, failure.reject));
  const stop = async (): Promise<void> => {
    // Asked all at once: a lone validator would go on without the others' votes until its turn came.
    await Promise.all(validators.map(async (validator) => validator.comet?.stop()));
    await Promise.all(validators.map((validator) => validator.stop()));
  };
  const started = await Promise.allSettled(validators.map((validator) => validator.start()));
  const refused = started.find((result) => result.status === "rejected");
  if (refused !== undefined) {
    await stop();
    throw refused.reason;
  }
  return {
    chainId: network.chainId,
    validators,
    failed: failure.promise,
    waitForHeight: (height, patienceMs = HEIGHT_PATIENCE_MS) => Promise.race([waitForHeight(validators, height, patienceMs), failure.promise]),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function waitForHeight(validators: readonly Validator[], height: bigint, patienceMs: number): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const statuses = await Promise.all(validators.map(({ rpcUrl }) => fetchStatus(rpcUrl)));
    if (statuses.every((status) => status !== undefined && status.height >= height)) return;
    if (Date.now() >= end) {
      const heights = validators.map(({ name }, i) => `${name} ${statuses[i]?.height ?? "no answer"}`).join(", ");
      throw localnetError("TIMEOUT", `not every node has block ${height} after ${patienceMs / 1000} s: ${heights}`);
    }
    await delay(200);
  }
}
