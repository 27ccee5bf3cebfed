import { duplicateVotes, encodeDuplicateVote, headerHash, PRECOMMIT, voteSignBytes, type SignedHeader } from "@openledger/comet";
import { height, toHex, unixNanos } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createBlockProducer } from "./block-producer.ts";
import { createEvidencePool } from "./evidence-pool.ts";
import { createTestFolder, crypto, run, type Running, type TestFolder } from "./sequencer.fixture.ts";

/** What two sealed headers of a height prove, the second with another app hash. */
function evidenceOf(running: Running, folder: TestFolder, at: bigint): Uint8Array {
  const { chain } = running;
  const own = chain.store.block(height(at));
  if (own === undefined) throw new Error(`no block ${at}`);
  const header = { ...own.block.header, appHash: crypto.sha256(Uint8Array.of(9)) };
  const blockId = { hash: headerHash(crypto.sha256, header), partSetHeader: own.blockId.partSetHeader };
  const { round } = own.commit;
  const signatures = own.commit.signatures.map((sig) => ({
    ...sig,
    signature: folder.key.sign(voteSignBytes(chain.genesis.chainId, { type: PRECOMMIT, height: at, round, blockId, timestamp: sig.timestamp })),
  }));
  const other: SignedHeader = { header, commit: { height: header.height, round, blockId, signatures } };
  const [found] = duplicateVotes(chain.validators.at(at), { header: own.block.header, commit: own.commit }, other);
  if (found === undefined) throw new Error("no evidence");
  return encodeDuplicateVote(found);
}

test("evidence is in the next block once, is replayed to the same state, and what proves nothing is refused", async () => {
  using folder = createTestFolder();
  let appHash = "";
  {
    using running = await run(folder);
    const { app, chain, mempool, sealer } = running;
    const pool = createEvidencePool(crypto, app, chain);
    const producer = createBlockProducer({ app, chain, mempool, sha256: crypto.sha256, sealer, blockIntervalMs: 1, evidence: pool });
    const refused = (item: Uint8Array, reason: string): void => expect(() => pool.submit(item)).toThrow(reason);
    refused(Uint8Array.of(1), "there is no block yet");
    for (let i = 0; i < 4; i++) await producer.produce();
    const item = evidenceOf(running, folder, 2n);
    refused(Uint8Array.of(1, 2, 3), "proves nothing");
    refused(item.map((byte, i) => (i === item.length - 40 ? byte ^ 1 : byte)), "proves nothing");
    pool.submit(item);
    pool.submit(item);
    expect(pool.count).toBe(1);
    const { block } = await producer.produce();
    expect(block.evidence.map(toHex)).toEqual([toHex(item)]);
    expect(pool.count).toBe(0);
    pool.submit(item);
    expect((await producer.produce()).block.evidence).toEqual([]);
    // What grows too old between submission and block would convict whoever puts it in.
    const late = evidenceOf(running, folder, 3n);
    pool.submit(late);
    expect(pool.reap({ height: height(200_000n), time: block.header.time })).toEqual([late]);
    expect(pool.reap({ height: height(200_000n), time: unixNanos(block.header.time + 200_000_000_000_000n) })).toEqual([]);
    expect(pool.count).toBe(0);
    appHash = toHex(app.info().appHash);
  }
  using again = await run(folder);
  expect(toHex(again.app.info().appHash)).toBe(appHash);
});
