// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";
import { Duration, Timestamp } from "../google/protobuf.ts";
import { Proof, PublicKey } from "./crypto.ts";
import { Consensus } from "./version.ts";

/** BlockIdFlag indicates which BlockID the signature is for */
export const BlockIDFlag = {
  /** indicates an error condition */
  BLOCK_ID_FLAG_UNKNOWN: 0,
  /** the vote was not received */
  BLOCK_ID_FLAG_ABSENT: 1,
  BLOCK_ID_FLAG_COMMIT: 2,
  /** voted for nil */
  BLOCK_ID_FLAG_NIL: 3,
} as const;
export type BlockIDFlag = EnumValue<typeof BlockIDFlag>;

/** SignedMsgType is a type of signed message in the consensus. */
export const SignedMsgType = {
  SIGNED_MSG_TYPE_UNKNOWN: 0,
  /** Votes */
  SIGNED_MSG_TYPE_PREVOTE: 1,
  SIGNED_MSG_TYPE_PRECOMMIT: 2,
  /** Proposals */
  SIGNED_MSG_TYPE_PROPOSAL: 32,
} as const;
export type SignedMsgType = EnumValue<typeof SignedMsgType>;

/**
 * ConsensusParams contains consensus critical parameters that determine the
 * validity of blocks.
 */
export interface ConsensusParams {
  block?: BlockParams | undefined;
  evidence?: EvidenceParams | undefined;
  validator?: ValidatorParams | undefined;
  version?: VersionParams | undefined;
  abci?: ABCIParams | undefined;
}
export const ConsensusParams: MessageCodec<ConsensusParams> = defineMessage<ConsensusParams>("tendermint.types.ConsensusParams", [
  { no: 1, key: "block", name: "block", type: "message", rule: "optional", of: () => BlockParams },
  { no: 2, key: "evidence", name: "evidence", type: "message", rule: "optional", of: () => EvidenceParams },
  { no: 3, key: "validator", name: "validator", type: "message", rule: "optional", of: () => ValidatorParams },
  { no: 4, key: "version", name: "version", type: "message", rule: "optional", of: () => VersionParams },
  { no: 5, key: "abci", name: "abci", type: "message", rule: "optional", of: () => ABCIParams },
]);

/** BlockParams contains limits on the block size. */
export interface BlockParams {
  /**
   * Max block size, in bytes.
   * Note: must be greater than 0
   */
  maxBytes: bigint;
  /**
   * Max gas per block.
   * Note: must be greater or equal to -1
   */
  maxGas: bigint;
}
export const BlockParams: MessageCodec<BlockParams> = defineMessage<BlockParams>("tendermint.types.BlockParams", [
  { no: 1, key: "maxBytes", name: "max_bytes", type: "int64" },
  { no: 2, key: "maxGas", name: "max_gas", type: "int64" },
]);

/** EvidenceParams determine how we handle evidence of malfeasance. */
export interface EvidenceParams {
  /**
   * Max age of evidence, in blocks.
   *
   * The basic formula for calculating this is: MaxAgeDuration / {average block
   * time}.
   */
  maxAgeNumBlocks: bigint;
  /**
   * Max age of evidence, in time.
   *
   * It should correspond with an app's "unbonding period" or other similar
   * mechanism for handling [Nothing-At-Stake
   * attacks](https://github.com/ethereum/wiki/wiki/Proof-of-Stake-FAQ#what-is-the-nothing-at-stake-problem-and-how-can-it-be-fixed).
   */
  maxAgeDuration?: Duration | undefined;
  /**
   * This sets the maximum size of total evidence in bytes that can be committed in a single block.
   * and should fall comfortably under the max block bytes.
   * Default is 1048576 or 1MB
   */
  maxBytes: bigint;
}
export const EvidenceParams: MessageCodec<EvidenceParams> = defineMessage<EvidenceParams>("tendermint.types.EvidenceParams", [
  { no: 1, key: "maxAgeNumBlocks", name: "max_age_num_blocks", type: "int64" },
  { no: 2, key: "maxAgeDuration", name: "max_age_duration", type: "message", rule: "optional", of: () => Duration },
  { no: 3, key: "maxBytes", name: "max_bytes", type: "int64" },
]);

/**
 * ValidatorParams restrict the public key types validators can use.
 * NOTE: uses ABCI pubkey naming, not Amino names.
 */
