import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { createNodeCrypto } from "@openledger/crypto";
import { height, unixNanos } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BLOCK_ID_FLAG_COMMIT,
  CometError,
  createValidatorSet,
  decodeDuplicateVote,
  duplicateVoteOf,
  encodeDuplicateVote,
  PRECOMMIT,
  verifyDuplicateVote,
  voteSignBytes,
  type BlockId,
  type Commit,
  type DuplicateVote,
} from "./index.ts";

const CHAIN = "openledger-test-1";
const crypto = createNodeCrypto();
const secret = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), createHash("sha256").update("double").digest()]),
  format: "der",
  type: "pkcs8",
});
const publicKey = new Uint8Array(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(12));
const set = createValidatorSet(crypto.sha256, [{ publicKey, power: 10n }]);
const TIME = unixNanos(1_790_000_000n * 1_000_000_000n);

function commitFor(seed: number, round = 0): Commit {
  const blockId: BlockId = { hash: crypto.sha256(Uint8Array.of(seed)), partSetHeader: { total: 1, hash: crypto.sha256(Uint8Array.of(seed, 1)) } };
  const timestamp = TIME + BigInt(seed);
  const signBytes = voteSignBytes(CHAIN, { type: PRECOMMIT, height: 5n, round, blockId, timestamp });
  const signature = new Uint8Array(sign(null, signBytes, secret));
  const validatorAddress = set.validators[0]?.address ?? new Uint8Array(0);
  return { height: height(5n), round, blockId, signatures: [{ blockIdFlag: BLOCK_ID_FLAG_COMMIT, validatorAddress, timestamp, signature }] };
}

const evidence = duplicateVoteOf(set, commitFor(1), commitFor(2), 0, TIME) as DuplicateVote;

test("two commits of one round prove a duplicate vote, whichever comes first, and nothing else does", () => {
  expect(duplicateVoteOf(set, commitFor(2), commitFor(1), 0, TIME)).toEqual(evidence);
  verifyDuplicateVote(crypto, CHAIN, evidence, set, TIME);
  expect(decodeDuplicateVote(encodeDuplicateVote(evidence))).toEqual(evidence);
  expect(duplicateVoteOf(set, commitFor(1), commitFor(1), 0, TIME)).toBeUndefined();
  expect(duplicateVoteOf(set, commitFor(1), commitFor(2, 1), 0, TIME)).toBeUndefined();
  expect(duplicateVoteOf(set, commitFor(1), commitFor(2), 1, TIME)).toBeUndefined();
});

test.each<readonly [string, DuplicateVote, bigint]>([
  ["WRONG_BLOCK", { ...evidence, voteA: evidence.voteB, voteB: evidence.voteA }, TIME],
  ["WRONG_BLOCK", { ...evidence, voteB: evidence.voteA }, TIME],
  ["WRONG_TIME", evidence, TIME + 1n],
  ["WRONG_HEIGHT", { ...evidence, voteB: { ...evidence.voteB, round: 1 } }, TIME],
  ["WRONG_VALIDATORS", { ...evidence, validatorPower: 9n }, TIME],
  ["WRONG_VALIDATORS", { ...evidence, totalVotingPower: 11n }, TIME],
  ["WRONG_VALIDATORS", { ...evidence, voteA: { ...evidence.voteA, validatorAddress: new Uint8Array(20) } }, TIME],
  ["WRONG_VALIDATORS", { ...evidence, voteB: { ...evidence.voteB, validatorIndex: 1 } }, TIME],
  ["WRONG_SIGNATURE", { ...evidence, voteB: { ...evidence.voteB, timestamp: TIME } }, TIME],
  ["WRONG_SIGNATURE", { ...evidence, voteB: { ...evidence.voteB, signature: new Uint8Array(63) } }, TIME],
])("evidence that is wrong is refused with %s", (code, wrong, time) => {
  expect(() => verifyDuplicateVote(crypto, CHAIN, wrong, set, time)).toThrow(expect.objectContaining({ code }));
});

test("any changed byte either cannot be read or proves nothing", () => {
  const bytes = encodeDuplicateVote(evidence);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, xor) => {
      const changed = bytes.map((byte, i) => (i === at ? byte ^ xor : byte));
      try {
        verifyDuplicateVote(crypto, CHAIN, decodeDuplicateVote(changed), set, TIME);
      } catch (error) {
        return error instanceof CometError;
      }
      return false;
    }),
    { numRuns: 300 },
  );
});
