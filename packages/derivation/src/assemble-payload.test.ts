import { equalBytes } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createPayloadAssembler } from "./assemble-payload.ts";
import { encodeBatch, type BatchSigner } from "./batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, testKey, type TestBlock } from "./blocks.fixture.ts";

const [former, successor] = [testKey(1), testKey(2)];
const PARTS = { sha256: crypto.sha256, chainId: CHAIN_ID, deflate: () => undefined, partBytes: 100 };

function partsOf(signer: BatchSigner, block: TestBlock, txs = block.txs): readonly Uint8Array[] {
  return encodeBatch({ ...PARTS, signer }, "data", [{ ...block, txs }]);
}

test("parts that a former sequencer left do not keep out a large block of its successor", () => {
  // The former one seals up to block 4, and is judged by block 3 while that is the next one.
  let derived = 3n;
  const isSequencer = (at: bigint, key: Uint8Array): boolean => equalBytes(((at < derived ? at : derived) < 5n ? former : successor).publicKey, key);
  const assembler = createPayloadAssembler({ kind: "data", chainId: CHAIN_ID, crypto, inflate: () => undefined, isSequencer });
  const block = sealedBlocks(Array.from({ length: 5 }, () => [new Uint8Array(300)]), (at) => (at < 5 ? former : successor))[4] as TestBlock;
  for (let i = 0; i < 4; i++) expect(assembler.add(partsOf(former, block, [new Uint8Array(300).fill(i + 1)])[0] as Uint8Array, 5n)).toEqual({ reason: "part 0 of 4" });
  expect(assembler.add(partsOf(former, block)[0] as Uint8Array, 5n)).toEqual({ reason: "more unfinished batches than are kept" });
  derived = 5n;
  const answers = partsOf(successor, block).map((part) => assembler.add(part, 5n));
  expect(answers.slice(0, 3)).toEqual([0, 1, 2].map((part) => ({ reason: `part ${part} of 4` })));
  expect(answers[3]).toMatchObject({ firstHeight: 5n, count: 1, signer: successor.publicKey });
  expect(assembler.isUnfinished).toBe(false);
});