export interface ValidatorParams {
  pubKeyTypes: string[];
}
export const ValidatorParams: MessageCodec<ValidatorParams> = defineMessage<ValidatorParams>("tendermint.types.ValidatorParams", [
  { no: 1, key: "pubKeyTypes", name: "pub_key_types", type: "string", rule: "repeated" },
]);

/** VersionParams contains the ABCI application version. */
export interface VersionParams {
  app: bigint;
}
export const VersionParams: MessageCodec<VersionParams> = defineMessage<VersionParams>("tendermint.types.VersionParams", [
  { no: 1, key: "app", name: "app", type: "uint64" },
]);

/**
 * HashedParams is a subset of ConsensusParams.
 *
 * It is hashed into the Header.ConsensusHash.
 */
export interface HashedParams {
  blockMaxBytes: bigint;
  blockMaxGas: bigint;
}
export const HashedParams: MessageCodec<HashedParams> = defineMessage<HashedParams>("tendermint.types.HashedParams", [
  { no: 1, key: "blockMaxBytes", name: "block_max_bytes", type: "int64" },
  { no: 2, key: "blockMaxGas", name: "block_max_gas", type: "int64" },
]);

/** ABCIParams configure functionality specific to the Application Blockchain Interface. */
export interface ABCIParams {
  /**
   * vote_extensions_enable_height configures the first height during which
   * vote extensions will be enabled. During this specified height, and for all
   * subsequent heights, precommit messages that do not contain valid extension data
   * will be considered invalid. Prior to this height, vote extensions will not
   * be used or accepted by validators on the network.
   *
   * Once enabled, vote extensions will be created by the application in ExtendVote,
   * passed to the application for validation in VerifyVoteExtension and given
   * to the application to use when proposing a block during PrepareProposal.
   */
  voteExtensionsEnableHeight: bigint;
}
export const ABCIParams: MessageCodec<ABCIParams> = defineMessage<ABCIParams>("tendermint.types.ABCIParams", [
  { no: 1, key: "voteExtensionsEnableHeight", name: "vote_extensions_enable_height", type: "int64" },
]);

export interface ValidatorSet {
  validators: Validator[];
  proposer?: Validator | undefined;
  totalVotingPower: bigint;
}
export const ValidatorSet: MessageCodec<ValidatorSet> = defineMessage<ValidatorSet>("tendermint.types.ValidatorSet", [
  { no: 1, key: "validators", name: "validators", type: "message", rule: "repeated", of: () => Validator },
  { no: 2, key: "proposer", name: "proposer", type: "message", rule: "optional", of: () => Validator },
  { no: 3, key: "totalVotingPower", name: "total_voting_power", type: "int64" },
]);

export interface Validator {
  address: Uint8Array;
  pubKey?: PublicKey | undefined;
  votingPower: bigint;
  proposerPriority: bigint;
}
export const Validator: MessageCodec<Validator> = defineMessage<Validator>("tendermint.types.Validator", [
  { no: 1, key: "address", name: "address", type: "bytes" },
  { no: 2, key: "pubKey", name: "pub_key", type: "message", rule: "optional", of: () => PublicKey },
  { no: 3, key: "votingPower", name: "voting_power", type: "int64" },
  { no: 4, key: "proposerPriority", name: "proposer_priority", type: "int64" },
]);

export interface SimpleValidator {
  pubKey?: PublicKey | undefined;
  votingPower: bigint;
}
export const SimpleValidator: MessageCodec<SimpleValidator> = defineMessage<SimpleValidator>("tendermint.types.SimpleValidator", [
  { no: 1, key: "pubKey", name: "pub_key", type: "message", rule: "optional", of: () => PublicKey },
  { no: 2, key: "votingPower", name: "voting_power", type: "int64" },
]);

export interface Block {
  header?: Header | undefined;
  data?: Data | undefined;
  evidence?: EvidenceList | undefined;
  lastCommit?: Commit | undefined;
}
export const Block: MessageCodec<Block> = defineMessage<Block>("tendermint.types.Block", [
  { no: 1, key: "header", name: "header", type: "message", rule: "optional", of: () => Header },
  { no: 2, key: "data", name: "data", type: "message", rule: "optional", of: () => Data },
  { no: 3, key: "evidence", name: "evidence", type: "message", rule: "optional", of: () => EvidenceList },
  { no: 4, key: "lastCommit", name: "last_commit", type: "message", rule: "optional", of: () => Commit },
]);

