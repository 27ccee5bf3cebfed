import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { openBlockLog, openSnapshotFolder, openStateLog, SNAPSHOT_CHUNK_BYTES } from "@openledger/kv";
import { height, toHex } from "@openledger/primitives";
import type { AbciEvent, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { decodeBlockResults, encodeBlockResults, type BlockResults } from "../block-results.ts";
import { openChain } from "../recover.ts";
import { createTestFolder, crypto, run, type TestFolder } from "../sequencer.fixture.ts";
import { restorePortableSnapshot, writePortableSnapshot, type PortableSnapshot } from "./portable-snapshot.ts";
import { createSnapshotRestorer } from "./snapshot-restorer.ts";
import { openSnapshotShelf } from "./snapshot-shelf.ts";
import { createStateSyncWriter } from "./state-sync-writer.ts";

const { sha256 } = crypto;

async function produce(folder: TestFolder, blocks: number): Promise<void> {
  using node = await run(folder);
  for (let i = 0; i < blocks; i++) {
    await node.mempool.admit(Uint8Array.of(1, i));
    await node.producer.produce();
  }
}

/** The folder's snapshot of a height, as `openledgerd snapshots create` makes it. */
async function snapshotAt(folder: TestFolder, at: bigint): Promise<PortableSnapshot> {
  const app = createChain({ crypto });
  using chain = await openChain({ folder: folder.path, app, sha256, genesis: folder.genesis, until: height(at) });
  return (await writePortableSnapshot({ dataFolder: folder.path, app, chain, sha256 })) ?? expect.fail();
}

function emptyData(folder: TestFolder, name: string): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  return path;
}

async function restore(folder: TestFolder, snapshot: PortableSnapshot, name = "restored"): Promise<string> {
  const dataFolder = emptyData(folder, name);
  await restorePortableSnapshot({ folder: snapshot.folder, dataFolder, app: createChain({ crypto }), genesis: folder.genesis, crypto });
  return dataFolder;
}

async function openAt(path: string, folder: TestFolder): Promise<{ readonly app: StateMachine; readonly firstHeight: bigint; readonly lastHeight: bigint; readonly replayed: number }> {
  const app = createChain({ crypto });
  using chain = await openChain({ folder: path, app, sha256, genesis: folder.genesis });
  return { app, firstHeight: chain.store.firstHeight, lastHeight: chain.store.stateHeight, replayed: chain.replayed };
}

const damaged = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ 1);

test("two nodes that came to a height in different ways offer the same bytes", async () => {
  using folder = createTestFolder();
  await produce(folder, 9);
  const other = emptyData(folder, "other");
  copyFileSync(join(folder.path, "blocks.log"), join(other, "blocks.log"));
  const twin: TestFolder = { ...folder, path: other };
  await openAt(other, folder);
  const first = await snapshotAt(folder, 6n);
  await snapshotAt(twin, 3n);
  const second = await snapshotAt(twin, 6n);
  const [shelf, twinShelf] = [openSnapshotShelf(folder.path, sha256), openSnapshotShelf(other, sha256)];
  expect(twinShelf.list().map((one) => one.height)).toEqual([6n, 3n]);
  expect(twinShelf.list()[0]).toEqual(shelf.list()[0]);
  expect(first).toMatchObject({ height: 6n, format: 1, chunks: 1, appHash: second.appHash });
  expect(twinShelf.load(6n, 1, 0)).toEqual(shelf.load(6n, 1, 0));
  for (const [at, format, chunk] of [[6n, 1, 1], [6n, 1, -1], [6n, 2, 0], [5n, 1, 0]] as const) expect(shelf.load(at, format, chunk)).toBeUndefined();
});

