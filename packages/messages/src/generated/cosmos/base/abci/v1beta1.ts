// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";
import { Any } from "../../../google/protobuf.ts";
import { Event } from "../../../tendermint/abci.ts";
import { Block } from "../../../tendermint/types.ts";

/**
 * TxResponse defines a structure containing relevant tx data and metadata. The
 * tags are stringified and the log is JSON decoded.
 */
export interface TxResponse {
  /** The block height */
  height: bigint;
  /** The transaction hash. */
  txhash: string;
  /** Namespace for the Code */
  codespace: string;
  /** Response code. */
  code: number;
  /** Result bytes, if any. */
  data: string;
  /**
   * The output of the application's logger (raw string). May be
   * non-deterministic.
   */
  rawLog: string;
  /** The output of the application's logger (typed). May be non-deterministic. */
  logs: ABCIMessageLog[];
  /** Additional information. May be non-deterministic. */
  info: string;
  /** Amount of gas requested for transaction. */
  gasWanted: bigint;
  /** Amount of gas consumed by transaction. */
  gasUsed: bigint;
  /** The request transaction bytes. */
  tx?: Any | undefined;
  /**
   * Time of the previous block. For heights > 1, it's the weighted median of
   * the timestamps of the valid votes in the block.LastCommit. For height == 1,
   * it's genesis time.
   */
  timestamp: string;
  /**
   * Events defines all the events emitted by processing a transaction. Note,
   * these events include those emitted by processing all the messages and those
   * emitted from the ante. Whereas Logs contains the events, with
   * additional metadata, emitted only by processing the messages.
   *
   * Since: cosmos-sdk 0.42.11, 0.44.5, 0.45
   */
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

/** ABCIMessageLog defines a structure containing an indexed tx ABCI message log. */
export interface ABCIMessageLog {
  msgIndex: number;
  log: string;
  /**
   * Events contains a slice of Event objects that were emitted during some
   * execution.
   */
  events: StringEvent[];
}
export const ABCIMessageLog: MessageCodec<ABCIMessageLog> = defineMessage<ABCIMessageLog>("cosmos.base.abci.v1beta1.ABCIMessageLog", [
  { no: 1, key: "msgIndex", name: "msg_index", type: "uint32" },
  { no: 2, key: "log", name: "log", type: "string" },
  { no: 3, key: "events", name: "events", type: "message", rule: "repeated", of: () => StringEvent },
]);

/**
 * StringEvent defines en Event object wrapper where all the attributes
 * contain key/value pairs that are strings instead of raw bytes.
 */
export interface StringEvent {
  type: string;
  attributes: Attribute[];
}
export const StringEvent: MessageCodec<StringEvent> = defineMessage<StringEvent>("cosmos.base.abci.v1beta1.StringEvent", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "attributes", name: "attributes", type: "message", rule: "repeated", of: () => Attribute },
]);

/**
 * Attribute defines an attribute wrapper where the key and value are
 * strings instead of raw bytes.
 */
export interface Attribute {
  key: string;
  value: string;
}
export const Attribute: MessageCodec<Attribute> = defineMessage<Attribute>("cosmos.base.abci.v1beta1.Attribute", [
  { no: 1, key: "key", name: "key", type: "string" },
  { no: 2, key: "value", name: "value", type: "string" },
]);

/** GasInfo defines tx execution gas context. */
export interface GasInfo {
  /** GasWanted is the maximum units of work we allow this tx to perform. */
  gasWanted: bigint;
  /** GasUsed is the amount of gas actually consumed. */
  gasUsed: bigint;
}
export const GasInfo: MessageCodec<GasInfo> = defineMessage<GasInfo>("cosmos.base.abci.v1beta1.GasInfo", [
  { no: 1, key: "gasWanted", name: "gas_wanted", type: "uint64" },
  { no: 2, key: "gasUsed", name: "gas_used", type: "uint64" },
]);

