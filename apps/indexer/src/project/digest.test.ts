import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { CODE_VERSION, type Checkpoint } from "../db/checkpoint.ts";
import { checkpointAfter, linkBlock } from "../db/write-block.ts";
import type { CommittedBlock } from "../source/committed-block.ts";
import { sampleBlocks, sampleGenesis } from "../testing/sample-chain.ts";
import { genesisDigest } from "./digest.ts";
import { unlinkedBlock } from "./unlinked-block.ts";

/** Digests of the sample's index by height, the genesis first. */
function digestsOf(blocks: readonly CommittedBlock[], genesis = sampleGenesis): readonly string[] {
  const nothing = new Uint8Array();
  const { chainId, bech32Prefix, hash } = genesis;
  let at: Checkpoint = { chainId, bech32Prefix, genesisHash: hash, height: 0n, blockHash: nothing, appHash: nothing, codeVersion: CODE_VERSION, nonce: 1n, digest: genesisDigest(CODE_VERSION, genesis) };
  const digests = [toHex(at.digest)];
  for (const block of blocks) {
    at = checkpointAfter(at, linkBlock(at, unlinkedBlock(block, at.bech32Prefix)));
    digests.push(toHex(at.digest));
  }
  return digests;
}

test("the same blocks give the same digest at every height, and no two heights the same", () => {
  const digests = digestsOf(sampleBlocks());
  expect(digestsOf(sampleBlocks())).toEqual(digests);
  expect(new Set(digests).size).toBe(10);
});

test("one row that differs shows in the digest of its height and of all above", () => {
  const blocks = sampleBlocks();
  const changed = blocks.map((block) => (block.height === 6n ? { ...block, txs: [], events: [] } : block));
  const [one, other] = [digestsOf(blocks), digestsOf(changed)];
  expect(one.map((digest, height) => digest === other[height])).toEqual([true, true, true, true, true, true, false, false, false, false]);
});

test("what genesis holds is part of the digest", () => {
  const [one] = digestsOf([]);
  const [other] = digestsOf([], { ...sampleGenesis, balances: sampleGenesis.balances.slice(1) });
  expect(one).not.toBe(other);
});
