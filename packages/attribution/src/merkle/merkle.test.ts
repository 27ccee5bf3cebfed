import { createHash } from "node:crypto";
import {
  emptyHash,
  innerHash,
  leafHash,
  merkleRootFromMultiProof,
  merkleRootFromProof,
  merkleRootOfHashes as merkleRoot,
  toHex,
} from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appendLeaf, decodeFrontier, EMPTY_FRONTIER, encodeFrontier, extendAndCheck, frontierRoot } from "./frontier.ts";
import type { Frontier } from "./frontier.ts";
import { createMerkleTree } from "./merkle-tree.ts";
import { verifyConsistency } from "./consistency.ts";

const sha256 = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();
const leaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(sha256, Uint8Array.of(i & 0xff, i >> 8)));

/** The RFC's recursive definition, literally. */
function referenceRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyHash(sha256);
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return innerHash(sha256, referenceRoot(hashes.slice(0, split)), referenceRoot(hashes.slice(split)));
}

test("the roots of the certificate-transparency test data come out", () => {
  const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];
  const hashes = inputs.map((hex) => leafHash(sha256, Buffer.from(hex, "hex")));
  roots.forEach((root, i) => expect(toHex(merkleRoot(sha256, hashes.slice(0, i + 1)))).toBe(root));
});

test("tree and frontier agree with the recursive definition at every size up to 70", () => {
  const all = leaves(70);
  let frontier: Frontier = EMPTY_FRONTIER;
  for (let size = 0; size <= all.length; size++) {
    const expected = toHex(referenceRoot(all.slice(0, size)));
    expect(toHex(merkleRoot(sha256, all.slice(0, size)))).toBe(expected);
    expect(toHex(frontierRoot(sha256, decodeFrontier(encodeFrontier(frontier))))).toBe(expected);
    if (size < all.length) frontier = appendLeaf(sha256, frontier, all[size] as Uint8Array);
  }
});

test("every path out of the tree leads to its root, and none of another length does", () => {
  for (const total of [1, 2, 3, 5, 7, 8, 13, 33]) {
    const all = leaves(total);
    const tree = createMerkleTree(sha256, all);
    for (let index = 0; index < total; index++) {
      const aunts = tree.inclusionPath(index);
      const proof = { total, index, leafHash: all[index] as Uint8Array, aunts };
      expect(merkleRootFromProof(sha256, proof)).toEqual(tree.root);
      expect(merkleRootFromProof(sha256, { ...proof, aunts: [...aunts, tree.root] })).toBeUndefined();
    }
  }
});

test("every prefix of a log proves consistent, and nothing else does", () => {
  const all = leaves(24);
  for (let newSize = 1; newSize <= all.length; newSize++) {
    const tree = createMerkleTree(sha256, all.slice(0, newSize));
    for (let oldSize = 1; oldSize <= newSize; oldSize++) {
      const oldRoot = merkleRoot(sha256, all.slice(0, oldSize));
      const path = tree.consistencyPath(oldSize);
      const proof = { oldSize, oldRoot, newSize, newRoot: tree.root, path };
      expect(verifyConsistency(sha256, proof)).toBe(true);
      expect(verifyConsistency(sha256, { ...proof, oldRoot: sha256(oldRoot) })).toBe(false);
      expect(verifyConsistency(sha256, { ...proof, newRoot: sha256(tree.root) })).toBe(false);
      expect(verifyConsistency(sha256, { ...proof, path: [...path, oldRoot] })).toBe(false);
    }
  }
});

test("extending a frontier is accepted only with the root that it leads to", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (before, added) => {
      const all = leaves(before + added);
      const start = extendAndCheck(sha256, EMPTY_FRONTIER, all.slice(0, before), merkleRoot(sha256, all.slice(0, before)));
      const root = merkleRoot(sha256, all);
      expect(start).toBeDefined();
      if (start === undefined) return;
      expect(extendAndCheck(sha256, start, all.slice(before), root)?.size).toBe(before + added);
      expect(extendAndCheck(sha256, start, all.slice(before), sha256(root))).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test("one proof for any leaves leads to the root, shares what it can, and any other hash, order or number does not", () => {
  const subset = fc.integer({ min: 1, max: 70 }).chain((size) =>
    fc.record({ size: fc.constant(size), picked: fc.uniqueArray(fc.nat(size - 1), { maxLength: size }), at: fc.nat() }),
  );
  fc.assert(
    fc.property(subset, ({ size, picked, at }) => {
      const tree = createMerkleTree(sha256, leaves(size));
      const indexes = picked.sort((a, b) => a - b);
      const shown = indexes.map((index) => ({ index, leafHash: leaves(size)[index] as Uint8Array }));
      const hashes = tree.multiProof(indexes);
      expect(merkleRootFromMultiProof(sha256, size, shown, hashes)).toEqual(tree.root);
      const apart = indexes.reduce((sum, index) => sum + tree.inclusionPath(index).length, 0);
      expect(hashes.length).toBeLessThanOrEqual(Math.max(1, apart));
      expect(merkleRootFromMultiProof(sha256, size, shown, [...hashes, tree.root])).toBeUndefined();
      if (hashes.length === 0) return;
      const changed = hashes.map((hash, i) => (i === at % hashes.length ? hash.map((byte) => byte ^ 1) : hash));
      expect(merkleRootFromMultiProof(sha256, size, shown, changed)).not.toEqual(tree.root);
      expect(merkleRootFromMultiProof(sha256, size, shown, hashes.slice(1))).toBeUndefined();
      if (shown.length < 2) return;
      expect(merkleRootFromMultiProof(sha256, size, [...shown].reverse(), hashes)).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});
