/** Proof that a validator signed two blocks in one round (types/evidence.go and evidence/verify.go of CometBFT v0.38). */
import { compareBytes, equalBytes, height, type Crypto, type Height } from "@openledger/primitives";
import { blockIdFrom, timestampFrom } from "./decoding.ts";
import { encodeBlockId, encodePartSetHeader, encodeTimestamp } from "./encoding.ts";
import { ensure } from "./errors.ts";
import { decodeCanonical, type ProtoMessage } from "./proto-reader.ts";
import { bytesField, joinBytes, messageField, varintField } from "./proto.ts";
import { PRECOMMIT, PREVOTE, voteSignBytes } from "./sign-bytes.ts";
import { BLOCK_ID_FLAG_COMMIT, type BlockId, type Commit, type SignedHeader, type Timestamp, type ValidatorSet } from "./types.ts";

/** A vote with its signature. */
export interface EvidenceVote {
  readonly type: typeof PREVOTE | typeof PRECOMMIT;
  readonly height: Height;
  readonly round: number;
  readonly blockId: BlockId;
  readonly timestamp: Timestamp;
  /** 20 bytes. */
  readonly validatorAddress: Uint8Array;
  /** Place in the validator set of the height. */
  readonly validatorIndex: number;
  readonly signature: Uint8Array;
}

/** Two votes of one validator in one round for different blocks, `voteA` being for the block whose id sorts first. */
export interface DuplicateVote {
  readonly voteA: EvidenceVote;
  readonly voteB: EvidenceVote;
  /** Of the set of that height. */
  readonly totalVotingPower: bigint;
  readonly validatorPower: bigint;
  /** Of the chain's own block at that height. */
  readonly timestamp: Timestamp;
}

/** tendermint.types.Evidence with a duplicate vote: an item of `Block.evidence`. */
export function encodeDuplicateVote({ voteA, voteB, totalVotingPower, validatorPower, timestamp }: DuplicateVote): Uint8Array {
  return messageField(
    1,
    joinBytes([
      messageField(1, encodeVote(voteA)),
      messageField(2, encodeVote(voteB)),
      varintField(3, totalVotingPower),
      varintField(4, validatorPower),
      messageField(5, encodeTimestamp(timestamp)),
    ]),
  );
}

/** The duplicate vote of canonical bytes. Throws `MALFORMED` for any other bytes and for evidence of another kind. */
export function decodeDuplicateVote(bytes: Uint8Array): DuplicateVote {
  return decodeCanonical(
    "evidence",
    bytes,
    (wrapped) => {
      const message = wrapped.message(1);
      return {
        voteA: voteFrom(message.message(1)),
        voteB: voteFrom(message.message(2)),
        totalVotingPower: message.int64(3),
        validatorPower: message.int64(4),
        timestamp: timestampFrom(message.message(5)),
      };
    },
    encodeDuplicateVote,
  );
}

/**
 * The evidence that two commits of one height hold against the validator at `index` of the set; undefined unless it signed
 * two blocks in one round. `timestamp` is that of the chain's own block.
 */
export function duplicateVoteOf(set: ValidatorSet, first: Commit, second: Commit, index: number, timestamp: Timestamp): DuplicateVote | undefined {
  const validator = set.validators[index];
  const votes = [first, second].map((commit) => voteOfCommit(commit, index)).sort((a, b) => (a === undefined || b === undefined ? 0 : compareVotes(a, b)));
  const [voteA, voteB] = votes;
  if (validator === undefined || voteA === undefined || voteB === undefined) return undefined;
  if (voteA.height !== voteB.height || voteA.round !== voteB.round || compareVotes(voteA, voteB) === 0) return undefined;
  return { voteA, voteB, totalVotingPower: set.totalPower, validatorPower: validator.power, timestamp };
}

/** All that two signed headers of one height hold against validators of its set. */
export function duplicateVotes(set: ValidatorSet, own: SignedHeader, other: SignedHeader): readonly DuplicateVote[] {
  return set.validators.flatMap((_, index) => duplicateVoteOf(set, own.commit, other.commit, index, own.header.time) ?? []);
}