/** PartsetHeader */
export interface PartSetHeader {
  total: number;
  hash: Uint8Array;
}
export const PartSetHeader: MessageCodec<PartSetHeader> = defineMessage<PartSetHeader>("tendermint.types.PartSetHeader", [
  { no: 1, key: "total", name: "total", type: "uint32" },
  { no: 2, key: "hash", name: "hash", type: "bytes" },
]);

export interface Part {
  index: number;
  bytes: Uint8Array;
  proof?: Proof | undefined;
}
export const Part: MessageCodec<Part> = defineMessage<Part>("tendermint.types.Part", [
  { no: 1, key: "index", name: "index", type: "uint32" },
  { no: 2, key: "bytes", name: "bytes", type: "bytes" },
  { no: 3, key: "proof", name: "proof", type: "message", rule: "optional", of: () => Proof },
]);

/** BlockID */
export interface BlockID {
  hash: Uint8Array;
  partSetHeader?: PartSetHeader | undefined;
}
export const BlockID: MessageCodec<BlockID> = defineMessage<BlockID>("tendermint.types.BlockID", [
  { no: 1, key: "hash", name: "hash", type: "bytes" },
  { no: 2, key: "partSetHeader", name: "part_set_header", type: "message", rule: "optional", of: () => PartSetHeader },
]);

/** Header defines the structure of a block header. */
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
  /** original proposer of the block */
  proposerAddress: Uint8Array;
}
export const Header: MessageCodec<Header> = defineMessage<Header>("tendermint.types.Header", [
  { no: 1, key: "version", name: "version", type: "message", rule: "optional", of: () => Consensus },
  { no: 2, key: "chainId", name: "chain_id", type: "string" },
  { no: 3, key: "height", name: "height", type: "int64" },
  { no: 4, key: "time", name: "time", type: "message", rule: "optional", of: () => Timestamp },
  { no: 5, key: "lastBlockId", name: "last_block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 6, key: "lastCommitHash", name: "last_commit_hash", type: "bytes" },
  { no: 7, key: "dataHash", name: "data_hash", type: "bytes" },
  { no: 8, key: "validatorsHash", name: "validators_hash", type: "bytes" },
  { no: 9, key: "nextValidatorsHash", name: "next_validators_hash", type: "bytes" },
  { no: 10, key: "consensusHash", name: "consensus_hash", type: "bytes" },
  { no: 11, key: "appHash", name: "app_hash", type: "bytes" },
  { no: 12, key: "lastResultsHash", name: "last_results_hash", type: "bytes" },
  { no: 13, key: "evidenceHash", name: "evidence_hash", type: "bytes" },
  { no: 14, key: "proposerAddress", name: "proposer_address", type: "bytes" },
]);

/** Data contains the set of transactions included in the block */
export interface Data {
  /**
   * Txs that will be applied by state @ block.Height+1.
   * NOTE: not all txs here are valid.  We're just agreeing on the order first.
   * This means that block.AppHash does not include these txs.
   */
  txs: Uint8Array[];
}
export const Data: MessageCodec<Data> = defineMessage<Data>("tendermint.types.Data", [
  { no: 1, key: "txs", name: "txs", type: "bytes", rule: "repeated" },
]);

/**
 * Vote represents a prevote or precommit vote from validators for
 * consensus.
 */
export interface Vote {
  type: SignedMsgType;
  height: bigint;
  round: number;
  /** zero if vote is nil. */
  blockId?: BlockID | undefined;
  timestamp?: Timestamp | undefined;
  validatorAddress: Uint8Array;
  validatorIndex: number;
  /**
   * Vote signature by the validator if they participated in consensus for the
   * associated block.
   */
  signature: Uint8Array;
  /**
   * Vote extension provided by the application. Only valid for precommit
   * messages.
   */
  extension: Uint8Array;
  /**
   * Vote extension signature by the validator if they participated in
   * consensus for the associated block.
   * Only valid for precommit messages.
   */
  extensionSignature: Uint8Array;
}
export const Vote: MessageCodec<Vote> = defineMessage<Vote>("tendermint.types.Vote", [
  { no: 1, key: "type", name: "type", type: "enum", enumTable: () => SignedMsgType },
  { no: 2, key: "height", name: "height", type: "int64" },
  { no: 3, key: "round", name: "round", type: "int32" },
  { no: 4, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 5, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
  { no: 6, key: "validatorAddress", name: "validator_address", type: "bytes" },
  { no: 7, key: "validatorIndex", name: "validator_index", type: "int32" },
  { no: 8, key: "signature", name: "signature", type: "bytes" },
  { no: 9, key: "extension", name: "extension", type: "bytes" },
  { no: 10, key: "extensionSignature", name: "extension_signature", type: "bytes" },
]);

/** Commit contains the evidence that a block was committed by a set of validators. */
export interface Commit {
  height: bigint;
  round: number;
  blockId?: BlockID | undefined;
  signatures: CommitSig[];
}
export const Commit: MessageCodec<Commit> = defineMessage<Commit>("tendermint.types.Commit", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "round", name: "round", type: "int32" },
  { no: 3, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 4, key: "signatures", name: "signatures", type: "message", rule: "repeated", of: () => CommitSig },
]);

