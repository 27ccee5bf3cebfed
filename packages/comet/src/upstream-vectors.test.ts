// Values that CometBFT itself made: its own test vectors, and blocks 1 and 10 of a v0.38 kvstore chain as recorded by
// tendermint-rs (rpc/tests/kvstore_fixtures/v0_38).
import { createNodeCrypto } from "@openledger/crypto";
import { fromBase64, fromHex, height, toHex, toUtf8, unixNanos, type Height } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import {
  blockWithId,
  commitHash,
  commitTime,
  consensusHash,
  createValidatorSet,
  decodeBlock,
  EMPTY_COMMIT,
  GO_ZERO_TIME,
  headerHash,
  makeBlock,
  proposalSignBytes,
  resultsHash,
  validatorsHash,
  verifyAdjacent,
  verifyCommit,
  voteSignBytes,
  ZERO_BLOCK_ID,
  type BlockId,
  type Commit,
  type Header,
} from "./index.ts";

const crypto = createNodeCrypto();
const { sha256 } = crypto;
const hashOf = (text: string): Uint8Array => sha256(toUtf8(text));

test("TestHeaderHash of CometBFT gives its hash", () => {
  const zeros = new Uint8Array(32);
  const header: Header = {
    version: { block: 1n, app: 2n },
    chainId: "chainId",
    height: height(3n),
    time: unixNanos(BigInt(Date.parse("2019-10-13T16:14:44Z")) * 1_000_000n),
    lastBlockId: { hash: zeros, partSetHeader: { total: 6, hash: zeros } },
    lastCommitHash: hashOf("last_commit_hash"),
    dataHash: hashOf("data_hash"),
    validatorsHash: hashOf("validators_hash"),
    nextValidatorsHash: hashOf("next_validators_hash"),
    consensusHash: hashOf("consensus_hash"),
    appHash: hashOf("app_hash"),
    lastResultsHash: hashOf("last_results_hash"),
    evidenceHash: hashOf("evidence_hash"),
    proposerAddress: hashOf("proposer_address").slice(0, 20),
  };
  const expected = "f740121f553b5418c3efbd343c2dbfe9e007bb67b0d020a0741374bab65242a4";
  expect(toHex(headerHash(sha256, header))).toBe(expected);
  expect(headerHash(sha256, { ...header, validatorsHash: new Uint8Array(0) })).toHaveLength(0);
});

describe("TestVoteSignBytesTestVectors of CometBFT", () => {
  const time = "2a0b088092b8c398feffffff01";
  const heightAndRound = "110100000000000000190100000000000000";
  test.each([
    ["an empty vote", "", 0, 0n, 0, `0d${time}`],
    ["a precommit", "", 2, 1n, 1, `210802${heightAndRound}${time}`],
    ["a prevote", "", 1, 1n, 1, `210801${heightAndRound}${time}`],
    ["no type", "", 0, 1n, 1, `1f${heightAndRound}${time}`],
    ["a chain id", "test_chain_id", 0, 1n, 1, `2e${heightAndRound}${time}320d746573745f636861696e5f6964`],
  ] as const)("%s", (_claim, chainId, type, at, round, expected) => {
    const vote = { type, height: at, round, blockId: ZERO_BLOCK_ID, timestamp: GO_ZERO_TIME };
    expect(toHex(voteSignBytes(chainId, vote))).toBe(expected);
  });
});

test("a proposal without a proof of lock writes -1 as a ten-byte varint", () => {
  const proposal = {
    height: 1n,
    round: 0,
    polRound: -1,
    blockId: ZERO_BLOCK_ID,
    timestamp: GO_ZERO_TIME,
  };
  expect(toHex(proposalSignBytes("", proposal))).toBe(
    "23" + "0820" + "110100000000000000" + "20ffffffffffffffffff01" + "320b088092b8c398feffffff01",
  );
});

const set = createValidatorSet(sha256, [
  { publicKey: fromBase64("bNNlGls5R25wC3Sd8720F/3+7IZBhXcD22MNFtPk/v0="), power: 10n },
]);
const proposer = fromHex("2dd9f44fd9067555c322243c3c913ba7b51d2be0");
const blockId = (hash: string, parts: string): BlockId => ({
  hash: fromHex(hash),
  partSetHeader: { total: 1, hash: fromHex(parts) },
});
const nanos = (iso: string): bigint =>
  BigInt(Date.parse(iso.slice(0, 19) + "Z")) * 1_000_000n + BigInt(iso.slice(20, 29));
