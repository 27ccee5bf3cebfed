import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Break } from "@openledger/derivation";
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import { afterAll, expect, test } from "vitest";
import { openDaIndex } from "./da-index.ts";
import { createDaProgress } from "./da-progress.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-progress-"));
afterAll(() => rmSync(folder, { recursive: true }));

const options = { chain: { genesis: { initialHeight: 1n } }, dataFolder: folder, startHeight: 3n, nowMs: () => 0 };
const unread: Da["head"] = () => Promise.reject(new Error("nothing is to be read"));
const da = { head: unread } as Da;
const bytes = new Uint8Array(32);
const miss = (deadline: bigint, crossedAt?: bigint): Break => {
  const place = { number: 1n, lastHeight: 4n, lastHash: bytes, miss: { txHash: bytes, daHeight: 5n, deadline } };
  return { ...place, crossed: crossedAt === undefined ? undefined : { daHeight: crossedAt, rotation: { ...place, newKey: bytes, signatures: [] } } };
};

async function judgedTo(breaks: readonly Break[]): Promise<bigint> {
  using index = openDaIndex(folder, 1n);
  const progress = createDaProgress(options, index);
  expect(await progress.begin(da, bytes, 9n, breaks)).toMatchObject({ readTo: 2n, next: 1n, breaks: [] });
  return progress.judgedTo;
}

test("without its checkpoint a follower knows what was judged by the misses and by where its blocks were found, also those of the last moment", async () => {
  expect(await judgedTo([])).toBe(2n);
  expect(await judgedTo([miss(11n)])).toBe(11n);
  expect(await judgedTo([miss(11n, 17n)])).toBe(17n);
  {
    using index = openDaIndex(folder, 1n);
    index.add(4n, 9n);
    index.add(6n, 20n);
  }
  expect(await judgedTo([])).toBe(19n);
  expect(await judgedTo([miss(11n, 17n)])).toBe(19n);
});

test("what was judged is known after a crash between the start of reading anew and its first checkpoint, and a full disk comes before anything is forgotten", async () => {
  const home = mkdtempSync(join(folder, "crash-"));
  let isFull = true;
  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    write(fd, data, position) {
      if (isFull) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", errno: -28 });
      return nodeFileSystem.write(fd, data, position);
    },
  };
  {
    using index = openDaIndex(home, 1n);
    index.add(6n, 20n);
  }
  {
    using index = openDaIndex(home, 1n);
    const progress = createDaProgress({ ...options, dataFolder: home, fileSystem }, index);
    await expect(progress.begin(da, bytes, 9n, [])).rejects.toMatchObject({ code: "DISK_FULL" });
    expect([progress.checkpoint, index.lastDaHeight]).toEqual([undefined, 20n]);
    isFull = false;
    await progress.begin(da, bytes, 9n, []);
    progress.rewind();
    expect(index.lastDaHeight).toBe(0n);
  }
  using index = openDaIndex(home, 1n);
  expect(index.lastDaHeight).toBe(0n);
  const progress = createDaProgress({ ...options, dataFolder: home }, index);
  expect(await progress.begin(da, bytes, 9n, [])).toMatchObject({ readTo: 2n, next: 1n });
  expect([progress.judgedTo, progress.chances]).toEqual([19n, undefined]);
});
