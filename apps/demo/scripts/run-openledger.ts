/** Runs the demo and openledgerd as child processes, for soaks. */
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";

const APPS = resolve(import.meta.dirname, "..", "..");
const DEMO = resolve(APPS, "demo", "src", "main.ts");
const OPENLEDGERD = resolve(APPS, "node", "src", "main.ts");

/** What a process left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function startDemo(args: readonly string[]): Running {
  return start(DEMO, args);
}

/** `runtime`: the Node binary, this one by default; another is allowed to replay only. */
export function runOpenledgerd(args: readonly string[], runtime?: string): Promise<Ended> {
  return start(OPENLEDGERD, args, runtime).ended;
}

function start(script: string, args: readonly string[], runtime = process.execPath): Running {
  const env = runtime === process.execPath ? process.env : { ...process.env, OPENLEDGER_ALLOW_ANY_NODE: "1" };
  const child = spawn(runtime, [script, ...args], { stdio: ["ignore", "pipe", "pipe"], env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString("utf8")));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString("utf8")));
  const ended = new Promise<Ended>((settle) => {
    child.once("close", (code) => settle({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** The last line that tells which step was under way. */
export function lastStep({ stderr }: Pick<Ended, "stderr">): string {
  return stderr.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
