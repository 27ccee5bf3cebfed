import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { createNodeCrypto } from "@openledger/crypto";
import { equalBytes, height, unixNanos, verifyMerkleProof } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import {
  BLOCK_PART_BYTES,
  CometError,
  commitSignBytes,
  commitTime,
  createValidatorSet,
  decodeBlock,
  EMPTY_COMMIT,
  GO_ZERO_TIME,
  makeBlock,
  resultsHash,
  txHash,
  txProof,
  validateBlock,
  verifyCommit,
  verifyHeaderChain,
  ZERO_BLOCK_ID,
  type BlockId,
  type BlockIdFlag,
  type Commit,
  type LightBlock,
  type MadeBlock,
  type ValidatorSet,
} from "./index.ts";

const CHAIN = "openledger-test-1";
const crypto = createNodeCrypto();
const { sha256 } = crypto;

interface Key {
  readonly secret: KeyObject;
  readonly publicKey: Uint8Array;
}
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const keys: readonly Key[] = [1, 2, 3, 4].map((seed) => {
  const raw = createHash("sha256").update(`validator ${seed}`).digest();
  const secret = createPrivateKey({
    key: Buffer.concat([PKCS8, raw]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = new Uint8Array(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(12));
  return { secret, publicKey };
});
const setOf = (powers: readonly bigint[]): ValidatorSet =>
  createValidatorSet(
    sha256,
    powers.map((power, i) => ({ publicKey: (keys[i] as Key).publicKey, power })),
  );

function commitFor(
  set: ValidatorSet,
  id: BlockId,
  at: bigint,
  flags: readonly BlockIdFlag[],
  time = at * 1000n,
): Commit {
  const unsigned: Commit = {
    height: height(at),
    round: 0,
    blockId: id,
    signatures: set.validators.map(({ address }, i) => {
      const blockIdFlag = flags[i] as BlockIdFlag;
      const absent = blockIdFlag === 1;
      return {
        blockIdFlag,
        validatorAddress: absent ? new Uint8Array(0) : address,
        timestamp: absent ? GO_ZERO_TIME : time + BigInt(i),
        signature: new Uint8Array(0),
      };
    }),
  };
  const signatures = unsigned.signatures.map((sig, i) => {
    if (sig.blockIdFlag === 1) return sig;
    const owner = set.validators[i]?.publicKey as Uint8Array;
    const key = keys.find(({ publicKey }) => equalBytes(publicKey, owner)) as Key;
    return {
      ...sig,
      signature: new Uint8Array(sign(null, commitSignBytes(CHAIN, unsigned, i), key.secret)),
    };
  });
  return { ...unsigned, signatures };
}

function blockAt(
  at: bigint,
  set: ValidatorSet,
  previous?: { made: MadeBlock; commit: Commit },
  txs: readonly Uint8Array[] = [],
): MadeBlock {
  return makeBlock(sha256, {
    chainId: CHAIN,
    appVersion: 1n,
    height: height(at),
    time: unixNanos(previous === undefined ? 500n : commitTime(previous.commit, set)),
    lastBlockId: previous?.made.blockId ?? ZERO_BLOCK_ID,
    lastCommit: previous?.commit ?? EMPTY_COMMIT,
    txs,
    validators: set,
    nextValidators: set,
    consensusHash: new Uint8Array(32),
    appHash: new Uint8Array(32),
    lastResultsHash: resultsHash(sha256, []),
    proposerAddress: set.validators[0]?.address as Uint8Array,
  });
}

const codeOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CometError) return error.code;
    throw error;
  }
  return "verified";
};

describe("a commit of four validators with power 4, 3, 2 and 1", () => {
  const set = setOf([4n, 3n, 2n, 1n]);
  const made = blockAt(1n, set);
  const verdict = (flags: readonly BlockIdFlag[]): string =>
    codeOf(() => verifyCommit(crypto, CHAIN, set, commitFor(set, made.blockId, 1n, flags), made.block.header));

  test.each([
    ["all sign", [2, 2, 2, 2], "verified"],
    ["seven of ten sign, more than two thirds", [2, 2, 1, 1], "verified"],
    ["six of ten sign, which is less", [2, 1, 2, 1], "NOT_ENOUGH_POWER"],
    ["votes for nil do not count", [2, 3, 3, 3], "NOT_ENOUGH_POWER"],
    ["a genuine vote for nil does no harm", [2, 2, 3, 1], "verified"],
  ] as const)("%s", (_claim, flags, expected) => {
    expect(verdict(flags)).toBe(expected);
  });

  test("exactly two thirds is not enough", () => {
    const even = setOf([1n, 1n, 1n]);
    const block = blockAt(1n, even);
    const commit = commitFor(even, block.blockId, 1n, [2, 2, 1]);
    expect(codeOf(() => verifyCommit(crypto, CHAIN, even, commit, block.block.header))).toBe("NOT_ENOUGH_POWER");
  });

  test("every manipulation has its own refusal", () => {
    const good = commitFor(set, made.blockId, 1n, [2, 2, 2, 2]);
    const { header } = made.block;
    const [first, second, ...rest] = good.signatures;
    if (first === undefined || second === undefined) throw new Error("four signatures are expected");
    const check = (commit: Commit, other = header, by = set): string =>
      codeOf(() => verifyCommit(crypto, CHAIN, by, commit, other));
    const forged = { ...first, signature: new Uint8Array(64) };
    expect(check({ ...good, signatures: [forged, second, ...rest] })).toBe("WRONG_SIGNATURE");
    expect(check({ ...good, signatures: [{ ...first, timestamp: 1n }, second, ...rest] })).toBe("WRONG_SIGNATURE");
    expect(check({ ...good, round: 1 })).toBe("WRONG_SIGNATURE");
    expect(check({ ...good, signatures: [second, first, ...rest] })).toBe("WRONG_VALIDATORS");
    expect(check({ ...good, signatures: [first, second] })).toBe("WRONG_VALIDATORS");
    expect(check(good, header, setOf([4n, 3n, 2n]))).toBe("WRONG_VALIDATORS");
    expect(check({ ...good, height: height(2n) })).toBe("WRONG_HEIGHT");
    expect(check(good, { ...header, appHash: new Uint8Array(31) })).toBe("WRONG_BLOCK");
    expect(check(good, { ...header, chainId: "other" })).toBe("WRONG_CHAIN");
    expect(check(good, { ...header, version: { block: 10n, app: 1n } })).toBe("MALFORMED");
    expect(check({ ...good, signatures: [] })).toBe("MALFORMED");
  });
});