test("a node restored at a height has its app hash, executes the same blocks to the same hashes, and makes new ones", async () => {
  using folder = createTestFolder();
  await produce(folder, 9);
  const path = await restore(folder, await snapshotAt(folder, 5n));
  const begun = await openAt(path, folder);
  expect(begun).toMatchObject({ firstHeight: 5n, lastHeight: 6n, replayed: 1 });
  {
    using theirs = openBlockLog(folder.path);
    using ours = openBlockLog(path);
    for (let at = 7n; at <= 9n; at++) ours.append(theirs.read(height(at)) ?? expect.fail());
  }
  const caughtUp = await openAt(path, folder);
  const original = await openAt(folder.path, folder);
  expect(caughtUp.replayed).toBe(3);
  expect(toHex(caughtUp.app.info().appHash)).toBe(toHex(original.app.info().appHash));
  expect(caughtUp.app.storesWithWrongHashes()).toEqual([]);
  copyFileSync(join(folder.path, "state.json"), join(path, "state.json"));
  await produce({ ...folder, path }, 2);
  expect(await openAt(path, folder)).toMatchObject({ firstHeight: 5n, lastHeight: 11n });
  const again = await snapshotAt({ ...folder, path }, 8n);
  expect(again.hash).toEqual((await snapshotAt(folder, 8n)).hash);
});

/** Rewrites what a carried snapshot says that its block did. */
function forgeResults(snapshot: PortableSnapshot, forge: (genuine: BlockResults) => Partial<BlockResults>): void {
  const at = snapshot.height;
  const genuine = reading(snapshot.folder, (log) => log.read(at));
  if (genuine === undefined) expect.fail();
  const results = decodeBlockResults(genuine.results);
  rmSync(join(snapshot.folder, "state.log"));
  reading(snapshot.folder, (log) => log.append({ ...genuine, results: encodeBlockResults({ ...results, validatorUpdates: [], ...forge(results) }) }));
}

function reading<T>(folder: string, use: (log: ReturnType<typeof openStateLog>) => T): T {
  using log = openStateLog(folder, { onVersion: () => undefined });
  return use(log);
}

const FORGED: AbciEvent = { type: "settlement_finalized", attributes: [{ key: "settlement_id", value: "1", index: true }] };

test.each<[string, (genuine: BlockResults) => Partial<BlockResults>]>([
  ["an event of the block", ({ events }) => ({ events: [...events, FORGED] })],
  ["an event of a transaction", ({ txResults }) => ({ txResults: txResults.map((one) => ({ ...one, events: [...one.events, FORGED] })) })],
  ["a codespace", ({ txResults }) => ({ txResults: txResults.map((one) => ({ ...one, codespace: "forged" })) })],
])("a carried snapshot with %s that its block did not give is refused, and leaves nothing behind", async (_what, forge) => {
  using folder = createTestFolder();
  await produce(folder, 5);
  const snapshot = await snapshotAt(folder, 3n);
  forgeResults(snapshot, forge);
  const refusal = "the snapshot is refused: the results and events of block 3 are not those that its state keeps the digest of";
  await expect(restore(folder, snapshot)).rejects.toThrow(refusal);
  expect(openSnapshotFolder(join(folder.path, "restored")).versions).toEqual([]);
  expect(await openAt(join(folder.path, "restored"), folder)).toMatchObject({ lastHeight: 0n });
});

test("logs that nobody vouches for do not enter the restored node", async () => {
  using folder = createTestFolder();
  await produce(folder, 5);
  const snapshot = await snapshotAt(folder, 3n);
  forgeResults(snapshot, ({ txResults }) => ({ txResults: txResults.map((one) => ({ ...one, log: "forged", info: "forged" })) }));
  const path = await restore(folder, snapshot);
  using chain = await openChain({ folder: path, app: createChain({ crypto }), sha256, genesis: folder.genesis });
  const genuine = reading(folder.path, (log) => log.read(3n));
  if (genuine === undefined) expect.fail();
  const { txResults, events } = decodeBlockResults(genuine.results);
  expect(txResults.length).toBeGreaterThan(0);
  expect(chain.store.results(height(3n))).toMatchObject({ events, txResults: txResults.map((one) => ({ ...one, log: "", info: "" })) });
});

