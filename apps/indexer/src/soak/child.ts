import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const START_LIMIT_MS = 120_000;

/** An indexer in a process of its own. */
export interface SoakChild extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Base URL of its server. Rejects when it ends before it is up. */
  readonly url: Promise<string>;
  /** Everything that it wrote to standard output and error so far. */
  text(): string;
  /** Exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts `main.ts` with these arguments. */
export function startChild(...args: readonly string[]): SoakChild {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let written = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => (written += part.toString("utf8")));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const url = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`an indexer did not start in time:\n${written}`)), START_LIMIT_MS);
    child.on("message", (said: { type?: string; url?: string }) => {
      if (said.type === "ready") resolve(said.url ?? "");
    });
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`an indexer ended with ${code}:\n${written}`));
    });
  });
  // A gate that expects the process to end does not ask for its URL.
  url.catch(() => undefined);
  const kill = async (signal: NodeJS.Signals = "SIGKILL"): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { process: child, url, text: () => written, ended, kill, [Symbol.asyncDispose]: () => (child.exitCode === null && child.signalCode === null ? kill() : Promise.resolve()) };
}

/** Waits until a condition holds, looking every 20 ms. Returns the milliseconds it took. Throws after `limitMs`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 120_000): Promise<number> {
  const begun = performance.now();
  for (;;) {
    if (await holds()) return Math.round(performance.now() - begun);
    if (performance.now() - begun > limitMs) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Status of one of the operations endpoints; 0 when nobody answers. */
export async function statusOf(url: string, path: "/health" | "/ready"): Promise<number> {
  return fetch(`${url}${path}`).then(({ status }) => status, () => 0);
}
