import type { Height, UnixNanos } from "@openledger/primitives";

/** Block protocol number of CometBFT v0.38, `Header.version.block`. */
export const BLOCK_PROTOCOL = 11n;

/** Go's zero time (0001-01-01T00:00:00Z) in nanoseconds since the Unix epoch: the timestamp of an absent signature. */
export const GO_ZERO_TIME: bigint = -62_135_596_800n * 1_000_000_000n;

/** Nanoseconds since the Unix epoch, or {@link GO_ZERO_TIME} where CometBFT leaves a time unset. */
export type Timestamp = bigint;

/** Number of 65,536-byte parts of an encoded block and the Merkle root over them; total 0 and no hash when unset. */
export interface PartSetHeader {
  readonly total: number;
  readonly hash: Uint8Array;
}

/** Header hash and part set; both empty when there is no block (before the initial height, or a vote for nil). */
export interface BlockId {
  readonly hash: Uint8Array;
  readonly partSetHeader: PartSetHeader;
}

/** CometBFT v0.38 block header. Hashes are 32 bytes or, where unset, empty; `appHash` is free-form. */
export interface Header {
  readonly version: { readonly block: bigint; readonly app: bigint };
  /** At most 50 characters. */
  readonly chainId: string;
  readonly height: Height;
  readonly time: UnixNanos;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  /** State after block height - 1. */
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  /** 20 bytes. */
  readonly proposerAddress: Uint8Array;
}

/** What a validator did in the round: 1 absent, 2 signed the block, 3 signed nil. */
export type BlockIdFlag = 1 | 2 | 3;
export const BLOCK_ID_FLAG_ABSENT: BlockIdFlag = 1;
export const BLOCK_ID_FLAG_COMMIT: BlockIdFlag = 2;
export const BLOCK_ID_FLAG_NIL: BlockIdFlag = 3;

/** One validator's place in a commit. An absent one has an empty address and signature and {@link GO_ZERO_TIME}. */
export interface CommitSig {
  readonly blockIdFlag: BlockIdFlag;
  readonly validatorAddress: Uint8Array;
  readonly timestamp: Timestamp;
  readonly signature: Uint8Array;
}

/** The precommits of one height and round, in validator set order. */
export interface Commit {
  readonly height: Height;
  readonly round: number;
  readonly blockId: BlockId;
  readonly signatures: readonly CommitSig[];
}

/** A whole block. `evidence` holds proto `Evidence` messages and is empty when a lone sequencer seals blocks. */
export interface Block {
  readonly header: Header;
  readonly txs: readonly Uint8Array[];
  readonly evidence: readonly Uint8Array[];
  readonly lastCommit: Commit;
}

/** An ed25519 validator: 20-byte address, 32-byte key, positive power. */
export interface Validator {
  readonly address: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** Validators by power descending, then address ascending; made by `createValidatorSet`. */
export interface ValidatorSet {
  readonly validators: readonly Validator[];
  readonly totalPower: bigint;
}

/** The part of an ABCI result that the chain hashes. `code` is a uint32; gas amounts are int64. */
export interface TxResult {
  readonly code: number;
  readonly data: Uint8Array;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
}

/** A header and the commit that seals it. */
export interface SignedHeader {
  readonly header: Header;
  readonly commit: Commit;
}

/** A signed header with the validator set that signed it, as a light client receives it. */
export interface LightBlock extends SignedHeader {
  readonly validators: ValidatorSet;
}

const NO_BYTES = new Uint8Array(0);

/** The id of no block. */
export const ZERO_BLOCK_ID: BlockId = {
  hash: NO_BYTES,
  partSetHeader: { total: 0, hash: NO_BYTES },
};

/** The last commit of the block at the initial height: height 0, no block, no signatures. */
export const EMPTY_COMMIT: Commit = {
  height: 0n as Height,
  round: 0,
  blockId: ZERO_BLOCK_ID,
  signatures: [],
};
