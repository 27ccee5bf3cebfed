import { createRankedSet, PRECOMMIT, voteSignBytes, type SignedHeader } from "@openledger/comet";
import { AuthInfo, Fee, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { unixNanos, type UnixNanos } from "@openledger/primitives";
import { expect, test } from "vitest";
import { CHAIN_ID, crypto, sealedBlocks, testKey, type TestBlock } from "./blocks.fixture.ts";
import { joinBlock, type Place } from "./join-block.ts";
import { encodeRotationTx } from "./rotation-tx.ts";
import type { Rotation } from "./rotation.ts";

const key = testKey(1);
const set = createRankedSet(crypto.sha256, [{ publicKey: key.publicKey, power: 10n }]);
const SECOND = 1_000_000_000n;
const drift = 600n * SECOND;

function join({ header, commit, txs, evidence }: TestBlock, last: TestBlock | undefined, change: Partial<Place> = {}): unknown {
  const options = { crypto, chainId: CHAIN_ID, validatorsAt: () => set, driftNanos: drift, genesisTime: last === undefined ? header.time : unixNanos(0n) };
  const place = { height: header.height, last, data: { txs, evidence }, daHeight: 1n, daTime: header.time, blob: 0, ...change };
  const joined = joinBlock(options, place, { header, commit });
  return typeof joined === "string" ? joined : joined.block.header.height;
}

function votedAt({ header, blockId, commit, ...block }: TestBlock, timestamp: bigint): TestBlock {
  const vote = { type: PRECOMMIT, height: header.height, round: 0, blockId, timestamp: timestamp as UnixNanos } as const;
  const signatures = commit.signatures.map((sig) => ({ ...sig, timestamp: vote.timestamp, signature: key.sign(voteSignBytes(CHAIN_ID, vote)) }));
  return { ...block, header, blockId, commit: { ...commit, signatures } satisfies SignedHeader["commit"] };
}

test("a seal that leaves no time for the block after it makes no block: whoever takes over goes on from the one before", () => {
  const [first, second] = sealedBlocks([[], []], key) as [TestBlock, TestBlock];
  const { time } = second.header;
  for (const [at, expected] of [
    [time - 1n, "not later than it is"],
    [time, "not later than it is"],
    [time + drift + 1n, "from the future"],
    [7_258_000_000n * SECOND, "from the future"],
  ] as const) {
    expect(join(votedAt(second, at), first)).toContain(expected);
    expect(join(votedAt(first, at - SECOND), undefined)).toContain(expected);
  }
  for (const at of [time + 1n, time + drift]) expect(join(votedAt(second, at), first)).toBe(2n);
});

test("a block that begins with a rotation which no miss called for is none, in whatever bytes the rotation is", () => {
  const signature = { publicKey: key.publicKey, signature: new Uint8Array(64) };
  const [first] = sealedBlocks([[]], key) as [TestBlock];
  const miss = { txHash: new Uint8Array(32), daHeight: 1n, deadline: 2n };
  const rotation: Rotation = { number: 1n, lastHeight: 1n, lastHash: first.blockId.hash, miss, newKey: key.publicKey, signatures: [signature] };
  const tx = encodeRotationTx(rotation);
  const { bodyBytes } = TxRaw.fromBytes(tx);
  const others = [
    TxRaw.toBytes({ bodyBytes, authInfoBytes: new Uint8Array(0), signatures: [] }),
    TxRaw.toBytes({ bodyBytes: TxBody.toBytes(TxBody.create({ ...TxBody.fromBytes(bodyBytes), memo: "x".repeat(5_000) })), authInfoBytes: AuthInfo.toBytes(AuthInfo.create({ fee: Fee.create() })), signatures: [] }),
  ];
  for (const one of [tx, ...others]) {
    const [block] = sealedBlocks([[one, Uint8Array.of(1)]], key, first) as [TestBlock];
    expect(join(block, first)).toContain("begins with a rotation where the chain does not stand still");
    const [begin] = sealedBlocks([[one]], key) as [TestBlock];
    expect(join(begin, undefined)).toContain("begins with a rotation where the chain does not stand still");
    const [later] = sealedBlocks([[Uint8Array.of(1), one]], key, first) as [TestBlock];
    expect(join(later, first)).toBe(2n);
  }
  const [crossing] = sealedBlocks([[tx]], key, first) as [TestBlock];
  expect(join(crossing, first, { crossing: rotation })).toBe(2n);
});
