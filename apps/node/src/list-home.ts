import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { lockDataFolder } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { homePaths } from "./home.ts";

/** A file of a home, or a folder of many. */
export interface HomeFile {
  /** Below the home. */
  readonly path: string;
  /** Of the file, or of all files in the folder. */
  readonly bytes: number;
  /** What it is for. */
  readonly about: string;
}

/** What lies in a home, and who works in it. Reads sizes only, so it may be asked about a running node. */
export interface HomeListing {
  readonly files: readonly HomeFile[];
  /** Sentence about the process that holds the folder, undefined when nobody does. */
  readonly heldBy: string | undefined;
}

const KNOWN: readonly (readonly [path: string, about: string])[] = [
  ["config/genesis.json", "how the chain began; every node of it has the same"],
  ["config/config.toml", "settings of this node"],
  ["config/priv_validator_key.json", "the key that seals blocks; whoever has it can speak for this validator"],
  ["data/priv_validator_state.json", "what that key signed last, so that it never signs twice; belongs to the key"],
  ["data/signer.json", "says that the key that seals was handed to a signer"],
  ["data/blocks.log", "every block with its commit; cannot be rebuilt from anything else here"],
  ["data/state.log", "what each block wrote, and its results; can be rebuilt by executing the blocks"],
  ["data/snapshots", "the state as a whole, for quick starts; can be rebuilt from the state log"],
  ["data/state-sync", "snapshots that other nodes may begin from"],
  ["data/blobs", "content of contributions and receipts, by its hash"],
  ["data/FORMAT", "version of what lies in data"],
  ["data/LOCK", "held by the process that works in data"],
  ["data/PID", "the process that worked in data last"],
];

/** Lists a home. Throws `DISK_*` when it cannot be read. */
export function listHome(home: string): HomeListing {
  const { home: root, dataFolder } = homePaths(home);
  const files = KNOWN.filter(([path]) => existsSync(join(root, path))).map(([path, about]) => ({ path, about, bytes: bytesOf(join(root, path)) }));
  const known = new Set(KNOWN.map(([path]) => path.split("/")[1]));
  const others = (existsSync(dataFolder) ? readdirSync(dataFolder) : []).filter((name) => !known.has(name));
  const rest = others.map((name) => ({ path: `data/${name}`, about: aboutOther(name), bytes: bytesOf(join(dataFolder, name)) }));
  return { files: [...files, ...rest], heldBy: holderOf(dataFolder) };
}

function aboutOther(name: string): string {
  if (name === "incoming.chunks" || name.endsWith(".tmp")) return "left by a crash; it is removed when it is needed again";
  return "not of this software";
}

function bytesOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isDirectory()) return stat?.size ?? 0;
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(path, name), { throwIfNoEntry: false }))
    .reduce((sum, one) => sum + (one?.isFile() === true ? one.size : 0), 0);
}

function holderOf(dataFolder: string): string | undefined {
  if (!existsSync(join(dataFolder, "LOCK"))) return undefined;
  const last = existsSync(join(dataFolder, "PID")) ? readFileSync(join(dataFolder, "PID"), "utf8").trim() : "";
  try {
    lockDataFolder(dataFolder).release();
    return undefined;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return error.code === "DATA_LOCKED" ? `process ${last || "unknown"} works in it` : undefined;
  }
}
