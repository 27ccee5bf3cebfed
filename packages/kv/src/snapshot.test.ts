import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex, u32be } from "@openledger/primitives";
import { createCompactMultiStore, restoreMultiStore, type CompactMultiStore } from "@openledger/store";
import { describe, expect, test } from "vitest";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { readSnapshot, writeSnapshot } from "./snapshot-file.ts";
import { openSnapshotFolder } from "./snapshot-folder.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
const { sha256 } = createNodeCrypto();
const options = { sha256, stores: ["acc", "bank"], retainVersions: 2 };

function stateOf(keys: number): CompactMultiStore {
  const state = createCompactMultiStore(options);
  state.commit([{ store: "bank", changes: Array.from({ length: keys }, (_, i) => ({ key: u32be(i), value: u32be(i + 1) })) }]);
  return state;
}

const errno = (code: string): Error => Object.assign(new Error(code), { code, errno: -1 });

/** Counts every call that can fail, and makes one of them fail. */
function failingAt(call: number, fail: () => never): { readonly fileSystem: FileSystem; readonly calls: () => number } {
  let calls = 0;
  const count = (): void => {
    if (calls++ === call) fail();
  };
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    open: (path, mode) => (count(), nodeFileSystem.open(path, mode)),
    write: (fd, bytes, position) => (count(), nodeFileSystem.write(fd, bytes.subarray(0, Math.ceil(bytes.length / 2)), position)),
    syncInBackground: async (fd) => (count(), nodeFileSystem.syncInBackground(fd)),
    rename: (from, to) => (count(), nodeFileSystem.rename(from, to)),
    syncFolder: (path) => (count(), nodeFileSystem.syncFolder(path)),
  };
  return { fileSystem, calls: () => calls };
}

describe("a snapshot file", () => {
  test("gives back the state, although each write takes only half of what it is given", async () => {
    const path = join(folder(), "1.snapshot");
    const state = stateOf(40_000);
    const { fileSystem } = failingAt(-1, () => expect.fail());
    const length = await writeSnapshot(path, state.snapshot(), { fileSystem });
    expect(readFileSync(path).length).toBe(length);
    const { summary, blocks } = readSnapshot(path);
    const restored = restoreMultiStore(options, summary, blocks);
    expect([restored.version, toHex(restored.appHash)]).toEqual([1n, toHex(state.appHash)]);
    expect(restored.storesWithWrongHashes()).toEqual([]);
  });

  test("is the same byte for byte when it is written again", async () => {
    const [first, second] = [join(folder(), "a"), join(folder(), "b")];
    await writeSnapshot(first, stateOf(300).snapshot());
    await writeSnapshot(second, stateOf(300).snapshot());
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
  });

  test("that is cut anywhere or has any byte changed is refused", async () => {
    const path = join(folder(), "1.snapshot");
    await writeSnapshot(path, stateOf(20).snapshot());
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 11) {
      writeFileSync(path, whole.subarray(0, length));
      expect(() => readSnapshot(path)).toThrow(/cut or damaged|not a snapshot/);
    }
    for (let at = 0; at < whole.length; at += 5) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] as number) ^ 0x10;
      writeFileSync(path, damaged);
      expect(() => readSnapshot(path)).toThrow(/cut or damaged|not a snapshot/);
    }
    writeFileSync(path, Buffer.concat([whole, Buffer.of(0)]));
    expect(() => readSnapshot(path)).toThrow(/cut or damaged/);
  });

  test("is not there when any call of the disk fails, and nothing else is left behind", async () => {
    const { calls, fileSystem } = failingAt(-1, () => expect.fail());
    await writeSnapshot(join(folder(), "1.snapshot"), stateOf(20).snapshot(), { fileSystem });
    for (let call = 0; call < calls() - 1; call++) {
      const path = folder();
      const failing = failingAt(call, () => {
        throw errno("ENOSPC");
      });
      await expect(writeSnapshot(join(path, "1.snapshot"), stateOf(20).snapshot(), { fileSystem: failing.fileSystem })).rejects.toMatchObject({ code: "DISK_FULL" });
      expect(readdirSync(path)).toEqual([]);
    }
  });

  test("that is stopped leaves nothing", async () => {
    const path = folder();
    expect(await writeSnapshot(join(path, "1.snapshot"), stateOf(20).snapshot(), { signal: AbortSignal.abort() })).toBeUndefined();
    expect(readdirSync(path)).toEqual([]);
  });
});

describe("the folder of snapshots", () => {
  test("keeps the newest two and removes what a crash left", async () => {
    const path = folder();
    const state = createCompactMultiStore(options);
    const snapshots = openSnapshotFolder(path);
    for (let i = 1; i <= 12; i++) {
      state.commit([{ store: "acc", changes: [{ key: u32be(1), value: u32be(i) }] }]);
      if (i % 3 === 0) await snapshots.write(state.version, state.snapshot());
    }
    expect(snapshots.versions).toEqual([9n, 12n]);
    mkdirSync(join(path, "snapshots", "other"));
    writeFileSync(join(path, "snapshots", "15.snapshot.tmp"), "unfinished");
    const again = openSnapshotFolder(path);
    expect(again.versions).toEqual([9n, 12n]);
    expect(readdirSync(join(path, "snapshots")).toSorted()).toEqual(["12.snapshot", "9.snapshot", "other"]);
    expect(again.read(12n).summary.version).toBe(12n);
    truncateSync(join(path, "snapshots", "12.snapshot"), 100);
    expect(() => again.read(12n)).toThrow(/cut or damaged/);
    again.remove(12n);
    expect(again.versions).toEqual([9n]);
  });
});

