import { createHash } from "node:crypto";
import { concatBytes, toHex, u32be } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChangeSet } from "../change-set.ts";
import { createCompactMultiStore, type CompactMultiStore } from "./compact-multi-store.ts";
import { importNodes, importNodesInSteps } from "./node-import.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(data).digest());
const STORES = ["acc", "bank", "gov"];
const options = { sha256, stores: STORES, retainVersions: 3 };

function changes(store: string, first: number, count: number, salt: number): ChangeSet[number] {
  return {
    store,
    changes: Array.from({ length: count }, (_, i) => {
      const value = i % 7 === 6 ? undefined : new Uint8Array(1 + ((i * 13 + salt) % 200)).fill(salt + i);
      return { key: u32be(first + i), value };
    }),
  };
}

const versions = fc.array(
  fc.tuple(fc.nat(60), fc.nat(60), fc.nat(200)).map(([first, count, salt]): ChangeSet => [changes("acc", first, count, salt), changes("bank", 2 * first, 1, salt)]),
  { minLength: 1, maxLength: 6 },
);

function bytesOf(state: CompactMultiStore, version?: bigint): Uint8Array {
  const source = state.snapshot(version);
  const bytes = concatBytes(...source.nodes());
  source.release();
  return bytes;
}

/** The bytes in pieces of `length`. */
function* piecesOf(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length);
}

test("the nodes of a version, cut anywhere, give it again, and both go on with the same roots and the same bytes", () => {
  fc.assert(
    fc.property(versions, versions, fc.integer({ min: 1, max: 500 }), (before, after, length) => {
      const state = createCompactMultiStore(options);
      for (const set of before) state.commit(set);
      const bytes = bytesOf(state);
      const { version, appHash } = state;
      const restored = importNodes(options, { version, appHash }, piecesOf(bytes, length));
      expect([restored.version, restored.oldestVersion, toHex(restored.appHash)]).toEqual([version, version, toHex(appHash)]);
      expect(toHex(bytesOf(restored))).toBe(toHex(bytes));
      for (const name of STORES) expect([...restored.store(name).iterate()]).toEqual([...state.store(name).iterate()]);
      for (const set of after) expect(restored.commit(set)).toEqual(state.commit(set));
      expect(restored.storesWithWrongHashes()).toEqual([]);
      expect(toHex(bytesOf(restored))).toBe(toHex(bytesOf(state)));
    }),
    { numRuns: 60 },
  );
});

test("a version that is not the last gives what it gave when it was, while later ones are committed", () => {
  const state = createCompactMultiStore(options);
  state.commit([changes("acc", 0, 9_000, 1)]);
  const then = bytesOf(state);
  const { version, appHash } = state;
  for (let salt = 2; salt < 4; salt++) state.commit([changes("acc", 0, 9_000, salt)]);
  const source = state.snapshot(version);
  const pieces = source.nodes();
  const first = pieces.next().value ?? new Uint8Array(0);
  for (let salt = 4; salt < 9; salt++) state.commit([changes("acc", 0, 9_000, salt)]);
  expect(toHex(concatBytes(first, ...pieces))).toBe(toHex(then));
  source.release();
  expect(() => state.snapshot(version)).toThrow("version 1 is not available");
  expect(importNodes(options, { version, appHash }, [then]).version).toBe(1n);
});

test("bytes that are cut, changed anywhere or of another version are refused, whoever made them", () => {
  const state = createCompactMultiStore(options);
  state.commit([changes("acc", 0, 10, 1), changes("gov", 0, 3, 2)]);
  state.commit([changes("acc", 3, 4, 3)]);
  const bytes = bytesOf(state);
  const { version, appHash } = state;
  const refused = (changed: Uint8Array, at = version): void => {
    expect(() => importNodes(options, { version: at, appHash }, [changed])).toThrow(expect.objectContaining({ code: "MALFORMED_SNAPSHOT" }));
  };
  for (let at = 0; at < bytes.length; at++) {
    refused(bytes.slice(0, at));
    for (const bit of [1, 0x80]) refused(bytes.with(at, (bytes[at] as number) ^ bit));
  }
  refused(concatBytes(bytes, Uint8Array.of(2, 1)));
  refused(concatBytes(bytes, Uint8Array.of(9)));
  refused(bytes, 1n);
  expect(() => importNodes({ ...options, stores: ["acc"] }, { version, appHash }, [bytes])).toThrow("it has store bank where none belongs");
});

test("a tree as deep as it has nodes is refused before it is walked", () => {
  const leaf = (key: number): Uint8Array => concatBytes(Uint8Array.of(1, 1, 4), u32be(key), Uint8Array.of(1, 7));
  const deep = Array.from({ length: 50_000 }, (_, i) => (i === 0 ? leaf(0) : concatBytes(leaf(i), Uint8Array.of(2, 1))));
  const bytes = concatBytes(Uint8Array.of(0, 3), new TextEncoder().encode("acc"), ...deep);
  expect(() => importNodes(options, { version: 1n, appHash: sha256(bytes) }, [bytes])).toThrow("a tree is not balanced");
});

test("an import can be left alone after every piece, and is there with the last", () => {
  const state = createCompactMultiStore(options);
  state.commit([changes("acc", 0, 300, 1)]);
  const { version, appHash } = state;
  const pieces = [...piecesOf(bytesOf(state), 1_000)];
  const steps = importNodesInSteps(options, { version, appHash }, pieces);
  for (const _ of pieces) expect(steps.next().done).toBe(false);
  expect(steps.next().value).toMatchObject({ version, appHash });
});
