import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listenAddress } from "@openledger/rpc";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import type { NodeConfig } from "../../config.ts";
import { nodeError } from "../../node-error.ts";

const settings = z.object({ rpc: z.object({ laddr: z.string() }) });

/**
 * Where the RPC of this node's CometBFT is: what the settings name, else where CometBFT's own below `comet` says that it
 * listens, else `rpc_laddr`. Throws `CONFIG`.
 */
export function cometRpcUrl({ comet_rpc: named, rpc_laddr: fallback }: Pick<NodeConfig, "comet_rpc" | "rpc_laddr">, home: string): string {
  if (named !== "") return named.replace(/\/+$/, "");
  const { host, port } = listenAddress(laddrOf(join(home, "comet", "config", "config.toml")) ?? fallback);
  const isEverywhere = host === "0.0.0.0" || host === "::";
  return `http://${isEverywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Undefined for no file, or one that names no TCP address. */
function laddrOf(configFile: string): string | undefined {
  if (!existsSync(configFile)) return undefined;
  try {
    const laddr = settings.safeParse(parse(readFileSync(configFile, "utf8"))).data?.rpc.laddr;
    return laddr?.startsWith("tcp://") === true ? laddr : undefined;
  } catch (error) {
    if (error instanceof TomlError) throw nodeError("CONFIG", `${configFile} is not TOML: ${error.message}`, error);
    throw error;
  }
}
