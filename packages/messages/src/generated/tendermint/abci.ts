// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec, MethodDefinition } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";
import { Timestamp } from "../google/protobuf.ts";
import { ProofOps, PublicKey } from "./crypto.ts";
import { BlockIDFlag, ConsensusParams } from "./types.ts";

export const CheckTxType = {
  NEW: 0,
  RECHECK: 1,
} as const;
export type CheckTxType = EnumValue<typeof CheckTxType>;

export const MisbehaviorType = {
  UNKNOWN: 0,
  DUPLICATE_VOTE: 1,
  LIGHT_CLIENT_ATTACK: 2,
} as const;
export type MisbehaviorType = EnumValue<typeof MisbehaviorType>;

export const ResponseOfferSnapshot_Result = {
  /** Unknown result, abort all snapshot restoration */
  UNKNOWN: 0,
  /** Snapshot accepted, apply chunks */
  ACCEPT: 1,
  /** Abort all snapshot restoration */
  ABORT: 2,
  /** Reject this specific snapshot, try others */
  REJECT: 3,
  /** Reject all snapshots of this format, try others */
  REJECT_FORMAT: 4,
  /** Reject all snapshots from the sender(s), try others */
  REJECT_SENDER: 5,
} as const;
export type ResponseOfferSnapshot_Result = EnumValue<typeof ResponseOfferSnapshot_Result>;

export const ResponseApplySnapshotChunk_Result = {
  /** Unknown result, abort all snapshot restoration */
  UNKNOWN: 0,
  /** Chunk successfully accepted */
  ACCEPT: 1,
  /** Abort all snapshot restoration */
  ABORT: 2,
  /** Retry chunk (combine with refetch and reject) */
  RETRY: 3,
  /** Retry snapshot (combine with refetch and reject) */
  RETRY_SNAPSHOT: 4,
  /** Reject this snapshot, try others */
  REJECT_SNAPSHOT: 5,
} as const;
export type ResponseApplySnapshotChunk_Result = EnumValue<typeof ResponseApplySnapshotChunk_Result>;

export const ResponseProcessProposal_ProposalStatus = {
  UNKNOWN: 0,
  ACCEPT: 1,
  REJECT: 2,
} as const;
export type ResponseProcessProposal_ProposalStatus = EnumValue<typeof ResponseProcessProposal_ProposalStatus>;

export const ResponseVerifyVoteExtension_VerifyStatus = {
  UNKNOWN: 0,
  ACCEPT: 1,
  /**
   * Rejecting the vote extension will reject the entire precommit by the sender.
   * Incorrectly implementing this thus has liveness implications as it may affect
   * CometBFT's ability to receive 2/3+ valid votes to finalize the block.
   * Honest nodes should never be rejected.
   */
  REJECT: 2,
} as const;
export type ResponseVerifyVoteExtension_VerifyStatus = EnumValue<typeof ResponseVerifyVoteExtension_VerifyStatus>;

export interface Request {
  echo?: RequestEcho | undefined;
  flush?: RequestFlush | undefined;
  info?: RequestInfo | undefined;
  initChain?: RequestInitChain | undefined;
  query?: RequestQuery | undefined;
  checkTx?: RequestCheckTx | undefined;
  commit?: RequestCommit | undefined;
  listSnapshots?: RequestListSnapshots | undefined;
  offerSnapshot?: RequestOfferSnapshot | undefined;
  loadSnapshotChunk?: RequestLoadSnapshotChunk | undefined;
  applySnapshotChunk?: RequestApplySnapshotChunk | undefined;
  prepareProposal?: RequestPrepareProposal | undefined;
  processProposal?: RequestProcessProposal | undefined;
  extendVote?: RequestExtendVote | undefined;
  verifyVoteExtension?: RequestVerifyVoteExtension | undefined;
  finalizeBlock?: RequestFinalizeBlock | undefined;
}
export const Request: MessageCodec<Request> = defineMessage<Request>("tendermint.abci.Request", [
  { no: 1, key: "echo", name: "echo", type: "message", rule: "optional", oneof: "value", of: () => RequestEcho },
  { no: 2, key: "flush", name: "flush", type: "message", rule: "optional", oneof: "value", of: () => RequestFlush },
  { no: 3, key: "info", name: "info", type: "message", rule: "optional", oneof: "value", of: () => RequestInfo },
  { no: 5, key: "initChain", name: "init_chain", type: "message", rule: "optional", oneof: "value", of: () => RequestInitChain },
  { no: 6, key: "query", name: "query", type: "message", rule: "optional", oneof: "value", of: () => RequestQuery },
  { no: 8, key: "checkTx", name: "check_tx", type: "message", rule: "optional", oneof: "value", of: () => RequestCheckTx },
  { no: 11, key: "commit", name: "commit", type: "message", rule: "optional", oneof: "value", of: () => RequestCommit },
  { no: 12, key: "listSnapshots", name: "list_snapshots", type: "message", rule: "optional", oneof: "value", of: () => RequestListSnapshots },
  { no: 13, key: "offerSnapshot", name: "offer_snapshot", type: "message", rule: "optional", oneof: "value", of: () => RequestOfferSnapshot },
  { no: 14, key: "loadSnapshotChunk", name: "load_snapshot_chunk", type: "message", rule: "optional", oneof: "value", of: () => RequestLoadSnapshotChunk },
  { no: 15, key: "applySnapshotChunk", name: "apply_snapshot_chunk", type: "message", rule: "optional", oneof: "value", of: () => RequestApplySnapshotChunk },
  { no: 16, key: "prepareProposal", name: "prepare_proposal", type: "message", rule: "optional", oneof: "value", of: () => RequestPrepareProposal },
  { no: 17, key: "processProposal", name: "process_proposal", type: "message", rule: "optional", oneof: "value", of: () => RequestProcessProposal },
  { no: 18, key: "extendVote", name: "extend_vote", type: "message", rule: "optional", oneof: "value", of: () => RequestExtendVote },
  { no: 19, key: "verifyVoteExtension", name: "verify_vote_extension", type: "message", rule: "optional", oneof: "value", of: () => RequestVerifyVoteExtension },
  { no: 20, key: "finalizeBlock", name: "finalize_block", type: "message", rule: "optional", oneof: "value", of: () => RequestFinalizeBlock },
]);

