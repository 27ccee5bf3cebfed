import { once } from "node:events";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { localnetError } from "./errors.ts";
import type { Validator } from "./processes/validator.ts";

const STOP_TIMEOUT_MS = 20_000;
const DEMO = resolve(import.meta.dirname, "..", "..", "demo", "src", "main.ts");
/** The demo's own report; what is not named here is carried along. */
export interface DemoReportOf {
  readonly [field: string]: unknown;
  readonly height: bigint;
  readonly appHash: string;
  readonly checks: readonly { readonly name: string; readonly holds: boolean; readonly detail: string }[];
  readonly ok: boolean;
}

const check = z.object({ name: z.string(), holds: z.boolean(), detail: z.string() });
const report: z.ZodType<DemoReportOf> = z.looseObject({ height: z.coerce.bigint(), appHash: z.string(), checks: z.array(check), ok: z.boolean() });

/** Does the demo's main job against one node of a network, with the text of a folder or the demo's own. Throws `PROCESS` when it gives no report. */
export async function runDemoOn({ rpcUrl, restUrl }: Validator, folder: string, data: string | undefined, signal: AbortSignal): Promise<DemoReportOf> {
  const args = [DEMO, "--home", folder, "--node", rpcUrl, "--rest", restUrl, "--port-base", "0", "--once", "--json"];
  if (data !== undefined) args.push("--data", data);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], detached: true });
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill("SIGTERM");
    timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  };
  signal.addEventListener("abort", end, { once: true });
  const ended = once(child, "close");
  const printed = await text(child.stdout);
  await ended;
  clearTimeout(timer);
  signal.removeEventListener("abort", end);
  const line = printed.trimEnd().split("\n").at(-1) ?? "";
  try {
    return report.parse(JSON.parse(line));
  } catch (cause) {
    throw localnetError("PROCESS", "the demo ended without a report; what it says is above", cause);
  }
}
