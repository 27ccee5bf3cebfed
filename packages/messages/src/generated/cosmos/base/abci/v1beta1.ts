// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";
import { Any } from "../../../google/protobuf.ts";
import { Event } from "../../../tendermint/abci.ts";

export interface TxResponse {
  height: bigint;
  txhash: string;
  codespace: string;
  code: number;
  /** Upper-case hex of a TxMsgData. */
  data: string;
  rawLog: string;
  logs: ABCIMessageLog[];
  info: string;
  gasWanted: bigint;
  gasUsed: bigint;
  tx?: Any | undefined;
  /** Time of the block, RFC 3339. */
  timestamp: string;
  events: Event[];
}
export const TxResponse: MessageCodec<TxResponse> = defineMessage<TxResponse>("cosmos.base.abci.v1beta1.TxResponse", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "txhash", name: "txhash", type: "string" },
  { no: 3, key: "codespace", name: "codespace", type: "string" },
  { no: 4, key: "code", name: "code", type: "uint32" },
  { no: 5, key: "data", name: "data", type: "string" },
  { no: 6, key: "rawLog", name: "raw_log", type: "string" },
  { no: 7, key: "logs", name: "logs", type: "message", rule: "repeated", of: () => ABCIMessageLog },
  { no: 8, key: "info", name: "info", type: "string" },
  { no: 9, key: "gasWanted", name: "gas_wanted", type: "int64" },
  { no: 10, key: "gasUsed", name: "gas_used", type: "int64" },
  { no: 11, key: "tx", name: "tx", type: "message", rule: "optional", of: () => Any },
  { no: 12, key: "timestamp", name: "timestamp", type: "string" },
  { no: 13, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
]);

export interface ABCIMessageLog {
  msgIndex: number;
  log: string;
  events: StringEvent[];
}
export const ABCIMessageLog: MessageCodec<ABCIMessageLog> = defineMessage<ABCIMessageLog>("cosmos.base.abci.v1beta1.ABCIMessageLog", [
  { no: 1, key: "msgIndex", name: "msg_index", type: "uint32" },
  { no: 2, key: "log", name: "log", type: "string" },
  { no: 3, key: "events", name: "events", type: "message", rule: "repeated", of: () => StringEvent },
]);

export interface StringEvent {
  type: string;
  attributes: Attribute[];
}
export const StringEvent: MessageCodec<StringEvent> = defineMessage<StringEvent>("cosmos.base.abci.v1beta1.StringEvent", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "attributes", name: "attributes", type: "message", rule: "repeated", of: () => Attribute },
]);

export interface Attribute {
  key: string;
  value: string;
}
export const Attribute: MessageCodec<Attribute> = defineMessage<Attribute>("cosmos.base.abci.v1beta1.Attribute", [
  { no: 1, key: "key", name: "key", type: "string" },
  { no: 2, key: "value", name: "value", type: "string" },
]);

export interface GasInfo {
  gasWanted: bigint;
  gasUsed: bigint;
}
export const GasInfo: MessageCodec<GasInfo> = defineMessage<GasInfo>("cosmos.base.abci.v1beta1.GasInfo", [
  { no: 1, key: "gasWanted", name: "gas_wanted", type: "uint64" },
  { no: 2, key: "gasUsed", name: "gas_used", type: "uint64" },
]);

export interface Result {
  /** Deprecated upstream in favour of msg_responses. */
  data: Uint8Array;
  log: string;
  events: Event[];
  msgResponses: Any[];
}
export const Result: MessageCodec<Result> = defineMessage<Result>("cosmos.base.abci.v1beta1.Result", [
  { no: 1, key: "data", name: "data", type: "bytes" },
  { no: 2, key: "log", name: "log", type: "string" },
  { no: 3, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
  { no: 4, key: "msgResponses", name: "msg_responses", type: "message", rule: "repeated", of: () => Any },
]);

export interface MsgData {
  msgType: string;
  data: Uint8Array;
}
export const MsgData: MessageCodec<MsgData> = defineMessage<MsgData>("cosmos.base.abci.v1beta1.MsgData", [
  { no: 1, key: "msgType", name: "msg_type", type: "string" },
  { no: 2, key: "data", name: "data", type: "bytes" },
]);

/** Responses of a transaction's messages: the data field of its result. */
export interface TxMsgData {
  data: MsgData[];
  msgResponses: Any[];
}
export const TxMsgData: MessageCodec<TxMsgData> = defineMessage<TxMsgData>("cosmos.base.abci.v1beta1.TxMsgData", [
  { no: 1, key: "data", name: "data", type: "message", rule: "repeated", of: () => MsgData },
  { no: 2, key: "msgResponses", name: "msg_responses", type: "message", rule: "repeated", of: () => Any },
]);
