import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { localnetError } from "../errors.ts";

export interface ProcessSpec {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Takes all that the process prints. */
  readonly logFile: string;
  /** Opens a channel on which it says that it is ready, and learns that this process is gone. */
  readonly hasChannel: boolean;
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whom it runs as, where not as this process. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** A process of the network. */
export interface Process {
  readonly name: string;
  readonly pid: number;
  /** The process itself, for whoever sends signals of its own. */
  readonly child: ChildProcess;
  /** Resolves when it has ended, asked or not, to how. */
  readonly ended: Promise<string>;
  isAsked(): boolean;
  /** Asks it to end, and kills it when it has not after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>;
  /** Its last lines, for a sentence about its end. */
  lastLines(): string;
}

const STOP_TIMEOUT_MS = 15_000;
const LAST_BYTES = 4_000;
const LAST_LINES = 12;

/** Starts a process in a group of its own, so that Ctrl-C reaches the caller alone. */
export function startProcess({ name, program, args, logFile, hasChannel, environment, user }: ProcessSpec): Process {
  const stdio: StdioOptions = ["ignore", "pipe", "pipe", ...(hasChannel ? (["ipc"] as const) : [])];
  const child = spawn(program, args, { stdio, detached: true, env: { ...process.env, ...environment }, ...user });
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => {
      log.write(data);
      tail = (tail + data.toString("utf8")).slice(-LAST_BYTES);
    });
  }
  let isAsked = false;
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code ?? "unknown"}`));
  });
  void ended.then(() => log.end());
  return {
    name,
    pid: child.pid ?? 0,
    child,
    ended,
    isAsked: () => isAsked,
    async stop(patienceMs = STOP_TIMEOUT_MS) {
      isAsked = true;
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      // A stopped process takes no signal but these two.
      child.kill("SIGCONT");
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await ended;
      clearTimeout(timer);
    },
    lastLines: () => tail.trimEnd().split("\n").slice(-LAST_LINES).map((line) => `    ${line}`).join("\n"),
  };
}

/** Rejects with `PROCESS` when the process ends. */
export async function endOf(process: Process): Promise<never> {
  const how = await process.ended;
  throw localnetError("PROCESS", `${process.name} ended by itself (${how}); its last lines:\n${process.lastLines()}`);
}
