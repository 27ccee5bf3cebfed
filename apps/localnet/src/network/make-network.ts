import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { homePaths, initHome, readGenesisDocument, writeGenesisDocument, type InitHomeOptions } from "@openledger/node";
import { toHex } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey } from "@openledger/sequencer";
import { cometConfig } from "./comet-config.ts";
import { networkGenesis, type FundedAccount, type GenesisNode } from "./network-genesis.ts";
import { writeNetwork, type NetworkDescription, type NetworkHome, type NetworkNode, type NodePorts } from "./network-file.ts";

export interface MakeNetworkOptions {
  readonly home: NetworkHome;
  /** One entry for each validator. */
  readonly ports: readonly NodePorts[];
  readonly chainId: string;
  readonly bech32Prefix: string;
  readonly baseDenom: string;
  readonly accounts: readonly FundedAccount[];
  readonly appState?: NonNullable<InitHomeOptions["appState"]>;
  /** Files of CometBFT's form with the keys that sign blocks, one for each validator; by default they are new ones. */
  readonly keyFiles?: readonly string[];
  /** Least time between blocks, as CometBFT writes it: `1s`, `200ms`. */
  readonly timeoutCommit: string;
}

/** A node whose home was just made. */
export interface NewNode extends GenesisNode {
  readonly nodeId: string;
  readonly ports: NodePorts;
}

/** Longest path of a unix socket that every system takes, in bytes. */
const SOCKET_PATH_BYTES_MAX = 100;

/** Writes keys, genesis and settings of a new network; what an interrupted attempt left in the nodes' folders goes. */
export async function makeNetwork(options: MakeNetworkOptions): Promise<NetworkDescription> {
  const { home, chainId, bech32Prefix, baseDenom, appState } = options;
  const gentxFolder = join(home.root, "gentx");
  rmSync(gentxFolder, { recursive: true, force: true });
  const chain = { chainId, bech32Prefix, baseDenom, ...(appState === undefined ? {} : { appState }) };
  const nodes = options.ports.map((ports, i) => makeNode(home, `node${i}`, ports, chain, options.keyFiles?.[i]));
  const [first] = nodes;
  const document = readGenesisDocument(homePaths(first?.home ?? home.root).genesisFile);
  const genesis = await networkGenesis(document, nodes, options.accounts, gentxFolder);
  for (const node of nodes) {
    writeGenesisDocument(homePaths(node.home).genesisFile, genesis);
    writeSettings(home, node, nodes, options.timeoutCommit);
  }
  const network: NetworkDescription = {
    format: "openledger.localnet/1",
    chainId,
    nodes: nodes.map(({ name, nodeId, ports }) => ({ name, nodeId, ports })),
  };
  writeNetwork(home, network);
  return network;
}

/** Makes keys and folders of a node, which signs blocks with the key of `keyFile` if there is one; what lies in its home goes. */
export function makeNode(network: NetworkHome, name: string, ports: NodePorts, chain: Omit<InitHomeOptions, "home">, keyFile?: string): NewNode {
  const { sha256 } = createNodeCrypto();
  const home = network.node(name);
  rmSync(home, { recursive: true, force: true });
  const { paths } = initHome({ home, moniker: name, ...chain });
  if (keyFile !== undefined) copyFileSync(keyFile, paths.validatorKeyFile);
  const comet = network.comet(name);
  for (const folder of ["config", "data"]) mkdirSync(join(comet, folder), { recursive: true, mode: 0o700 });
  // A node's identity among its peers has the form of a validator key, and its id that of a validator's address.
  const { address } = createValidatorKey(join(comet, "config", "node_key.json"), sha256);
  return { name, home, ports, key: loadValidatorKey(paths.validatorKeyFile, sha256), nodeId: toHex(address) };
}

/** Writes the settings of both processes of a node, which dials all others. */
export function writeSettings(network: NetworkHome, node: NewNode, all: readonly NetworkNode[], timeoutCommit: string): void {
  const { name, ports } = node;
  const abciAddress = abciAddressOf(network, name);
  const peers = all.filter((other) => other.name !== name).map((other) => `${other.nodeId}@127.0.0.1:${other.ports.p2p}`);
  writeFileSync(join(network.comet(name), "config", "config.toml"), cometConfig({ moniker: name, ports, abciAddress, peers, timeoutCommit }));
  const { configFile } = homePaths(node.home);
  const settings = {
    consensus: "abci",
    abci_laddr: abciAddress,
    rpc_laddr: `tcp://127.0.0.1:${ports.rpc}`,
    rest_laddr: `tcp://127.0.0.1:${ports.rest}`,
    metrics_laddr: `tcp://127.0.0.1:${ports.metrics}`,
  };
  const text = Object.entries(settings).reduce(
    (config, [setting, value]) => config.replace(new RegExp(`^${setting} = .*$`, "m"), () => `${setting} = ${JSON.stringify(value)}`),
    readFileSync(configFile, "utf8"),
  );
  writeFileSync(configFile, text);
}

/** The socket between a node's two processes: in its home, or below the temporary folder when that path is too long. */
export function abciAddressOf(network: NetworkHome, name: string): string {
  const path = join(network.node(name), "app.sock");
  if (Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX) return `unix://${path}`;
  const id = createHash("sha256").update(path).digest("hex").slice(0, 16);
  return `unix://${join(tmpdir(), `openledger-${id}.sock`)}`;
}
