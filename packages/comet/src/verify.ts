import { compareBytes, equalBytes, type Crypto, type Sha256 } from "@openledger/primitives";
import { CometError, ensure } from "./errors.ts";
import { commitHash, dataHash, evidenceHash, headerHash, validatorsHash } from "./hashes.ts";
import { commitSignBytes } from "./sign-bytes.ts";
import {
  BLOCK_ID_FLAG_ABSENT,
  BLOCK_ID_FLAG_COMMIT,
  BLOCK_PROTOCOL,
  GO_ZERO_TIME,
  type Block,
  type BlockId,
  type Commit,
  type CommitSig,
  type Header,
  type LightBlock,
  type SignedHeader,
  type Timestamp,
  type ValidatorSet,
} from "./types.ts";

/** CometBFT's ValidateBasic of a header. Throws `MALFORMED`. */
export function validateHeader(header: Header): void {
  ensure(header.version.block === BLOCK_PROTOCOL, "MALFORMED", `block protocol ${header.version.block}, not 11`);
  ensure(header.chainId.length <= 50, "MALFORMED", "chain id is longer than 50 characters");
  ensure(header.height > 0n, "MALFORMED", "a header's height starts at 1");
  validateBlockId(header.lastBlockId);
  ensure(header.proposerAddress.length === 20, "MALFORMED", "a proposer address has 20 bytes");
  const hashes = [
    header.lastCommitHash,
    header.dataHash,
    header.validatorsHash,
    header.nextValidatorsHash,
    header.consensusHash,
    header.lastResultsHash,
    header.evidenceHash,
  ];
  for (const hash of hashes) validateHash(hash);
}

/** CometBFT's ValidateBasic of a commit. Throws `MALFORMED`. */
export function validateCommit(commit: Commit): void {
  if (commit.height === 0n) return;
  validateBlockId(commit.blockId);
  ensure(commit.blockId.hash.length === 32, "MALFORMED", "a commit is for a block, never for nil");
  ensure(commit.signatures.length > 0, "MALFORMED", "a commit carries signatures");
  for (const sig of commit.signatures) validateCommitSig(sig);
}

/**
 * CometBFT's ValidateBasic of a signed header: both are well-formed, of `chainId` and of one block. Says nothing of the
 * signatures. Throws `MALFORMED`, `WRONG_CHAIN`, `WRONG_HEIGHT` or `WRONG_BLOCK`.
 */
export function validateSignedHeader(sha256: Sha256, chainId: string, { header, commit }: SignedHeader): void {
  validateHeader(header);
  validateCommit(commit);
  ensure(header.chainId === chainId, "WRONG_CHAIN", `a header of chain ${header.chainId}, not of ${chainId}`);
  ensure(commit.height === header.height, "WRONG_HEIGHT", `commit at ${commit.height}, header at ${header.height}`);
  const hash = headerHash(sha256, header);
  ensure(equalBytes(commit.blockId.hash, hash), "WRONG_BLOCK", "the commit is for another block");
}

/** The block's own hashes hold and its parts are well-formed. Throws `MALFORMED` or `WRONG_BLOCK`. */
export function validateBlock(sha256: Sha256, block: Block): void {
  const { header } = block;
  validateHeader(header);
  validateCommit(block.lastCommit);
  const pairs: readonly (readonly [string, Uint8Array, Uint8Array])[] = [
    ["last commit", header.lastCommitHash, commitHash(sha256, block.lastCommit)],
    ["data", header.dataHash, dataHash(sha256, block.txs)],
    ["evidence", header.evidenceHash, evidenceHash(sha256, block.evidence)],
  ];
  for (const [what, claimed, computed] of pairs) {
    ensure(equalBytes(claimed, computed), "WRONG_BLOCK", `the header's ${what} hash is not that of the block`);
  }
}

/**
 * `commit` seals `header` with signatures of more than two thirds of the set's power. Every signature that is there
 * must be right, votes for nil included, as in CometBFT's `VerifyCommit`.
 * Throws `MALFORMED`, `WRONG_CHAIN`, `WRONG_HEIGHT`, `WRONG_BLOCK`, `WRONG_VALIDATORS`, `WRONG_SIGNATURE` or
 * `NOT_ENOUGH_POWER`.
 */
export function verifyCommit(crypto: Crypto, chainId: string, set: ValidatorSet, commit: Commit, header: Header): void {
  validateSignedHeader(crypto.sha256, chainId, { header, commit });
  const setHash = validatorsHash(crypto.sha256, set);
  ensure(equalBytes(header.validatorsHash, setHash), "WRONG_VALIDATORS", "the header names another validator set");
  const signed = signedPower(crypto, chainId, set, commit);
  if (signed * 3n <= set.totalPower * 2n) {
    throw new CometError("NOT_ENOUGH_POWER", `${signed} of ${set.totalPower} signed; more than two thirds must`);
  }
}