/**
 * CometBFT's `VerifyDuplicateVote`, with the set of the votes' height and the time of the chain's block there. Throws
 * `MALFORMED`, `WRONG_HEIGHT`, `WRONG_TIME`, `WRONG_BLOCK`, `WRONG_VALIDATORS` or `WRONG_SIGNATURE`.
 */
export function verifyDuplicateVote(crypto: Crypto, chainId: string, evidence: DuplicateVote, set: ValidatorSet, blockTime: Timestamp): void {
  const { voteA, voteB, totalVotingPower, validatorPower, timestamp } = evidence;
  const isSameRound = voteA.height === voteB.height && voteA.round === voteB.round && voteA.type === voteB.type;
  ensure(isSameRound, "WRONG_HEIGHT", "the votes are not of one height, round and type");
  ensure(timestamp === blockTime, "WRONG_TIME", "the evidence has another time than the block of its height");
  ensure(compareVotes(voteA, voteB) < 0, "WRONG_BLOCK", "the votes are not for two blocks, in the order of their ids");
  const index = set.validators.findIndex(({ address }) => equalBytes(address, voteA.validatorAddress));
  const validator = set.validators[index];
  ensure(validator !== undefined, "WRONG_VALIDATORS", "the votes are of no validator of their height");
  const isOne = equalBytes(voteA.validatorAddress, voteB.validatorAddress) && voteA.validatorIndex === index && voteB.validatorIndex === index;
  ensure(isOne, "WRONG_VALIDATORS", "the votes are not of one validator");
  const isPower = validatorPower === validator.power && totalVotingPower === set.totalPower;
  ensure(isPower, "WRONG_VALIDATORS", "the evidence names another voting power");
  for (const vote of [voteA, voteB]) {
    const genuine = vote.signature.length === 64 && crypto.verifyEd25519(validator.publicKey, voteSignBytes(chainId, vote), vote.signature);
    ensure(genuine, "WRONG_SIGNATURE", "a vote does not verify");
  }
}

function voteOfCommit(commit: Commit, index: number): EvidenceVote | undefined {
  const sig = commit.signatures[index];
  if (sig === undefined || sig.blockIdFlag !== BLOCK_ID_FLAG_COMMIT) return undefined;
  const { validatorAddress, timestamp, signature } = sig;
  return { type: PRECOMMIT, height: commit.height, round: commit.round, blockId: commit.blockId, timestamp, validatorAddress, validatorIndex: index, signature };
}

/** By CometBFT's `BlockID.Key`. */
function compareVotes(a: EvidenceVote, b: EvidenceVote): number {
  const key = ({ hash, partSetHeader }: BlockId): Uint8Array => joinBytes([hash, encodePartSetHeader(partSetHeader)]);
  return compareBytes(key(a.blockId), key(b.blockId));
}

function encodeVote(vote: EvidenceVote): Uint8Array {
  return joinBytes([
    varintField(1, vote.type),
    varintField(2, vote.height),
    varintField(3, vote.round),
    messageField(4, encodeBlockId(vote.blockId)),
    messageField(5, encodeTimestamp(vote.timestamp)),
    bytesField(6, vote.validatorAddress),
    varintField(7, vote.validatorIndex),
    bytesField(8, vote.signature),
  ]);
}

function voteFrom(message: ProtoMessage): EvidenceVote {
  const type = message.index(1);
  ensure(type === PREVOTE || type === PRECOMMIT, "MALFORMED", `vote type ${type}`);
  const at = message.int64(2);
  ensure(at > 0n, "MALFORMED", "a vote's height starts at 1");
  return {
    type,
    height: height(at),
    round: message.index(3),
    blockId: blockIdFrom(message.message(4)),
    timestamp: timestampFrom(message.message(5)),
    validatorAddress: message.bytes(6),
    validatorIndex: message.index(7),
    signature: message.bytes(8),
  };
}
