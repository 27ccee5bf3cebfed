export { decodeBlock, decodeCommit, decodeHeader } from "./decoding.ts";
export {
  encodeBlock,
  encodeBlockId,
  encodeCommit,
  encodeCommitSig,
  encodeHeader,
  encodePartSetHeader,
  encodeTimestamp,
} from "./encoding.ts";
export { CometError, type CometErrorCode } from "./errors.ts";
export {
  decodeDuplicateVote,
  duplicateVoteOf,
  duplicateVotes,
  encodeDuplicateVote,
  verifyDuplicateVote,
  type DuplicateVote,
  type EvidenceVote,
} from "./evidence.ts";
export {
  BLOCK_PART_BYTES,
  commitHash,
  consensusHash,
  dataHash,
  encodeTxResult,
  evidenceHash,
  evidenceItemHash,
  headerHash,
  partSetHeader,
  resultProof,
  resultsHash,
  txHash,
  txProof,
  validatorsHash,
} from "./hashes.ts";
export {
  DEFAULT_TRUST_LEVEL,
  isTrustExpired,
  validateTrustLevel,
  verifyBackwards,
  verifyLightStep,
  type LightOptions,
  type TrustedBlock,
  type TrustLevel,
} from "./light.ts";
export { verifyCommitLight, verifyCommitTrusting } from "./light-commit.ts";
export { blockWithId, makeBlock, type BlockProposal, type MadeBlock } from "./make-block.ts";
export { createRankedSet, nextProposer, updateRankedSet, type RankedSet, type RankedValidator } from "./ranked-set.ts";
export {
  commitSignBytes,
  decodeVoteSignBytes,
  PRECOMMIT,
  PREVOTE,
  proposalSignBytes,
  voteSignBytes,
  type Proposal,
  type Vote,
} from "./sign-bytes.ts";
export {
  BLOCK_ID_FLAG_ABSENT,
  BLOCK_ID_FLAG_COMMIT,
  BLOCK_ID_FLAG_NIL,
  BLOCK_PROTOCOL,
  EMPTY_COMMIT,
  GO_ZERO_TIME,
  ZERO_BLOCK_ID,
  type Block,
  type BlockId,
  type BlockIdFlag,
  type Commit,
  type CommitSig,
  type Header,
  type LightBlock,
  type PartSetHeader,
  type SignedHeader,
  type Timestamp,
  type TxResult,
  type Validator,
  type ValidatorSet,
} from "./types.ts";
export { createValidatorSet, MAX_TOTAL_POWER, validatorAddress } from "./validators.ts";
export {
  commitTime,
  validateBlock,
  validateCommit,
  validateHeader,
  validateSignedHeader,
  verifyAdjacent,
  verifyCommit,
  verifyFollowing,
  verifyHeaderChain,
} from "./verify.ts";