export interface RequestEcho {
  message: string;
}
export const RequestEcho: MessageCodec<RequestEcho> = defineMessage<RequestEcho>("tendermint.abci.RequestEcho", [
  { no: 1, key: "message", name: "message", type: "string" },
]);

export interface RequestFlush {}
export const RequestFlush: MessageCodec<RequestFlush> = defineMessage<RequestFlush>("tendermint.abci.RequestFlush", []);

export interface RequestInfo {
  version: string;
  blockVersion: bigint;
  p2pVersion: bigint;
  abciVersion: string;
}
export const RequestInfo: MessageCodec<RequestInfo> = defineMessage<RequestInfo>("tendermint.abci.RequestInfo", [
  { no: 1, key: "version", name: "version", type: "string" },
  { no: 2, key: "blockVersion", name: "block_version", type: "uint64" },
  { no: 3, key: "p2pVersion", name: "p2p_version", type: "uint64" },
  { no: 4, key: "abciVersion", name: "abci_version", type: "string" },
]);

export interface RequestInitChain {
  time?: Timestamp | undefined;
  chainId: string;
  consensusParams?: ConsensusParams | undefined;
  validators: ValidatorUpdate[];
  appStateBytes: Uint8Array;
  initialHeight: bigint;
}
export const RequestInitChain: MessageCodec<RequestInitChain> = defineMessage<RequestInitChain>("tendermint.abci.RequestInitChain", [
  { no: 1, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 2, key: "chainId", name: "chain_id", type: "string" },
  { no: 3, key: "consensusParams", name: "consensus_params", type: "message", rule: "optional", of: () => ConsensusParams },
  { no: 4, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => ValidatorUpdate },
  { no: 5, key: "appStateBytes", name: "app_state_bytes", type: "bytes" },
  { no: 6, key: "initialHeight", name: "initial_height", type: "int64" },
]);

export interface RequestQuery {
  data: Uint8Array;
  path: string;
  height: bigint;
  prove: boolean;
}
export const RequestQuery: MessageCodec<RequestQuery> = defineMessage<RequestQuery>("tendermint.abci.RequestQuery", [
  { no: 1, key: "data", name: "data", type: "bytes" },
  { no: 2, key: "path", name: "path", type: "string" },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "prove", name: "prove", type: "bool" },
]);

export interface RequestCheckTx {
  tx: Uint8Array;
  type: CheckTxType;
}
export const RequestCheckTx: MessageCodec<RequestCheckTx> = defineMessage<RequestCheckTx>("tendermint.abci.RequestCheckTx", [
  { no: 1, key: "tx", name: "tx", type: "bytes" },
  { no: 2, key: "type", name: "type", type: "enum", enumTable: () => CheckTxType },
]);

export interface RequestCommit {}
export const RequestCommit: MessageCodec<RequestCommit> = defineMessage<RequestCommit>("tendermint.abci.RequestCommit", []);

/** lists available snapshots */
export interface RequestListSnapshots {}
export const RequestListSnapshots: MessageCodec<RequestListSnapshots> = defineMessage<RequestListSnapshots>("tendermint.abci.RequestListSnapshots", []);

/** offers a snapshot to the application */
export interface RequestOfferSnapshot {
  /** snapshot offered by peers */
  snapshot?: Snapshot | undefined;
  /** light client-verified app hash for snapshot height */
  appHash: Uint8Array;
}
export const RequestOfferSnapshot: MessageCodec<RequestOfferSnapshot> = defineMessage<RequestOfferSnapshot>("tendermint.abci.RequestOfferSnapshot", [
  { no: 1, key: "snapshot", name: "snapshot", type: "message", rule: "optional", of: () => Snapshot },
  { no: 2, key: "appHash", name: "app_hash", type: "bytes" },
]);