/** CommitSig is a part of the Vote included in a Commit. */
export interface CommitSig {
  blockIdFlag: BlockIDFlag;
  validatorAddress: Uint8Array;
  timestamp?: Timestamp | undefined;
  signature: Uint8Array;
}
export const CommitSig: MessageCodec<CommitSig> = defineMessage<CommitSig>("tendermint.types.CommitSig", [
  { no: 1, key: "blockIdFlag", name: "block_id_flag", type: "enum", enumTable: () => BlockIDFlag },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "bytes" },
  { no: 3, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
  { no: 4, key: "signature", name: "signature", type: "bytes" },
]);

export interface ExtendedCommit {
  height: bigint;
  round: number;
  blockId?: BlockID | undefined;
  extendedSignatures: ExtendedCommitSig[];
}
export const ExtendedCommit: MessageCodec<ExtendedCommit> = defineMessage<ExtendedCommit>("tendermint.types.ExtendedCommit", [
  { no: 1, key: "height", name: "height", type: "int64" },
  { no: 2, key: "round", name: "round", type: "int32" },
  { no: 3, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 4, key: "extendedSignatures", name: "extended_signatures", type: "message", rule: "repeated", of: () => ExtendedCommitSig },
]);

/**
 * ExtendedCommitSig retains all the same fields as CommitSig but adds vote
 * extension-related fields. We use two signatures to ensure backwards compatibility.
 * That is the digest of the original signature is still the same in prior versions
 */
