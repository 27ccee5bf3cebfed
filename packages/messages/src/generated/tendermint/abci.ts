// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";

export interface Event {
  type: string;
  attributes: EventAttribute[];
}
export const Event: MessageCodec<Event> = defineMessage<Event>("tendermint.abci.Event", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "attributes", name: "attributes", type: "message", rule: "repeated", of: () => EventAttribute },
]);

export interface EventAttribute {
  key: string;
  value: string;
  /** Whether the attribute can be searched for. */
  index: boolean;
}
export const EventAttribute: MessageCodec<EventAttribute> = defineMessage<EventAttribute>("tendermint.abci.EventAttribute", [
  { no: 1, key: "key", name: "key", type: "string" },
  { no: 2, key: "value", name: "value", type: "string" },
  { no: 3, key: "index", name: "index", type: "bool" },
]);

export interface ExecTxResult {
  code: number;
  data: Uint8Array;
  log: string;
  info: string;
  gasWanted: bigint;
  gasUsed: bigint;
  events: Event[];
  codespace: string;
}
export const ExecTxResult: MessageCodec<ExecTxResult> = defineMessage<ExecTxResult>("tendermint.abci.ExecTxResult", [
  { no: 1, key: "code", name: "code", type: "uint32" },
  { no: 2, key: "data", name: "data", type: "bytes" },
  { no: 3, key: "log", name: "log", type: "string" },
  { no: 4, key: "info", name: "info", type: "string" },
  { no: 5, key: "gasWanted", name: "gas_wanted", type: "int64" },
  { no: 6, key: "gasUsed", name: "gas_used", type: "int64" },
  { no: 7, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
  { no: 8, key: "codespace", name: "codespace", type: "string" },
]);

/** What a block did, as CometBFT v0.38 stores it; without updates of validators and parameters. */
export interface ResponseFinalizeBlock {
  events: Event[];
  txResults: ExecTxResult[];
  appHash: Uint8Array;
}
export const ResponseFinalizeBlock: MessageCodec<ResponseFinalizeBlock> = defineMessage<ResponseFinalizeBlock>("tendermint.abci.ResponseFinalizeBlock", [
  { no: 1, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
  { no: 2, key: "txResults", name: "tx_results", type: "message", rule: "repeated", of: () => ExecTxResult },
  { no: 5, key: "appHash", name: "app_hash", type: "bytes" },
]);
