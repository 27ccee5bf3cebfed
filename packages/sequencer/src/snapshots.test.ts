import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createChain } from "@openledger/chain";
import { height, toHex } from "@openledger/primitives";
import type { SnapshotApp } from "@openledger/state-machine";
import { createMultiStore } from "@openledger/store";
import { expect, test } from "vitest";
import { createTestFolder, crypto, run, type Running, type TestFolder } from "./sequencer.fixture.ts";
import { createSnapshotter, type Snapshotter } from "./snapshotter.ts";

const SYSTEM_KEY_PATH = "/store/system/key";

function snapshotterOf({ app, chain }: Running, intervalBlocks: number): Snapshotter {
  return createSnapshotter({ app, store: chain.store, snapshots: chain.snapshots, intervalBlocks, onFailed: (error) => expect.fail(error.message) });
}

/** Makes blocks, each with a snapshot when one is due; returns the app hash after each height. */
async function produce(node: Running, blocks: number, intervalBlocks: number, txs = 2): Promise<string[]> {
  await using snapshotter = snapshotterOf(node, intervalBlocks);
  const hashes: string[] = [];
  for (let i = 0; i < blocks; i++) {
    for (let n = 0; n < txs; n++) await node.mempool.admit(new Uint8Array([1, i, n, hashes.length]));
    const { block } = await node.producer.produce();
    snapshotter.onCommitted(block.header.height);
    hashes.push(toHex(node.app.info().appHash));
    await snapshotter.settled();
  }
  return hashes;
}

async function hashesOf(folder: TestFolder, options: Parameters<typeof run>[1] = {}): Promise<{ readonly appHash: string; readonly restored: object }> {
  using node = await run(folder, options);
  return { appHash: toHex(node.app.info().appHash), restored: node.chain.restored };
}

test("a restart from a snapshot gives the state that a restart from the log gives, and goes on alike", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder);
    await produce(node, 11, 4);
    expect(node.chain.snapshots.versions).toEqual([4n, 8n]);
  }
  const fromLog = await hashesOf(folder);
  expect(fromLog.restored).toEqual({ snapshot: 0n, versions: 11, refused: [] });
  const fromSnapshot = await hashesOf(folder, { replayBytes: 0 });
  expect(fromSnapshot).toEqual({ appHash: fromLog.appHash, restored: { snapshot: 8n, versions: 3, refused: [] } });
  using node = await run(folder, { replayBytes: 0 });
  await produce(node, 2, 100);
  expect((await hashesOf(folder)).appHash).toBe(toHex(node.app.info().appHash));
});

test("a chain has the app hashes that the plain trees give at every height, so one that began on them goes on", async () => {
  using folder = createTestFolder();
  using node = await run(folder);
  await produce(node, 6, 2);
  const stores = createChain({ crypto }).modules.map(({ storeName }) => storeName);
  const plain = createMultiStore({ sha256: crypto.sha256, stores });
  for (let at = 1n; at <= 6n; at++) {
    const version = node.chain.store.version(height(at));
    expect(toHex(plain.commit(version?.changeSet ?? []).appHash)).toBe(toHex(version?.appHash ?? new Uint8Array(0)));
  }
});

test("after a restart, queries with proofs reach back to the snapshot and say so before it", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder);
    await produce(node, 7, 4);
  }
  using node = await run(folder, { replayBytes: 0 });
  const data = new Uint8Array([1]);
  const at = (number: bigint) => node.app.query({ path: SYSTEM_KEY_PATH, data, height: height(number), prove: true });
  for (const number of [4n, 5n, 7n]) expect(at(number)).toMatchObject({ code: 0, height: number });
  expect(at(3n).log).toContain("failed to load state at height 3");
});

test("a damaged snapshot, or one of another chain, costs time and no state", async () => {
  using folder = createTestFolder();
  using other = createTestFolder("seq-2");
  for (const one of [folder, other]) {
    using node = await run(one);
    await produce(node, 9, 4);
  }
  const { appHash } = await hashesOf(folder);
  const file = (of: TestFolder, version: number): string => join(of.path, "snapshots", `${version}.snapshot`);
  writeFileSync(file(folder, 8), readFileSync(file(other, 8)));
  const foreign = await hashesOf(folder, { replayBytes: 0 });
  expect(foreign).toEqual({ appHash, restored: { snapshot: 4n, versions: 5, refused: ["the snapshot of version 8 is of another state than the log"] } });
  const bytes = readFileSync(file(folder, 4));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
  writeFileSync(file(folder, 4), bytes);
  const damaged = await hashesOf(folder, { replayBytes: 0 });
  expect(damaged).toMatchObject({ appHash, restored: { snapshot: 0n, versions: 9, refused: [/another state/, /cut or damaged/].map((text) => expect.stringMatching(text)) } });
  expect(readdirSync(join(folder.path, "snapshots"))).toHaveLength(2);
});

test("a snapshot that makes its reader throw anything costs time and no state", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder);
    await produce(node, 5, 4);
  }
  const { appHash } = await hashesOf(folder);
  const broken = (app: SnapshotApp): SnapshotApp => ({
    ...app,
    restoreSnapshot: () => {
      throw new RangeError("offset is out of bounds");
    },
  });
  const restored = { snapshot: 0n, versions: 5, refused: ["offset is out of bounds"] };
  expect(await hashesOf(folder, { replayBytes: 0, wrap: broken })).toEqual({ appHash, restored });
});

test("a snapshot above the end of the log is removed with a sentence, and the next one comes in its turn", async () => {
  using folder = createTestFolder();
  {
    using node = await run(folder);
    await produce(node, 5, 4);
  }
  const place = join(folder.path, "snapshots");
  copyFileSync(join(place, "4.snapshot"), join(place, "900.snapshot"));
  using node = await run(folder);
  expect(node.chain.restored.refused).toEqual(["the snapshot of version 900 was removed: the log ends at height 5"]);
  expect(readdirSync(place)).toEqual(["4.snapshot"]);
  await produce(node, 3, 4);
  expect(node.chain.snapshots.versions).toEqual([4n, 8n]);
});

test("blocks go on while a snapshot is written, and closing stops it without a trace", async () => {
  using folder = createTestFolder();
  using node = await run(folder);
  await produce(node, 2, 100);
  const snapshotter = snapshotterOf(node, 1);
  snapshotter.onCommitted(height(2n));
  const { block } = await node.producer.produce();
  expect(block.header.height).toBe(3n);
  snapshotter.onCommitted(height(3n));
  await snapshotter.close();
  snapshotter.onCommitted(height(4n));
  await snapshotter.settled();
  expect(readdirSync(join(folder.path, "snapshots")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});
