import { destination, pino, type Logger as PinoLogger } from "pino";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "silent";

/** Structured log of one part of a process: a sentence and, before it, its data. */
export type Logger = PinoLogger;

export interface LoggerOptions {
  /** Name of the process or part, on every line. */
  readonly name: string;
  /** `info` by default. */
  readonly level?: LogLevel;
}

/** Fields whose values never reach a log, wherever they stand in the first three levels. */
const SECRETS = ["password", "mnemonic", "privateKey", "priv_key", "secret", "seed", "authorization"];

/** A JSON-lines logger on stderr, so that stdout stays free for answers. */
export function createLogger({ name, level = "info" }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      redact: { paths: SECRETS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: "[secret]" },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    destination({ fd: 2, sync: true }),
  );
}
