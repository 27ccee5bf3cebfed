import { InvalidArgumentError, type Command } from "commander";
import { ZodError } from "zod";

export interface DatabaseFlags {
  readonly db?: string;
}

export interface SourceFlags {
  readonly node?: string;
  readonly archive?: string;
}

const DEFAULT_NODE = "http://127.0.0.1:26657";
const DEFAULT_DB = ".openledger/indexer";

export function withDatabase(command: Command): Command {
  return command.option("--db <folder or url>", `folder of the embedded database, or postgres://...; default: DATABASE_URL, else ${DEFAULT_DB}`);
}

export function withSource(command: Command): Command {
  return command
    .option("--node <url>", `JSON-RPC of the node; default: ${DEFAULT_NODE}, unless there is an archive`)
    .option("--archive <folder>", "blocks that openledgerd export-blocks wrote; the node, if any, serves what comes after");
}

export function databaseOf({ db }: DatabaseFlags): string {
  return db ?? process.env["DATABASE_URL"] ?? DEFAULT_DB;
}

export function sourceOf({ node, archive }: SourceFlags): SourceFlags {
  const served = node ?? (archive === undefined ? DEFAULT_NODE : undefined);
  return { ...(served === undefined ? {} : { node: served }), ...(archive === undefined ? {} : { archive }) };
}

/** Says on standard error what went wrong and makes the process end with 1. */
export function fail(error: unknown): void {
  const code = error instanceof Error && "code" in error ? `${String(error.code)}: ` : "";
  const message = error instanceof ZodError ? (error.issues[0]?.message ?? "bad options") : error instanceof Error ? error.message : String(error);
  process.stderr.write(`indexer: ${code}${message}\n`);
  process.exitCode = 1;
}

/** Whole and broken numbers from 0 on; what else they may be is checked with the options that they become. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError("write a number from 0 on");
  return value;
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError("a port is a whole number between 0 and 65535");
  return port;
}
