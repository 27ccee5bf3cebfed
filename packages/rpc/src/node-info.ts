import { DefaultNodeInfo } from "@openledger/messages/tendermint/p2p";
import { hex } from "./encode/scalars.ts";
import type { RpcBackend } from "./backend.ts";

/** The CometBFT version whose wire shapes these are; CosmJS picks its client by the prefix `0.38.`. */
export const COMET_VERSION = "0.38.19";

/** `node_info` of status. The node id is its validator address: an embedded node has no peer key. */
export function nodeInfo(backend: RpcBackend): Readonly<Record<string, unknown>> {
  const { validator, genesis, moniker, app } = backend;
  return {
    protocol_version: { p2p: "8", block: "11", app: `${app.info().appVersion ?? 0n}` },
    id: hex(validator.address).toLowerCase(),
    listen_addr: "tcp://127.0.0.1:0",
    network: genesis.chainId,
    version: COMET_VERSION,
    channels: "",
    moniker,
    other: { tx_index: "on", rpc_address: "", finality: backend.finality ?? "finality trusts the sequencer" },
  };
}

/** The same as the message of `GetNodeInfo`. */
export function nodeInfoMessage(backend: RpcBackend): DefaultNodeInfo {
  const { validator, genesis, moniker, app } = backend;
  return DefaultNodeInfo.create({
    protocolVersion: { p2p: 8n, block: 11n, app: app.info().appVersion ?? 0n },
    defaultNodeId: hex(validator.address).toLowerCase(),
    listenAddr: "tcp://127.0.0.1:0",
    network: genesis.chainId,
    version: COMET_VERSION,
    moniker,
    other: { txIndex: "on" },
  });
}
