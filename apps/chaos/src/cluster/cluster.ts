import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { openKeyring, type Keyring } from "@openledger/keyring";
import { addNode, createValidator, type NetworkDescription, type NetworkHome, type NetworkNode, type NodePorts, type Validator } from "@openledger/localnet";
import { homePaths } from "@openledger/node";
import { loadValidatorKey, type ValidatorKey } from "@openledger/sequencer";
import { chaosError } from "../errors.ts";
import type { Links } from "./links.ts";
import { changeSettings, type Setting } from "./settings.ts";

/** A node of the network that faults are played on. */
export interface Member {
  readonly name: string;
  readonly home: string;
  /** CometBFT's home. */
  readonly comet: string;
  readonly validator: Validator;
  /** The key with which it signs blocks. */
  readonly key: ValidatorKey;
  /** Holds the operator's key as `operator`. */
  readonly keyring: Keyring;
}

export interface Cluster extends AsyncDisposable {
  readonly chainId: string;
  readonly prefix: string;
  readonly links: Links;
  /** Those that take part now, the oldest first. */
  readonly members: readonly Member[];
  /** Homes of all that ever took part. */
  readonly homes: readonly string[];
  /** Processes that ended although nobody meddled with their node, one sentence each. */
  readonly unexpectedEnds: readonly string[];
  /** From here on the node's processes may end; until `released`. */
  meddled(member: Member): void;
  released(member: Member): void;
  isMeddled(member: Member): boolean;
  /** Starts a further node, which follows the network from its first block. Throws `SETUP` when there are no ports left. */
  add(): Promise<Member>;
  /** Stops a node for good. */
  remove(member: Member): Promise<void>;
  /** Ends all CometBFT processes, then all Apps. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly binary: string;
  readonly home: NetworkHome;
  readonly network: NetworkDescription;
  readonly prefix: string;
  readonly links: Links;
  /** For nodes that join later. */
  readonly sparePorts: readonly NodePorts[];
  readonly timeoutCommit: string;
  /** Settings of every CometBFT and every App beside the network's own. */
  readonly cometSettings: Readonly<Record<string, Setting>>;
  readonly appSettings: Readonly<Record<string, Setting>>;
}

/** Starts the network with every connection between nodes going through a link. Leaves nothing running when it throws. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { binary, home, links, prefix } = options;
  const { sha256 } = createNodeCrypto();
  const sparePorts = [...options.sparePorts];
  let network = options.network;
  const members: Member[] = [];
  const homes: string[] = [];
  const unexpectedEnds: string[] = [];
  const meddled = new Set<string>();

  async function make(node: NetworkNode, peers: readonly NetworkNode[]): Promise<Member> {
    const { name } = node;
    const at = home.node(name);
    const { configFile, validatorKeyFile } = homePaths(at);
    const addresses = await Promise.all(peers.map(async (peer) => `${peer.nodeId}@127.0.0.1:${await links.open(name, peer.name, peer.ports.p2p)}`));
    changeSettings(join(home.comet(name), "config", "config.toml"), { ...options.cometSettings, "p2p.persistent_peers": addresses.join(",") });
    // For CometBFT's grammar checker (infra/judges).
    changeSettings(configFile, { ...options.appSettings, abci_request_log: join(home.logs, `${name}-requests.log`) });
    const validator = createValidator(binary, home, node, (error) => {
      if (!meddled.has(name)) unexpectedEnds.push(error.message);
    });
    homes.push(at);
    return { name, home: at, comet: home.comet(name), validator, key: loadValidatorKey(validatorKeyFile, sha256), keyring: openKeyring({ home: at, backend: "test", prefix }) };
  }

  async function stop(): Promise<void> {
    for (const { name } of members) meddled.add(name);
    // Asked all at once: a lone validator would go on without the others' votes until its turn came.
    await Promise.all(members.map(async ({ validator }) => validator.comet?.stop()));
    await Promise.all(members.map(({ validator }) => validator.stop()));
  }

  for (const node of network.nodes) members.push(await make(node, network.nodes.filter((other) => other !== node)));
  const started = await Promise.allSettled(members.map(({ validator }) => validator.start()));
  const refused = started.find((result) => result.status === "rejected");
  if (refused !== undefined) {
    await stop();
    throw refused.reason;
  }
  return {
    ...{ chainId: network.chainId, prefix, links, members, homes, unexpectedEnds, stop, [Symbol.asyncDispose]: stop },
    meddled: ({ name }) => void meddled.add(name),
    released: ({ name }) => void meddled.delete(name),
    isMeddled: ({ name }) => meddled.has(name),
    async add() {
      const ports = sparePorts.shift();
      if (ports === undefined) throw chaosError("SETUP", "no ports are left for another node; run fewer rounds");
      network = await addNode({ home, network, ports, timeoutCommit: options.timeoutCommit });
      const node = network.nodes.at(-1);
      const present = network.nodes.filter(({ name }) => members.some((member) => member.name === name));
      if (node === undefined) throw chaosError("SETUP", "the network has no node");
      const member = await make(node, present);
      await member.validator.start();
      members.push(member);
      return member;
    },
    async remove(member) {
      meddled.add(member.name);
      members.splice(members.indexOf(member), 1);
      await member.validator.stop();
    },
  };
}
