import { copyFileSync } from "node:fs";
import { openKeyring } from "@openledger/keyring";
import { homePaths, readGenesisDocument } from "@openledger/node";
import { localnetError } from "../errors.ts";
import { makeNode, writeSettings } from "./make-network.ts";
import { writeNetwork, type NetworkDescription, type NetworkHome, type NodePorts } from "./network-file.ts";

export interface AddNodeOptions {
  readonly home: NetworkHome;
  readonly network: NetworkDescription;
  readonly ports: NodePorts;
  readonly timeoutCommit: string;
}

/**
 * Makes the home of one more node, which follows the network and is no validator until its operator (`operator` in the
 * keyring `test` of its home, without coins) bonds. Nodes that run need not know it: it dials them. Returns the network with
 * it as the last node. Throws `HOME` for a network without nodes.
 */
export async function addNode({ home, network, ports, timeoutCommit }: AddNodeOptions): Promise<NetworkDescription> {
  const [first] = network.nodes;
  if (first === undefined) throw localnetError("HOME", `the network of ${home.root} has no node to follow; make it anew with --fresh`);
  const { genesisFile } = homePaths(home.node(first.name));
  const { chain_id: chainId, app_state } = readGenesisDocument(genesisFile);
  const { bech32_prefix: bech32Prefix, base_denom: baseDenom } = app_state.system;
  const name = `node${network.nodes.length}`;
  const node = makeNode(home, name, ports, { chainId, bech32Prefix, baseDenom });
  copyFileSync(genesisFile, homePaths(node.home).genesisFile);
  writeSettings(home, node, network.nodes, timeoutCommit);
  await openKeyring({ home: node.home, backend: "test", prefix: bech32Prefix }).add("operator");
  const added = { ...network, nodes: [...network.nodes, { name, nodeId: node.nodeId, ports }] };
  writeNetwork(home, added);
  return added;
}