/** loads a snapshot chunk */
export interface RequestLoadSnapshotChunk {
  height: bigint;
  format: number;
  chunk: number;
}
export const RequestLoadSnapshotChunk: MessageCodec<RequestLoadSnapshotChunk> = defineMessage<RequestLoadSnapshotChunk>("tendermint.abci.RequestLoadSnapshotChunk", [
  { no: 1, key: "height", name: "height", type: "uint64" },
  { no: 2, key: "format", name: "format", type: "uint32" },
  { no: 3, key: "chunk", name: "chunk", type: "uint32" },
]);

/** Applies a snapshot chunk */
export interface RequestApplySnapshotChunk {
  index: number;
  chunk: Uint8Array;
  sender: string;
}
export const RequestApplySnapshotChunk: MessageCodec<RequestApplySnapshotChunk> = defineMessage<RequestApplySnapshotChunk>("tendermint.abci.RequestApplySnapshotChunk", [
  { no: 1, key: "index", name: "index", type: "uint32" },
  { no: 2, key: "chunk", name: "chunk", type: "bytes" },
  { no: 3, key: "sender", name: "sender", type: "string" },
]);

export interface RequestPrepareProposal {
  /** the modified transactions cannot exceed this size. */
  maxTxBytes: bigint;
  /**
   * txs is an array of transactions that will be included in a block,
   * sent to the app for possible modifications.
   */
  txs: Uint8Array[];
  localLastCommit?: ExtendedCommitInfo | undefined;
  misbehavior: Misbehavior[];
  height: bigint;
  time?: Timestamp | undefined;
  nextValidatorsHash: Uint8Array;
  /** address of the public key of the validator proposing the block. */
  proposerAddress: Uint8Array;
}
export const RequestPrepareProposal: MessageCodec<RequestPrepareProposal> = defineMessage<RequestPrepareProposal>("tendermint.abci.RequestPrepareProposal", [
  { no: 1, key: "maxTxBytes", name: "max_tx_bytes", type: "int64" },
  { no: 2, key: "txs", name: "txs", type: "bytes", rule: "repeated" },
  { no: 3, key: "localLastCommit", name: "local_last_commit", type: "message", rule: "optional", of: () => ExtendedCommitInfo },
  { no: 4, key: "misbehavior", name: "misbehavior", type: "message", rule: "repeated", of: () => Misbehavior },
  { no: 5, key: "height", name: "height", type: "int64" },
  { no: 6, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 7, key: "nextValidatorsHash", name: "next_validators_hash", type: "bytes" },
  { no: 8, key: "proposerAddress", name: "proposer_address", type: "bytes" },
]);

export interface RequestProcessProposal {
  txs: Uint8Array[];
  proposedLastCommit?: CommitInfo | undefined;
  misbehavior: Misbehavior[];
  /** hash is the merkle root hash of the fields of the proposed block. */
  hash: Uint8Array;
  height: bigint;
  time?: Timestamp | undefined;
  nextValidatorsHash: Uint8Array;
  /** address of the public key of the original proposer of the block. */
  proposerAddress: Uint8Array;
}
export const RequestProcessProposal: MessageCodec<RequestProcessProposal> = defineMessage<RequestProcessProposal>("tendermint.abci.RequestProcessProposal", [
  { no: 1, key: "txs", name: "txs", type: "bytes", rule: "repeated" },
  { no: 2, key: "proposedLastCommit", name: "proposed_last_commit", type: "message", rule: "optional", of: () => CommitInfo },
  { no: 3, key: "misbehavior", name: "misbehavior", type: "message", rule: "repeated", of: () => Misbehavior },
  { no: 4, key: "hash", name: "hash", type: "bytes" },
  { no: 5, key: "height", name: "height", type: "int64" },
  { no: 6, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 7, key: "nextValidatorsHash", name: "next_validators_hash", type: "bytes" },
  { no: 8, key: "proposerAddress", name: "proposer_address", type: "bytes" },
]);

/** Extends a vote with application-injected data */
export interface RequestExtendVote {
  /** the hash of the block that this vote may be referring to */
  hash: Uint8Array;
  /** the height of the extended vote */
  height: bigint;
  /** info of the block that this vote may be referring to */
  time?: Timestamp | undefined;
  txs: Uint8Array[];
  proposedLastCommit?: CommitInfo | undefined;
  misbehavior: Misbehavior[];
  nextValidatorsHash: Uint8Array;
  /** address of the public key of the original proposer of the block. */
  proposerAddress: Uint8Array;
}
export const RequestExtendVote: MessageCodec<RequestExtendVote> = defineMessage<RequestExtendVote>("tendermint.abci.RequestExtendVote", [
  { no: 1, key: "hash", name: "hash", type: "bytes" },
  { no: 2, key: "height", name: "height", type: "int64" },
  { no: 3, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 4, key: "txs", name: "txs", type: "bytes", rule: "repeated" },
  { no: 5, key: "proposedLastCommit", name: "proposed_last_commit", type: "message", rule: "optional", of: () => CommitInfo },
  { no: 6, key: "misbehavior", name: "misbehavior", type: "message", rule: "repeated", of: () => Misbehavior },
  { no: 7, key: "nextValidatorsHash", name: "next_validators_hash", type: "bytes" },
  { no: 8, key: "proposerAddress", name: "proposer_address", type: "bytes" },
]);

