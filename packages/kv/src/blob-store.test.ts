import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toUtf8 } from "@openledger/primitives";
import { describe, expect, test } from "vitest";
import { openBlobStore } from "./blob-store.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
const limits = { maxBlobBytes: 100, quotaBytes: 250 };
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const blob = (seed: number, length = 80): Uint8Array => new Uint8Array(length).fill(seed);

describe("the blob store", () => {
  test("keeps blobs under their hash, also after reopening", async () => {
    const path = folder();
    const store = await openBlobStore(path, limits);
    const hash = await store.put(toUtf8("hello"));
    expect(hash).toBe(hashOf(toUtf8("hello")));
    expect(await store.put(new Uint8Array(0), hashOf(new Uint8Array(0)))).toBe(hashOf(new Uint8Array(0)));
    const again = await openBlobStore(path, limits);
    expect(await again.get(hash)).toEqual(toUtf8("hello"));
    expect([again.has(hash), again.stat(hash), again.usedBytes, again.blobs]).toEqual([true, { bytes: 5 }, 5, 2]);
    expect(await again.delete(hash)).toBe(true);
    expect(await again.delete(hash)).toBe(false);
    expect([again.has(hash), again.stat(hash), again.usedBytes]).toEqual([false, undefined, 0]);
    await expect(again.get(hash)).rejects.toMatchObject({ code: "BLOB_NOT_FOUND" });
  });

  test("refuses a blob above the size limit, above the quota, or under a wrong hash", async () => {
    const store = await openBlobStore(folder(), limits);
    await expect(store.put(blob(1, 101))).rejects.toMatchObject({ code: "BLOB_TOO_LARGE" });
    await expect(store.put(blob(1), hashOf(blob(2)))).rejects.toMatchObject({ code: "BLOB_HASH_MISMATCH" });
    for (const seed of [1, 2, 3]) await store.put(blob(seed));
    await expect(store.put(blob(4))).rejects.toMatchObject({ code: "BLOB_QUOTA" });
    await store.put(blob(1));
    await store.delete(hashOf(blob(1)));
    await store.put(blob(4));
    expect(store.usedBytes).toBe(240);
  });

  test("concurrent writes cannot pass the quota together, and equal ones are counted once", async () => {
    const store = await openBlobStore(folder(), limits);
    const results = await Promise.allSettled([1, 1, 1, 2, 3, 4, 5].map((seed) => store.put(blob(seed))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect([store.usedBytes, store.blobs]).toEqual([240, 3]);
  });

  test("removing and storing the same blob at once leaves the store consistent", async () => {
    const path = folder();
    const store = await openBlobStore(path, limits);
    const hash = await store.put(blob(1));
    await Promise.all([store.delete(hash), store.put(blob(1)), store.delete(hash), store.put(blob(1))]);
    const reopened = await openBlobStore(path, limits);
    expect([reopened.has(hash), reopened.usedBytes]).toEqual([store.has(hash), store.usedBytes]);
    expect(await store.get(hash)).toEqual(blob(1));
  });

  test("a damaged file is noticed, and can be replaced", async () => {
    const path = folder();
    const store = await openBlobStore(path, limits);
    const hash = await store.put(blob(1));
    writeFileSync(join(path, hash.slice(0, 2), hash), blob(2));
    await expect(store.get(hash)).rejects.toMatchObject({ code: "BLOB_HASH_MISMATCH" });
    await store.delete(hash);
    await store.put(blob(1));
    expect(await store.get(hash)).toEqual(blob(1));
  });

  test("what an interrupted write left is removed on opening, and foreign files are left alone", async () => {
    const path = folder();
    mkdirSync(join(path, "ab"));
    writeFileSync(join(path, "ab", "x.tmp"), "half");
    writeFileSync(join(path, "ab", "notes"), "mine");
    writeFileSync(join(path, "README"), "mine");
    const store = await openBlobStore(path, limits);
    expect([store.blobs, readdirSync(join(path, "ab"))]).toEqual([0, ["notes"]]);
  });

  test("a hash that is no hash reaches no file", async () => {
    const store = await openBlobStore(folder(), limits);
    await expect(store.get("../../etc/passwd")).rejects.toMatchObject({ code: "BLOB_NOT_FOUND" });
    expect(await store.delete("../../etc/passwd")).toBe(false);
  });

  test("stores nothing and counts nothing when any call of the disk fails, or only half is written, and takes the blob afterwards", async () => {
    const counted = failingAt(-1);
    await (await openBlobStore(folder(), limits, { fileSystem: counted.fileSystem })).put(blob(1));
    const beforeRename = counted.names.indexOf("rename");
    expect(counted.names.length).toBeGreaterThan(beforeRename + 1);
    for (let call = 0; call < counted.names.length; call++) {
      const path = folder();
      const { fileSystem } = failingAt(call);
      const put = openBlobStore(path, limits, { fileSystem }).then((store) => store.put(blob(1)));
      await expect(put, counted.names[call]).rejects.toMatchObject({ code: "DISK_FULL" });
      const again = await openBlobStore(path, limits);
      // After the rename the blob is whole, although nobody was told so.
      expect(again.usedBytes).toBe(call > beforeRename ? 80 : 0);
      const hash = await again.put(blob(1));
      expect(await again.get(hash)).toEqual(blob(1));
      expect(readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    }
  });

  test("keeps a blob that could not be deleted", async () => {
    const path = folder();
    const hash = await (await openBlobStore(path, limits)).put(blob(1));
    const store = await openBlobStore(path, limits, { fileSystem: failingAt(0).fileSystem });
    await expect(store.delete(hash)).rejects.toMatchObject({ code: "DISK_FULL" });
    expect([store.has(hash), store.usedBytes]).toEqual([true, 80]);
    expect(await store.delete(hash)).toBe(true);
  });
});

/** Writes half of what it is given, and has no space at one of the calls that write. */
function failingAt(at: number): { readonly fileSystem: FileSystem; readonly names: readonly string[] } {
  const names: string[] = [];
  const count = (name: string): void => {
    if (names.push(name) - 1 === at) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
  };
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    open: (path, mode) => (count("open"), nodeFileSystem.open(path, mode)),
    write: (fd, bytes, position) => (count("write"), nodeFileSystem.write(fd, bytes.subarray(0, Math.ceil(bytes.length / 2)), position)),
    syncInBackground: async (fd) => (count("sync"), nodeFileSystem.syncInBackground(fd)),
    rename: (from, to) => (count("rename"), nodeFileSystem.rename(from, to)),
    remove: (path) => (names.includes("open") ? undefined : count("remove"), nodeFileSystem.remove(path)),
    syncFolder: (path) => (count("syncFolder"), nodeFileSystem.syncFolder(path)),
  };
  return { fileSystem, names };
}
