import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSpanIndex, tokenise, type SpanIndex } from "@openledger/attribution";
import { nodeFileSystem, type FileSystem } from "@openledger/kv";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openSpanIndex, type SpanIndexFolder, type StoredContribution } from "./span-index-folder.ts";

const root = mkdtempSync(join(tmpdir(), "openledger-span-index-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(root, "t-"));

const word = fc.constantFrom("a", "b", "c", "A", "the", ",", " ".repeat(300), "x".repeat(300), "\u2014", "né");
const text = fc.array(word, { maxLength: 30 }).map((words) => new Uint8Array(Buffer.from(words.join(" "))));
/** Contributions whose sequences are in another order than the list. */
const contributions = fc.uniqueArray(fc.nat(50), { maxLength: 7 }).chain((sequences) =>
  fc
    .tuple(...sequences.map(() => fc.array(text, { maxLength: 3 })))
    .map((all) => all.map((documents, i) => stored(sequences[i] ?? 0, documents))),
);

function stored(sequence: number, documents: readonly Uint8Array[]): StoredContribution {
  const contentId = new Uint8Array(createHash("sha256").update(Buffer.concat(documents)).digest());
  return { ref: { datanetId: 1n, seq: BigInt(sequence) }, sequence: BigInt(sequence), contentId, documents: () => documents };
}

function inMemory(list: readonly StoredContribution[]): SpanIndex {
  return createSpanIndex(list.map(({ ref, sequence, documents }) => ({ ref, sequence, documents: documents() })));
}

/** Everything that a caller of either index sees, apart from how symbols are numbered. */
function expectSameAnswers(disk: SpanIndex, memory: SpanIndex, output: Uint8Array): void {
  const tokens = tokenise(output);
  const ends = Array.from({ length: tokens.count }, (_, i) => i + 1);
  const to = Int32Array.from(ends.flatMap((end) => [end, end]));
  const from = Int32Array.from(ends.flatMap((end) => [Math.max(0, end - 4), Math.max(0, end - 2)]));
  const diskSymbols = disk.symbolsOf(output, tokens);
  const memorySymbols = memory.symbolsOf(output, tokens);
  const found = disk.earliest(diskSymbols, from, to);
  expect(disk.contributions).toEqual(memory.contributions);
  expect(found).toEqual(memory.earliest(memorySymbols, from, to));
  found.forEach((position, i) => {
    if (position < 0) return;
    const length = (to[i] as number) - (from[i] as number);
    for (const max of [2, 50]) {
      expect(disk.occurrences(position, length, max)).toEqual(memory.occurrences(position, length, max));
    }
    expect(disk.locate(position)).toEqual(memory.locate(position));
    const after = (index: SpanIndex, symbols: Int32Array): number[] => {
      const symbol = index.symbolAt(position + length);
      return Array.from(symbols, (one) => Number(one === symbol));
    };
    expect(after(disk, diskSymbols)).toEqual(after(memory, memorySymbols));
  });
}

/** Tests don't outlive the machine's cache, so they needn't wait for its disk. */
const unsynced: FileSystem = { ...nodeFileSystem, sync: () => {}, syncFolder: () => {} };
const LITTLE = { cacheBytes: 1, fileSystem: unsynced };
const SMALL = { ...LITTLE, segmentTokensMax: 60 };

test("an index in files answers as one in memory does, after each addition and after reopening", () => {
  fc.assert(
    fc.property(contributions, text, fc.constantFrom(SMALL, { fileSystem: unsynced }), (list, output, limits) => {
      const folder = newFolder();
      using first = opened(openSpanIndex({ folder, contributions: [], ...limits }));
      for (let count = 1; count <= list.length; count++) {
        first.add(list.slice(count - 1, count));
        expectSameAnswers(first.index, inMemory(list.slice(0, count)), output);
      }
      first.close();
      using again = opened(openSpanIndex({ folder, contributions: list, ...limits }));
      expect(again.facts.indexed).toBe(0);
      expectSameAnswers(again.index, inMemory(list), output);
    }),
    { numRuns: 40 },
  );
});

function opened(index: SpanIndexFolder): SpanIndexFolder & Disposable {
  return Object.assign(Object.create(index), { [Symbol.dispose]: () => index.close() });
}

const sentence = (seed: number, words: number): Uint8Array =>
  new Uint8Array(Buffer.from(Array.from({ length: words }, (_, i) => `w${(i * i * 7 + seed * 13) % 97}`).join(" ")));

test("segments double: additions build small segments anew, and few are left to ask", () => {
  const list = Array.from({ length: 100 }, (_, i) => stored(i, [sentence(i, 50)]));
  const folder = newFolder();
  using index = opened(openSpanIndex({ ...LITTLE, folder, contributions: [] }));
  for (const one of list) index.add([one]);
  const { segments, contributions: count, indexed } = index.facts;
  expect([count, indexed]).toEqual([100, 100]);
  expect(segments.length).toBeLessThanOrEqual(8);
  expect(readdirSync(folder).length).toBe(segments.length + 2);
  segments.forEach((size, i) => expect(size).toBeGreaterThanOrEqual(2 * (segments[i + 1] ?? 0)));
});

test("a contribution that is no longer wanted leaves nothing behind, not even its words", () => {
  const folder = newFolder();
  const secret = stored(2, [new Uint8Array(Buffer.from("the password is hunter2"))]);
  const others = [stored(1, [sentence(1, 40)]), stored(3, [sentence(3, 40)])];
  openSpanIndex({ ...LITTLE, folder, contributions: [...others, secret] }).close();
  const holdsSecret = (): boolean => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes("hunter2"));
  expect(holdsSecret()).toBe(true);
  using index = opened(openSpanIndex({ ...LITTLE, folder, contributions: others }));
  expect(holdsSecret()).toBe(false);
  expectSameAnswers(index.index, inMemory(others), sentence(3, 40));
});

test("content that has changed under one reference is indexed anew", () => {
  const folder = newFolder();
  openSpanIndex({ ...LITTLE, folder, contributions: [stored(1, [sentence(1, 40)])] }).close();
  const list = [stored(1, [sentence(2, 40)])];
  using index = opened(openSpanIndex({ ...LITTLE, folder, contributions: list }));
  expect(index.facts.indexed).toBe(1);
  expectSameAnswers(index.index, inMemory(list), sentence(2, 40));
});

test("a flipped byte anywhere in any file is refused and built anew, never answered from", () => {
  const list = [stored(1, [sentence(1, 200)]), stored(2, [sentence(2, 10)])];
  const output = sentence(1, 60);
  const build = (): string => {
    const folder = newFolder();
    openSpanIndex({ ...LITTLE, folder, contributions: list.slice(0, 1) }).close();
    openSpanIndex({ ...LITTLE, folder, contributions: list }).close();
    return folder;
  };
  for (const kind of ["manifest", "vocabulary", "segment"]) {
    for (let step = 0; step < 16; step++) {
      const folder = build();
      const name = readdirSync(folder).find((one) => one.startsWith(kind)) as string;
      const bytes = readFileSync(join(folder, name));
      const at = Math.floor((bytes.length * step) / 16);
      bytes[at] = (bytes[at] as number) ^ 0x10;
      writeFileSync(join(folder, name), bytes);
      const ask = (): void => {
        using index = opened(openSpanIndex({ ...LITTLE, folder, contributions: list }));
        expectSameAnswers(index.index, inMemory(list), output);
      };
      try {
        ask();
      } catch (error) {
        expect(error).toMatchObject({ code: "SPAN_INDEX_DAMAGED" });
      }
      ask();
    }
  }
});

/** The machine's file system until the n-th change; that one is half done, and it and all later ones fail. */
function failingAt(limit: number): FileSystem {
  let count = 0;
  const change = (action: () => void): void => {
    if (++count >= limit) throw new Error("killed");
    action();
  };
  return {
    ...nodeFileSystem,
    write: (fd, bytes, position) => {
      if (++count < limit) return nodeFileSystem.write(fd, bytes, position);
      if (count === limit) nodeFileSystem.write(fd, bytes.subarray(0, bytes.length >> 1), position);
      throw new Error("killed");
    },
    truncate: (fd, length) => change(() => nodeFileSystem.truncate(fd, length)),
    sync: () => change(() => {}),
    rename: (from, to) => change(() => nodeFileSystem.rename(from, to)),
    remove: (path) => change(() => nodeFileSystem.remove(path)),
    syncFolder: () => change(() => {}),
  };
}

test("killed at any write, rename or removal, the index opens again and answers everything", () => {
  const list = [1, 2, 3].map((seed) => stored(seed, [sentence(seed, 30)]));
  const output = sentence(2, 20);
  let survived = false;
  for (let limit = 1; !survived; limit++) {
    const folder = newFolder();
    openSpanIndex({ ...LITTLE, folder, contributions: list.slice(0, 1) }).close();
    try {
      const index = openSpanIndex({ ...LITTLE, folder, contributions: list.slice(0, 2), fileSystem: failingAt(limit) });
      index.add(list.slice(2));
      index.close();
      survived = true;
    } catch (error) {
      expect(String(error)).toContain("killed");
    }
    using again = opened(openSpanIndex({ ...LITTLE, folder, contributions: list }));
    expectSameAnswers(again.index, inMemory(list), output);
    expect(again.facts.indexed).toBeLessThanOrEqual(2);
  }
});

test("an index that was replaced or closed says so", () => {
  const folder = openSpanIndex({ ...LITTLE, folder: newFolder(), contributions: [stored(1, [sentence(1, 30)])] });
  const { index } = folder;
  folder.close();
  const output = sentence(1, 30);
  const tokens = tokenise(output);
  expect(() => index.earliest(index.symbolsOf(output, tokens), Int32Array.of(0), Int32Array.of(4))).toThrow(
    expect.objectContaining({ code: "SPAN_INDEX_CLOSED" }),
  );
});
