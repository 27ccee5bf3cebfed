import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { concatBytes } from "@openledger/primitives";
import { expect, test } from "vitest";
import { readChunk, readChunkFileSummary, SNAPSHOT_CHUNK_BYTES, writeChunkFile } from "./chunk-file.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { testFolders } from "./test-folder.ts";

const folder = testFolders();
const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const appHash = sha256(new Uint8Array(0));
const sourceOf = (...pieces: readonly Uint8Array[]) => ({ version: 7n, appHash, nodes: () => pieces });
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

/** Writes half of what it is given, and fails at one call. */
function failingAt(call: number): { readonly fileSystem: FileSystem; readonly calls: () => number } {
  let calls = 0;
  const count = (): void => {
    if (calls++ === call) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
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

test("content comes back in chunks of 8 MiB, each with its hash, although the disk writes half of what it is given", async () => {
  const path = join(folder(), "nodes.chunks");
  const pieces = [filled(5, 1), filled(SNAPSHOT_CHUNK_BYTES, 2), filled(1_000, 3)];
  const summary = await writeChunkFile(path, sha256, sourceOf(...pieces), { fileSystem: failingAt(-1).fileSystem });
  expect(readChunkFileSummary(path)).toEqual(summary);
  expect(summary).toMatchObject({ version: 7n, appHash, bytes: SNAPSHOT_CHUNK_BYTES + 1_005 });
  const chunks = [0, 1].map((index) => readChunk(path, sha256, index));
  expect(chunks.map(({ length }) => length)).toEqual([SNAPSHOT_CHUNK_BYTES, 1_005]);
  expect(Buffer.compare(concatBytes(...chunks), concatBytes(...pieces))).toBe(0);
  expect(summary?.chunkHashes).toEqual(chunks.map((chunk) => sha256(chunk)));
  expect(() => readChunk(path, sha256, 2)).toThrow("no chunk 2 among 2");
});

test("a file that is cut anywhere or has any byte changed is refused", async () => {
  const path = join(folder(), "nodes.chunks");
  await writeChunkFile(path, sha256, sourceOf(filled(100, 4)));
  const whole = new Uint8Array(readFileSync(path));
  const refused = (bytes: Uint8Array): void => {
    writeFileSync(path, bytes);
    expect(() => readChunk(path, sha256, 0)).toThrow(/changed on disk|is damaged|not a chunked snapshot/);
  };
  for (let at = 0; at < whole.length; at++) {
    refused(whole.slice(0, at));
    refused(whole.with(at, (whole[at] as number) ^ 0x10));
  }
  refused(concatBytes(whole, Uint8Array.of(0)));
});

test("when any call of the disk fails, or it is stopped, nothing is left behind", async () => {
  const counted = failingAt(-1);
  await writeChunkFile(join(folder(), "a"), sha256, sourceOf(filled(100, 4)), { fileSystem: counted.fileSystem });
  for (let call = 0; call < counted.calls() - 1; call++) {
    const path = folder();
    await expect(writeChunkFile(join(path, "a"), sha256, sourceOf(filled(100, 4)), { fileSystem: failingAt(call).fileSystem })).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(readdirSync(path)).toEqual([]);
  }
  const path = folder();
  expect(await writeChunkFile(join(path, "a"), sha256, sourceOf(filled(100, 4)), { signal: AbortSignal.abort() })).toBeUndefined();
  expect(readdirSync(path)).toEqual([]);
});
