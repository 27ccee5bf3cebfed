import { Command, InvalidArgumentError } from "commander";
import { ZodError } from "zod";
import { startIndexer, type RunningIndexer } from "./compose.ts";

const PROGRESS_MS = 2_000;

interface RunFlags {
  readonly node: string;
  readonly db?: string;
  readonly host: string;
  readonly port: number;
}

const program = new Command("openledger-indexer").description("Writes the blocks of an OpenLedger node to Postgres and serves them as GraphQL.");

program
  .command("run")
  .description("follow a node and serve GraphQL until Ctrl-C")
  .option("--node <url>", "JSON-RPC of the node", "http://127.0.0.1:26657")
  .option("--db <folder or url>", "folder of the embedded database, or postgres://...; default: DATABASE_URL, else .openledger/indexer")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--port <number>", "port of GraphQL, 0 for any", parsePort, 4350)
  .action(run);

await program.parseAsync();

async function run(flags: RunFlags): Promise<void> {
  const db = flags.db ?? process.env["DATABASE_URL"] ?? ".openledger/indexer";
  const progress = createProgress();
  let indexer: RunningIndexer;
  try {
    indexer = await startIndexer({ ...flags, db }, progress);
  } catch (error) {
    return fail(error);
  }
  stopOnSignals(indexer);
  process.stderr.write(`indexer: GraphQL at ${indexer.url}/graphql, following ${flags.node}\n`);
  process.send?.({ type: "ready", url: indexer.url });
  try {
    await indexer.done;
  } catch (error) {
    fail(error);
  }
  await indexer.close();
  if (process.connected) process.disconnect?.();
}

/** Ends on Ctrl-C, on SIGTERM, and when the process that started this one is gone. */
function stopOnSignals(indexer: RunningIndexer): void {
  const stop = (): void => void indexer.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.once("disconnect", stop);
}

function fail(error: unknown): void {
  const code = error instanceof Error && "code" in error ? `${String(error.code)}: ` : "";
  const message = error instanceof ZodError ? (error.issues[0]?.message ?? "bad options") : error instanceof Error ? error.message : String(error);
  process.stderr.write(`indexer: ${code}${message}\n`);
  process.exitCode = 1;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError("a port is a whole number between 0 and 65535");
  return port;
}

function createProgress() {
  let shown = 0;
  return {
    onBlock(height: bigint, headHeight: bigint): void {
      const now = Date.now();
      if (now - shown < PROGRESS_MS) return;
      shown = now;
      process.stderr.write(`indexer: height ${height} of ${headHeight}\n`);
    },
    onRetry(message: string, delayMs: number): void {
      process.stderr.write(`indexer: waiting ${delayMs} ms: ${message}\n`);
    },
    onError(requestId: string, error: unknown): void {
      process.stderr.write(`indexer: request ${requestId}: ${error instanceof Error ? error.stack : String(error)}\n`);
    },
  };
}
