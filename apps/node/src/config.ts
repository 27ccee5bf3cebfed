import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { FRAME_BYTES } from "@openledger/abci";
import { parseMinGasPrices } from "@openledger/state-machine";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { nodeError } from "./node-error.ts";

const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s)?$/;

const durationMs = z
  .union([z.string(), z.number()])
  .transform((value) => DURATION.exec(String(value).trim()))
  .refine((match) => match !== null, "give a time such as 1s, 0.5 (seconds) or 200ms")
  .transform((match) => Number(match?.[1]) * (match?.[2] === "ms" ? 1 : 1_000))
  .refine((ms) => ms >= 10 && ms <= 3_600_000, "must be from 10ms to one hour");

/** CometBFT and the App itself keep two cores busy, so threads help from the third on, and more than two find nothing to do. */
function signatureThreads(cores: number): number {
  return Math.min(2, Math.max(0, cores - 2));
}

const byteCount = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const publicUrl = z.union([z.literal(""), z.url({ protocol: /^https?$/ })]);
const listenText = z.string().max(300);

/** Settings of a node, from flags before environment before config.toml before defaults. */
export interface NodeConfig {
  readonly moniker: string;
  /** What the node runs: this chain, or CometBFT's kvstore for comparison. */
  readonly app: "openledger" | "kvstore";
  /** Who orders transactions: this process alone, or CometBFT, which calls it. */
  readonly consensus: "sequencer" | "abci";
  /** Milliseconds. */
  readonly block_time: number;
  readonly minimum_gas_prices: string;
  readonly retain_versions: number;
  /** Blocks. */
  readonly snapshot_interval: number;
  /** Blocks between snapshots for other nodes; 0 writes none. */
  readonly state_sync_interval: number;
  readonly log_level: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  readonly rpc_laddr: string;
  readonly rest_laddr: string;
  /** Empty: no metrics are served. */
  readonly metrics_laddr: string;
  /** Where wallets reach this node, when that is not where it listens; empty: where it listens. */
  readonly public_rpc_url: string;
  readonly public_rest_url: string;
  readonly blob_max_bytes: number;
  readonly blob_quota_bytes: number;
  readonly mempool_max_txs: number;
  /** Where CometBFT reaches this App: `unix://PATH` or `tcp://HOST:PORT`; empty: `app.sock` in the home. */
  readonly abci_laddr: string;
  /** RPC of that CometBFT, whose blocks and transactions REST serves; empty: where its settings below `comet` say. */
  readonly comet_rpc: string;
  /** Largest request of CometBFT. */
  readonly abci_frame_bytes: number;
  /** Threads that verify signatures with "abci"; 0 verifies them where transactions run. */
  readonly signature_threads: number;
  /** Blocks that CometBFT keeps; 0 keeps all. */
  readonly abci_retain_blocks: number;
  /** After this block the node stops, so that another version may go on; 0: never. */
  readonly halt_height: number;
  /** File for the requests in the form of CometBFT's grammar checker; empty: none. */
  readonly abci_request_log: string;
}

/** Settings as a person writes them: `block_time` as `1s`, `200ms` or a number of seconds. */
export type NodeConfigInput = { readonly [Name in keyof NodeConfig]?: string | number };

const schema = z.strictObject({
  moniker: z.string().min(1).max(70).default("openledger"),
  app: z.enum(["openledger", "kvstore"]).default("openledger"),
  consensus: z.enum(["sequencer", "abci"]).default("sequencer"),
  block_time: durationMs.default(1_000),
  minimum_gas_prices: z
    .string()
    .refine((text) => parseMinGasPrices(text) !== undefined, "give prices such as 0.025uopen,0.001udemo")
    .default(""),
  retain_versions: z.coerce.number().int().min(2).max(1_000_000).default(1_000),
  snapshot_interval: z.coerce.number().int().min(1).max(1_000_000_000).default(1_000),
  state_sync_interval: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  log_level: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  rpc_laddr: listenText.default("tcp://127.0.0.1:26657"),
  rest_laddr: listenText.default("tcp://127.0.0.1:1317"),
  metrics_laddr: listenText.default(""),
  public_rpc_url: publicUrl.default(""),
  public_rest_url: publicUrl.default(""),
  blob_max_bytes: byteCount.default(16 * 1024 * 1024),
  blob_quota_bytes: byteCount.default(4 * 1024 * 1024 * 1024),
  mempool_max_txs: z.coerce.number().int().min(1).max(1_000_000).default(5_000),
  abci_laddr: listenText.default(""),
  comet_rpc: publicUrl.default(""),
  abci_frame_bytes: z.coerce.number().int().min(1_024).max(2 ** 31 - 1).default(FRAME_BYTES),
  signature_threads: z.coerce.number().int().min(0).max(64).default(signatureThreads(availableParallelism())),
  abci_retain_blocks: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  halt_height: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  abci_request_log: z.string().max(4_096).default(""),
});