/** Verify the vote extension */
export interface RequestVerifyVoteExtension {
  /** the hash of the block that this received vote corresponds to */
  hash: Uint8Array;
  /** the validator that signed the vote extension */
  validatorAddress: Uint8Array;
  height: bigint;
  voteExtension: Uint8Array;
}
export const RequestVerifyVoteExtension: MessageCodec<RequestVerifyVoteExtension> = defineMessage<RequestVerifyVoteExtension>("tendermint.abci.RequestVerifyVoteExtension", [
  { no: 1, key: "hash", name: "hash", type: "bytes" },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "bytes" },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "voteExtension", name: "vote_extension", type: "bytes" },
]);

export interface RequestFinalizeBlock {
  txs: Uint8Array[];
  decidedLastCommit?: CommitInfo | undefined;
  misbehavior: Misbehavior[];
  /** hash is the merkle root hash of the fields of the decided block. */
  hash: Uint8Array;
  height: bigint;
  time?: Timestamp | undefined;
  nextValidatorsHash: Uint8Array;
  /** proposer_address is the address of the public key of the original proposer of the block. */
  proposerAddress: Uint8Array;
}
export const RequestFinalizeBlock: MessageCodec<RequestFinalizeBlock> = defineMessage<RequestFinalizeBlock>("tendermint.abci.RequestFinalizeBlock", [
  { no: 1, key: "txs", name: "txs", type: "bytes", rule: "repeated" },
  { no: 2, key: "decidedLastCommit", name: "decided_last_commit", type: "message", rule: "optional", of: () => CommitInfo },
  { no: 3, key: "misbehavior", name: "misbehavior", type: "message", rule: "repeated", of: () => Misbehavior },
  { no: 4, key: "hash", name: "hash", type: "bytes" },
  { no: 5, key: "height", name: "height", type: "int64" },
  { no: 6, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 7, key: "nextValidatorsHash", name: "next_validators_hash", type: "bytes" },
  { no: 8, key: "proposerAddress", name: "proposer_address", type: "bytes" },
]);

export interface Response {
  exception?: ResponseException | undefined;
  echo?: ResponseEcho | undefined;
  flush?: ResponseFlush | undefined;
  info?: ResponseInfo | undefined;
  initChain?: ResponseInitChain | undefined;
  query?: ResponseQuery | undefined;
  checkTx?: ResponseCheckTx | undefined;
  commit?: ResponseCommit | undefined;
  listSnapshots?: ResponseListSnapshots | undefined;
  offerSnapshot?: ResponseOfferSnapshot | undefined;
  loadSnapshotChunk?: ResponseLoadSnapshotChunk | undefined;
  applySnapshotChunk?: ResponseApplySnapshotChunk | undefined;
  prepareProposal?: ResponsePrepareProposal | undefined;
  processProposal?: ResponseProcessProposal | undefined;
  extendVote?: ResponseExtendVote | undefined;
  verifyVoteExtension?: ResponseVerifyVoteExtension | undefined;
  finalizeBlock?: ResponseFinalizeBlock | undefined;
}
export const Response: MessageCodec<Response> = defineMessage<Response>("tendermint.abci.Response", [
  { no: 1, key: "exception", name: "exception", type: "message", rule: "optional", oneof: "value", of: () => ResponseException },
  { no: 2, key: "echo", name: "echo", type: "message", rule: "optional", oneof: "value", of: () => ResponseEcho },
  { no: 3, key: "flush", name: "flush", type: "message", rule: "optional", oneof: "value", of: () => ResponseFlush },
  { no: 4, key: "info", name: "info", type: "message", rule: "optional", oneof: "value", of: () => ResponseInfo },
  { no: 6, key: "initChain", name: "init_chain", type: "message", rule: "optional", oneof: "value", of: () => ResponseInitChain },
  { no: 7, key: "query", name: "query", type: "message", rule: "optional", oneof: "value", of: () => ResponseQuery },
  { no: 9, key: "checkTx", name: "check_tx", type: "message", rule: "optional", oneof: "value", of: () => ResponseCheckTx },
  { no: 12, key: "commit", name: "commit", type: "message", rule: "optional", oneof: "value", of: () => ResponseCommit },
  { no: 13, key: "listSnapshots", name: "list_snapshots", type: "message", rule: "optional", oneof: "value", of: () => ResponseListSnapshots },
  { no: 14, key: "offerSnapshot", name: "offer_snapshot", type: "message", rule: "optional", oneof: "value", of: () => ResponseOfferSnapshot },
  { no: 15, key: "loadSnapshotChunk", name: "load_snapshot_chunk", type: "message", rule: "optional", oneof: "value", of: () => ResponseLoadSnapshotChunk },
  { no: 16, key: "applySnapshotChunk", name: "apply_snapshot_chunk", type: "message", rule: "optional", oneof: "value", of: () => ResponseApplySnapshotChunk },
  { no: 17, key: "prepareProposal", name: "prepare_proposal", type: "message", rule: "optional", oneof: "value", of: () => ResponsePrepareProposal },
  { no: 18, key: "processProposal", name: "process_proposal", type: "message", rule: "optional", oneof: "value", of: () => ResponseProcessProposal },
  { no: 19, key: "extendVote", name: "extend_vote", type: "message", rule: "optional", oneof: "value", of: () => ResponseExtendVote },
  { no: 20, key: "verifyVoteExtension", name: "verify_vote_extension", type: "message", rule: "optional", oneof: "value", of: () => ResponseVerifyVoteExtension },
  { no: 21, key: "finalizeBlock", name: "finalize_block", type: "message", rule: "optional", oneof: "value", of: () => ResponseFinalizeBlock },
]);

