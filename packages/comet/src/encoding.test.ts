import { concatBytes, height, isUtf8, toUtf8, unixNanos, type UnixNanos } from "@openledger/primitives";
import { ExecTxResult } from "cosmjs-types/tendermint/abci/types";
import { Block as ProtoBlock } from "cosmjs-types/tendermint/types/block";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CometError,
  decodeBlock,
  decodeCommit,
  decodeHeader,
  decodeVoteSignBytes,
  EMPTY_COMMIT,
  encodeBlock,
  encodeCommit,
  encodeHeader,
  encodeTxResult,
  GO_ZERO_TIME,
  proposalSignBytes,
  voteSignBytes,
  type Block,
  type BlockId,
  type Commit,
} from "./index.ts";

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => new Uint8Array(value));
const hash = fc.oneof(bytes(32), bytes(0));
const blockId: fc.Arbitrary<BlockId> = fc.record({
  hash,
  partSetHeader: fc.record({ total: fc.nat(), hash }),
});
const anyHeight = fc.bigInt(0n, (1n << 63n) - 1n).map(height);
const anyTime = fc.bigInt(0n, (1n << 63n) - 1n).map(unixNanos);
// The reference library loses the upper half of seconds above 2^31.
const timeBefore2038 = fc.bigInt(0n, (1n << 31n) * 1_000_000_000n - 1n).map(unixNanos);
const commitAt = (timestamp: fc.Arbitrary<bigint>): fc.Arbitrary<Commit> =>
  fc.record({
    height: anyHeight,
    round: fc.nat(),
    blockId,
    signatures: fc.array(
      fc.record({
        blockIdFlag: fc.constantFrom(1, 2, 3),
        validatorAddress: fc.oneof(bytes(20), bytes(0)),
        timestamp,
        signature: fc.oneof(bytes(64), bytes(0)),
      }),
      { maxLength: 4 },
    ),
  });
const uint64 = fc.bigInt(0n, (1n << 64n) - 1n);
const blockAt = (time: fc.Arbitrary<UnixNanos>, timestamp: fc.Arbitrary<bigint>): fc.Arbitrary<Block> =>
  fc.record({
    header: fc.record({
      version: fc.record({ block: uint64, app: uint64 }),
      chainId: fc.string({ maxLength: 20 }).filter((text) => text.isWellFormed()),
      height: anyHeight,
      time,
      lastBlockId: blockId,
      lastCommitHash: hash,
      dataHash: hash,
      validatorsHash: hash,
      nextValidatorsHash: hash,
      consensusHash: hash,
      appHash: hash,
      lastResultsHash: hash,
      evidenceHash: hash,
      proposerAddress: bytes(20),
    }),
    txs: fc.array(fc.oneof(bytes(0), bytes(3), bytes(200)), { maxLength: 4 }),
    evidence: fc.constant([]),
    lastCommit: commitAt(timestamp),
  });
const block = blockAt(anyTime, fc.oneof(anyTime, fc.constant(GO_ZERO_TIME)));