test("a damaged chunk is named and asked for again, its sender is refused, and the right one is taken", async () => {
  using folder = createTestFolder();
  await produce(folder, 4);
  const snapshot = await snapshotAt(folder, 3n);
  const chunk = openSnapshotShelf(folder.path, sha256).load(3n, 1, 0) ?? expect.fail();
  const dataFolder = emptyData(folder, "fresh");
  const app = createChain({ crypto });
  const snapshots = openSnapshotFolder(dataFolder);
  const restorer = createSnapshotRestorer({ dataFolder, app, snapshots, sha256 });
  expect(await restorer.apply(0, chunk, "peer")).toMatchObject({ result: "abort" });
  expect(restorer.offer(snapshot, snapshot.appHash)).toEqual({ result: "accept" });
  for (const wrong of [damaged(chunk, 0), damaged(chunk, chunk.length - 1), chunk.slice(1), new Uint8Array(SNAPSHOT_CHUNK_BYTES + 1)]) {
    expect(await restorer.apply(0, wrong, "peer")).toEqual({
      result: "retry",
      refetchChunks: [0],
      rejectSenders: ["peer"],
      problem: `chunk 0 of 1 of the snapshot at height 3 is damaged: its ${wrong.length} bytes do not have the hash that the snapshot names`,
    });
  }
  expect(await restorer.apply(7, chunk, "")).toMatchObject({ result: "retry", rejectSenders: [] });
  expect(await restorer.apply(0, chunk, "peer")).toEqual({ result: "accept", refetchChunks: [], rejectSenders: [] });
  expect([app.info().height, toHex(app.info().appHash)]).toEqual([3n, toHex(snapshot.appHash)]);
  expect(snapshots.versions).toEqual([3n]);
  expect(restorer.offer(snapshot, snapshot.appHash)).toMatchObject({ result: "abort", problem: "this node has a state already, of height 3" });
});

test("an offer of another format or with wrong hashes is refused, and a state of another app hash before it is taken", async () => {
  using folder = createTestFolder();
  await produce(folder, 4);
  const snapshot = await snapshotAt(folder, 3n);
  const dataFolder = emptyData(folder, "fresh");
  const app = createChain({ crypto });
  const restorer = createSnapshotRestorer({ dataFolder, app, snapshots: openSnapshotFolder(dataFolder), sha256 });
  const offer = (change: Partial<PortableSnapshot>): string => restorer.offer({ ...snapshot, ...change }, snapshot.appHash).result;
  expect(offer({ format: 2 })).toBe("reject-format");
  for (const change of [{ chunks: 2 }, { chunks: 0 }, { chunks: 2 ** 20 }, { height: height(0n) }, { hash: sha256(snapshot.hash) }, { metadata: damaged(snapshot.metadata, 3) }]) {
    expect(offer(change)).toBe("reject");
  }
  const chunk = openSnapshotShelf(folder.path, sha256).load(3n, 1, 0) ?? expect.fail();
  restorer.offer(snapshot, sha256(snapshot.appHash));
  expect(await restorer.apply(0, chunk, "peer")).toMatchObject({ result: "reject-snapshot", problem: expect.stringContaining("another app hash") as string });
  expect(app.info().height).toBe(0n);
});

