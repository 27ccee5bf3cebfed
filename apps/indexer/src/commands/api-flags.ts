import type { Command } from "commander";
import type { IndexerOptions } from "../config.ts";
import { parseNumber } from "./flags.ts";

/** How `run` treats the clients of its API; what is absent keeps the default of `apiOptions`. */
export interface ApiFlags {
  readonly rate?: number;
  readonly burst?: number;
  readonly subscribers?: number;
  readonly trustProxy: boolean;
  readonly compile: boolean;
  readonly answerBytes?: number;
  readonly operations?: string;
  readonly operationsOnly: boolean;
}

export function withApi(command: Command): Command {
  return command
    .option("--rate <number>", "requests per second of one client in the long run, 0 for no limit; default: 50", parseNumber)
    .option("--burst <number>", "requests that a client may send at once after a pause; default: 200", parseNumber)
    .option("--subscribers <number>", "subscriptions that one client holds open; default: 20", parseNumber)
    .option("--trust-proxy", "the last address of X-Forwarded-For is the client: only behind a proxy that writes it", false)
    .option("--operations <file>", "JSON object from sha256 to GraphQL document: operations that clients call by hash")
    .option("--operations-only", "answer nothing but the documents of --operations", false)
    .option("--answer-bytes <number>", "bytes of answers that are kept until the next block, 0 to keep none; default: 33554432", parseNumber)
    .option("--no-compile", "interpret every execution");
}

export function apiOf(flags: ApiFlags): NonNullable<IndexerOptions["api"]> {
  const { rate, burst, subscribers, trustProxy, compile, answerBytes, operations, operationsOnly } = flags;
  return {
    ...{ trustProxy, compile, operationsOnly },
    ...(rate === undefined ? {} : { requestsPerSecond: rate }),
    ...(burst === undefined ? {} : { requestBurst: burst }),
    ...(subscribers === undefined ? {} : { subscribersPerClient: subscribers }),
    ...(answerBytes === undefined ? {} : { answerBytes }),
    ...(operations === undefined ? {} : { operations }),
  };
}
