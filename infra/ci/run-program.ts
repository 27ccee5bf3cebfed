import { spawn } from "node:child_process";
import { join } from "node:path";

/** How a program ended and all that it printed. */
export interface ProgramResult {
  readonly code: number;
  readonly output: string;
  readonly elapsedMs: number;
}

// Some programs colour whatever they print where CI is set; a log is read as plain text.
const colours = process.stdout.isTTY ? {} : { NO_COLOR: "1" };

/** Runs a program from the repository root; a program that cannot start counts as exit code 127. */
export function runProgram(program: string, args: readonly string[], cwd: string, onOutput?: (chunk: string) => void): Promise<ProgramResult> {
  const startedAt = performance.now();
  return new Promise((done) => {
    let output = "";
    const finish = (code: number): void => done({ code, output, elapsedMs: performance.now() - startedAt });
    const take = (chunk: string): void => {
      output += chunk;
      onOutput?.(chunk);
    };
    const child = spawn(program, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
      env: { ...process.env, ...colours, ...compileCache(cwd), TURBO_TELEMETRY_DISABLED: "1", NO_UPDATE_NOTIFIER: "1" },
    });
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("error", (error) => {
      take(`${program} did not start: ${error.message}\n`);
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
  });
}

/** Node keeps what it compiled between processes: tests start the node's command line a hundred times, which takes half as long so. */
function compileCache(repository: string): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: join(repository, ".openledger", "ci", "compile-cache") };
}
