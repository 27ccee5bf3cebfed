// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";

export interface NetAddress {
  id: string;
  ip: string;
  port: number;
}
export const NetAddress: MessageCodec<NetAddress> = defineMessage<NetAddress>("tendermint.p2p.NetAddress", [
  { no: 1, key: "id", name: "id", type: "string" },
  { no: 2, key: "ip", name: "ip", type: "string" },
  { no: 3, key: "port", name: "port", type: "uint32" },
]);

export interface ProtocolVersion {
  p2p: bigint;
  block: bigint;
  app: bigint;
}
export const ProtocolVersion: MessageCodec<ProtocolVersion> = defineMessage<ProtocolVersion>("tendermint.p2p.ProtocolVersion", [
  { no: 1, key: "p2p", name: "p2p", type: "uint64" },
  { no: 2, key: "block", name: "block", type: "uint64" },
  { no: 3, key: "app", name: "app", type: "uint64" },
]);

export interface DefaultNodeInfo {
  protocolVersion?: ProtocolVersion | undefined;
  defaultNodeId: string;
  listenAddr: string;
  network: string;
  version: string;
  channels: Uint8Array;
  moniker: string;
  other?: DefaultNodeInfoOther | undefined;
}
export const DefaultNodeInfo: MessageCodec<DefaultNodeInfo> = defineMessage<DefaultNodeInfo>("tendermint.p2p.DefaultNodeInfo", [
  { no: 1, key: "protocolVersion", name: "protocol_version", type: "message", rule: "optional", of: () => ProtocolVersion },
  { no: 2, key: "defaultNodeId", name: "default_node_id", type: "string" },
  { no: 3, key: "listenAddr", name: "listen_addr", type: "string" },
  { no: 4, key: "network", name: "network", type: "string" },
  { no: 5, key: "version", name: "version", type: "string" },
  { no: 6, key: "channels", name: "channels", type: "bytes" },
  { no: 7, key: "moniker", name: "moniker", type: "string" },
  { no: 8, key: "other", name: "other", type: "message", rule: "optional", of: () => DefaultNodeInfoOther },
]);

export interface DefaultNodeInfoOther {
  txIndex: string;
  rpcAddress: string;
}
export const DefaultNodeInfoOther: MessageCodec<DefaultNodeInfoOther> = defineMessage<DefaultNodeInfoOther>("tendermint.p2p.DefaultNodeInfoOther", [
  { no: 1, key: "txIndex", name: "tx_index", type: "string" },
  { no: 2, key: "rpcAddress", name: "rpc_address", type: "string" },
]);
