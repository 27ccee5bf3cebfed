import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  emptyHash,
  fromHex,
  innerHash,
  leafHash,
  merkleProof,
  merkleRoot,
  merkleRootFromProof,
  merkleSplit,
  toHex,
  toUtf8,
  verifyMerkleProof,
} from "./index.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(hash("sha256", data, "buffer"));
const leavesOf = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => toUtf8(`leaf ${i}`));

describe("the vectors of CometBFT's rfc6962_test.go", () => {
  test.each([
    ["empty tree", () => emptyHash(sha256), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [
      "empty leaf",
      () => leafHash(sha256, new Uint8Array(0)),
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    ],
    [
      "leaf",
      () => leafHash(sha256, toUtf8("L123456")),
      "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
    ],
    [
      "node",
      () => innerHash(sha256, toUtf8("N123"), toUtf8("N456")),
      "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb",
    ],
  ])("%s", (_name, hash, expected) => {
    expect(toHex(hash())).toBe(expected);
  });

  test("a tree of no leaves and of one leaf", () => {
    expect(merkleRoot(sha256, [])).toEqual(emptyHash(sha256));
    expect(merkleRoot(sha256, [toUtf8("L123456")])).toEqual(leafHash(sha256, toUtf8("L123456")));
  });
});

test("the split is the largest power of two strictly below the count", () => {
  expect([2, 3, 4, 5, 8, 9, 16, 17, 1 << 30].map(merkleSplit)).toEqual([1, 2, 2, 4, 4, 8, 8, 16, 1 << 29]);
});

test("every leaf of every tree up to 33 leaves has a proof, and no other leaf fits it", () => {
  for (let count = 1; count <= 33; count++) {
    const leaves = leavesOf(count);
    const root = merkleRoot(sha256, leaves);
    for (const [index, leaf] of leaves.entries()) {
      const proof = merkleProof(sha256, leaves, index);
      expect(verifyMerkleProof(sha256, root, leaf, proof)).toBe(true);
      expect(verifyMerkleProof(sha256, root, toUtf8("other"), proof)).toBe(false);
    }
  }
});

test("a proof with another position, size or aunt leads elsewhere or nowhere", () => {
  const leaves = leavesOf(11);
  const root = merkleRoot(sha256, leaves);
  fc.assert(
    fc.property(fc.nat(10), fc.integer({ min: -2, max: 14 }), fc.integer({ min: -2, max: 40 }), (at, index, total) => {
      const proof = merkleProof(sha256, leaves, at);
      const leaf = leaves[at] as Uint8Array;
      if (index !== at) expect(verifyMerkleProof(sha256, root, leaf, { ...proof, index })).toBe(false);
      // Another total may describe the same path; only a total without room for the index must fail.
      if (total <= at) expect(merkleRootFromProof(sha256, { ...proof, total })).toBeUndefined();
      const aunts = [...proof.aunts.slice(1), fromHex("00".repeat(32))];
      expect(verifyMerkleProof(sha256, root, leaf, { ...proof, aunts })).toBe(false);
      expect(merkleRootFromProof(sha256, { ...proof, aunts: proof.aunts.slice(1) })).toBeUndefined();
      expect(
        merkleRootFromProof(sha256, {
          ...proof,
          aunts: proof.aunts.map((aunt) => aunt.slice(1)),
        }),
      ).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});