describe("block encoding", () => {
  test("a block, its header and its last commit survive the round trip", () => {
    fc.assert(
      fc.property(block, (value) => {
        expect(decodeBlock(encodeBlock(value))).toEqual(value);
        expect(decodeHeader(encodeHeader(value.header))).toEqual(value.header);
        expect(decodeCommit(encodeCommit(value.lastCommit))).toEqual(value.lastCommit);
      }),
      { numRuns: 60 },
    );
  });

  test("an independent protobuf library decodes a block and writes the same bytes", () => {
    fc.assert(
      fc.property(blockAt(timeBefore2038, timeBefore2038), (value) => {
        const encoded = encodeBlock(value);
        expect(new Uint8Array(ProtoBlock.encode(ProtoBlock.decode(encoded)).finish())).toEqual(encoded);
      }),
      { numRuns: 60 },
    );
  });

  test("a flipped byte either fails to decode or decodes to another block", () => {
    fc.assert(
      fc.property(block, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, mask) => {
        const encoded = encodeBlock(value);
        const flipped = encoded.slice();
        const index = at % encoded.length;
        flipped[index] = (flipped[index] as number) ^ mask;
        try {
          expect(encodeBlock(decodeBlock(flipped))).toEqual(flipped);
        } catch (error) {
          expect(error).toBeInstanceOf(CometError);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("arbitrary bytes are refused as malformed, never with another error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (input) => {
        try {
          decodeBlock(input);
        } catch (error) {
          expect(error).toMatchObject({ name: "CometError", code: "MALFORMED" });
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a decoded block shares no memory with its input", () => {
    const input = encodeBlock({ ...sample(), txs: [toUtf8("tx")] });
    const decoded = decodeBlock(input);
    input.fill(0);
    expect(decoded.txs).toEqual([toUtf8("tx")]);
    expect(isUtf8(decoded.txs[0] as Uint8Array)).toBe(true);
  });
});

describe("what is not canonical is refused", () => {
  const canonical = encodeCommit({ ...EMPTY_COMMIT, height: height(5n) });
  test.each([
    ["an unknown field", concatBytes(canonical, Uint8Array.of(0x78, 1))],
    ["a repeated field", concatBytes(Uint8Array.of(0x08, 5), canonical)],
    ["a written zero", concatBytes(canonical.slice(0, 2), Uint8Array.of(0x10, 0), canonical.slice(2))],
    ["a long varint", concatBytes(Uint8Array.of(0x08, 0x85, 0), canonical.slice(2))],
    ["another order", concatBytes(canonical.slice(2), canonical.slice(0, 2))],
    ["a missing sub-message", canonical.slice(0, 2)],
    ["a wrong wire type", concatBytes(Uint8Array.of(0x0a, 0), canonical.slice(2))],
    ["a group", Uint8Array.of(0x0b, 0x0c)],
    ["a negative height", concatBytes(Uint8Array.of(0x08, ...Array<number>(9).fill(0xff), 1), canonical.slice(2))],
    ["a truncated message", canonical.slice(0, -1)],
  ])("%s", (_claim, input) => {
    expect(decodeCommit(canonical).height).toBe(5n);
    expect(() => decodeCommit(input)).toThrow(CometError);
  });
});

test("vote sign bytes survive the round trip, and other bytes are refused", () => {
  const types = fc.constantFrom(0, 1, 2);
  fc.assert(
    fc.property(types, anyHeight, fc.nat(), blockId, anyTime, fc.nat(), (type, at, round, id, timestamp, cut) => {
      const vote = { type, height: at, round, blockId: id, timestamp } as const;
      const signBytes = voteSignBytes("a-chain", vote);
      expect(decodeVoteSignBytes(signBytes)).toEqual({ chainId: "a-chain", vote });
      expect(() => decodeVoteSignBytes(signBytes.slice(0, cut % signBytes.length))).toThrow(CometError);
    }),
    { numRuns: 60 },
  );
  const proposal = { height: 1n, round: 0, polRound: -1, blockId: EMPTY_COMMIT.blockId, timestamp: 0n };
  expect(() => decodeVoteSignBytes(proposalSignBytes("a-chain", proposal))).toThrow(CometError);
});

test("a result is encoded as CometBFT's own fields, without log, info, events and codespace", () => {
  fc.assert(
    // cosmjs-types 0.11.0 writes 2^31..2^32-1 as zero.
    fc.property(fc.nat(), bytes(5), fc.bigInt(0n, (1n << 31n) - 1n), fc.bigInt(-1n, (1n << 31n) - 1n), (code, data, wanted, used) => {
      const encoded = encodeTxResult({ code, data, gasWanted: wanted, gasUsed: used });
      const reference = ExecTxResult.fromPartial({
        code,
        data,
        gasWanted: wanted,
        gasUsed: used,
      });
      expect(encoded).toEqual(new Uint8Array(ExecTxResult.encode(reference).finish()));
    }),
    { numRuns: 50 },
  );
});

function sample(): Block {
  const empty = new Uint8Array(0);
  const header = {
    version: { block: 11n, app: 0n },
    chainId: "c",
    height: height(1n),
    time: unixNanos(1n),
    lastBlockId: EMPTY_COMMIT.blockId,
    lastCommitHash: empty,
    dataHash: empty,
    validatorsHash: empty,
    nextValidatorsHash: empty,
    consensusHash: empty,
    appHash: empty,
    lastResultsHash: empty,
    evidenceHash: empty,
    proposerAddress: empty,
  };
  return { header, txs: [], evidence: [], lastCommit: EMPTY_COMMIT };
}
