import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const OPENLEDGERD = resolve(import.meta.dirname, "..", "..", "node", "src", "main.ts");

/** openledgerd in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** Empty for a process without it. */
  readonly rpcUrl: string;
  readonly daUrl: string;
}

/** Resolves when it is ready; rejects when it ends before. */
export async function startOpenledgerd(...args: readonly string[]): Promise<Child> {
  const child = fork(OPENLEDGERD, args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ready = once(child, "message") as Promise<[{ readonly rpcUrl?: string; readonly daUrl?: string }]>;
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`openledgerd ${args[0]} ended before it was ready`)));
  ended.catch(() => undefined);
  const [{ rpcUrl = "", daUrl = "" }] = await Promise.race([ready, ended]);
  return { process: child, rpcUrl, daUrl };
}

/** Resolves when it is gone. */
export async function endChild({ process: child }: Pick<Child, "process">, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