test("a carried snapshot is refused when its chunks changed, on another chain, and where a chain is", async () => {
  using folder = createTestFolder();
  using other = createTestFolder();
  await produce(folder, 4);
  const snapshot = await snapshotAt(folder, 2n);
  await expect(restore(other, snapshot)).rejects.toThrow("the snapshot is refused: the validators of this genesis do not vouch for it");
  const restoreOver = restorePortableSnapshot({ folder: snapshot.folder, dataFolder: folder.path, app: createChain({ crypto }), genesis: folder.genesis, crypto });
  await expect(restoreOver).rejects.toMatchObject({ code: "CHAIN_EXISTS" });
  const file = join(snapshot.folder, "nodes.chunks");
  const whole = new Uint8Array(readFileSync(file));
  writeFileSync(file, damaged(whole, 40));
  expect(() => openSnapshotShelf(folder.path, sha256).load(2n, 1, 0)).toThrow(/chunk 0 at offset 0 changed on disk; make the snapshot again/);
  await expect(restore(folder, snapshot, "b")).rejects.toThrow(/chunk 0 at offset 0 changed on disk/);
  writeFileSync(file, damaged(whole, whole.length - 40));
  await expect(restore(folder, snapshot, "c")).rejects.toThrow(/what follows the content is damaged/);
  rmSync(file);
  await expect(restore(folder, snapshot, "d")).rejects.toMatchObject({ code: "SNAPSHOT_REFUSED" });
  expect(openSnapshotShelf(folder.path, sha256).heights()).toEqual([]);
});

test("a carried snapshot is read and left as it is, whatever stands behind the end of its logs", async () => {
  using folder = createTestFolder();
  await produce(folder, 4);
  const snapshot = await snapshotAt(folder, 2n);
  const contents = (): readonly string[] => readdirSync(snapshot.folder).toSorted().map((name) => `${name} ${toHex(sha256(readFileSync(join(snapshot.folder, name))))}`);
  appendFileSync(join(snapshot.folder, "blocks.log"), Uint8Array.of(1, 2, 3));
  const before = contents();
  const path = await restore(folder, snapshot);
  expect(contents()).toEqual(before);
  expect((await openAt(path, folder)).app.info().height).toBe(3n);
  rmSync(join(snapshot.folder, "state.log"));
  await expect(restore(folder, snapshot, "again")).rejects.toMatchObject({ code: "DISK_MISSING" });
});

test("the last height has no header above it, and heights that are not kept are named", async () => {
  using folder = createTestFolder();
  await produce(folder, 3);
  await expect(snapshotAt(folder, 3n)).rejects.toThrow("choose a height below 3");
  await expect(snapshotAt(folder, 4n)).rejects.toThrow("the state at height 4 is not kept; heights 1 to 3 are");
  const path = await restore(folder, await snapshotAt(folder, 2n));
  await expect(snapshotAt({ ...folder, path }, 1n)).rejects.toMatchObject({ code: "HEIGHT_NOT_KEPT" });
  rmSync(join(path, "snapshots"), { recursive: true });
  await expect(openAt(path, folder)).rejects.toThrow(/the chain began here from a snapshot at height 2 .*none is there/);
});

test("a running chain writes the snapshot of every third height beside its blocks, keeps two, and stops without a trace", async () => {
  using folder = createTestFolder();
  const written: bigint[] = [];
  {
    using node = await run(folder);
    const { app, chain } = node;
    await using writer = createStateSyncWriter({ app, chain, dataFolder: folder.path, sha256, intervalBlocks: 3, onWritten: ({ height: at }) => written.push(at) });
    for (let i = 1; i <= 13; i++) {
      const { block } = await node.producer.produce();
      if (i < 13) writer.onCommitted(block.header.height);
      // A block is made while the snapshot is under way.
      if (i % 3 !== 1) await writer.settled();
    }
    writer.onCommitted(height(10n));
    await writer.settled();
    writer.onCommitted(height(13n));
    await writer.close();
    writer.onCommitted(height(13n));
  }
  const shelf = openSnapshotShelf(folder.path, sha256);
  expect(written).toEqual([3n, 6n, 9n]);
  expect(shelf.heights()).toEqual([6n, 9n]);
  expect(readdirSync(shelf.folder).toSorted()).toEqual(["6", "9"]);
  const [newest] = shelf.list();
  expect(newest?.hash).toEqual((await snapshotAt(folder, 9n)).hash);
});
