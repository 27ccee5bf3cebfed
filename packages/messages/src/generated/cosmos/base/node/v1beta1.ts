// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";
import { Timestamp } from "../../../google/protobuf.ts";

/** ConfigRequest defines the request structure for the Config gRPC query. */
export interface ConfigRequest {}
export const ConfigRequest: MessageCodec<ConfigRequest> = defineMessage<ConfigRequest>("cosmos.base.node.v1beta1.ConfigRequest", []);

/** ConfigResponse defines the response structure for the Config gRPC query. */
export interface ConfigResponse {
  minimumGasPrice: string;
  pruningKeepRecent: string;
  pruningInterval: string;
  haltHeight: bigint;
}
export const ConfigResponse: MessageCodec<ConfigResponse> = defineMessage<ConfigResponse>("cosmos.base.node.v1beta1.ConfigResponse", [
  { no: 1, key: "minimumGasPrice", name: "minimum_gas_price", type: "string" },
  { no: 2, key: "pruningKeepRecent", name: "pruning_keep_recent", type: "string" },
  { no: 3, key: "pruningInterval", name: "pruning_interval", type: "string" },
  { no: 4, key: "haltHeight", name: "halt_height", type: "uint64" },
]);

/** StateRequest defines the request structure for the status of a node. */
export interface StatusRequest {}
export const StatusRequest: MessageCodec<StatusRequest> = defineMessage<StatusRequest>("cosmos.base.node.v1beta1.StatusRequest", []);

/** StateResponse defines the response structure for the status of a node. */
export interface StatusResponse {
  /** earliest block height available in the store */
  earliestStoreHeight: bigint;
  /** current block height */
  height: bigint;
  /** block height timestamp */
  timestamp?: Timestamp | undefined;
  /** app hash of the current block */
  appHash: Uint8Array;
  /** validator hash provided by the consensus header */
  validatorHash: Uint8Array;
}
export const StatusResponse: MessageCodec<StatusResponse> = defineMessage<StatusResponse>("cosmos.base.node.v1beta1.StatusResponse", [
  { no: 1, key: "earliestStoreHeight", name: "earliest_store_height", type: "uint64" },
  { no: 2, key: "height", name: "height", type: "uint64" },
  { no: 3, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
  { no: 4, key: "appHash", name: "app_hash", type: "bytes" },
  { no: 5, key: "validatorHash", name: "validator_hash", type: "bytes" },
]);

/** Service defines the gRPC querier service for node related queries. */
export const ServiceService: {
  /** Config queries for the operator configuration. */
  readonly Config: MethodDefinition<ConfigRequest, ConfigResponse>;
  /** Status queries for the node status. */
  readonly Status: MethodDefinition<StatusRequest, StatusResponse>;
} = {
  Config: { path: "/cosmos.base.node.v1beta1.Service/Config", request: ConfigRequest, response: ConfigResponse },
  Status: { path: "/cosmos.base.node.v1beta1.Service/Status", request: StatusRequest, response: StatusResponse },
};
