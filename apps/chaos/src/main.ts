/** `npm run chaos`: faults on a running network of validators under load. */
import { mkdtempSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OperationalError } from "@openledger/ports";
import { chaosError } from "./errors.ts";
import { readOptions } from "./options.ts";
import { createConsole } from "./report/console.ts";
import { runChaos } from "./run-chaos.ts";

const stopped = new AbortController();
const screen = createConsole(process.stderr);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopped.abort();
    screen.line("stopping when this fault is over; a second signal ends at once");
  });
}

let folder: string | undefined;
try {
  const options = readOptions(process.argv.slice(2));
  folder = options.home === undefined ? mkdtempSync(join(tmpdir(), "openledger-chaos-")) : resolve(options.home);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw chaosError("SETUP", `${folder} is not empty; chaos makes a new network, so name another --home`);
  const report = await runChaos(options, folder, screen, stopped.signal);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (!report.ok) process.exitCode = 1;
  if (options.home !== undefined || !report.ok) screen.line(`data and logs lie in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
} catch (error) {
  process.exitCode = 1;
  const text = error instanceof OperationalError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\nchaos stopped: ${text}\n${folder === undefined ? "" : `data and logs lie in ${folder}\n`}`);
}
