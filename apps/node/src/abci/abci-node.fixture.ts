/** `openledgerd start --consensus abci` as a process of its own. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export interface AbciChild {
  readonly child: ChildProcess;
  readonly abciAddress: string;
  /** Last durable state when it started. */
  readonly height: string;
  readonly metricsUrl: string;
  readonly restUrl?: string;
}

const MAIN = join(import.meta.dirname, "../main.ts");

function forkNode(home: string, address: string, flags: readonly string[]): ChildProcess {
  const all = ["start", "--consensus", "abci", "--abci.laddr", address, "--home", home, "--log-level", "error", ...flags];
  return fork(MAIN, all, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
}

/** Starts it and waits until it listens. */
export async function startAbciChild(home: string, address: string, flags: readonly string[] = []): Promise<AbciChild> {
  const child = forkNode(home, address, ["--metrics.laddr", "127.0.0.1:0", ...flags]);
  const ready = once(child, "message") as Promise<[Omit<AbciChild, "child">]>;
  const ended = once(child, "exit").then(async () => Promise.reject(new Error(await sentenceOf(child))));
  const [{ abciAddress, height, metricsUrl, restUrl = "" }] = await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  child.stderr?.resume();
  return { child, abciAddress, height, metricsUrl, restUrl };
}

/** What a node says that cannot start. */
export async function refusalOf(home: string, address: string): Promise<string> {
  const child = forkNode(home, address, []);
  const said = sentenceOf(child);
  const [code] = (await once(child, "exit")) as [number];
  return `${code}: ${await said}`;
}

async function sentenceOf({ stderr }: ChildProcess): Promise<string> {
  return stderr === null ? "" : (await text(stderr)).trim();
}

/** Ends a process by a signal; gives its exit code and the milliseconds that it took. */
export async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<{ readonly code: number | null; readonly ms: number }> {
  const startedMs = performance.now();
  const ended = once(child, "exit") as Promise<[number | null]>;
  child.kill(signal);
  const [code] = await ended;
  return { code, ms: performance.now() - startedMs };
}