/** Result is the union of ResponseFormat and ResponseCheckTx. */
export interface Result {
  /**
   * Data is any data returned from message or handler execution. It MUST be
   * length prefixed in order to separate data from multiple message executions.
   * Deprecated. This field is still populated, but prefer msg_response instead
   * because it also contains the Msg response typeURL.
   */
  data: Uint8Array;
  /** Log contains the log information from message or handler execution. */
  log: string;
  /**
   * Events contains a slice of Event objects that were emitted during message
   * or handler execution.
   */
  events: Event[];
  /**
   * msg_responses contains the Msg handler responses type packed in Anys.
   *
   * Since: cosmos-sdk 0.46
   */
  msgResponses: Any[];
}
export const Result: MessageCodec<Result> = defineMessage<Result>("cosmos.base.abci.v1beta1.Result", [
  { no: 1, key: "data", name: "data", type: "bytes" },
  { no: 2, key: "log", name: "log", type: "string" },
  { no: 3, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
  { no: 4, key: "msgResponses", name: "msg_responses", type: "message", rule: "repeated", of: () => Any },
]);

/**
 * SimulationResponse defines the response generated when a transaction is
 * successfully simulated.
 */
export interface SimulationResponse {
  gasInfo?: GasInfo | undefined;
  result?: Result | undefined;
}
export const SimulationResponse: MessageCodec<SimulationResponse> = defineMessage<SimulationResponse>("cosmos.base.abci.v1beta1.SimulationResponse", [
  { no: 1, key: "gasInfo", name: "gas_info", type: "message", rule: "optional", of: () => GasInfo },
  { no: 2, key: "result", name: "result", type: "message", rule: "optional", of: () => Result },
]);

/**
 * MsgData defines the data returned in a Result object during message
 * execution.
 */
export interface MsgData {
  msgType: string;
  data: Uint8Array;
}
export const MsgData: MessageCodec<MsgData> = defineMessage<MsgData>("cosmos.base.abci.v1beta1.MsgData", [
  { no: 1, key: "msgType", name: "msg_type", type: "string" },
  { no: 2, key: "data", name: "data", type: "bytes" },
]);

/**
 * TxMsgData defines a list of MsgData. A transaction will have a MsgData object
 * for each message.
 */
export interface TxMsgData {
  /** data field is deprecated and not populated. */
  data: MsgData[];
  /**
   * msg_responses contains the Msg handler responses packed into Anys.
   *
   * Since: cosmos-sdk 0.46
   */
  msgResponses: Any[];
}
export const TxMsgData: MessageCodec<TxMsgData> = defineMessage<TxMsgData>("cosmos.base.abci.v1beta1.TxMsgData", [
  { no: 1, key: "data", name: "data", type: "message", rule: "repeated", of: () => MsgData },
  { no: 2, key: "msgResponses", name: "msg_responses", type: "message", rule: "repeated", of: () => Any },
]);

/** SearchTxsResult defines a structure for querying txs pageable */
export interface SearchTxsResult {
  /** Count of all txs */
  totalCount: bigint;
  /** Count of txs in current page */
  count: bigint;
  /** Index of current page, start from 1 */
  pageNumber: bigint;
  /** Count of total pages */
  pageTotal: bigint;
  /** Max count txs per page */
  limit: bigint;
  /** List of txs in current page */
  txs: TxResponse[];
}
export const SearchTxsResult: MessageCodec<SearchTxsResult> = defineMessage<SearchTxsResult>("cosmos.base.abci.v1beta1.SearchTxsResult", [
  { no: 1, key: "totalCount", name: "total_count", type: "uint64" },
  { no: 2, key: "count", name: "count", type: "uint64" },
  { no: 3, key: "pageNumber", name: "page_number", type: "uint64" },
  { no: 4, key: "pageTotal", name: "page_total", type: "uint64" },
  { no: 5, key: "limit", name: "limit", type: "uint64" },
  { no: 6, key: "txs", name: "txs", type: "message", rule: "repeated", of: () => TxResponse },
]);

/** SearchBlocksResult defines a structure for querying blocks pageable */
export interface SearchBlocksResult {
  /** Count of all blocks */
  totalCount: bigint;
  /** Count of blocks in current page */
  count: bigint;
  /** Index of current page, start from 1 */
  pageNumber: bigint;
  /** Count of total pages */
  pageTotal: bigint;
  /** Max count blocks per page */
  limit: bigint;
  /** List of blocks in current page */
  blocks: Block[];
}
export const SearchBlocksResult: MessageCodec<SearchBlocksResult> = defineMessage<SearchBlocksResult>("cosmos.base.abci.v1beta1.SearchBlocksResult", [
  { no: 1, key: "totalCount", name: "total_count", type: "int64" },
  { no: 2, key: "count", name: "count", type: "int64" },
  { no: 3, key: "pageNumber", name: "page_number", type: "int64" },
  { no: 4, key: "pageTotal", name: "page_total", type: "int64" },
  { no: 5, key: "limit", name: "limit", type: "int64" },
  { no: 6, key: "blocks", name: "blocks", type: "message", rule: "repeated", of: () => Block },
]);