const commitOf = (at: Height, id: BlockId, time: string, signature: string): Commit => ({
  height: at,
  round: 0,
  blockId: id,
  signatures: [
    {
      blockIdFlag: 2,
      validatorAddress: proposer,
      timestamp: nanos(time),
      signature: fromBase64(signature),
    },
  ],
});
const idOf9 = blockId(
  "678A83FB0422D053A3792154703122861DD68ABB8247A4FF2945DF832DB18FC8",
  "29FE32F6B57D8439C9E9F6240B436DD560646FDA8C8C105E2C261B6F4746E89C",
);
const idOf10 = blockId(
  "00ECDAC463C201ECD4BDBBAAE4A53A4C80291D4051FD69ED97F6420CE1388BFE",
  "FF0A320E696FD233DD4D3CC7CD82FF90F54B8FDBC9C700D9375C95A02782B062",
);
const commitOf9 = commitOf(
  height(9n),
  idOf9,
  "2023-05-17T14:12:53.088875124Z",
  "BMy5pB3a9xeEnuBkja/a6GUvP1guZ2lMQtZYvdrl8s0ri1/LaF0JuI9rOsy1biVTv+TDKzlBXTZ5gdgiq0uCAg==",
);
const commitOf10 = commitOf(
  height(10n),
  idOf10,
  "2023-05-17T14:12:53.605374524Z",
  "5y0Kas3bSrgVYG/QKwWovMpTBfavZfy/A8DXkQHzFHVMjOcVk2TK6xhYQasfiodordg1bjDf7NDwNi/YdilaAw==",
);
const common = {
  chainId: "dockerchain",
  appVersion: 1n,
  txs: [],
  validators: set,
  nextValidators: set,
  consensusHash: consensusHash(sha256, { maxBytes: 22_020_096n, maxGas: -1n }),
  appHash: new Uint8Array(8),
  lastResultsHash: resultsHash(sha256, []),
  proposerAddress: proposer,
};
const block1 = makeBlock(sha256, {
  ...common,
  height: height(1n),
  time: unixNanos(nanos("2023-05-17T14:12:48.347696215Z")),
  lastBlockId: ZERO_BLOCK_ID,
  lastCommit: EMPTY_COMMIT,
});
const block10 = makeBlock(sha256, {
  ...common,
  height: height(10n),
  time: unixNanos(commitTime(commitOf9, set)),
  lastBlockId: idOf9,
  lastCommit: commitOf9,
});

describe("genuine v0.38 blocks", () => {
  test("the validator set and the consensus parameters hash as in the headers", () => {
    expect(toHex(validatorsHash(sha256, set))).toBe("33415effceda5bd0a3a443a727457d9f7b9e38389bf27a936fedf749a7b7566e");
    expect(toHex(common.consensusHash)).toBe("048091bc7ddc283f77bfbf91d73c44da58c3df8a9cbc867405d8b7f3daada22f");
    expect(set.validators[0]?.address).toEqual(proposer);
  });

  test("block 1 gets its id, its part set and its size", () => {
    const expected = blockId(
      "6CD5CF4E23A49D9BC073D6F305D29D1B8B5193B534C237696D42FEA5AFBCD520",
      "F021777213F7EF77494C9B5C11D246A6F532DA146D205422D1FB85600F6B479C",
    );
    expect(block1.blockId).toEqual(expected);
    expect(block1.bytes).toHaveLength(322);
  });

  test("block 10 gets its id, its time, its part set and its size", () => {
    expect(toHex(commitHash(sha256, commitOf9))).toBe(
      "a3ad467820428d99fd53bfcf38cdc1eb141dd27e3b5f0f3931bbe91fba8b097d",
    );
    expect(block10.blockId).toEqual(idOf10);
    expect(block10.bytes).toHaveLength(569);
  });

  test("both survive decoding and keep their ids", () => {
    for (const made of [block1, block10]) {
      expect(decodeBlock(made.bytes)).toEqual(made.block);
      expect(blockWithId(sha256, decodeBlock(made.bytes)).blockId).toEqual(made.blockId);
    }
  });

  test("the commit of block 10 verifies, and for no other chain", () => {
    const { header } = block10.block;
    verifyCommit(crypto, "dockerchain", set, commitOf10, header);
    const elsewhere = { ...header, chainId: "elsewhere" };
    expect(() => verifyCommit(crypto, "elsewhere", set, commitOf10, elsewhere)).toThrow(/another block/);
    const moved = {
      ...commitOf10,
      blockId: { ...idOf10, partSetHeader: { total: 2, hash: idOf10.hash } },
    };
    expect(() => verifyCommit(crypto, "dockerchain", set, moved, header)).toThrow(/does not verify/);
  });

  test("block 10 is adjacent to a recorded header 9 and to nothing else", () => {
    const header9: Header = {
      ...block10.block.header,
      height: height(9n),
      time: unixNanos(nanos("2023-05-17T14:12:52.570941867Z")),
      lastBlockId: blockId(
        "0FD9EFBBC42938EBE2AFC1A72CFD3D95303573A8F247FE60105154A363869EE0",
        "CAA389BC14C73BFE452E01DC5DB89EEB20BA4331402DD0EF385F1FCA2A3B8F07",
      ),
      lastCommitHash: fromHex("AB99F72D02B4ADFEA560A2AFEE0332C3CC3723CBE485330679513AB0A192ED00"),
    };
    const next = { header: block10.block.header, commit: commitOf10, validators: set };
    verifyAdjacent(crypto, "dockerchain", header9, next);
    expect(() => verifyAdjacent(crypto, "dockerchain", block1.block.header, next)).toThrow(/does not follow/);
  });
});