/** nondeterministic */
export interface ResponseException {
  error: string;
}
export const ResponseException: MessageCodec<ResponseException> = defineMessage<ResponseException>("tendermint.abci.ResponseException", [
  { no: 1, key: "error", name: "error", type: "string" },
]);

export interface ResponseEcho {
  message: string;
}
export const ResponseEcho: MessageCodec<ResponseEcho> = defineMessage<ResponseEcho>("tendermint.abci.ResponseEcho", [
  { no: 1, key: "message", name: "message", type: "string" },
]);

export interface ResponseFlush {}
export const ResponseFlush: MessageCodec<ResponseFlush> = defineMessage<ResponseFlush>("tendermint.abci.ResponseFlush", []);

export interface ResponseInfo {
  data: string;
  version: string;
  appVersion: bigint;
  lastBlockHeight: bigint;
  lastBlockAppHash: Uint8Array;
}
export const ResponseInfo: MessageCodec<ResponseInfo> = defineMessage<ResponseInfo>("tendermint.abci.ResponseInfo", [
  { no: 1, key: "data", name: "data", type: "string" },
  { no: 2, key: "version", name: "version", type: "string" },
  { no: 3, key: "appVersion", name: "app_version", type: "uint64" },
  { no: 4, key: "lastBlockHeight", name: "last_block_height", type: "int64" },
  { no: 5, key: "lastBlockAppHash", name: "last_block_app_hash", type: "bytes" },
]);

export interface ResponseInitChain {
  consensusParams?: ConsensusParams | undefined;
  validators: ValidatorUpdate[];
  appHash: Uint8Array;
}
export const ResponseInitChain: MessageCodec<ResponseInitChain> = defineMessage<ResponseInitChain>("tendermint.abci.ResponseInitChain", [
  { no: 1, key: "consensusParams", name: "consensus_params", type: "message", rule: "optional", of: () => ConsensusParams },
  { no: 2, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => ValidatorUpdate },
  { no: 3, key: "appHash", name: "app_hash", type: "bytes" },
]);

