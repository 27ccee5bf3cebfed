import { join } from "node:path";
import { ResponseApplySnapshotChunk_Result as Applied, ResponseOfferSnapshot_Result as Offered } from "@openledger/messages/tendermint/abci";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createBench, type AppProcess, type Bench } from "./app-process.fixture.ts";

/** Five blocks with a transfer each; the snapshot of height 4 is written meanwhile. */
async function withSnapshot(bench: Bench): Promise<AppProcess> {
  const source = await bench.start();
  await bench.engine.handshake(source.comet);
  for (let sequence = 0n; sequence < 5n; sequence++) await bench.engine.decide(source.comet, [bench.send(0, sequence)]);
  await source.stateSync.settled();
  return source;
}

test("a node begins from another one's snapshot, after damaged chunks and strange offers, and a restart keeps it", async () => {
  using bench = createBench();
  const source = await withSnapshot(bench);
  // Listed and loaded while a block executes.
  const block = bench.engine.decide(source.comet, [bench.send(0, 5n)]);
  const { snapshots } = await source.comet.snapshot.call("listSnapshots", {});
  const [snapshot] = snapshots;
  if (snapshot === undefined) throw new Error("no snapshot is offered");
  expect([snapshot.height, snapshot.format, snapshot.chunks]).toEqual([4n, 1, 1]);
  const { chunk } = await source.comet.snapshot.call("loadSnapshotChunk", { height: 4n, format: 1, chunk: 0 });
  await block;
  for (const wrong of [{ height: 4n, format: 1, chunk: 1 }, { height: 4n, format: 2, chunk: 0 }, { height: 3n, format: 1, chunk: 0 }]) {
    expect((await source.comet.snapshot.call("loadSnapshotChunk", wrong)).chunk.length).toBe(0);
  }

  const folder = join(bench.folder, "joined");
  const joined = await bench.start({ folder });
  const { snapshot: line } = joined.comet;
  // The header above the snapshot's height holds its app hash.
  const appHash = bench.engine.blocks.find(({ request }) => request.height === 5n)?.appHash ?? new Uint8Array(0);
  expect(await line.call("applySnapshotChunk", { index: 0, chunk, sender: "a" })).toMatchObject({ result: Applied.ABORT });
  expect(await line.call("offerSnapshot", { snapshot: { ...snapshot, format: 7 }, appHash })).toEqual({ result: Offered.REJECT_FORMAT });
  expect(await line.call("offerSnapshot", { snapshot: { ...snapshot, chunks: 9 }, appHash })).toEqual({ result: Offered.REJECT });
  expect(await line.call("offerSnapshot", { snapshot, appHash: new Uint8Array(32) })).toEqual({ result: Offered.ACCEPT });
  expect(await line.call("applySnapshotChunk", { index: 0, chunk, sender: "a" })).toMatchObject({ result: Applied.REJECT_SNAPSHOT });
  expect(await line.call("offerSnapshot", { snapshot, appHash })).toEqual({ result: Offered.ACCEPT });
  const damaged = chunk.map((byte, i) => (i === 100 ? byte ^ 1 : byte));
  expect(await line.call("applySnapshotChunk", { index: 0, chunk: damaged, sender: "liar" })).toEqual({
    result: Applied.RETRY,
    refetchChunks: [0],
    rejectSenders: ["liar"],
  });
  expect(await line.call("applySnapshotChunk", { index: 0, chunk, sender: "a" })).toMatchObject({ result: Applied.ACCEPT });
  const info = await joined.comet.query.call("info", { abciVersion: "2.0.0" });
  expect([info.lastBlockHeight, toHex(info.lastBlockAppHash)]).toEqual([4n, toHex(appHash)]);
  await joined.kill();

  const again = await bench.start({ folder });
  expect(again.storage.restored).toMatchObject({ snapshot: 4n, versions: 0 });
  expect((await bench.engine.handshake(again.comet)).replayed).toBe(2);
  expect(toHex(again.machine.info().appHash)).toBe(toHex(bench.engine.appHash));
  await Promise.all([again.kill(), source.kill()]);
});
