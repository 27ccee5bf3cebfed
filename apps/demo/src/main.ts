import { lockDataFolder } from "@openledger/kv";
import { ClientError } from "@openledger/client";
import { OperationalError } from "@openledger/ports";
import { CorpusError } from "./corpus/corpus.ts";
import { demoHome } from "./home/demo-home.ts";
import { readOptions } from "./options.ts";
import { runDemo } from "./run-demo.ts";
import { waitForEarlierProcesses } from "./supervisor/supervisor.ts";

/** How long processes of a killed run may take to notice and leave. */
const PATIENCE_MS = 15_000;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const home = demoHome(options.home);
  using _lock = lockDataFolder(home.root);
  await waitForEarlierProcesses(home.root, PATIENCE_MS);
  await runDemo(options, home);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  const isSentence = error instanceof OperationalError || error instanceof ClientError || error instanceof CorpusError;
  const text = isSentence ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\nThe demo stopped: ${text}\n`);
}