export interface ResponseQuery {
  code: number;
  /** bytes data = 2; // use "value" instead. */
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
export const ResponseQuery: MessageCodec<ResponseQuery> = defineMessage<ResponseQuery>("tendermint.abci.ResponseQuery", [
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

export interface ResponseCheckTx {
  code: number;
  data: Uint8Array;
  /** nondeterministic */
  log: string;
  /** nondeterministic */
  info: string;
  gasWanted: bigint;
  gasUsed: bigint;
  events: Event[];
  codespace: string;
}
export const ResponseCheckTx: MessageCodec<ResponseCheckTx> = defineMessage<ResponseCheckTx>("tendermint.abci.ResponseCheckTx", [
  { no: 1, key: "code", name: "code", type: "uint32" },
  { no: 2, key: "data", name: "data", type: "bytes" },
  { no: 3, key: "log", name: "log", type: "string" },
  { no: 4, key: "info", name: "info", type: "string" },
  { no: 5, key: "gasWanted", name: "gas_wanted", type: "int64" },
  { no: 6, key: "gasUsed", name: "gas_used", type: "int64" },
  { no: 7, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
  { no: 8, key: "codespace", name: "codespace", type: "string" },
]);

export interface ResponseCommit {
  retainHeight: bigint;
}
export const ResponseCommit: MessageCodec<ResponseCommit> = defineMessage<ResponseCommit>("tendermint.abci.ResponseCommit", [
  { no: 3, key: "retainHeight", name: "retain_height", type: "int64" },
]);

export interface ResponseListSnapshots {
  snapshots: Snapshot[];
}
export const ResponseListSnapshots: MessageCodec<ResponseListSnapshots> = defineMessage<ResponseListSnapshots>("tendermint.abci.ResponseListSnapshots", [
  { no: 1, key: "snapshots", name: "snapshots", type: "message", rule: "repeated", of: () => Snapshot },
]);

export interface ResponseOfferSnapshot {
  result: ResponseOfferSnapshot_Result;
}
export const ResponseOfferSnapshot: MessageCodec<ResponseOfferSnapshot> = defineMessage<ResponseOfferSnapshot>("tendermint.abci.ResponseOfferSnapshot", [
  { no: 1, key: "result", name: "result", type: "enum", enumTable: () => ResponseOfferSnapshot_Result },
]);

export interface ResponseLoadSnapshotChunk {
  chunk: Uint8Array;
}
export const ResponseLoadSnapshotChunk: MessageCodec<ResponseLoadSnapshotChunk> = defineMessage<ResponseLoadSnapshotChunk>("tendermint.abci.ResponseLoadSnapshotChunk", [
  { no: 1, key: "chunk", name: "chunk", type: "bytes" },
]);

export interface ResponseApplySnapshotChunk {
  result: ResponseApplySnapshotChunk_Result;
  /** Chunks to refetch and reapply */
  refetchChunks: number[];
  /** Chunk senders to reject and ban */
  rejectSenders: string[];
}
export const ResponseApplySnapshotChunk: MessageCodec<ResponseApplySnapshotChunk> = defineMessage<ResponseApplySnapshotChunk>("tendermint.abci.ResponseApplySnapshotChunk", [
  { no: 1, key: "result", name: "result", type: "enum", enumTable: () => ResponseApplySnapshotChunk_Result },
  { no: 2, key: "refetchChunks", name: "refetch_chunks", type: "uint32", rule: "repeated" },
  { no: 3, key: "rejectSenders", name: "reject_senders", type: "string", rule: "repeated" },
]);

export interface ResponsePrepareProposal {
  txs: Uint8Array[];
}
export const ResponsePrepareProposal: MessageCodec<ResponsePrepareProposal> = defineMessage<ResponsePrepareProposal>("tendermint.abci.ResponsePrepareProposal", [
  { no: 1, key: "txs", name: "txs", type: "bytes", rule: "repeated" },
]);

export interface ResponseProcessProposal {
  status: ResponseProcessProposal_ProposalStatus;
}
export const ResponseProcessProposal: MessageCodec<ResponseProcessProposal> = defineMessage<ResponseProcessProposal>("tendermint.abci.ResponseProcessProposal", [
  { no: 1, key: "status", name: "status", type: "enum", enumTable: () => ResponseProcessProposal_ProposalStatus },
]);

export interface ResponseExtendVote {
  voteExtension: Uint8Array;
}
export const ResponseExtendVote: MessageCodec<ResponseExtendVote> = defineMessage<ResponseExtendVote>("tendermint.abci.ResponseExtendVote", [
  { no: 1, key: "voteExtension", name: "vote_extension", type: "bytes" },
]);

export interface ResponseVerifyVoteExtension {
  status: ResponseVerifyVoteExtension_VerifyStatus;
}
export const ResponseVerifyVoteExtension: MessageCodec<ResponseVerifyVoteExtension> = defineMessage<ResponseVerifyVoteExtension>("tendermint.abci.ResponseVerifyVoteExtension", [
  { no: 1, key: "status", name: "status", type: "enum", enumTable: () => ResponseVerifyVoteExtension_VerifyStatus },
]);

export interface ResponseFinalizeBlock {
  /** set of block events emmitted as part of executing the block */
  events: Event[];
  /**
   * the result of executing each transaction including the events
   * the particular transction emitted. This should match the order
   * of the transactions delivered in the block itself
   */
  txResults: ExecTxResult[];
  /** a list of updates to the validator set. These will reflect the validator set at current height + 2. */
  validatorUpdates: ValidatorUpdate[];
  /** updates to the consensus params, if any. */
  consensusParamUpdates?: ConsensusParams | undefined;
  /**
   * app_hash is the hash of the applications' state which is used to confirm that execution of the transactions was
   * deterministic. It is up to the application to decide which algorithm to use.
   */
  appHash: Uint8Array;
}
export const ResponseFinalizeBlock: MessageCodec<ResponseFinalizeBlock> = defineMessage<ResponseFinalizeBlock>("tendermint.abci.ResponseFinalizeBlock", [
  { no: 1, key: "events", name: "events", type: "message", rule: "repeated", of: () => Event },
  { no: 2, key: "txResults", name: "tx_results", type: "message", rule: "repeated", of: () => ExecTxResult },
  { no: 3, key: "validatorUpdates", name: "validator_updates", type: "message", rule: "repeated", of: () => ValidatorUpdate },
  { no: 4, key: "consensusParamUpdates", name: "consensus_param_updates", type: "message", rule: "optional", of: () => ConsensusParams },
  { no: 5, key: "appHash", name: "app_hash", type: "bytes" },
]);

export interface CommitInfo {
  round: number;
  votes: VoteInfo[];
}
export const CommitInfo: MessageCodec<CommitInfo> = defineMessage<CommitInfo>("tendermint.abci.CommitInfo", [
  { no: 1, key: "round", name: "round", type: "int32" },
  { no: 2, key: "votes", name: "votes", type: "message", rule: "repeated", of: () => VoteInfo },
]);

/**
 * ExtendedCommitInfo is similar to CommitInfo except that it is only used in
 * the PrepareProposal request such that CometBFT can provide vote extensions
 * to the application.
 */
export interface ExtendedCommitInfo {
  /** The round at which the block proposer decided in the previous height. */
  round: number;
  /**
   * List of validators' addresses in the last validator set with their voting
   * information, including vote extensions.
   */
  votes: ExtendedVoteInfo[];
}
export const ExtendedCommitInfo: MessageCodec<ExtendedCommitInfo> = defineMessage<ExtendedCommitInfo>("tendermint.abci.ExtendedCommitInfo", [
  { no: 1, key: "round", name: "round", type: "int32" },
  { no: 2, key: "votes", name: "votes", type: "message", rule: "repeated", of: () => ExtendedVoteInfo },
]);

/**
 * Event allows application developers to attach additional information to
 * ResponseFinalizeBlock and ResponseCheckTx.
 * Later, transactions may be queried using these events.
 */
export interface Event {
  type: string;
  attributes: EventAttribute[];
}
export const Event: MessageCodec<Event> = defineMessage<Event>("tendermint.abci.Event", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "attributes", name: "attributes", type: "message", rule: "repeated", of: () => EventAttribute },
]);

/** EventAttribute is a single key-value pair, associated with an event. */
export interface EventAttribute {
  key: string;
  value: string;
  /** nondeterministic */
  index: boolean;
}
export const EventAttribute: MessageCodec<EventAttribute> = defineMessage<EventAttribute>("tendermint.abci.EventAttribute", [
  { no: 1, key: "key", name: "key", type: "string" },
  { no: 2, key: "value", name: "value", type: "string" },
  { no: 3, key: "index", name: "index", type: "bool" },
]);

/**
 * ExecTxResult contains results of executing one individual transaction.
 *
 * * Its structure is equivalent to #ResponseDeliverTx which will be deprecated/deleted
 */
export interface ExecTxResult {
  code: number;
  data: Uint8Array;
  /** nondeterministic */
  log: string;
  /** nondeterministic */
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

/**
 * TxResult contains results of executing the transaction.
 *
 * One usage is indexing transaction results.
 */
export interface TxResult {
  height: bigint;
  index: number;
  tx: Uint8Array;
  result?: ExecTxResult | undefined;
}
export const TxResult: MessageCodec<TxResult> = defineMessage<TxResult>("tendermint.abci.TxResult", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "index", name: "index", type: "uint32" },
  { no: 3, key: "tx", name: "tx", type: "bytes" },
  { no: 4, key: "result", name: "result", type: "message", rule: "optional", of: () => ExecTxResult },
]);

export interface Validator {
  /** The first 20 bytes of SHA256(public key) */
  address: Uint8Array;
  /** PubKey pub_key = 2 [(gogoproto.nullable)=false]; */
  power: bigint;
}
export const Validator: MessageCodec<Validator> = defineMessage<Validator>("tendermint.abci.Validator", [
  { no: 1, key: "address", name: "address", type: "bytes" },
  { no: 3, key: "power", name: "power", type: "int64" },
]);

export interface ValidatorUpdate {
  pubKey?: PublicKey | undefined;
  power: bigint;
}
export const ValidatorUpdate: MessageCodec<ValidatorUpdate> = defineMessage<ValidatorUpdate>("tendermint.abci.ValidatorUpdate", [
  { no: 1, key: "pubKey", name: "pub_key", type: "message", rule: "optional", of: () => PublicKey },
  { no: 2, key: "power", name: "power", type: "int64" },
]);

export interface VoteInfo {
  validator?: Validator | undefined;
  blockIdFlag: BlockIDFlag;
}
export const VoteInfo: MessageCodec<VoteInfo> = defineMessage<VoteInfo>("tendermint.abci.VoteInfo", [
  { no: 1, key: "validator", name: "validator", type: "message", rule: "optional", of: () => Validator },
  { no: 3, key: "blockIdFlag", name: "block_id_flag", type: "enum", enumTable: () => BlockIDFlag },
]);

export interface ExtendedVoteInfo {
  /** The validator that sent the vote. */
  validator?: Validator | undefined;
  /** Non-deterministic extension provided by the sending validator's application. */
  voteExtension: Uint8Array;
  /** Vote extension signature created by CometBFT */
  extensionSignature: Uint8Array;
  /** block_id_flag indicates whether the validator voted for a block, nil, or did not vote at all */
  blockIdFlag: BlockIDFlag;
}
export const ExtendedVoteInfo: MessageCodec<ExtendedVoteInfo> = defineMessage<ExtendedVoteInfo>("tendermint.abci.ExtendedVoteInfo", [
  { no: 1, key: "validator", name: "validator", type: "message", rule: "optional", of: () => Validator },
  { no: 3, key: "voteExtension", name: "vote_extension", type: "bytes" },
  { no: 4, key: "extensionSignature", name: "extension_signature", type: "bytes" },
  { no: 5, key: "blockIdFlag", name: "block_id_flag", type: "enum", enumTable: () => BlockIDFlag },
]);

export interface Misbehavior {
  type: MisbehaviorType;
  /** The offending validator */
  validator?: Validator | undefined;
  /** The height when the offense occurred */
  height: bigint;
  /** The corresponding time where the offense occurred */
  time?: Timestamp | undefined;
  /**
   * Total voting power of the validator set in case the ABCI application does
   * not store historical validators.
   * https://github.com/tendermint/tendermint/issues/4581
   */
  totalVotingPower: bigint;
}
export const Misbehavior: MessageCodec<Misbehavior> = defineMessage<Misbehavior>("tendermint.abci.Misbehavior", [
  { no: 1, key: "type", name: "type", type: "enum", enumTable: () => MisbehaviorType },
  { no: 2, key: "validator", name: "validator", type: "message", rule: "optional", of: () => Validator },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 5, key: "totalVotingPower", name: "total_voting_power", type: "int64" },
]);

