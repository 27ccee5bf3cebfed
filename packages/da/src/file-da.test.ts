import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openFileDa, type FileDa, type FileDaOptions } from "./file-da.ts";

const { sha256 } = createNodeCrypto();
const root = mkdtempSync(join(tmpdir(), "openledger-da-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(root, "da-"));
const A = new Uint8Array(10).fill(1);
const B = new Uint8Array(10).fill(2);

function open(folder: string, options: Partial<FileDaOptions> = {}): FileDa {
  return openFileDa({ folder, sha256, nowMs: () => 1_790_000_000_000, ...options });
}

test("blobs come back by height and namespace, in order, after a restart too", async () => {
  const folder = newFolder();
  {
    using da = open(folder, { segmentBytes: 200 });
    expect(await da.head()).toMatchObject({ height: 0n });
    expect(await da.submit(A, [toUtf8("one"), toUtf8("two")])).toMatchObject({ height: 1n });
    expect(await da.submit(B, [toUtf8("three")])).toMatchObject({ height: 2n });
    expect(await da.submit(A, [toUtf8("one")])).toMatchObject({ height: 3n });
  }
  using da = open(folder, { segmentBytes: 200 });
  expect(readdirSync(folder).filter((name) => name.endsWith(".da")).length).toBeGreaterThan(1);
  expect((await da.list(1n, A)).map(({ data, index }) => [Buffer.from(data).toString(), index])).toEqual([["one", 0], ["two", 1]]);
  expect(await da.list(1n, B)).toEqual([]);
  expect((await da.list(2n, B)).length).toBe(1);
  await expect(da.list(4n, A)).rejects.toMatchObject({ code: "DA_FUTURE", retryable: true });
  const { time } = await da.head();
  expect(time).toBe(1_790_000_000_000_000_002n);
  expect(da.header(3n)?.parent).toEqual(sha256Of(da, 2n));
});

function sha256Of(da: FileDa, height: bigint): Uint8Array | undefined {
  return da.header(height + 1n)?.parent;
}

test("a proof shows its own blob, at its own height, and nothing else", async () => {
  using da = open(newFolder());
  const { commitments } = await da.submit(A, [toUtf8("one"), toUtf8("two"), toUtf8("three")]);
  await da.submit(A, [toUtf8("other")]);
  const [one = A, two = A] = commitments;
  const proof = await da.prove(1n, A, two);
  expect(await da.verify(1n, A, two, proof)).toBe(true);
  expect(await da.verify(1n, A, one, proof)).toBe(false);
  expect(await da.verify(1n, B, two, proof)).toBe(false);
  expect(await da.verify(2n, A, two, proof)).toBe(false);
  expect(await da.verify(1n, A, two, toUtf8("{}"))).toBe(false);
  await expect(da.prove(2n, A, two)).rejects.toMatchObject({ code: "DA_NOT_FOUND" });
});

test("what is too big or has no namespace is refused, and nothing is written", async () => {
  using da = open(newFolder());
  await expect(da.submit(A, [new Uint8Array(da.maxBlobBytes + 1)])).rejects.toMatchObject({ code: "DA_TOO_BIG", retryable: false });
  await expect(da.submit(A.subarray(1), [toUtf8("x")])).rejects.toMatchObject({ code: "DA_REFUSED" });
  await expect(da.submit(A, [])).rejects.toMatchObject({ code: "DA_REFUSED" });
  expect(await da.head()).toMatchObject({ height: 0n });
});

test("a torn tail loses only the unfinished DA block, wherever it is torn", async () => {
  const folder = newFolder();
  {
    using da = open(folder);
    await da.submit(A, [toUtf8("kept")]);
  }
  const file = join(folder, "0000000000000001.da");
  const whole = readFileSync(file).length;
  {
    using da = open(folder);
    await da.submit(A, [toUtf8("unfinished")]);
  }
  const full = readFileSync(file);
  for (let length = whole + 1; length < full.length; length += 7) {
    writeFileSync(file, full);
    truncateSync(file, length);
    using da = open(folder);
    expect(await da.head()).toMatchObject({ height: 1n });
    expect(da.tornTail?.droppedBytes).toBe(length - whole);
    expect(await da.list(1n, A)).toHaveLength(1);
  }
});

test("changed bytes, and files that are missing or exchanged, are refused at open", async () => {
  const folder = newFolder();
  {
    using da = open(folder, { segmentBytes: 1 });
    for (const text of ["one", "two", "three"]) await da.submit(A, [toUtf8(text)]);
  }
  const segment = (height: number): string => join(folder, `${height}`.padStart(16, "0") + ".da");
  const [first, second] = [readFileSync(segment(1)), readFileSync(segment(2))];
  fc.assert(
    fc.property(fc.nat(first.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = Buffer.from(first);
      damaged[at] = (damaged[at] as number) ^ flip;
      writeFileSync(segment(1), damaged);
      expect(() => open(folder)).toThrow();
    }),
    { numRuns: 60 },
  );
  writeFileSync(segment(1), first);
  rmSync(segment(2));
  expect(() => open(folder)).toThrow("missing");
  copyFileSync(segment(3), segment(2));
  expect(() => open(folder)).toThrow("DA block 2 is not what its hashes say");
  writeFileSync(segment(2), second);
  using da = open(folder);
  expect(await da.head()).toMatchObject({ height: 3n });
});

test("with an interval, DA blocks come by the clock, empty ones too, and a submission waits for its own", async () => {
  using da = open(newFolder(), { blockIntervalMs: 5 });
  const receipts = await Promise.all([da.submit(A, [toUtf8("one")]), da.submit(B, [toUtf8("two")])]);
  expect(new Set(receipts.map(({ height }) => height)).size).toBe(1);
  await expect.poll(async () => (await da.head()).height).toBeGreaterThan(3n);
  expect(await da.list((await da.head()).height, A)).toEqual([]);
});

test("more submissions than two DA blocks hold are told to try again", async () => {
  using da = open(newFolder(), { blockIntervalMs: 60_000 });
  const many = Array.from({ length: 4_096 }, () => Uint8Array.of(1));
  const waiting = [da.submit(A, many), da.submit(A, many)];
  await expect(da.submit(B, [toUtf8("one")])).rejects.toMatchObject({ code: "DA_BUSY", retryable: true });
  da.close();
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("one process at a time uses a folder", () => {
  const folder = newFolder();
  using first = open(folder);
  expect(first.maxBlobBytes).toBeGreaterThan(0);
  expect(() => open(folder)).toThrow("in use");
});
