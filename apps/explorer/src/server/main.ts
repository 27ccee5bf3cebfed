import { parseArgs } from "node:util";
import { startExplorer, type Explorer } from "./start-explorer.ts";

const USAGE = `Usage: main.ts run [--port 3000] [--host 127.0.0.1] [--node URL] [--indexer URL] [--buyer URL]
  --port     port of the pages; 0 takes any free one
  --node     CometBFT RPC of a node (http://127.0.0.1:26657)
  --indexer  GraphQL of the index (http://127.0.0.1:4350)
  --buyer    loopback proxy of openledgerd buy (http://127.0.0.1:8081)`;

const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

interface Arguments {
  readonly port: number;
  readonly host: string;
  readonly nodeUrl: string;
  readonly indexerUrl: string;
  readonly buyerUrl: string;
}

/** The command line's values. Throws an Error whose message says what to write. */
function readArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: "string", default: "3000" },
      host: { type: "string", default: "127.0.0.1" },
      node: { type: "string", default: "http://127.0.0.1:26657" },
      indexer: { type: "string", default: "http://127.0.0.1:4350" },
      buyer: { type: "string", default: "http://127.0.0.1:8081" },
    },
  });
  if (positionals.length !== 1 || positionals[0] !== "run") throw new Error("Name the command: run.");
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port; use 0 to 65535.`);
  return {
    port,
    host: values.host,
    nodeUrl: origin("--node", values.node),
    indexerUrl: origin("--indexer", values.indexer),
    buyerUrl: origin("--buyer", values.buyer),
  };
}

function origin(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.origin;
  throw new Error(`${flag} ${text} is no address; write it as http://127.0.0.1:4350.`);
}

function sentenceOf(error: unknown, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${port} is in use. Stop what uses it, or give another port with --port.`;
  if (code === "EACCES") return `Port ${port} needs rights that this user has not. Give a port above 1023 with --port.`;
  return `The explorer can't start: ${error instanceof Error ? error.message : String(error)}`;
}

/** Resolves when the process is asked to end, or when the parent that started it is gone. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    if (process.connected) process.once("disconnect", () => resolve());
  });
}

async function run(options: Arguments): Promise<void> {
  const stopped = untilStopped();
  let explorer: Explorer;
  try {
    explorer = await startExplorer({ ...options, say });
  } catch (error) {
    say(sentenceOf(error, options.port));
    process.exitCode = 1;
    if (process.connected) process.disconnect?.();
    return;
  }
  say(`The explorer is at ${explorer.url}`);
  process.send?.({ type: "ready", url: explorer.url });
  await stopped;
  await explorer.close();
  if (process.connected) process.disconnect?.();
}

try {
  await run(readArguments(process.argv.slice(2)));
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 1;
}
