import { appendLeaf, EMPTY_FRONTIER, type Frontier } from "@openledger/attribution";
import { createNodeCrypto } from "@openledger/crypto";
import { leafHash, merkleProofOfHashes } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appendedPath } from "./appended-path.ts";

const { sha256 } = createNodeCrypto();
const hashes = Array.from({ length: 80 }, (_, i) => leafHash(sha256, Uint8Array.of(i)));
const frontierOf = (size: number): Frontier =>
  hashes.slice(0, size).reduce((frontier, leaf) => appendLeaf(sha256, frontier, leaf), EMPTY_FRONTIER);

test("from the frontier before a batch, the path of each of its leaves is that of the whole tree", () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 1, max: 19 }), fc.nat(18), (size, count, pick) => {
      const index = size + (pick % count);
      const path = appendedPath(sha256, frontierOf(size), hashes.slice(size, size + count), index);
      expect(path).toEqual(merkleProofOfHashes(sha256, hashes.slice(0, size + count), index).aunts);
    }),
    { numRuns: 150 },
  );
});

test("a leaf that was there before, or is not there, and a frontier that lacks a peak, have no path", () => {
  const appended = hashes.slice(7, 9);
  expect(appendedPath(sha256, frontierOf(7), appended, 6)).toBeUndefined();
  expect(appendedPath(sha256, frontierOf(7), appended, 9)).toBeUndefined();
  const { peaks } = frontierOf(7);
  expect(appendedPath(sha256, { size: 7, peaks: peaks.slice(1) }, appended, 7)).toBeUndefined();
});