/**
 * `next` follows `trusted` directly: heights, times, block id, validator set and commit all fit
 * (CometBFT's `VerifyAdjacent` plus the last block id). Throws {@link CometError}.
 */
export function verifyAdjacent(crypto: Crypto, chainId: string, trusted: Header, next: LightBlock): void {
  const sameSet = equalBytes(next.header.validatorsHash, trusted.nextValidatorsHash);
  verifyFollowing(crypto, chainId, trusted, next, () => {
    ensure(sameSet, "WRONG_VALIDATORS", "the validator set is not the one announced a block earlier");
  });
}

/**
 * As {@link verifyAdjacent}, whatever set the header before announced: for whoever knows from elsewhere that
 * `next.validators` are right. `beforeSeal` runs when all else fits, before signatures are verified.
 */
export function verifyFollowing(
  crypto: Crypto,
  chainId: string,
  trusted: Header,
  next: LightBlock,
  beforeSeal: () => void = () => undefined,
): void {
  const { header } = next;
  ensure(header.height === trusted.height + 1n, "WRONG_HEIGHT", `${header.height} does not follow ${trusted.height}`);
  ensure(header.time > trusted.time, "WRONG_TIME", "block time does not move forward");
  const hash = headerHash(crypto.sha256, trusted);
  ensure(equalBytes(header.lastBlockId.hash, hash), "WRONG_BLOCK", "the header follows another block");
  beforeSeal();
  verifyCommit(crypto, chainId, next.validators, next.commit, header);
}

/** Verifies each light block against the one before it, the first against `trusted`; returns the last header. */
export function verifyHeaderChain(
  crypto: Crypto,
  chainId: string,
  trusted: Header,
  chain: readonly LightBlock[],
): Header {
  let last = trusted;
  for (const next of chain) {
    verifyAdjacent(crypto, chainId, last, next);
    last = next.header;
  }
  return last;
}

/**
 * Time of the block after `commit`: the median of its timestamps, weighted by power (CometBFT's `MedianTime`).
 * With one validator it is that vote's own time. Throws `WRONG_VALIDATORS` for a signer outside the set.
 */
export function commitTime(commit: Commit, set: ValidatorSet): Timestamp {
  const times: { time: Timestamp; power: bigint }[] = [];
  let total = 0n;
  for (const sig of commit.signatures) {
    if (sig.blockIdFlag === BLOCK_ID_FLAG_ABSENT) continue;
    const signer = set.validators.find(({ address }) => equalBytes(address, sig.validatorAddress));
    ensure(signer !== undefined, "WRONG_VALIDATORS", "a signer is not in the validator set");
    times.push({ time: sig.timestamp, power: signer.power });
    total += signer.power;
  }
  times.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  let rest = total / 2n;
  for (const { time, power } of times) {
    if (rest <= power) return time;
    rest -= power;
  }
  throw new CometError("MALFORMED", "a commit without signatures has no time");
}

function signedPower(crypto: Crypto, chainId: string, set: ValidatorSet, commit: Commit): bigint {
  ensure(
    commit.signatures.length === set.validators.length,
    "WRONG_VALIDATORS",
    `${commit.signatures.length} signatures for ${set.validators.length} validators`,
  );
  let signed = 0n;
  for (const [index, sig] of commit.signatures.entries()) {
    if (sig.blockIdFlag === BLOCK_ID_FLAG_ABSENT) continue;
    const validator = set.validators[index];
    ensure(
      validator !== undefined && compareBytes(validator.address, sig.validatorAddress) === 0,
      "WRONG_VALIDATORS",
      `signature ${index} is not by validator ${index}`,
    );
    const message = commitSignBytes(chainId, commit, index);
    const genuine = crypto.verifyEd25519(validator.publicKey, message, sig.signature);
    ensure(genuine, "WRONG_SIGNATURE", `signature ${index} does not verify`);
    if (sig.blockIdFlag === BLOCK_ID_FLAG_COMMIT) signed += validator.power;
  }
  return signed;
}

function validateCommitSig(sig: CommitSig): void {
  if (sig.blockIdFlag === BLOCK_ID_FLAG_ABSENT) {
    const blank = sig.validatorAddress.length === 0 && sig.signature.length === 0 && sig.timestamp === GO_ZERO_TIME;
    ensure(blank, "MALFORMED", "an absent signature carries nothing");
    return;
  }
  ensure(sig.validatorAddress.length === 20, "MALFORMED", "a validator address has 20 bytes");
  ensure(sig.signature.length > 0 && sig.signature.length <= 64, "MALFORMED", "a signature has 1 to 64 bytes");
}

function validateBlockId(id: BlockId): void {
  validateHash(id.hash);
  validateHash(id.partSetHeader.hash);
}

function validateHash(hash: Uint8Array): void {
  ensure(hash.length === 0 || hash.length === 32, "MALFORMED", `a hash of ${hash.length} bytes`);
}
