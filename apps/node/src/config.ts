import { existsSync, readFileSync } from "node:fs";
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
  /** Threads that verify signatures with "abci", and where this node follows; 0 verifies them where transactions run, and undefined is as many as this machine has cores for. */
  readonly signature_threads?: number | undefined;
  /** Blocks that CometBFT keeps; 0 keeps all. */
  readonly abci_retain_blocks: number;
  /** After this block the node stops, so that another version may go on; 0: never. */
  readonly halt_height: number;
  /** File for the requests in the form of CometBFT's grammar checker; empty: none. */
  readonly abci_request_log: string;
  /** Where blocks come from: "da" derives them from there; empty: this process makes them, or CometBFT. */
  readonly follow: "" | "da" | "standby";
  /** With `follow`: RPC of the sequencer, for blocks before DA has them and for transactions; empty: DA alone. */
  readonly sequencer_rpc: string;
  /** Blocks from one attestation to the next, where genesis registers the key of a node that follows. */
  readonly attest_interval: number;
  /** REST of nodes that may have blobs that are not here, separated by commas; empty: none is asked. */
  readonly blob_sources: string;
  /** Who holds the key that seals, as `http://HOST:PORT`; empty: the file in this home. */
  readonly signer: string;
  /** Bearer token of the signer, or a file that holds it. */
  readonly signer_token: string;
  readonly signer_token_file: string;
  /** Milliseconds without a word from this node after which another one may seal. */
  readonly signer_lease: number;
  /** Where blocks are posted, or followed: `file:FOLDER` or `celestia:URL`; empty: nowhere. */
  readonly da: string;
  readonly da_policy: "immediate" | "size" | "interval";
  /** Milliseconds. */
  readonly da_interval: number;
  /** Blocks that may wait for DA before production slows down. */
  readonly da_max_pending: number;
  /** First DA height at which the chain may have posted. */
  readonly da_start_height: number;
  /** Bearer token of the celestia-node. */
  readonly da_auth_token: string;
  /** With `file:`, where others read this DA in celestia-node's shape; empty: nowhere. */
  readonly da_laddr: string;
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
  signature_threads: z.coerce.number().int().min(0).max(64).optional(),
  abci_retain_blocks: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  halt_height: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  abci_request_log: z.string().max(4_096).default(""),
  follow: z.enum(["", "da", "standby"]).default(""),
  sequencer_rpc: publicUrl.default(""),
  attest_interval: z.coerce.number().int().min(1).max(1_000_000).default(10),
  blob_sources: z.string().max(4_096).regex(/^(|https?:\/\/[^,\s]+(,https?:\/\/[^,\s]+){0,15})$/, "give URLs such as http://127.0.0.1:1317,https://rest.example.org").default(""),
  signer: z.union([z.literal(""), z.url({ protocol: /^http$/ })]).default(""),
  signer_token: z.string().max(1_000).default(""),
  signer_token_file: z.string().max(4_096).default(""),
  signer_lease: durationMs.refine((ms) => ms >= 1_000 && ms <= 60_000, "must be from 1s to 60s").default(5_000),
  da: z.string().max(4_096).regex(/^(|file:.+|celestia:https?:\/\/.+)$/, "give file:FOLDER or celestia:URL, e.g. celestia:http://127.0.0.1:26658").default(""),
  da_policy: z.enum(["immediate", "size", "interval"]).default("immediate"),
  da_interval: durationMs.default(6_000),
  da_max_pending: z.coerce.number().int().min(1).max(1_000_000).default(100),
  da_start_height: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).default(1),
  da_auth_token: z.string().max(10_000).default(""),
  da_laddr: listenText.default(""),
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
  if (parsed.success) {
    const problem = contradiction(parsed.data);
    if (problem !== undefined) throw nodeError("CONFIG", problem);
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "setting";
  throw nodeError("CONFIG", `${where}: ${issue?.message ?? "is wrong"} (in ${configFile}, OPENLEDGER_* or a flag)`);
}

/** Sentence about settings that do not fit together. */
function contradiction({ app, consensus, da, follow, sequencer_rpc: sequencer, signer }: NodeConfig): string | undefined {
  if (da !== "" && consensus === "abci") return 'da: only a sequencer posts to DA; leave it empty, or run with consensus = "sequencer"';
  if (follow !== "" && da === "") return 'follow: say where with da, e.g. --follow da --da celestia:http://127.0.0.1:26658';
  if (follow !== "" && app === "kvstore") return "follow: only this chain can be followed";
  if (follow === "" && sequencer !== "") return 'sequencer_rpc: only a node that follows has a sequencer; set follow = "da" or "standby", or leave it empty';
  if (signer !== "" && follow !== "standby") return "signer: a key that nodes share needs a node that makes blocks or follows, whichever is its turn; start with --standby --signer URL --da …";
  return undefined;
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
# Threads that verify signatures, 0 for none. Without this setting: with "abci" one on three cores and two on more, for a
# node that follows DA one on two cores and two on more.
# signature_threads = 2
# With "abci": how many blocks CometBFT keeps, at least those that evidence and joining nodes need; 0 keeps all.
abci_retain_blocks = 0
# With "abci": after this block the node stops, so that another version may go on; 0 is never.
halt_height = 0
# Where blocks come from: "" (see consensus) or "da": this node derives them from the DA below, executes and checks them.
# "standby" does so while another key is the sequencer, and makes blocks while its own key is.
follow = ""
# With follow: RPC of the sequencer, for blocks before DA has them and to hand transactions on; empty trusts and asks DA alone.
sequencer_rpc = ""
# With follow, where genesis registers the key of this node: after so many blocks it says on DA what executing them gave.
attest_interval = 10
# REST of nodes, hosts and datanets that may have blobs that are not here, separated by commas: what is asked for by its hash is
# fetched there, checked and kept. DA does not carry blobs.
blob_sources = ""
# With follow = "standby": the signer that holds the key which this node shares with another one, e.g. "http://10.0.0.5:26661"; empty is
# the key in this home. The token is better given as OPENLEDGER_SIGNER_TOKEN, or in a file, than as signer_token here.
signer = ""
signer_token_file = ""
# After so long without a word from the node that seals, the other one may. It renews five times in that time.
signer_lease = "5s"
# Where the sequencer posts its blocks: "file:FOLDER" (below this home unless absolute; only for trying things out, since it makes
# nothing available to others) or "celestia:URL" of a celestia-node, e.g. "celestia:http://127.0.0.1:26658"; empty is nowhere.
da = ""
# When: "immediate", "size" (a blob is full, or ten intervals passed) or "interval".
da_policy = "immediate"
da_interval = "6s"
# When more blocks than these wait for DA, each further one comes later; the chain does not stop.
da_max_pending = 100
# On a DA that others use too: its height when this chain began.
da_start_height = 1
# With "file:", where followers read it in celestia-node's JSON-RPC, e.g. "tcp://127.0.0.1:26650"; empty is nowhere.
da_laddr = ""
# The celestia-node's token is better given as OPENLEDGER_DA_AUTH_TOKEN than here.
`;
}