const ENVIRONMENT_PREFIX = "OPENLEDGER_";

/** Reads config.toml if it exists, then OPENLEDGER_* variables, then `flags`. Throws `CONFIG` that names the setting. */
export function loadConfig(
  configFile: string,
  flags: NodeConfigInput,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): NodeConfig {
  const given: Record<string, unknown> = { ...readToml(configFile) };
  for (const key of Object.keys(schema.shape)) {
    const value = environment[ENVIRONMENT_PREFIX + key.toUpperCase()];
    if (value !== undefined) given[key] = value;
  }
  for (const [key, value] of Object.entries(flags)) if (value !== undefined) given[key] = value;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "setting";
  throw nodeError("CONFIG", `${where}: ${issue?.message ?? "is wrong"} (in ${configFile}, OPENLEDGER_* or a flag)`);
}

function readToml(path: string): Readonly<Record<string, unknown>> {
  if (!existsSync(path)) return {};
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof TomlError) throw nodeError("CONFIG", `${path} is not TOML: ${error.message}`, error);
    throw error;
  }
}

/** The file that `init` writes: every setting with its default, to be edited. */
export function configTemplate(moniker: string): string {
  return `# Settings of openledgerd. OPENLEDGER_<NAME> in the environment and flags come before this file.
moniker = ${JSON.stringify(moniker)}
# From the start of one block to the start of the next.
block_time = "1s"
# Least price of gas in any one of these denoms, e.g. "0.025uopen"; empty takes any fee.
minimum_gas_prices = ""
# How many past versions queries can ask for.
retain_versions = 1000
# After how many blocks the state is written as a whole, so that a restart need not rebuild it from the start.
snapshot_interval = 1000
# After how many blocks a snapshot is written from which other nodes may begin; 0 writes none.
state_sync_interval = 0
log_level = "info"
# Port 0 takes any free port; an empty metrics address serves none (26660 is usual).
rpc_laddr = "tcp://127.0.0.1:26657"
rest_laddr = "tcp://127.0.0.1:1317"
metrics_laddr = ""
# Where wallets reach this node, e.g. "https://rpc.example.org"; empty says where it listens.
public_rpc_url = ""
public_rest_url = ""
blob_max_bytes = 16777216
blob_quota_bytes = 4294967296
mempool_max_txs = 5000
# Who orders transactions: "sequencer" (this process alone) or "abci" (CometBFT v0.38, which calls this process).
consensus = "sequencer"
# With "abci", REST is served only where the flag --rest.laddr names it, and asks CometBFT's RPC for blocks and transactions:
# at this address, e.g. "http://127.0.0.1:26657"; empty is where comet/config/config.toml below the home says.
comet_rpc = ""
# With "abci": where CometBFT's proxy_app reaches this process, unix://PATH or tcp://HOST:PORT; empty is app.sock in the home.
# Whoever reaches it makes blocks of this App: the file is its owner's and group's alone, a TCP port every user's of the machine.
abci_laddr = ""
# With "abci": threads that verify signatures, 0 for none. Without this setting: one on three cores, two on more.
# signature_threads = 2
# With "abci": how many blocks CometBFT keeps, at least those that evidence and joining nodes need; 0 keeps all.
abci_retain_blocks = 0
# With "abci": after this block the node stops, so that another version may go on; 0 is never.
halt_height = 0
`;
}
