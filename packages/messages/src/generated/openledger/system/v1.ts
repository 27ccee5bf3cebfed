// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../runtime/codec.ts";
import { defineMessage } from "../../../runtime/define-message.ts";

/** State of the frame itself. */
export interface Params {
  /** Limits of a block and of a transaction. */
  maxBlockBytes: bigint;
  maxBlockGas: bigint;
  maxTxBytes: bigint;
  maxTxMessages: bigint;
}
export const Params: MessageCodec<Params> = defineMessage<Params>("openledger.system.v1.Params", [
  { no: 1, key: "maxBlockBytes", name: "max_block_bytes", type: "uint64" },
  { no: 2, key: "maxBlockGas", name: "max_block_gas", type: "uint64" },
  { no: 3, key: "maxTxBytes", name: "max_tx_bytes", type: "uint64" },
  { no: 4, key: "maxTxMessages", name: "max_tx_messages", type: "uint64" },
]);

/** What distinguishes this chain from another that runs the same binary; fixed at genesis. */
export interface Chain {
  chainId: string;
  /** Prefix of account addresses. */
  bech32Prefix: string;
  /** Denom of fees, bonds and burns. */
  baseDenom: string;
  initialHeight: bigint;
}
export const Chain: MessageCodec<Chain> = defineMessage<Chain>("openledger.system.v1.Chain", [
  { no: 1, key: "chainId", name: "chain_id", type: "string" },
  { no: 2, key: "bech32Prefix", name: "bech32_prefix", type: "string" },
  { no: 3, key: "baseDenom", name: "base_denom", type: "string" },
  { no: 4, key: "initialHeight", name: "initial_height", type: "int64" },
]);

/** Digest of all results and events of a block, so that any drift shows in the same block's app hash. */
export interface BlockDigest {
  height: bigint;
  digest: Uint8Array;
  /** Header time in nanoseconds since the Unix epoch. */
  time: bigint;
}
export const BlockDigest: MessageCodec<BlockDigest> = defineMessage<BlockDigest>("openledger.system.v1.BlockDigest", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "digest", name: "digest", type: "bytes" },
  { no: 3, key: "time", name: "time", type: "int64" },
]);

export interface QueryParamsRequest {}
export const QueryParamsRequest: MessageCodec<QueryParamsRequest> = defineMessage<QueryParamsRequest>("openledger.system.v1.QueryParamsRequest", []);

export interface QueryParamsResponse {
  params?: Params | undefined;
}
export const QueryParamsResponse: MessageCodec<QueryParamsResponse> = defineMessage<QueryParamsResponse>("openledger.system.v1.QueryParamsResponse", [
  { no: 1, key: "params", name: "params", type: "message", rule: "optional", of: () => Params },
]);

export interface QueryChainRequest {}
export const QueryChainRequest: MessageCodec<QueryChainRequest> = defineMessage<QueryChainRequest>("openledger.system.v1.QueryChainRequest", []);

export interface QueryChainResponse {
  chain?: Chain | undefined;
}
export const QueryChainResponse: MessageCodec<QueryChainResponse> = defineMessage<QueryChainResponse>("openledger.system.v1.QueryChainResponse", [
  { no: 1, key: "chain", name: "chain", type: "message", rule: "optional", of: () => Chain },
]);

export const QueryService: {
  readonly Params: MethodDefinition<QueryParamsRequest, QueryParamsResponse>;
  readonly Chain: MethodDefinition<QueryChainRequest, QueryChainResponse>;
} = {
  Params: { path: "/openledger.system.v1.Query/Params", request: QueryParamsRequest, response: QueryParamsResponse },
  Chain: { path: "/openledger.system.v1.Query/Chain", request: QueryChainRequest, response: QueryChainResponse },
};
