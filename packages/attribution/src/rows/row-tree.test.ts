import { createHash } from "node:crypto";
import { concatBytes, toHex, u32be } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildRowTree, rowsRoot, verifyRowOpenings } from "./row-tree.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const secret = new Uint8Array(32).fill(7);

test("the leaf of a one-chunk document is the hash that the protocol writes down", () => {
  const text = Buffer.from("hello");
  const tree = buildRowTree(sha256, { documents: [text], secret, tokens: 1 });
  const salt = sha256(concatBytes(Buffer.from("openledger/salt/v1"), secret, u32be(0), u32be(0))).slice(0, 16);
  const leaf = sha256(concatBytes(Uint8Array.of(0), salt, u32be(0), u32be(0), Uint8Array.of(1), text));
  const sizes = Buffer.from("000000000000000100000000000000050000000000000001", "hex");
  expect(toHex(tree.root)).toBe(toHex(sha256(concatBytes(Uint8Array.of(2), sizes, leaf))));
  expect(toHex(tree.root)).toBe("d21c78024eb6b0356b045a9cee66dcdb7f9e58e9fcd4d8afba0e15a4ca2b3a75");
});

test("an empty document is one empty last chunk, and a full one has no empty chunk after it", () => {
  const tree = buildRowTree(sha256, { documents: [new Uint8Array(0), new Uint8Array(1024)], secret, tokens: 0 });
  expect(tree.commitment.leafCount).toBe(2n);
  expect(tree.openChunk(0, 0)).toMatchObject({ last: true, data: new Uint8Array(0) });
  expect(tree.openChunk(1, 0)).toMatchObject({ last: true, leafIndex: 1n });
});

test("any chunks of any content open together, and no changed opening does", () => {
  const documents = fc.array(fc.uint8Array({ maxLength: 3000, size: "max" }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(documents, fc.nat(), fc.nat(), (contents, pick, bit) => {
      const tree = buildRowTree(sha256, { documents: contents, secret, tokens: 3 });
      const all = contents.flatMap((bytes, document) =>
        Array.from({ length: Math.max(1, Math.ceil(bytes.length / 1024)) }, (_, chunk) => ({ document, chunk })),
      );
      const chosen = all.filter((_, i) => i === pick % all.length || ((bit >> i % 30) & 1) === 1);
      const chunks = chosen.map(({ document, chunk }) => tree.openChunk(document, chunk));
      const rowHashes = tree.rowHashes(chunks);
      const at = bit % chunks.length;
      const opening = chunks[at] as (typeof chunks)[number];
      const isRow = (change: Partial<typeof opening>, rows = tree.commitment, hashes = rowHashes): boolean =>
        verifyRowOpenings(sha256, rows, { chunks: chunks.with(at, { ...opening, ...change }), rowHashes: hashes });
      expect(isRow({})).toBe(true);
      expect(rowsRoot(sha256, tree.commitment)).toEqual(tree.root);
      expect(isRow({ document: opening.document + 1 })).toBe(false);
      expect(isRow({ chunk: opening.chunk + 1 })).toBe(false);
      expect(isRow({ last: !opening.last })).toBe(false);
      expect(isRow({ leafIndex: opening.leafIndex + 1n })).toBe(false);
      const data = opening.data.slice();
      if (data.length > 0) data[bit % data.length] = (data[bit % data.length] as number) ^ (1 << (bit % 8));
      if (data.length > 0) expect(isRow({ data })).toBe(false);
      expect(isRow({}, { ...tree.commitment, leafCount: 1n << 40n })).toBe(false);
      expect(isRow({}, tree.commitment, [...rowHashes, new Uint8Array(32)])).toBe(false);
      if (rowHashes.length > 0) expect(isRow({}, tree.commitment, rowHashes.slice(1))).toBe(false);
    }),
    { numRuns: 40 },
  );
});
