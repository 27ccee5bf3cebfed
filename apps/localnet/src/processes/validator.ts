import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { localnetError } from "../errors.ts";
import { abciAddressOf } from "../network/make-network.ts";
import type { NetworkHome, NetworkNode } from "../network/network-file.ts";
import { endOf, startProcess, type Process } from "./process.ts";

/** A node: an App and the CometBFT above it. Either is undefined while it does not run. */
export interface Validator {
  readonly name: string;
  readonly rpcUrl: string;
  readonly restUrl: string;
  readonly metricsUrl: string;
  readonly app: Process | undefined;
  readonly comet: Process | undefined;
  /** Starts what does not run, the App first, and waits until both answer. */
  start(): Promise<void>;
  /** CometBFT ends first: without its App it would end by itself, in the middle of a block. */
  stop(): Promise<void>;
}

const OPENLEDGERD = resolve(import.meta.dirname, "..", "..", "..", "node", "src", "main.ts");
const READY_TIMEOUT_MS = 90_000;
const ready = z.object({ type: z.literal("ready"), abciAddress: z.string() });

/** `onEnd` hears of a process that ends without being asked to. */
export function createValidator(binary: string, home: NetworkHome, { name, ports }: NetworkNode, onEnd: (error: Error) => void): Validator {
  const rpcUrl = `http://127.0.0.1:${ports.rpc}`;
  const restUrl = `http://127.0.0.1:${ports.rest}`;
  const metricsUrl = `http://127.0.0.1:${ports.metrics}`;
  let app: Process | undefined;
  let comet: Process | undefined;

  async function startApp(): Promise<Process> {
    const where = ["--abci.laddr", abciAddressOf(home, name), "--rest.laddr", `tcp://127.0.0.1:${ports.rest}`, "--metrics.laddr", `tcp://127.0.0.1:${ports.metrics}`];
    const args = [OPENLEDGERD, "start", "--consensus", "abci", "--home", home.node(name), "--log-level", "warn", ...where];
    // What Node compiles once is read by every later start, which takes half the time then.
    const environment = { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(home.root, "compile-cache") };
    const started = startProcess({ name: `${name} app`, program: process.execPath, args, logFile: join(home.logs, `${name}-app.log`), hasChannel: true, environment });
    await within(started, isReady(started));
    return started;
  }

  async function startComet(): Promise<Process> {
    const args = ["start", "--home", home.comet(name)];
    const started = startProcess({ name: `${name} cometbft`, program: binary, args, logFile: join(home.logs, `${name}-comet.log`), hasChannel: false });
    await within(started, answers(rpcUrl, started));
    return started;
  }

  function watch(started: Process, forget: () => void): Process {
    void endOf(started).catch((error: unknown) => {
      forget();
      if (!started.isAsked() && error instanceof Error) onEnd(error);
    });
    return started;
  }

  return {
    ...{ name, rpcUrl, restUrl, metricsUrl },
    get app() {
      return app;
    },
    get comet() {
      return comet;
    },
    async start() {
      if (app === undefined) app = watch(await startApp(), () => (app = undefined));
      if (comet === undefined) comet = watch(await startComet(), () => (comet = undefined));
    },
    async stop() {
      await comet?.stop();
      await app?.stop();
    },
  };
}

/** Ends the process and throws `PROCESS` when it ends before it is ready, `TIMEOUT` when it takes too long. */
async function within(process: Process, isReadyNow: Promise<void>): Promise<void> {
  const timer = new AbortController();
  const late = delay(READY_TIMEOUT_MS, undefined, { signal: timer.signal }).then(() => {
    throw localnetError("TIMEOUT", `${process.name} did not get ready within ${READY_TIMEOUT_MS / 1000} s; its last lines:\n${process.lastLines()}`);
  });
  try {
    await Promise.race([isReadyNow, endOf(process), late]);
  } catch (error) {
    await process.stop();
    throw error;
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}

function isReady({ child }: Process): Promise<void> {
  return new Promise((done) => child.on("message", (said) => ready.safeParse(said).success && done()));
}

async function answers(rpcUrl: string, { child }: Process): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const isThere = await fetch(`${rpcUrl}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (isThere) return;
    await delay(100);
  }
}
