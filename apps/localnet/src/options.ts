import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";

export interface LocalnetOptions {
  /** Folder of the network's data. */
  readonly home: string;
  readonly validators: number;
  readonly fresh: boolean;
  readonly wipe: boolean;
  readonly demo: boolean;
  /** Folder of text for the demo; undefined takes the demo's own. */
  readonly data: string | undefined;
  readonly once: boolean;
  readonly json: boolean;
  readonly indexer: boolean;
  /** Address of the indexer's Postgres; undefined runs one of the network's own. */
  readonly database: string | undefined;
  readonly timeoutCommit: string;
  readonly portBase: number;
}

const ROOT = resolve(import.meta.dirname, "..", "..", "..");
const VALIDATORS_MAX = 16;
/** The first node gets CometBFT's own ports. */
const PORT_BASE = 26_650;

/** Reads the command line. Prints help and ends the process on --help; an error is a sentence on stderr and exit 1. */
export function readOptions(args: readonly string[], environment: Readonly<Record<string, string | undefined>> = process.env): LocalnetOptions {
  const command = new Command("npm run localnet --")
    .description("Runs a network of validators on this machine: CometBFT v0.38 above an App each.")
    .option("--validators <count>", "how many", (text) => wholeNumber(text, 1, VALIDATORS_MAX), 4)
    .option("--indexer [url]", "write blocks to this Postgres and serve GraphQL (default: DATABASE_URL, else a server of its own)")
    .option("--demo", "do the demo's main job on it", false)
    .option("--data <folder>", "with --demo: register this folder's .md and .txt instead of the installed packages' documentation")
    .option("--once", "with --demo: exit after it; otherwise: exit once every node has ten blocks", false)
    .option("--json", "with --once or --demo: print one JSON report as the last line", false)
    .option("--keep", "leave the data, from which the next start goes on (the default)")
    .option("--wipe", "remove the data at the end", false)
    .option("--fresh", "begin anew: forget what earlier runs left", false)
    .option("--home <folder>", "where all data lies", resolve(ROOT, ".openledger", "localnet"))
    .option("--timeout-commit <time>", "least time between blocks of a new network", duration, "1s")
    .option("--port-base <port>", "ports of a new network: ten for each validator from here upwards; 0 takes any free ones", (text) => wholeNumber(text, 0, 65_000), PORT_BASE)
    .showHelpAfterError("(npm run localnet -- --help lists the flags)");
  const flags = command.parse([...args], { from: "user" }).opts<Record<string, unknown>>();
  if (flags["keep"] === true && flags["wipe"] === true) command.error("error: --keep and --wipe exclude each other");
  if (flags["json"] === true && flags["once"] !== true && flags["demo"] !== true) command.error("error: --json reports what --once or --demo did; add one of them");
  const { data, indexer } = flags;
  if (typeof data === "string" && flags["demo"] !== true) command.error("error: --data is text for the demo; add --demo");
  if (typeof data === "string" && !isFolder(data)) command.error(`error: no folder at ${resolve(data)}; check the path given to --data`);
  const database = indexer === true ? environment["DATABASE_URL"] : typeof indexer === "string" ? indexer : undefined;
  if (database !== undefined && !/^postgres(ql)?:\/\//.test(database)) {
    command.error("error: --indexer and DATABASE_URL name a Postgres by its address, postgres://USER@HOST/NAME");
  }
  return {
    home: resolve(String(flags["home"])),
    validators: Number(flags["validators"]),
    fresh: flags["fresh"] === true,
    wipe: flags["wipe"] === true,
    demo: flags["demo"] === true,
    data: typeof data === "string" ? resolve(data) : undefined,
    once: flags["once"] === true,
    json: flags["json"] === true,
    indexer: indexer !== undefined,
    database,
    timeoutCommit: String(flags["timeoutCommit"]),
    portBase: Number(flags["portBase"]),
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < least || value > most) throw new InvalidArgumentError(`give a whole number from ${least} to ${most}.`);
  return value;
}

function duration(text: string): string {
  if (!/^\d{1,6}(ms|s)$/.test(text)) throw new InvalidArgumentError("give a time such as 1s or 200ms.");
  return text;
}
