import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientError } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { demoError, demoHome } from "../home/demo-home.ts";
import { readCheatOptions } from "./options.ts";
import { runCheat } from "./run-cheat.ts";

async function main(): Promise<void> {
  const options = readCheatOptions(process.argv.slice(2));
  const folder = options.home ?? mkdtempSync(join(tmpdir(), "openledger-cheat-"));
  if (options.home !== undefined) {
    if (existsSync(folder)) throw demoError("HOME", `${folder} exists; name a new folder with --home`);
    mkdirSync(folder, { recursive: true });
  }
  try {
    await runCheat(options, demoHome(folder));
  } finally {
    if (options.home === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  const isSentence = error instanceof OperationalError || error instanceof ClientError;
  const text = isSentence ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\nThe cheating stopped: ${text}\n`);
}
