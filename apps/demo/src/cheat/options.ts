import { resolve } from "node:path";
import { Command } from "commander";

export interface CheatOptions {
  /** Folder that keeps the chain and its logs afterwards; a temporary one when undefined. */
  readonly home: string | undefined;
  /** Prints the report; a text names a file that takes it as well. */
  readonly json: boolean | string;
  readonly blockTime: string;
}

/** Reads the command line. Prints help and ends the process on --help; an error is a sentence on stderr and exit 1. */
export function readCheatOptions(args: readonly string[]): CheatOptions {
  const command = new Command("npm run cheat --")
    .description("Starts a network and tries to cheat on it in every way we know; says what caught it and what it cost whom.")
    .option("--json [file]", "print one JSON report as the last line (and write it to the file)")
    .option("--home <folder>", "keep the chain and its logs in this new folder")
    .option("--block-time <time>", "time between blocks", "200ms")
    .showHelpAfterError("(npm run cheat -- --help lists the flags)");
  const { home, json, blockTime } = command.parse(args, { from: "user" }).opts<Record<string, unknown>>();
  return {
    home: typeof home === "string" ? resolve(home) : undefined,
    json: typeof json === "string" ? json : json === true,
    blockTime: String(blockTime),
  };
}
