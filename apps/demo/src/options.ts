import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { choosePorts, DEFAULT_PORTS, type PortName, type Ports } from "./supervisor/ports.ts";

export interface DemoOptions {
  /** Folder of the demo's data. */
  readonly home: string;
  readonly fresh: boolean;
  readonly data: string | undefined;
  readonly ask: string | undefined;
  readonly once: boolean;
  /** Prints the report; a text names a file that takes it as well. */
  readonly json: boolean | string;
  readonly ports: Ports;
  readonly blockTime: string;
  /** A chain that runs already, with the demo's genesis; undefined starts one. */
  readonly chain: { readonly rpcUrl: string; readonly restUrl: string } | undefined;
}

const ROOT = resolve(import.meta.dirname, "..", "..", "..");
const PORT_NAMES = Object.keys(DEFAULT_PORTS) as readonly PortName[];

/** Reads the command line. Prints help and ends the process on --help; an error is a sentence on stderr and exit 1. */
export function readOptions(args: readonly string[]): DemoOptions {
  const command = new Command("npm start --")
    .description("Brings up a whole network on this machine, pays contributors for answers made of their text, and keeps serving.")
    .option("--data <folder>", "register this folder's .md and .txt instead of the installed packages' documentation")
    .option("--ask <question>", "ask this instead of the demo's questions")
    .option("--fresh", "begin anew: forget what earlier runs left", false)
    .option("--once", "do the main job and exit instead of serving", false)
    .option("--json [file]", "print one JSON report as the last line (and write it to the file)")
    .option("--home <folder>", "where all data of the demo lies", resolve(ROOT, ".openledger", "demo"))
    .option("--block-time <time>", "time between blocks", "1s")
    .option("--node <url>", "work on a chain that runs, begun with the demo's genesis: its RPC; --rest as well", url)
    .option("--rest <url>", "REST of that chain", url)
    .option("--port-base <port>", "eleven ports from this one upwards; 0 takes any free ones", port)
    .showHelpAfterError("(npm start -- --help lists the flags)");
  for (const name of PORT_NAMES) command.option(`--${name}-port <port>`, `port of the ${name} (${DEFAULT_PORTS[name]})`, port);
  const flags = command.parse(args, { from: "user" }).opts<Record<string, unknown>>();
  const given = PORT_NAMES.map((name) => [name, flags[`${name}Port`]] as const);
  const own = given.filter((one): one is readonly [PortName, number] => typeof one[1] === "number");
  const base = flags["portBase"];
  return {
    home: resolve(String(flags["home"])),
    fresh: flags["fresh"] === true,
    data: textOf(flags["data"]),
    ask: textOf(flags["ask"]),
    once: flags["once"] === true,
    json: typeof flags["json"] === "string" ? flags["json"] : flags["json"] === true,
    ports: choosePorts(typeof base === "number" ? base : undefined, Object.fromEntries(own)),
    blockTime: String(flags["blockTime"]),
    chain: chainOf(command, textOf(flags["node"]), textOf(flags["rest"])),
  };
}

function chainOf(command: Command, rpcUrl: string | undefined, restUrl: string | undefined): DemoOptions["chain"] {
  if (rpcUrl === undefined && restUrl === undefined) return undefined;
  if (rpcUrl === undefined || restUrl === undefined) return command.error("error: --node and --rest name one chain; give both");
  return { rpcUrl, restUrl };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError("give a port from 0 to 65535.");
  return value;
}

function url(text: string): string {
  if (!/^https?:\/\/[^/]/.test(text)) throw new InvalidArgumentError("give a URL such as http://127.0.0.1:26657.");
  return text.replace(/\/+$/, "");
}
