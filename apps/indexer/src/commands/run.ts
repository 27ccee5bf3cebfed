import { Option, type Command } from "commander";
import { startIndexer, type IndexerReports, type RunningIndexer } from "../compose.ts";
import { roles, type Role } from "../config.ts";
import { createRate, progressLine } from "../progress.ts";
import { apiOf, withApi, type ApiFlags } from "./api-flags.ts";
import { databaseOf, fail, parsePort, sourceOf, withDatabase, withSource, type DatabaseFlags, type SourceFlags } from "./flags.ts";

const PROGRESS_MS = 2_000;
const TERMINAL_MS = 200;

interface RunFlags extends DatabaseFlags, SourceFlags, ApiFlags {
  readonly role: Role;
  readonly schema?: string;
  readonly reset: boolean;
  readonly host: string;
  readonly port?: number;
}

/** `run`: writes blocks, serves them, or both. */
export function registerRun(program: Command): void {
  const command = program.command("run").description("follow a chain and serve GraphQL until Ctrl-C; a backfill ends at the head");
  withApi(withSource(withDatabase(command)))
    .addOption(new Option("--role <role>", "all writes and serves, sync writes, backfill writes up to the head and ends, api serves what others write").choices(roles).default("all"))
    .option("--schema <name>", "schema that is written, or with --role api read; default: the live one")
    .option("--reset", "write a new schema from genesis on and make it live at the head; nothing is dropped", false)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port of GraphQL, 0 for any; default: 4350, for a backfill any", parsePort)
    .action(run);
}

async function run(flags: RunFlags): Promise<void> {
  const { role, schema, reset, host, port = role === "backfill" ? 0 : 4350 } = flags;
  const source = sourceOf(flags);
  let indexer: RunningIndexer;
  try {
    const options = { ...source, db: databaseOf(flags), role, reset, host, port, api: apiOf(flags), ...(schema === undefined ? {} : { schema }) };
    indexer = await startIndexer(options, createProgress());
  } catch (error) {
    return fail(error);
  }
  stopOnSignals(indexer);
  const from = [source.archive, source.node].filter((name) => name !== undefined).join(" and ");
  const serves = role === "all" || role === "api" ? `GraphQL at ${indexer.url}/graphql` : `state at ${indexer.url}/metrics`;
  process.stderr.write(`indexer: ${serves}, ${role === "api" ? "reading" : "writing"} schema ${indexer.schema}, blocks of ${from}\n`);
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

/** A line that is written over on a terminal, and one every two seconds anywhere else. */
export function createProgress(): IndexerReports {
  const rate = createRate();
  const isTerminal = process.stderr.isTTY;
  let first: bigint | undefined;
  let shown = 0;
  return {
    onBlock(height, head) {
      const now = Date.now();
      first ??= height;
      const blocksPerSecond = rate.note(height, now);
      if (now - shown < (isTerminal ? TERMINAL_MS : PROGRESS_MS)) return;
      shown = now;
      const line = progressLine({ height, head, blocksPerSecond }, first);
      process.stderr.write(isTerminal ? `\r\u001b[2K${line}` : `indexer: ${line}\n`);
    },
    onIndex(name, left) {
      process.stderr.write(`indexer: building index ${name}, ${left} left\n`);
    },
    onRetry(message, delayMs) {
      process.stderr.write(`indexer: waiting ${delayMs} ms: ${message}\n`);
    },
    onError(requestId, error) {
      process.stderr.write(`indexer: request ${requestId}: ${error instanceof Error ? error.stack : String(error)}\n`);
    },
  };
}
