import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { demoError } from "../home/demo-home.ts";

const port = z.int().min(0).max(65_535);
const units = z.int().min(0).max(Number.MAX_SAFE_INTEGER).transform(BigInt);

const schema = z.strictObject({
  name: z.string().min(1).max(64),
  home: z.string().min(1),
  documents: z.string().min(1),
  chain_id: z.string().regex(/^[a-z0-9][a-z0-9-]{2,48}$/, "give 3 to 49 lower-case letters, digits and hyphens"),
  block_time: z.string().default("1s"),
  window_seconds: z.int().min(1).max(86_400).default(60),
  model: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "give lower-case letters, digits and hyphens"),
  price: z
    .strictObject({ per_call: units.default(20_000n), per_1k_input: units.default(2_000n), per_1k_output: units.default(60_000n) })
    .prefault({}),
  max_spend: units.default(100_000_000n),
  log_level: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("warn"),
  ports: z
    .strictObject({ rpc: port.default(26657), rest: port.default(1317), gateway: port.default(8080), openai: port.default(8081) })
    .prefault({}),
});

/** What one organisation runs. Amounts are units of the chain's base denom; folders are absolute. */
export interface OperatorConfig {
  /** Of the organisation, as its offer and its datanet show it. */
  readonly name: string;
  /** Takes chain, keys, receipts. */
  readonly home: string;
  /** Its `.md` and `.txt`, one text per file or sub-folder. */
  readonly documents: string;
  readonly chain_id: string;
  /** Between two blocks, e.g. `1s`. */
  readonly block_time: string;
  /** How long a settlement may be challenged; decided when the chain begins. */
  readonly window_seconds: number;
  readonly model: string;
  readonly price: { readonly per_call: bigint; readonly per_1k_input: bigint; readonly per_1k_output: bigint };
  /** The most that the organisation's own `/v1` spends. */
  readonly max_spend: bigint;
  readonly log_level: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  /** On 127.0.0.1; 0 takes any. */
  readonly ports: { readonly rpc: number; readonly rest: number; readonly gateway: number; readonly openai: number };
}

/** Reads the TOML file; folders in it are relative to it. Throws `CONFIG` with the field at fault. */
export function readOperatorConfig(path: string): OperatorConfig {
  const file = resolve(path);
  try {
    const config = schema.parse(parse(readFileSync(file, "utf8")));
    const at = (folder: string): string => resolve(dirname(file), folder);
    return { ...config, home: at(config.home), documents: at(config.documents) };
  } catch (error) {
    throw demoError("CONFIG", `${path} cannot be used: ${reasonOf(error)}`, error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`).join("; ");
  if (error instanceof TomlError) return `it is no TOML: ${error.message.split("\n")[0]}`;
  return error instanceof Error ? error.message : String(error);
}