export interface Snapshot {
  /** The height at which the snapshot was taken */
  height: bigint;
  /** The application-specific snapshot format */
  format: number;
  /** Number of chunks in the snapshot */
  chunks: number;
  /** Arbitrary snapshot hash, equal only if identical */
  hash: Uint8Array;
  /** Arbitrary application metadata */
  metadata: Uint8Array;
}
export const Snapshot: MessageCodec<Snapshot> = defineMessage<Snapshot>("tendermint.abci.Snapshot", [
  { no: 1, key: "height", name: "height", type: "uint64" },
  { no: 2, key: "format", name: "format", type: "uint32" },
  { no: 3, key: "chunks", name: "chunks", type: "uint32" },
  { no: 4, key: "hash", name: "hash", type: "bytes" },
  { no: 5, key: "metadata", name: "metadata", type: "bytes" },
]);

export const ABCIService: {
  readonly Echo: MethodDefinition<RequestEcho, ResponseEcho>;
  readonly Flush: MethodDefinition<RequestFlush, ResponseFlush>;
  readonly Info: MethodDefinition<RequestInfo, ResponseInfo>;
  readonly CheckTx: MethodDefinition<RequestCheckTx, ResponseCheckTx>;
  readonly Query: MethodDefinition<RequestQuery, ResponseQuery>;
  readonly Commit: MethodDefinition<RequestCommit, ResponseCommit>;
  readonly InitChain: MethodDefinition<RequestInitChain, ResponseInitChain>;
  readonly ListSnapshots: MethodDefinition<RequestListSnapshots, ResponseListSnapshots>;
  readonly OfferSnapshot: MethodDefinition<RequestOfferSnapshot, ResponseOfferSnapshot>;
  readonly LoadSnapshotChunk: MethodDefinition<RequestLoadSnapshotChunk, ResponseLoadSnapshotChunk>;
  readonly ApplySnapshotChunk: MethodDefinition<RequestApplySnapshotChunk, ResponseApplySnapshotChunk>;
  readonly PrepareProposal: MethodDefinition<RequestPrepareProposal, ResponsePrepareProposal>;
  readonly ProcessProposal: MethodDefinition<RequestProcessProposal, ResponseProcessProposal>;
  readonly ExtendVote: MethodDefinition<RequestExtendVote, ResponseExtendVote>;
  readonly VerifyVoteExtension: MethodDefinition<RequestVerifyVoteExtension, ResponseVerifyVoteExtension>;
  readonly FinalizeBlock: MethodDefinition<RequestFinalizeBlock, ResponseFinalizeBlock>;
} = {
  Echo: { path: "/tendermint.abci.ABCI/Echo", request: RequestEcho, response: ResponseEcho },
  Flush: { path: "/tendermint.abci.ABCI/Flush", request: RequestFlush, response: ResponseFlush },
  Info: { path: "/tendermint.abci.ABCI/Info", request: RequestInfo, response: ResponseInfo },
  CheckTx: { path: "/tendermint.abci.ABCI/CheckTx", request: RequestCheckTx, response: ResponseCheckTx },
  Query: { path: "/tendermint.abci.ABCI/Query", request: RequestQuery, response: ResponseQuery },
  Commit: { path: "/tendermint.abci.ABCI/Commit", request: RequestCommit, response: ResponseCommit },
  InitChain: { path: "/tendermint.abci.ABCI/InitChain", request: RequestInitChain, response: ResponseInitChain },
  ListSnapshots: { path: "/tendermint.abci.ABCI/ListSnapshots", request: RequestListSnapshots, response: ResponseListSnapshots },
  OfferSnapshot: { path: "/tendermint.abci.ABCI/OfferSnapshot", request: RequestOfferSnapshot, response: ResponseOfferSnapshot },
  LoadSnapshotChunk: { path: "/tendermint.abci.ABCI/LoadSnapshotChunk", request: RequestLoadSnapshotChunk, response: ResponseLoadSnapshotChunk },
  ApplySnapshotChunk: { path: "/tendermint.abci.ABCI/ApplySnapshotChunk", request: RequestApplySnapshotChunk, response: ResponseApplySnapshotChunk },
  PrepareProposal: { path: "/tendermint.abci.ABCI/PrepareProposal", request: RequestPrepareProposal, response: ResponsePrepareProposal },
  ProcessProposal: { path: "/tendermint.abci.ABCI/ProcessProposal", request: RequestProcessProposal, response: ResponseProcessProposal },
  ExtendVote: { path: "/tendermint.abci.ABCI/ExtendVote", request: RequestExtendVote, response: ResponseExtendVote },
  VerifyVoteExtension: { path: "/tendermint.abci.ABCI/VerifyVoteExtension", request: RequestVerifyVoteExtension, response: ResponseVerifyVoteExtension },
  FinalizeBlock: { path: "/tendermint.abci.ABCI/FinalizeBlock", request: RequestFinalizeBlock, response: ResponseFinalizeBlock },
};