export interface ExtendedCommitSig {
  blockIdFlag: BlockIDFlag;
  validatorAddress: Uint8Array;
  timestamp?: Timestamp | undefined;
  signature: Uint8Array;
  /** Vote extension data */
  extension: Uint8Array;
  /** Vote extension signature */
  extensionSignature: Uint8Array;
}
export const ExtendedCommitSig: MessageCodec<ExtendedCommitSig> = defineMessage<ExtendedCommitSig>("tendermint.types.ExtendedCommitSig", [
  { no: 1, key: "blockIdFlag", name: "block_id_flag", type: "enum", enumTable: () => BlockIDFlag },
  { no: 2, key: "validatorAddress", name: "validator_address", type: "bytes" },
  { no: 3, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
  { no: 4, key: "signature", name: "signature", type: "bytes" },
  { no: 5, key: "extension", name: "extension", type: "bytes" },
  { no: 6, key: "extensionSignature", name: "extension_signature", type: "bytes" },
]);

export interface Proposal {
  type: SignedMsgType;
  height: bigint;
  round: number;
  polRound: number;
  blockId?: BlockID | undefined;
  timestamp?: Timestamp | undefined;
  signature: Uint8Array;
}
export const Proposal: MessageCodec<Proposal> = defineMessage<Proposal>("tendermint.types.Proposal", [
  { no: 1, key: "type", name: "type", type: "enum", enumTable: () => SignedMsgType },
  { no: 2, key: "height", name: "height", type: "int64" },
  { no: 3, key: "round", name: "round", type: "int32" },
  { no: 4, key: "polRound", name: "pol_round", type: "int32" },
  { no: 5, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 6, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
  { no: 7, key: "signature", name: "signature", type: "bytes" },
]);

export interface SignedHeader {
  header?: Header | undefined;
  commit?: Commit | undefined;
}
export const SignedHeader: MessageCodec<SignedHeader> = defineMessage<SignedHeader>("tendermint.types.SignedHeader", [
  { no: 1, key: "header", name: "header", type: "message", rule: "optional", of: () => Header },
  { no: 2, key: "commit", name: "commit", type: "message", rule: "optional", of: () => Commit },
]);

export interface LightBlock {
  signedHeader?: SignedHeader | undefined;
  validatorSet?: ValidatorSet | undefined;
}
export const LightBlock: MessageCodec<LightBlock> = defineMessage<LightBlock>("tendermint.types.LightBlock", [
  { no: 1, key: "signedHeader", name: "signed_header", type: "message", rule: "optional", of: () => SignedHeader },
  { no: 2, key: "validatorSet", name: "validator_set", type: "message", rule: "optional", of: () => ValidatorSet },
]);

export interface BlockMeta {
  blockId?: BlockID | undefined;
  blockSize: bigint;
  header?: Header | undefined;
  numTxs: bigint;
}
export const BlockMeta: MessageCodec<BlockMeta> = defineMessage<BlockMeta>("tendermint.types.BlockMeta", [
  { no: 1, key: "blockId", name: "block_id", type: "message", rule: "optional", of: () => BlockID },
  { no: 2, key: "blockSize", name: "block_size", type: "int64" },
  { no: 3, key: "header", name: "header", type: "message", rule: "optional", of: () => Header },
  { no: 4, key: "numTxs", name: "num_txs", type: "int64" },
]);

/** TxProof represents a Merkle proof of the presence of a transaction in the Merkle tree. */
export interface TxProof {
  rootHash: Uint8Array;
  data: Uint8Array;
  proof?: Proof | undefined;
}
export const TxProof: MessageCodec<TxProof> = defineMessage<TxProof>("tendermint.types.TxProof", [
  { no: 1, key: "rootHash", name: "root_hash", type: "bytes" },
  { no: 2, key: "data", name: "data", type: "bytes" },
  { no: 3, key: "proof", name: "proof", type: "message", rule: "optional", of: () => Proof },
]);

export interface Evidence {
  duplicateVoteEvidence?: DuplicateVoteEvidence | undefined;
  lightClientAttackEvidence?: LightClientAttackEvidence | undefined;
}
export const Evidence: MessageCodec<Evidence> = defineMessage<Evidence>("tendermint.types.Evidence", [
  { no: 1, key: "duplicateVoteEvidence", name: "duplicate_vote_evidence", type: "message", rule: "optional", oneof: "sum", of: () => DuplicateVoteEvidence },
  { no: 2, key: "lightClientAttackEvidence", name: "light_client_attack_evidence", type: "message", rule: "optional", oneof: "sum", of: () => LightClientAttackEvidence },
]);

/** DuplicateVoteEvidence contains evidence of a validator signed two conflicting votes. */
export interface DuplicateVoteEvidence {
  voteA?: Vote | undefined;
  voteB?: Vote | undefined;
  totalVotingPower: bigint;
  validatorPower: bigint;
  timestamp?: Timestamp | undefined;
}
export const DuplicateVoteEvidence: MessageCodec<DuplicateVoteEvidence> = defineMessage<DuplicateVoteEvidence>("tendermint.types.DuplicateVoteEvidence", [
  { no: 1, key: "voteA", name: "vote_a", type: "message", rule: "optional", of: () => Vote },
  { no: 2, key: "voteB", name: "vote_b", type: "message", rule: "optional", of: () => Vote },
  { no: 3, key: "totalVotingPower", name: "total_voting_power", type: "int64" },
  { no: 4, key: "validatorPower", name: "validator_power", type: "int64" },
  { no: 5, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
]);

/** LightClientAttackEvidence contains evidence of a set of validators attempting to mislead a light client. */
export interface LightClientAttackEvidence {
  conflictingBlock?: LightBlock | undefined;
  commonHeight: bigint;
  byzantineValidators: Validator[];
  totalVotingPower: bigint;
  timestamp?: Timestamp | undefined;
}
export const LightClientAttackEvidence: MessageCodec<LightClientAttackEvidence> = defineMessage<LightClientAttackEvidence>("tendermint.types.LightClientAttackEvidence", [
  { no: 1, key: "conflictingBlock", name: "conflicting_block", type: "message", rule: "optional", of: () => LightBlock },
  { no: 2, key: "commonHeight", name: "common_height", type: "int64" },
  { no: 3, key: "byzantineValidators", name: "byzantine_validators", type: "message", rule: "repeated", of: () => Validator },
  { no: 4, key: "totalVotingPower", name: "total_voting_power", type: "int64" },
  { no: 5, key: "timestamp", name: "timestamp", type: "message", rule: "optional", of: () => Timestamp },
]);

export interface EvidenceList {
  evidence: Evidence[];
}
export const EvidenceList: MessageCodec<EvidenceList> = defineMessage<EvidenceList>("tendermint.types.EvidenceList", [
  { no: 1, key: "evidence", name: "evidence", type: "message", rule: "repeated", of: () => Evidence },
]);
