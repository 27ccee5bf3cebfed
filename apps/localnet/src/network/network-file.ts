import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeFileAtomic } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { localnetError } from "../errors.ts";

/** Ports of one validator on 127.0.0.1: CometBFT's p2p and RPC, the App's REST and metrics. */
export interface NodePorts {
  readonly p2p: number;
  readonly rpc: number;
  readonly rest: number;
  readonly metrics: number;
}

/** One validator. */
export interface NetworkNode {
  readonly name: string;
  /** Its identity among its peers: 40 hex digits. */
  readonly nodeId: string;
  readonly ports: NodePorts;
}

/** What a network consists of; written last when it is made, so its presence says that it is complete. */
export interface NetworkDescription {
  readonly format: "openledger.localnet/1";
  readonly chainId: string;
  readonly nodes: readonly NetworkNode[];
}

const port = z.int().min(1).max(65_535);
const ports = z.object({ p2p: port, rpc: port, rest: port, metrics: port });
const description: z.ZodType<NetworkDescription> = z.object({
  format: z.literal("openledger.localnet/1"),
  chainId: z.string(),
  nodes: z.array(z.object({ name: z.string(), nodeId: z.string(), ports })).min(1),
});

export const NETWORK_FILE = "network.json";

/** Where the files of a network lie. */
export interface NetworkHome {
  readonly root: string;
  readonly logs: string;
  /** Home of a node: the App's own, CometBFT's in `comet` below it. */
  node(name: string): string;
  comet(name: string): string;
}

export function networkHome(root: string): NetworkHome {
  const folder = resolve(root);
  const node = (name: string): string => join(folder, name);
  return { root: folder, logs: join(folder, "logs"), node, comet: (name) => join(node(name), "comet") };
}

/** The network of a folder, or undefined when none was made there. Throws `HOME`. */
export function readNetwork({ root }: NetworkHome): NetworkDescription | undefined {
  const path = fileOf(root);
  try {
    return description.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw localnetError("HOME", `${path} is not what this version writes; add --fresh to begin anew, or choose another --home`, error);
  }
}

export function writeNetwork({ root }: NetworkHome, network: NetworkDescription): void {
  writeFileAtomic(fileOf(root), toUtf8(`${JSON.stringify(network, undefined, 2)}\n`));
}

function fileOf(root: string): string {
  return join(root, NETWORK_FILE);
}
