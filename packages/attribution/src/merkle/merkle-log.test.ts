import { createHash } from "node:crypto";
import { leafHash, merkleProofOfHashes, merkleRootOfHashes } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createMerkleLog, type MerkleLog } from "./merkle-log.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const leaves = Array.from({ length: 300 }, (_, i) => leafHash(sha256, Uint8Array.of(i & 0xff, i >> 8)));

function logOf(hashes: readonly Uint8Array[]): MerkleLog {
  const log = createMerkleLog(sha256);
  for (const hash of hashes) log.append(hash);
  return log;
}

test("every root and every path of every size up to 40 is that of the whole computation", () => {
  const log = logOf(leaves.slice(0, 40));
  expect(log.root(0)).toEqual(merkleRootOfHashes(sha256, []));
  for (let size = 1; size <= 40; size++) {
    const hashes = leaves.slice(0, size);
    expect(log.root(size)).toEqual(merkleRootOfHashes(sha256, hashes));
    for (let index = 0; index < size; index++) {
      expect(log.inclusionPath(index, size)).toEqual(merkleProofOfHashes(sha256, hashes, index).aunts);
    }
  }
});

test("appends between the questions change no root and no path of an earlier size", () => {
  const question = fc.record({ grow: fc.nat(60), size: fc.nat(), index: fc.nat() });
  fc.assert(
    fc.property(fc.array(question, { minLength: 1, maxLength: 5 }), (questions) => {
      const log = createMerkleLog(sha256);
      log.append(leaves[0] as Uint8Array);
      for (const { grow, ...asked } of questions) {
        for (let i = 0; i < grow && log.size < leaves.length; i++) log.append(leaves[log.size] as Uint8Array);
        const size = 1 + (asked.size % log.size);
        const index = asked.index % size;
        const hashes = leaves.slice(0, size);
        expect(log.root(size)).toEqual(merkleRootOfHashes(sha256, hashes));
        expect(log.inclusionPath(index, size)).toEqual(merkleProofOfHashes(sha256, hashes, index).aunts);
      }
    }),
    { numRuns: 60 },
  );
});

test("a root costs a hash for each doubling, not one for each leaf", () => {
  let hashed = 0;
  const counting = (data: Uint8Array): Uint8Array => (hashed++, sha256(data));
  const log = createMerkleLog(counting);
  for (const leaf of leaves) log.append(leaf);
  expect(hashed).toBeLessThan(leaves.length);
  hashed = 0;
  log.root(299);
  log.inclusionPath(298, 299);
  expect(hashed).toBeLessThanOrEqual(16);
});

test("sizes and leaves that the log does not have are refused", () => {
  const log = logOf(leaves.slice(0, 5));
  for (const size of [-1, 6, 1.5, Number.NaN]) expect(() => log.root(size)).toThrow(/no root/);
  for (const size of [0, 6]) expect(() => log.inclusionPath(0, size)).toThrow(/no tree/);
  for (const index of [-1, 3, 0.5]) expect(() => log.inclusionPath(index, 3)).toThrow(/of a tree of 3/);
  expect(() => log.append(new Uint8Array(31))).toThrow(/31 bytes/);
});
