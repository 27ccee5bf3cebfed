import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import { expect, test } from "vitest";
import { createTestFolder, crypto, run, type TestFolder } from "../sequencer.fixture.ts";
import { createStateSyncWriter } from "./state-sync-writer.ts";

interface Outcome {
  readonly written: readonly bigint[];
  readonly failed: readonly string[];
  /** Names in `state-sync`. */
  readonly names: readonly string[];
}

/** Writes the snapshots of a chain of `blocks` blocks, one after the other. */
async function write(folder: TestFolder, blocks: number, intervalBlocks: number, fileSystem: FileSystem = nodeFileSystem): Promise<Outcome> {
  using node = await run(folder);
  const { app, chain } = node;
  const written: bigint[] = [];
  const failed: string[] = [];
  await using writer = createStateSyncWriter({
    app,
    chain,
    dataFolder: folder.path,
    sha256: crypto.sha256,
    intervalBlocks,
    fileSystem,
    onWritten: ({ height }) => written.push(height),
    onFailed: ({ message }) => failed.push(message),
  });
  for (let i = 0; i < blocks; i++) {
    const { block } = await node.producer.produce();
    writer.onCommitted(block.header.height);
    await writer.settled();
  }
  const place = join(folder.path, "state-sync");
  const names = readdirSync(folder.path).includes("state-sync") && failed.length === 0 ? readdirSync(place).toSorted() : [];
  return { written, failed, names };
}

test("a folder that cannot be listed is reported, and the chain goes on", async () => {
  using folder = createTestFolder();
  writeFileSync(join(folder.path, "state-sync"), "a file, as a failing disk or a person leaves it");
  const { written, failed } = await write(folder, 3, 1);
  expect(written).toEqual([]);
  expect(failed).toHaveLength(2);
  expect(failed[0]).toContain("ENOTDIR");
});

test("whatever the disk refuses is reported, and the next height is tried", async () => {
  using folder = createTestFolder();
  const refuse = (): never => {
    throw Object.assign(new Error("EIO"), { code: "EIO", errno: -5 });
  };
  for (const call of ["removeFolder", "open", "syncInBackground", "rename"] as const) {
    const { written, failed } = await write(folder, 2, 1, { ...nodeFileSystem, [call]: refuse });
    expect([call, written, failed.length > 0]).toEqual([call, [], true]);
  }
  expect((await write(folder, 2, 1)).failed).toEqual([]);
});

test("what a person keeps in state-sync stays, and what a crash left of its own goes", async () => {
  using folder = createTestFolder();
  for (const name of ["kept-for-migration", "3", "2", "007"]) mkdirSync(join(folder.path, "state-sync", name), { recursive: true });
  const { written, names } = await write(folder, 7, 2);
  expect(written).toEqual([2n, 4n, 6n]);
  expect(names).toEqual(["007", "3", "4", "6", "kept-for-migration"]);
});
