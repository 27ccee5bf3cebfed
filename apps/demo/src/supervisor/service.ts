import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { demoError } from "../home/demo-home.ts";

/** A process of the network. */
export interface ServiceSpec<Ready> {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** What the process tells of itself once it serves. */
  readonly ready: z.ZodType<Ready>;
  /** Takes all that the process prints. */
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Service<Ready> {
  readonly name: string;
  readonly pid: number;
  readonly ready: Ready;
  /** Asks the process to end, and kills it when it has not after `patienceMs`. */
  stop(patienceMs?: number): Promise<void>;
  /** Ends the process as a crash would, without asking it. */
  kill(): Promise<void>;
}

const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 15_000;
const LAST_LINES = 20;

/**
 * Starts a process in a group of its own, so that Ctrl-C reaches the supervisor alone, and waits until it says that it
 * is ready. `onCrash` is called when it ends later without being asked. Throws `SERVICE` with its last lines.
 */
export async function startService<Ready>(
  spec: ServiceSpec<Ready>,
  onCrash: (error: Error) => void,
): Promise<Service<Ready>> {
  const child = spawn(process.execPath, [spec.script, ...spec.args], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
    env: { ...process.env, ...spec.env },
  });
  const lines = keepOutput(child, spec.logFile);
  let isAsked = false;
  let isServing = false;
  const ended = new Promise<Error>((resolve) => {
    child.once("error", (error) => resolve(crash(spec.name, error.message, lines)));
    child.once("close", (code, signal) => resolve(crash(spec.name, signal ?? `exit code ${code ?? "unknown"}`, lines)));
  });
  void ended.then((error) => {
    if (isServing && !isAsked) onCrash(error);
  });
  const stop = async (patienceMs = STOP_TIMEOUT_MS): Promise<void> => {
    isAsked = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    await ended;
    clearTimeout(timer);
  };
  const kill = async (): Promise<void> => {
    isAsked = true;
    child.kill("SIGKILL");
    await ended;
  };
  try {
    const ready = await Promise.race([readiness(child, spec), ended.then((error) => Promise.reject(error))]);
    isServing = true;
    return { name: spec.name, pid: child.pid ?? 0, ready, stop, kill };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readiness<Ready>(child: ChildProcess, { name, ready }: ServiceSpec<Ready>): Promise<Ready> {
  const message = z.object({ type: z.literal("ready") });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(demoError("SERVICE", `the ${name} did not get ready within ${READY_TIMEOUT_MS / 1000} s`));
    }, READY_TIMEOUT_MS);
    child.on("message", (said) => {
      if (!message.safeParse(said).success) return;
      clearTimeout(timer);
      const parsed = ready.safeParse(said);
      if (parsed.success) resolve(parsed.data);
      else reject(demoError("SERVICE", `the ${name} got ready without saying where it is`, parsed.error));
    });
    child.once("close", () => clearTimeout(timer));
  });
}

/** Writes what the process prints to its log and returns its last lines of stderr, kept up to date. */
function keepOutput(child: ChildProcess, logFile: string): readonly string[] {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  const lines: string[] = [];
  let partial = "";
  child.stdout?.pipe(log, { end: false });
  child.stderr?.on("data", (data: Buffer) => {
    log.write(data);
    const parts = (partial + data.toString("utf8")).split("\n");
    partial = (parts.pop() ?? "").slice(-2_000);
    lines.push(...parts);
    lines.splice(0, Math.max(0, lines.length - LAST_LINES));
  });
  child.once("close", () => {
    if (partial !== "") lines.push(partial);
    log.end();
  });
  return lines;
}

function crash(name: string, how: string, lines: readonly string[]): Error {
  const said = lines.length === 0 ? "" : `; its last lines:\n${lines.map((line) => `    ${line}`).join("\n")}`;
  return demoError("SERVICE", `the ${name} ended by itself (${how}); npm start again goes on from the data kept${said}`);
}
