import type { Height, Sha256, UnixNanos } from "@openledger/primitives";
import { encodeBlock } from "./encoding.ts";
import { commitHash, dataHash, evidenceHash, headerHash, partSetHeader, validatorsHash } from "./hashes.ts";
import { BLOCK_PROTOCOL, type Block, type BlockId, type Commit, type ValidatorSet } from "./types.ts";

/** Everything about a block that its proposer decides or knows from the block before. */
export interface BlockProposal {
  readonly chainId: string;
  /** Application protocol version of the consensus parameters. */
  readonly appVersion: bigint;
  readonly height: Height;
  /** Genesis time at the initial height, else `commitTime(lastCommit, …)`. */
  readonly time: UnixNanos;
  /** `ZERO_BLOCK_ID` at the initial height. */
  readonly lastBlockId: BlockId;
  /** `EMPTY_COMMIT` at the initial height. */
  readonly lastCommit: Commit;
  readonly txs: readonly Uint8Array[];
  readonly evidence?: readonly Uint8Array[];
  readonly validators: ValidatorSet;
  readonly nextValidators: ValidatorSet;
  readonly consensusHash: Uint8Array;
  /** State after the block before. */
  readonly appHash: Uint8Array;
  /** `resultsHash` of the block before; that of an empty list at the initial height. */
  readonly lastResultsHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
}

/** A block with its encoding and its id. */
export interface MadeBlock {
  readonly block: Block;
  readonly bytes: Uint8Array;
  readonly blockId: BlockId;
}

/** Fills in every hash of the header and computes the block's id. */
export function makeBlock(sha256: Sha256, proposal: BlockProposal): MadeBlock {
  const evidence = proposal.evidence ?? [];
  const block: Block = {
    header: {
      version: { block: BLOCK_PROTOCOL, app: proposal.appVersion },
      chainId: proposal.chainId,
      height: proposal.height,
      time: proposal.time,
      lastBlockId: proposal.lastBlockId,
      lastCommitHash: commitHash(sha256, proposal.lastCommit),
      dataHash: dataHash(sha256, proposal.txs),
      validatorsHash: validatorsHash(sha256, proposal.validators),
      nextValidatorsHash: validatorsHash(sha256, proposal.nextValidators),
      consensusHash: proposal.consensusHash,
      appHash: proposal.appHash,
      lastResultsHash: proposal.lastResultsHash,
      evidenceHash: evidenceHash(sha256, evidence),
      proposerAddress: proposal.proposerAddress,
    },
    txs: proposal.txs,
    evidence,
    lastCommit: proposal.lastCommit,
  };
  return blockWithId(sha256, block);
}

/** The encoding and id of a block: header hash and part set of the encoded block. */
export function blockWithId(sha256: Sha256, block: Block): MadeBlock {
  const bytes = encodeBlock(block);
  const blockId = {
    hash: headerHash(sha256, block.header),
    partSetHeader: partSetHeader(sha256, bytes),
  };
  return { block, bytes, blockId };
}