describe("a chain of a lone sequencer", () => {
  const set = setOf([10n]);
  const chain: { made: MadeBlock; commit: Commit }[] = [];
  for (let at = 1n; at <= 4n; at++) {
    const made = blockAt(at, set, chain.at(-1), [Uint8Array.of(Number(at))]);
    chain.push({ made, commit: commitFor(set, made.blockId, at, [2]) });
  }
  const light = chain.map(({ made, commit }): LightBlock => ({
    header: made.block.header,
    commit,
    validators: set,
  }));

  test("verifies header by header, and its blocks validate after decoding", () => {
    const [first, ...rest] = light;
    if (first === undefined) throw new Error("a chain is expected");
    expect(verifyHeaderChain(crypto, CHAIN, first.header, rest).height).toBe(4n);
    for (const { made } of chain) validateBlock(sha256, decodeBlock(made.bytes));
  });

  test("the time of a block is the time of the vote before it", () => {
    expect(light.map(({ header }) => header.time)).toEqual([500n, 1000n, 2000n, 3000n]);
  });

  test("a gap or a changed header in between is refused", () => {
    const [first, second, third] = light;
    if (first === undefined || second === undefined || third === undefined) throw new Error("a chain is expected");
    expect(codeOf(() => verifyHeaderChain(crypto, CHAIN, first.header, [third]))).toBe("WRONG_HEIGHT");
    const changed = { ...first.header, appHash: new Uint8Array(1) };
    expect(codeOf(() => verifyHeaderChain(crypto, CHAIN, changed, [second]))).toBe("WRONG_BLOCK");
    const stopped = { ...second, header: { ...second.header, time: first.header.time } };
    expect(codeOf(() => verifyHeaderChain(crypto, CHAIN, first.header, [stopped]))).toBe("WRONG_TIME");
  });

  test("a changed transaction no longer fits its header", () => {
    const block = (chain[1] as { made: MadeBlock }).made.block;
    expect(codeOf(() => validateBlock(sha256, { ...block, txs: [Uint8Array.of(9)] }))).toBe("WRONG_BLOCK");
  });
});

test("a block above 64 KiB has several parts, and each transaction a proof under the data hash", () => {
  const set = setOf([10n]);
  const txs = [1, 2, 3].map((seed) => new Uint8Array(50_000).fill(seed));
  const made = blockAt(1n, set, undefined, txs);
  expect(made.blockId.partSetHeader.total).toBe(Math.ceil(made.bytes.length / BLOCK_PART_BYTES));
  for (const [index, tx] of txs.entries()) {
    const proof = txProof(sha256, txs, index);
    expect(verifyMerkleProof(sha256, made.block.header.dataHash, txHash(sha256, tx), proof)).toBe(true);
  }
});

test("the median time follows power, not the number of votes", () => {
  const set = setOf([10n, 1n, 1n]);
  const heavy = set.validators[0]?.address as Uint8Array;
  const commit = commitFor(set, blockAt(1n, set).blockId, 1n, [2, 2, 2]);
  const skewed = {
    ...commit,
    signatures: commit.signatures.map((sig) => ({
      ...sig,
      timestamp: equalBytes(sig.validatorAddress, heavy) ? 77n : 5000n,
    })),
  };
  expect(commitTime(skewed, set)).toBe(77n);
});

test("a validator set refuses short keys, no power, doubles and too much power", () => {
  const publicKey = (keys[0] as Key).publicKey;
  const codeFor = (members: readonly { publicKey: Uint8Array; power: bigint }[]): string =>
    codeOf(() => void createValidatorSet(sha256, members));
  expect(codeFor([{ publicKey: publicKey.slice(1), power: 1n }])).toBe("MALFORMED");
  expect(codeFor([{ publicKey, power: 0n }])).toBe("MALFORMED");
  expect(
    codeFor([
      { publicKey, power: 1n },
      { publicKey, power: 2n },
    ]),
  ).toBe("MALFORMED");
  expect(codeFor([{ publicKey, power: 1n << 61n }])).toBe("MALFORMED");
});
