// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** State of the frame itself. */
export interface Params {
  /** Limits of a block and of a transaction. */
  maxBlockBytes: bigint;
  maxBlockGas: bigint;
  maxTxBytes: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.system.v1.Params", [
  { no: 1, key: "maxBlockBytes", name: "max_block_bytes", type: "uint64" },
  { no: 2, key: "maxBlockGas", name: "max_block_gas", type: "uint64" },
  { no: 3, key: "maxTxBytes", name: "max_tx_bytes", type: "uint64" },
]);

/** Digest of all results and events of a block, so that any drift shows in the same block's app hash. */
export interface BlockDigest {
  height: bigint;
  digest: Uint8Array;
}
export const BlockDigest: MessageCodec<BlockDigest> = defineMessage<BlockDigest>("openledger.system.v1.BlockDigest", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "digest", name: "digest", type: "bytes" },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.system.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.system.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export const QueryService: {
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
} = {
  Params: { path: "/openledger.system.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
};
