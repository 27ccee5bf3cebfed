import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { openGroupLog } from "./group-log.ts";
import { openRecordLog } from "./record-log.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();

/** A disk whose background syncs end when the test says so. */
function slowDisk(): { fileSystem: FileSystem; syncs: { finish: () => void; fail: () => void }[] } {
  const syncs: { finish: () => void; fail: () => void }[] = [];
  const syncInBackground = (): Promise<void> =>
    new Promise((resolve, reject) => {
      syncs.push({ finish: resolve, fail: () => reject(Object.assign(new Error("EIO"), { code: "EIO", errno: -5 })) });
    });
  return { syncs, fileSystem: { ...nodeFileSystem, syncInBackground } };
}

function contents(path: string): string[] {
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  using log = openRecordLog(copy, { syncOnAppend: true });
  return Array.from({ length: log.count }, (_, i) => Buffer.from(log.read(i)).toString());
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("records that come during a sync wait, are written as one frame, and share the next sync", async () => {
  const path = join(folder(), "log");
  const { fileSystem, syncs } = slowDisk();
  using log = openGroupLog(path, { fileSystem });
  expect(log.append(toUtf8("a"))).toBe(0);
  await log.written();
  expect(contents(path)).toEqual(["a"]);
  const passed: string[] = [];
  void log.durable().then(() => passed.push("a"));
  expect([log.append(toUtf8("b")), log.append(toUtf8("c"))]).toEqual([1, 2]);
  void log.written().then(() => passed.push("c written"));
  void log.durable().then(() => passed.push("c"));
  expect(Buffer.from(log.read(2)).toString()).toBe("c");
  await tick();
  expect(passed).toEqual([]);
  expect(contents(path)).toEqual(["a"]);
  syncs[0]?.finish();
  await tick();
  expect(passed.toSorted()).toEqual(["a", "c written"]);
  expect(contents(path)).toEqual(["a", "b", "c"]);
  syncs[1]?.finish();
  await tick();
  expect(passed).toContain("c");
  expect(syncs.length).toBe(2);
  await log.durable();
});

test("a failed sync is told to whoever waits, and nothing is taken afterwards", async () => {
  const { fileSystem, syncs } = slowDisk();
  using log = openGroupLog(join(folder(), "log"), { fileSystem });
  log.append(toUtf8("a"));
  const first = log.durable();
  log.append(toUtf8("b"));
  const second = log.written();
  syncs[0]?.fail();
  await expect(first).rejects.toMatchObject({ code: "DISK_FAILED" });
  await expect(second).rejects.toMatchObject({ code: "DISK_FAILED" });
  await expect(log.durable()).rejects.toMatchObject({ code: "DISK_FAILED" });
  expect(() => log.append(toUtf8("c"))).toThrow(expect.objectContaining({ code: "DISK_FAILED" }));
});

test("closing writes what waits, also while the disk works", async () => {
  const path = join(folder(), "log");
  const { fileSystem, syncs } = slowDisk();
  const log = openGroupLog(path, { fileSystem });
  log.append(toUtf8("a"));
  log.append(toUtf8("b"));
  log.close();
  syncs[0]?.finish();
  await tick();
  expect(contents(path)).toEqual(["a", "b"]);
});

test("what was durable before is durable when the log is opened again", async () => {
  const path = join(folder(), "log");
  {
    using log = openGroupLog(path, {});
    for (let i = 0; i < 20; i++) log.append(toUtf8(`${i}`));
    await log.durable();
  }
  using log = openGroupLog(path, {});
  await log.durable();
  expect(Buffer.from(log.read(19)).toString()).toBe("19");
});
