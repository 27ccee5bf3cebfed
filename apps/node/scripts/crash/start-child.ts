import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "./faulty-file-system.ts";

interface Refused {
  readonly code: string;
  readonly message: string;
}

type Message =
  | { readonly type: "ready"; readonly rpcUrl: string; readonly height: number }
  | { readonly type: "block"; readonly height: number }
  | ({ readonly type: "refused" } & Refused);

/** A node in a process of its own. It is ready, has refused to start, or died while starting (an empty `rpcUrl`). */
export interface Child {
  readonly rpcUrl: string;
  /** Last durable block when it was ready. */
  readonly startHeight: number;
  readonly startMs: number;
  readonly refused: Refused | undefined;
  /** Last block that it reported as durable. */
  readonly height: number;
  readonly isGone: boolean;
  /** Resolves when the process has ended, or after `ms`. */
  endsWithin(ms: number): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** SIGTERM's way: finishes the block under way. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 120_000;

export async function startChild(home: string, fault: Fault | undefined): Promise<Child> {
  const started = performance.now();
  const args = [home, fault === undefined ? "none" : JSON.stringify(fault)];
  const process = fork(join(import.meta.dirname, "crash-child.ts"), args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = once(process, "exit").then(() => undefined);
  let [rpcUrl, startHeight, height, isGone] = ["", 0, 0, false];
  let refused: Refused | undefined;
  const settled = new Promise<void>((resolve) => {
    process.on("message", (message: Message) => {
      if (message.type === "block") height = Math.max(height, message.height);
      if (message.type === "ready") {
        rpcUrl = message.rpcUrl;
        startHeight = message.height;
        height = Math.max(height, message.height);
      }
      if (message.type === "refused") refused = message;
      if (message.type !== "block") resolve();
    });
  });
  void exited.then(() => (isGone = true));
  await Promise.race([settled, exited, delay(START_LIMIT_MS, undefined, { ref: false })]);
  if (rpcUrl === "" && refused === undefined && !isGone) throw new Error("a node was neither ready nor gone in time");
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    if (!isGone) process.kill(signal);
    await exited;
  };
  if (refused !== undefined) await exited;
  return {
    rpcUrl,
    startHeight,
    startMs: performance.now() - started,
    refused,
    get height() {
      return height;
    },
    get isGone() {
      return isGone;
    },
    endsWithin: (ms) => Promise.race([exited, delay(ms, undefined, { ref: false })]),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}
