import { Command, InvalidArgumentError } from "commander";
import { ALL_FAULTS, QUICK_FAULTS } from "./faults/all-faults.ts";

export interface ChaosOptions {
  readonly seed: number;
  readonly rounds: number;
  /** Names of the faults to play, in their order. */
  readonly faults: readonly string[];
  readonly json: boolean;
  /** Transfers per second. */
  readonly rate: number;
  /** How long a process is paused or a node cut off, in ms. */
  readonly faultMs: number;
  /** The network must go on within this time after a fault, and never stand still longer, in ms. */
  readonly advanceMs: number;
  /** Folder for keys, data and logs; undefined takes a temporary one, which is removed when all went well. */
  readonly home: string | undefined;
}

const ADVANCE_MS = 20_000;
const FAULT_MS = 10_000;
const QUICK_FAULT_MS = 4_000;

/** Reads the command line. Prints help and ends the process on --help; an error is a sentence on stderr and exit 1. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const names = ALL_FAULTS.map(({ name }) => name);
  const command = new Command("npm run chaos --")
    .description("Plays faults on a running network of four validators under load, and checks after each that it goes on and that nothing is lost.")
    .option("--seed <number>", "decides which node each fault hits, and who pays whom", (text) => wholeNumber(text, 0, 1_000_000_000), 1)
    .option("--rounds <count>", "how often every fault is played", (text) => wholeNumber(text, 1, 20), 1)
    .option("--only <names>", `only these, separated by commas: ${names.join(", ")}`, (text) => knownNames(text, names))
    .option("--quick", `only ${QUICK_FAULTS.join(", ")}, and shorter`, false)
    .option("--rate <count>", "transfers per second", (text) => wholeNumber(text, 1, 200), 20)
    .option("--home <folder>", "an empty or new folder for data and logs, which stay; otherwise a temporary one")
    .option("--json", "print one JSON report as the last line", false)
    .showHelpAfterError("(npm run chaos -- --help lists the flags)");
  const flags = command.parse([...args], { from: "user" }).opts<Record<string, unknown>>();
  const isQuick = flags["quick"] === true;
  const only = flags["only"] as readonly string[] | undefined;
  return {
    seed: Number(flags["seed"]),
    rounds: Number(flags["rounds"]),
    faults: only ?? (isQuick ? QUICK_FAULTS : names),
    json: flags["json"] === true,
    rate: Number(flags["rate"]),
    faultMs: isQuick ? QUICK_FAULT_MS : FAULT_MS,
    advanceMs: ADVANCE_MS,
    home: typeof flags["home"] === "string" ? flags["home"] : undefined,
  };
}

function knownNames(text: string, names: readonly string[]): readonly string[] {
  const wanted = text.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of ${names.join(", ")}.`);
  return names.filter((name) => wanted.includes(name));
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < least || value > most) throw new InvalidArgumentError(`give a whole number from ${least} to ${most}.`);
  return value;
}
