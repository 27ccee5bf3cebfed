// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec, MethodDefinition } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";
import { Any, Timestamp } from "../../../google/protobuf.ts";
import { DefaultNodeInfo } from "../../../tendermint/p2p.ts";
import { Block as TendermintTypesBlock, BlockID, Commit, Data, EvidenceList } from "../../../tendermint/types.ts";
import { Consensus } from "../../../tendermint/version.ts";
import { PageRequest, PageResponse } from "../query/v1beta1.ts";

/** GetValidatorSetByHeightRequest is the request type for the Query/GetValidatorSetByHeight RPC method. */
export interface GetValidatorSetByHeightRequest {
  height: bigint;
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const GetValidatorSetByHeightRequest: MessageCodec<GetValidatorSetByHeightRequest> = defineMessage<GetValidatorSetByHeightRequest>("cosmos.base.tendermint.v1beta1.GetValidatorSetByHeightRequest", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** GetValidatorSetByHeightResponse is the response type for the Query/GetValidatorSetByHeight RPC method. */
export interface GetValidatorSetByHeightResponse {
  blockHeight: bigint;
  validators: Validator[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const GetValidatorSetByHeightResponse: MessageCodec<GetValidatorSetByHeightResponse> = defineMessage<GetValidatorSetByHeightResponse>("cosmos.base.tendermint.v1beta1.GetValidatorSetByHeightResponse", [
  { no: 1, key: "blockHeight", name: "block_height", type: "int64" },
  { no: 2, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => Validator },
  { no: 3, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** GetLatestValidatorSetRequest is the request type for the Query/GetValidatorSetByHeight RPC method. */
export interface GetLatestValidatorSetRequest {
  /** pagination defines an pagination for the request. */
  pagination?: PageRequest | undefined;
}
export const GetLatestValidatorSetRequest: MessageCodec<GetLatestValidatorSetRequest> = defineMessage<GetLatestValidatorSetRequest>("cosmos.base.tendermint.v1beta1.GetLatestValidatorSetRequest", [
  { no: 1, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageRequest },
]);

/** GetLatestValidatorSetResponse is the response type for the Query/GetValidatorSetByHeight RPC method. */
export interface GetLatestValidatorSetResponse {
  blockHeight: bigint;
  validators: Validator[];
  /** pagination defines an pagination for the response. */
  pagination?: PageResponse | undefined;
}
export const GetLatestValidatorSetResponse: MessageCodec<GetLatestValidatorSetResponse> = defineMessage<GetLatestValidatorSetResponse>("cosmos.base.tendermint.v1beta1.GetLatestValidatorSetResponse", [
  { no: 1, key: "blockHeight", name: "block_height", type: "int64" },
  { no: 2, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => Validator },
  { no: 3, key: "pagination", name: "pagination", type: "message", rule: "optional", of: () => PageResponse },
]);

/** Validator is the type for the validator-set. */
export interface Validator {
  address: string;
  pubKey?: Any | undefined;
  votingPower: bigint;
  proposerPriority: bigint;
}
export const Validator: MessageCodec<Validator> = defineMessage<Validator>("cosmos.base.tendermint.v1beta1.Validator", [
  { no: 1, key: "address", name: "address", type: "string" },
  { no: 2, key: "pubKey", name: "pub_key", type: "message", rule: "optional", of: () => Any },
  { no: 3, key: "votingPower", name: "voting_power", type: "int64" },
  { no: 4, key: "proposerPriority", name: "proposer_priority", type: "int64" },
]);

/** GetBlockByHeightRequest is the request type for the Query/GetBlockByHeight RPC method. */
export interface GetBlockByHeightRequest {
  height: bigint;
}
export const GetBlockByHeightRequest: MessageCodec<GetBlockByHeightRequest> = defineMessage<GetBlockByHeightRequest>("cosmos.base.tendermint.v1beta1.GetBlockByHeightRequest", [
  { no: 1, key: "height", name: "height", type: "int64" },
]);

/** GetBlockByHeightResponse is the response type for the Query/GetBlockByHeight RPC method. */
export interface GetBlockByHeightResponse {
  blockId?: BlockID | undefined;
  /** Deprecated: please use `sdk_block` instead */
  block?: TendermintTypesBlock | undefined;
  /** Since: cosmos-sdk 0.47 */
  sdkBlock?: Block | undefined;
}
export const GetBlockByHeightResponse: MessageCodec<GetBlockByHeightResponse> = defineMessage<GetBlockByHeightResponse>("cosmos.base.tendermint.v1beta1.GetBlockByHeightResponse", [
  { no: 1, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 2, key: "block", name: "block", type: "message", rule: "optional", of: () => TendermintTypesBlock },
  { no: 3, key: "sdkBlock", name: "sdk_block", type: "message", rule: "optional", of: () => Block },
]);

/** GetLatestBlockRequest is the request type for the Query/GetLatestBlock RPC method. */
export interface GetLatestBlockRequest {}
export const GetLatestBlockRequest: MessageCodec<GetLatestBlockRequest> = defineMessage<GetLatestBlockRequest>("cosmos.base.tendermint.v1beta1.GetLatestBlockRequest", []);

/** GetLatestBlockResponse is the response type for the Query/GetLatestBlock RPC method. */
export interface GetLatestBlockResponse {
  blockId?: BlockID | undefined;
  /** Deprecated: please use `sdk_block` instead */
  block?: TendermintTypesBlock | undefined;
  /** Since: cosmos-sdk 0.47 */
  sdkBlock?: Block | undefined;
}
export const GetLatestBlockResponse: MessageCodec<GetLatestBlockResponse> = defineMessage<GetLatestBlockResponse>("cosmos.base.tendermint.v1beta1.GetLatestBlockResponse", [
  { no: 1, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 2, key: "block", name: "block", type: "message", rule: "optional", of: () => TendermintTypesBlock },
  { no: 3, key: "sdkBlock", name: "sdk_block", type: "message", rule: "optional", of: () => Block },
]);

/** GetSyncingRequest is the request type for the Query/GetSyncing RPC method. */
export interface GetSyncingRequest {}
export const GetSyncingRequest: MessageCodec<GetSyncingRequest> = defineMessage<GetSyncingRequest>("cosmos.base.tendermint.v1beta1.GetSyncingRequest", []);

/** GetSyncingResponse is the response type for the Query/GetSyncing RPC method. */
export interface GetSyncingResponse {
  syncing: boolean;
}
export const GetSyncingResponse: MessageCodec<GetSyncingResponse> = defineMessage<GetSyncingResponse>("cosmos.base.tendermint.v1beta1.GetSyncingResponse", [
  { no: 1, key: "syncing", name: "syncing", type: "bool" },
]);

/** GetNodeInfoRequest is the request type for the Query/GetNodeInfo RPC method. */
export interface GetNodeInfoRequest {}
export const GetNodeInfoRequest: MessageCodec<GetNodeInfoRequest> = defineMessage<GetNodeInfoRequest>("cosmos.base.tendermint.v1beta1.GetNodeInfoRequest", []);

/** GetNodeInfoResponse is the response type for the Query/GetNodeInfo RPC method. */
export interface GetNodeInfoResponse {
  defaultNodeInfo?: DefaultNodeInfo | undefined;
  applicationVersion?: VersionInfo | undefined;
}
export const GetNodeInfoResponse: MessageCodec<GetNodeInfoResponse> = defineMessage<GetNodeInfoResponse>("cosmos.base.tendermint.v1beta1.GetNodeInfoResponse", [
  { no: 1, key: "defaultNodeInfo", name: "default_node_info", type: "message", rule: "optional", of: () => DefaultNodeInfo },
  { no: 2, key: "applicationVersion", name: "application_version", type: "message", rule: "optional", of: () => VersionInfo },
]);

/** VersionInfo is the type for the GetNodeInfoResponse message. */
export interface VersionInfo {
  name: string;
  appName: string;
  version: string;
  gitCommit: string;
  buildTags: string;
  goVersion: string;
  buildDeps: Module[];
  /** Since: cosmos-sdk 0.43 */
  cosmosSdkVersion: string;
}
export const VersionInfo: MessageCodec<VersionInfo> = defineMessage<VersionInfo>("cosmos.base.tendermint.v1beta1.VersionInfo", [
  { no: 1, key: "name", name: "name", type: "string" },
  { no: 2, key: "appName", name: "app_name", type: "string" },
  { no: 3, key: "version", name: "version", type: "string" },
  { no: 4, key: "gitCommit", name: "git_commit", type: "string" },
  { no: 5, key: "buildTags", name: "build_tags", type: "string" },
  { no: 6, key: "goVersion", name: "go_version", type: "string" },
  { no: 7, key: "buildDeps", name: "build_deps", type: "message", rule: "repeated", of: () => Module },
  { no: 8, key: "cosmosSdkVersion", name: "cosmos_sdk_version", type: "string" },
]);

/** Module is the type for VersionInfo */
export interface Module {
  /** module path */
  path: string;
  /** module version */
  version: string;
  /** checksum */
  sum: string;
}
export const Module: MessageCodec<Module> = defineMessage<Module>("cosmos.base.tendermint.v1beta1.Module", [
  { no: 1, key: "path", name: "path", type: "string" },
  { no: 2, key: "version", name: "version", type: "string" },
  { no: 3, key: "sum", name: "sum", type: "string" },
]);

/** ABCIQueryRequest defines the request structure for the ABCIQuery gRPC query. */
export interface ABCIQueryRequest {
  data: Uint8Array;
  path: string;
  height: bigint;
  prove: boolean;
}
export const ABCIQueryRequest: MessageCodec<ABCIQueryRequest> = defineMessage<ABCIQueryRequest>("cosmos.base.tendermint.v1beta1.ABCIQueryRequest", [
  { no: 1, key: "data", name: "data", type: "bytes" },
  { no: 2, key: "path", name: "path", type: "string" },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "prove", name: "prove", type: "bool" },
]);

/**
 * ABCIQueryResponse defines the response structure for the ABCIQuery gRPC query.
 *
 * Note: This type is a duplicate of the ResponseQuery proto type defined in
 * Tendermint.
 */
export interface ABCIQueryResponse {
  code: number;
  /** nondeterministic */
  log: string;
  /** nondeterministic */
  info: string;
  index: bigint;
  key: Uint8Array;
  value: Uint8Array;
  proofOps?: ProofOps | undefined;
  height: bigint;
  codespace: string;
}
export const ABCIQueryResponse: MessageCodec<ABCIQueryResponse> = defineMessage<ABCIQueryResponse>("cosmos.base.tendermint.v1beta1.ABCIQueryResponse", [
  { no: 1, key: "code", name: "code", type: "uint32" },
  { no: 3, key: "log", name: "log", type: "string" },
  { no: 4, key: "info", name: "info", type: "string" },
  { no: 5, key: "index", name: "index", type: "int64" },
  { no: 6, key: "key", name: "key", type: "bytes" },
  { no: 7, key: "value", name: "value", type: "bytes" },
  { no: 8, key: "proofOps", name: "proof_ops", type: "message", rule: "optional", of: () => ProofOps },
  { no: 9, key: "height", name: "height", type: "int64" },
  { no: 10, key: "codespace", name: "codespace", type: "string" },
]);

/**
 * ProofOp defines an operation used for calculating Merkle root. The data could
 * be arbitrary format, providing necessary data for example neighbouring node
 * hash.
 *
 * Note: This type is a duplicate of the ProofOp proto type defined in Tendermint.
 */
export interface ProofOp {
  type: string;
  key: Uint8Array;
  data: Uint8Array;
}
export const ProofOp: MessageCodec<ProofOp> = defineMessage<ProofOp>("cosmos.base.tendermint.v1beta1.ProofOp", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "key", name: "key", type: "bytes" },
  { no: 3, key: "data", name: "data", type: "bytes" },
]);

/**
 * ProofOps is Merkle proof defined by the list of ProofOps.
 *
 * Note: This type is a duplicate of the ProofOps proto type defined in Tendermint.
 */
export interface ProofOps {
  ops: ProofOp[];
}
export const ProofOps: MessageCodec<ProofOps> = defineMessage<ProofOps>("cosmos.base.tendermint.v1beta1.ProofOps", [
  { no: 1, key: "ops", name: "ops", type: "message", rule: "repeated", of: () => ProofOp, amino: { keep: true } },
]);

/**
 * Block is tendermint type Block, with the Header proposer address
 * field converted to bech32 string.
 */
export interface Block {
  header?: Header | undefined;
  data?: Data | undefined;
  evidence?: EvidenceList | undefined;
  lastCommit?: Commit | undefined;
}
export const Block: MessageCodec<Block> = defineMessage<Block>("cosmos.base.tendermint.v1beta1.Block", [
  { no: 1, key: "header", name: "header", type: "message", rule: "optional", of: () => Header, amino: { keep: true } },
  { no: 2, key: "data", name: "data", type: "message", rule: "optional", of: () => Data, amino: { keep: true } },
  { no: 3, key: "evidence", name: "evidence", type: "message", rule: "optional", of: () => EvidenceList, amino: { keep: true } },
  { no: 4, key: "lastCommit", name: "last_commit", type: "message", rule: "optional", of: () => Commit },
]);

/** Header defines the structure of a Tendermint block header. */
export interface Header {
  /** basic block info */
  version?: Consensus | undefined;
  chainId: string;
  height: bigint;
  time?: Timestamp | undefined;
  /** prev block info */
  lastBlockId?: BlockID | undefined;
  /** hashes of block data */
  lastCommitHash: Uint8Array;
  /** transactions */
  dataHash: Uint8Array;
  /** hashes from the app output from the prev block */
  validatorsHash: Uint8Array;
  /** validators for the next block */
  nextValidatorsHash: Uint8Array;
  /** consensus params for current block */
  consensusHash: Uint8Array;
  /** state after txs from the previous block */
  appHash: Uint8Array;
  /** root hash of all results from the txs from the previous block */
  lastResultsHash: Uint8Array;
  /** consensus info */
  evidenceHash: Uint8Array;
  /**
   * proposer_address is the original block proposer address, formatted as a Bech32 string.
   * In Tendermint, this type is `bytes`, but in the SDK, we convert it to a Bech32 string
   * for better UX.
   */
  proposerAddress: string;
}
export const Header: MessageCodec<Header> = defineMessage<Header>("cosmos.base.tendermint.v1beta1.Header", [
  { no: 1, key: "version", name: "version", type: "message", rule: "optional", of: () => Consensus, amino: { keep: true } },
  { no: 2, key: "chainId", name: "chain_id", type: "string" },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp, amino: { keep: true } },
  { no: 5, key: "lastBlockId", name: "last_block_id", type: "message", rule: "optional", of: () => BlockID, amino: { keep: true } },
  { no: 6, key: "lastCommitHash", name: "last_commit_hash", type: "bytes" },
  { no: 7, key: "dataHash", name: "data_hash", type: "bytes" },
  { no: 8, key: "validatorsHash", name: "validators_hash", type: "bytes" },
  { no: 9, key: "nextValidatorsHash", name: "next_validators_hash", type: "bytes" },
  { no: 10, key: "consensusHash", name: "consensus_hash", type: "bytes" },
  { no: 11, key: "appHash", name: "app_hash", type: "bytes" },
  { no: 12, key: "lastResultsHash", name: "last_results_hash", type: "bytes" },
  { no: 13, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 14, key: "proposerAddress", name: "proposer_address", type: "string" },
]);

/** Service defines the gRPC querier service for tendermint queries. */
export const ServiceService: {
  /** GetNodeInfo queries the current node info. */
  readonly GetNodeInfo: MethodDefinition<GetNodeInfoRequest, GetNodeInfoResponse>;
  /** GetSyncing queries node syncing. */
  readonly GetSyncing: MethodDefinition<GetSyncingRequest, GetSyncingResponse>;
  /** GetLatestBlock returns the latest block. */
  readonly GetLatestBlock: MethodDefinition<GetLatestBlockRequest, GetLatestBlockResponse>;
  /** GetBlockByHeight queries block for given height. */
  readonly GetBlockByHeight: MethodDefinition<GetBlockByHeightRequest, GetBlockByHeightResponse>;
  /** GetLatestValidatorSet queries latest validator-set. */
  readonly GetLatestValidatorSet: MethodDefinition<GetLatestValidatorSetRequest, GetLatestValidatorSetResponse>;
  /** GetValidatorSetByHeight queries validator-set at a given height. */
  readonly GetValidatorSetByHeight: MethodDefinition<GetValidatorSetByHeightRequest, GetValidatorSetByHeightResponse>;
  /**
   * ABCIQuery defines a query handler that supports ABCI queries directly to the
   * application, bypassing Tendermint completely. The ABCI query must contain
   * a valid and supported path, including app, custom, p2p, and store.
   *
   * Since: cosmos-sdk 0.46
   */
  readonly ABCIQuery: MethodDefinition<ABCIQueryRequest, ABCIQueryResponse>;
} = {
  GetNodeInfo: { path: "/cosmos.base.tendermint.v1beta1.Service/GetNodeInfo", request: GetNodeInfoRequest, response: GetNodeInfoResponse },
  GetSyncing: { path: "/cosmos.base.tendermint.v1beta1.Service/GetSyncing", request: GetSyncingRequest, response: GetSyncingResponse },
  GetLatestBlock: { path: "/cosmos.base.tendermint.v1beta1.Service/GetLatestBlock", request: GetLatestBlockRequest, response: GetLatestBlockResponse },
  GetBlockByHeight: { path: "/cosmos.base.tendermint.v1beta1.Service/GetBlockByHeight", request: GetBlockByHeightRequest, response: GetBlockByHeightResponse },
  GetLatestValidatorSet: { path: "/cosmos.base.tendermint.v1beta1.Service/GetLatestValidatorSet", request: GetLatestValidatorSetRequest, response: GetLatestValidatorSetResponse },
  GetValidatorSetByHeight: { path: "/cosmos.base.tendermint.v1beta1.Service/GetValidatorSetByHeight", request: GetValidatorSetByHeightRequest, response: GetValidatorSetByHeightResponse },
  ABCIQuery: { path: "/cosmos.base.tendermint.v1beta1.Service/ABCIQuery", request: ABCIQueryRequest, response: ABCIQueryResponse },
};
